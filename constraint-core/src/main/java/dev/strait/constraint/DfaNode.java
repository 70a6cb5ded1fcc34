package dev.strait.constraint;

import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import org.jspecify.annotations.Nullable;

/** A state of a leaf rule: it has no calls, so tokens are walked with state numbers alone. */
final class DfaNode extends RuleNode {

  /** Subtrees of at most this many trie nodes are walked anew instead of being remembered. */
  private static final int SMALL = 24;

  final Dfa dfa;
  final int state;
  private final boolean accepts;

  DfaNode(RuleTable table, DfaRule rule, int state) {
    super(table);
    this.dfa = rule.dfa();
    this.state = state;
    this.accepts = dfa.accepts(state);
  }

  Node sibling(int other) {
    return other == state ? this : table.node(other);
  }

  @Override
  boolean accepts() {
    return accepts;
  }

  @Override
  boolean isEnd() {
    return accepts && first().isEmpty();
  }

  @Override
  void step(int symbol, Stack stack, Stepper out) {
    if (symbol < CONTROL) {
      int next = dfa.step(state, symbol);
      if (next != Dfa.DEAD) {
        out.emit(sibling(next), stack);
      }
    }
    if (accepts) {
      out.stepReturn(stack);
    }
  }

  @Override
  void walkInto(Tails tails, Collector out, boolean suspect) {
    TokenTrie trie = universe.index.trie;
    int node = tails.members[0];
    if (out.isFor(this, tails) || (tails.isSingle() && trie.end[node] - node <= SMALL)) {
      table.walker().walk(state, tails, out, suspect);
      return;
    }
    Walk known = walk(tails);
    out.adopt(known, suspect);
  }

  @Override
  long worst(Tails tails) {
    return table.walker().longest();
  }

  @Override
  long shortest() {
    return dfa.shortest(state);
  }

  @Override
  @Nullable Node target(int b) {
    int next = dfa.step(state, b);
    return next == Dfa.DEAD ? null : sibling(next);
  }

  @Override
  void addFirst(ByteSet out) {
    dfa.forEachEdge(state, (first, last, target) -> out.add(first, last));
  }

  @Override
  boolean computeNullable() {
    return accepts;
  }

  @Override
  Object state() {
    return state;
  }
}
