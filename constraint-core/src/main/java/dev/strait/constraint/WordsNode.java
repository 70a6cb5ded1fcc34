package dev.strait.constraint;

import dev.strait.rule.Words;
import dev.strait.rule.WordsRule;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Within one of some words: tokens are walked along the words' trie, without a node for each place.
 */
final class WordsNode extends RuleNode {

  /** The most bytes of one character that is spelled otherwise than in the shortest way. */
  private static final int DETOUR = 12;

  private final WordsRule<Object> rule;
  private final WordsRule.State<Object> state;
  private final Words at;
  private final BitSet wanted;

  WordsNode(RuleTable table, WordsRule<Object> rule, WordsRule.State<Object> state) {
    super(table);
    this.rule = rule;
    this.state = state;
    this.at = state.at();
    this.wanted = state.selection().words();
  }

  @Override
  boolean accepts() {
    return false;
  }

  @Override
  boolean isEnd() {
    return false;
  }

  @Override
  void step(int symbol, Stack stack, Stepper out) {
    Node next = symbol < CONTROL ? target(symbol) : null;
    if (next != null) {
      out.emit(next, stack);
    }
  }

  @Override
  @Nullable Node target(int b) {
    int edge = at.find(b);
    if (edge < 0) {
      return null;
    }
    Words next = at.target(edge);
    if (!next.has(wanted)) {
      return null;
    }
    return next.word() >= 0
        ? after(next.word())
        : table.node(new WordsRule.State<>(next, state.selection()));
  }

  private Node after(int word) {
    return universe.table(rule.then()).node(state.selection().after(word));
  }

  @Override
  void walkInto(Tails tails, Collector out, boolean suspect) {
    walk(at, tails, out, suspect);
  }

  private void walk(Words words, Tails tails, Collector out, boolean suspect) {
    Tails.Level level = tails.level();
    int edges = words.edges();
    for (int e = 0; e < edges; e++) {
      int i = level.find(words.label(e));
      if (i < 0) {
        continue;
      }
      Words next = words.target(e);
      if (!next.has(wanted)) {
        continue;
      }
      out.allow(level.ids[i], suspect);
      Tails rest = level.next[i];
      if (rest == null) {
        continue;
      }
      if (next.word() >= 0) {
        after(next.word()).walkInto(rest, out, suspect);
      } else {
        walk(next, rest, out, suspect);
      }
    }
  }

  @Override
  long worst(Tails tails) {
    return worst(at, tails, longest());
  }

  /** Returns the bytes of the longest of the words with what follows it. */
  private long longest() {
    long most = 0;
    for (int w = wanted.nextSetBit(0); w >= 0; w = wanted.nextSetBit(w + 1)) {
      if (at.has(w)) {
        most = Math.max(most, Stack.sum(at.rest(w), after(w).shortest()));
      }
    }
    return Stack.sum(most, DETOUR);
  }

  private long worst(Words words, Tails tails, long longest) {
    long worst = NO_END;
    Tails.Level level = tails.level();
    for (int e = 0; e < words.edges(); e++) {
      int i = level.find(words.label(e));
      if (i >= 0 && words.target(e).has(wanted)) {
        Words next = words.target(e);
        worst = level.ids[i].length > 0 ? Math.max(worst, longest) : worst;
        Tails rest = level.next[i];
        if (rest != null) {
          long deeper =
              next.word() >= 0 ? after(next.word()).worst(rest) : worst(next, rest, longest);
          worst = Math.max(worst, deeper);
        }
      }
    }
    return worst;
  }

  @Override
  long shortest() {
    return rule.shortest(state);
  }

  @Override
  void addFirst(ByteSet out) {
    for (int e = 0; e < at.edges(); e++) {
      if (at.target(e).has(wanted)) {
        out.add(at.label(e));
      }
    }
  }

  @Override
  boolean computeNullable() {
    return false;
  }

  @Override
  Object state() {
    return state;
  }
}
