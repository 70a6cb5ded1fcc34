package dev.strait.constraint;

import dev.strait.rule.Dfa;
import dev.strait.rule.ExceptWordsRule;
import dev.strait.rule.Words;
import org.jspecify.annotations.Nullable;

/** A state of a regular language less some words: on the words' trie, beside the automaton. */
final class ExceptNode extends RuleNode {
  private final RuleTable baseTable;
  private final ExceptWordsRule rule;
  private final ExceptWordsRule.State state;
  private final Dfa dfa;
  private final boolean accepts;
  private long shortest = -1;

  ExceptNode(RuleTable table, ExceptWordsRule rule, ExceptWordsRule.State state) {
    super(table);
    this.baseTable = table.universe.table(rule.base());
    this.rule = rule;
    this.state = state;
    this.dfa = rule.base().dfa();
    this.accepts = rule.accepts(state);
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
    Node next = symbol < CONTROL ? target(symbol) : null;
    if (next != null) {
      out.emit(next, stack);
    }
    if (accepts) {
      out.stepReturn(stack);
    }
  }

  @Override
  @Nullable Node target(int b) {
    int next = dfa.step(state.base(), b);
    int edge = next == Dfa.DEAD ? -1 : state.at().find(b);
    if (edge < 0) {
      return next == Dfa.DEAD ? null : baseTable.node(next);
    }
    Words rest = state.at().target(edge);
    return rule.isAlive(next, rest) ? table.node(new ExceptWordsRule.State(next, rest)) : null;
  }

  @Override
  void walkInto(Tails tails, Collector out, boolean suspect) {
    Restriction.walk(rule, state, baseTable, tails, out, suspect);
  }

  @Override
  long worst(Tails tails) {
    return Math.max(baseTable.node(state.base()).worst(tails), worst(state, tails));
  }

  /** The bound for the tokens that end on the words' trie. */
  private long worst(ExceptWordsRule.State from, Tails tails) {
    long worst = NO_END;
    Tails.Level level = tails.level();
    for (int e = 0; e < from.at().edges(); e++) {
      int i = level.find(from.at().label(e));
      int next = i < 0 ? Dfa.DEAD : dfa.step(from.base(), from.at().label(e));
      if (next != Dfa.DEAD && rule.isAlive(next, from.at().target(e))) {
        ExceptWordsRule.State to = new ExceptWordsRule.State(next, from.at().target(e));
        Tails rest = level.next[i];
        long here = level.ids[i].length > 0 ? rule.shortest(to) : NO_END;
        worst = Math.max(worst, Math.max(here, rest == null ? NO_END : worst(to, rest)));
      }
    }
    return worst;
  }

  @Override
  long shortest() {
    if (shortest < 0) {
      shortest = rule.shortest(state);
    }
    return shortest;
  }

  @Override
  void addFirst(ByteSet out) {
    dfa.forEachEdge(
        state.base(),
        (first, last, to) -> {
          for (int b = first; b <= last; b++) {
            int edge = state.at().find(b);
            if (edge < 0 || rule.isAlive(to, state.at().target(edge))) {
              out.add(b);
            }
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
