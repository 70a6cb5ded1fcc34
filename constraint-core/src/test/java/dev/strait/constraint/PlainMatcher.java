package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The two plain ways to a mask, as baselines and oracles: every token's bytes stepped from the
 * present state, and a walk of the whole trie in which common prefixes are stepped once. No mask is
 * remembered.
 */
public final class PlainMatcher {
  /** A configuration and those that bytes lead to from it; null where a byte was not tried. */
  private static final class Row {
    final Configuration at;
    final Row[] next = new Row[256];

    Row(Configuration at) {
      this.at = at;
    }
  }

  private static final Row DEAD = new Row(null);

  private final VocabularyIndex index;
  private final Map<Configuration, Row> rows = new IdentityHashMap<>();
  private final Stepper stepper;
  private Configuration at;

  /** Begins at a rule's start. */
  public PlainMatcher(Rule<?> start, Vocabulary vocabulary) {
    index = VocabularyIndex.of(vocabulary);
    Universe universe = new Universe(index, index.sharedUniverse(), Limits.defaults());
    stepper = new Stepper(universe);
    at = Configuration.initial(universe, universe.table(start).start());
  }

  /** Moves on by an allowed token. */
  public void accept(int token) {
    if (!reads(token)) {
      throw new IllegalArgumentException("token " + token + " is not allowed");
    }
    at = stepper.toConfiguration();
  }

  private boolean reads(int token) {
    stepper.load(at);
    return stepper.read(index.text(token));
  }

  /** Steps every token's bytes. Text tokens only; complexity O(bytes of all tokens). */
  public void maskByEveryToken(long[] mask) {
    Arrays.fill(mask, 0);
    Vocabulary vocabulary = index.vocabulary;
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id) && reads(id)) {
        mask[id >>> 6] |= 1L << id;
      }
    }
    addEnds(mask);
  }

  /**
   * Walks the trie, stepping each edge whose parent is alive; steps are remembered as the table of
   * an automaton. Complexity O(live trie nodes).
   */
  public void maskByTrie(long[] mask) {
    Arrays.fill(mask, 0);
    TokenTrie trie = index.trie;
    Row[] path = new Row[TokenTrie.LONGEST_TOKEN + 1];
    path[0] = rows.computeIfAbsent(at, Row::new);
    for (int n = 1; n < trie.nodes(); ) {
      int depth = trie.depth[n];
      Row next = after(path[depth - 1], trie.label[n] & 0xff);
      if (next == DEAD) {
        n = trie.end[n];
        continue;
      }
      path[depth] = next;
      for (int i = trie.firstId[n]; i < trie.firstId[n + 1]; i++) {
        mask[trie.ids[i] >>> 6] |= 1L << trie.ids[i];
      }
      n++;
    }
    addEnds(mask);
  }

  private Row after(Row row, int b) {
    Row known = row.next[b];
    if (known == null) {
      stepper.load(row.at);
      known = stepper.read(b) ? rows.computeIfAbsent(stepper.toConfiguration(), Row::new) : DEAD;
      row.next[b] = known;
    }
    return known;
  }

  private void addEnds(long[] mask) {
    if (at.isComplete()) {
      for (int id : index.endOfGeneration) {
        mask[id >>> 6] |= 1L << id;
      }
    }
  }
}
