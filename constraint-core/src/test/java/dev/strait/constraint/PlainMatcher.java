package dev.strait.constraint;

import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.util.Arrays;

/**
 * The two plain ways to a mask, as baselines and oracles: every token's bytes stepped from the
 * present state, and a walk of the whole trie in which common prefixes are stepped once. Nothing is
 * composed and no mask is remembered.
 */
public final class PlainMatcher {
  private final VocabularyIndex index;
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

  /** Walks the trie, stepping each edge whose parent is alive. Complexity O(live trie nodes). */
  public void maskByTrie(long[] mask) {
    Arrays.fill(mask, 0);
    TokenTrie trie = index.trie;
    Configuration[] path = new Configuration[TokenTrie.LONGEST_TOKEN + 1];
    path[0] = at;
    for (int n = 1; n < trie.nodes(); ) {
      int depth = trie.depth[n];
      stepper.load(path[depth - 1]);
      if (!stepper.read(trie.label[n] & 0xff)) {
        n = trie.end[n];
        continue;
      }
      path[depth] = stepper.toConfiguration();
      for (int i = trie.firstId[n]; i < trie.firstId[n + 1]; i++) {
        mask[trie.ids[i] >>> 6] |= 1L << trie.ids[i];
      }
      n++;
    }
    addEnds(mask);
  }

  private void addEnds(long[] mask) {
    if (at.isComplete()) {
      for (int id : index.endOfGeneration) {
        mask[id >>> 6] |= 1L << id;
      }
    }
  }
}
