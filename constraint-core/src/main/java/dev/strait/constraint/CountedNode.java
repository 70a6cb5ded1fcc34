package dev.strait.constraint;

import dev.strait.rule.CountedRule;
import dev.strait.rule.Dfa;
import org.jspecify.annotations.Nullable;

/** A state of a counted leaf: the automaton's state, and the units still needed and allowed. */
final class CountedNode extends RuleNode {

  /** Counts beyond this are not kept where only a bound is wanted. */
  private static final int KEPT = 32;

  private final CountedRule rule;
  final CountedRule.State state;
  private final CountedRule.State saturated;
  private final boolean accepts;

  CountedNode(RuleTable table, CountedRule rule, CountedRule.State state) {
    super(table);
    this.rule = rule;
    this.state = state;
    this.accepts = rule.dfa().accepts(state.state());
    this.saturated = rule.saturate(state, table.universe.index.vocabulary.longestToken());
  }

  /** Returns a state of the same automaton that reads no less, one of few for all counts. */
  Node relaxed() {
    int needed = Math.min(state.needed(), KEPT);
    int allowed = state.allowed() > 2 * KEPT ? CountedRule.UNBOUNDED : state.allowed();
    CountedRule.State few = new CountedRule.State(state.state(), needed, allowed);
    return few.equals(state) ? this : table.node(few);
  }

  @Override
  boolean accepts() {
    return accepts;
  }

  @Override
  boolean isEnd() {
    return accepts;
  }

  @Override
  void step(int symbol, Stack stack, Stepper out) {
    Node next = symbol < CONTROL ? target(symbol) : null;
    if (next != null) {
      out.emit(next, stack);
    }
    if (accepts) {
      out.stepReturn(stack);
    }
  }

  @Override
  void walkInto(Tails tails, Collector out, boolean suspect) {
    Walk known = table.folds().walk(rule, saturated, tails);
    out.adopt(known, suspect);
  }

  @Override
  long worst(Tails tails) {
    return table.folds().worst(rule, state, tails);
  }

  @Override
  long shortest() {
    return rule.shortest(state);
  }

  @Override
  @Nullable Node target(int b) {
    CountedRule.State next = rule.step(state, b);
    return next == null ? null : next.equals(state) ? this : table.node(next);
  }

  @Override
  void addFirst(ByteSet out) {
    Dfa dfa = rule.dfa();
    dfa.forEachEdge(
        state.state(),
        (first, last, target) -> {
          if (rule.step(state, first) != null) {
            out.add(first, last);
          }
        });
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
