package dev.strait.rule;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Fills in the least numbers of bytes of a grammar's rules, all at once. */
final class RuleLengths {

  /** Index of each rule's first state among the nodes. */
  private final Map<Rule<?>, Integer> bases = new IdentityHashMap<>();

  private final Rule<?>[] callees;

  private RuleLengths(Rule<?>[] callees) {
    this.callees = callees;
  }

  static void fill(List<Rule<?>> rules, Rule<?>[] callees) {
    new RuleLengths(callees).fill(rules);
  }

  private void fill(List<Rule<?>> rules) {
    int nodes = 0;
    for (Rule<?> rule : rules) {
      if (rule instanceof GrammarRule grammarRule && bases.putIfAbsent(rule, nodes) == null) {
        nodes += grammarRule.table().states();
      }
    }
    ShortestPaths paths = new ShortestPaths(nodes);
    bases.forEach((rule, base) -> addEdges((GrammarRule) rule, base, paths));
    long[] cost = paths.solve();
    bases.forEach(
        (rule, base) -> {
          GrammarRule filled = (GrammarRule) rule;
          for (int s = 0; s < filled.table().states(); s++) {
            filled.setShortest(s, cost[base + s]);
          }
        });
  }

  private void addEdges(GrammarRule rule, int base, ShortestPaths paths) {
    Table table = rule.table();
    for (int s = 0; s < table.states(); s++) {
      if (table.accepting().get(s)) {
        paths.end(base + s);
      }
      for (int e = table.offsets()[s]; e < table.offsets()[s + 1]; e++) {
        int symbol = table.first()[e];
        int to = base + table.target()[e];
        if (Symbol.isCall(symbol)) {
          addCall(base + s, callees[Symbol.value(symbol)], 1, to, paths);
        } else {
          paths.edge(base + s, 1, to); // a byte, or a control token
        }
      }
    }
  }

  private void addCall(int from, Rule<?> callee, long times, int to, ShortestPaths paths) {
    Integer base = bases.get(callee);
    if (base != null) {
      paths.call(from, base, times, to);
    } else if (callee instanceof CallsRule calls) {
      addCall(from, calls.body(), calls.min(), to, paths);
    } else {
      paths.edge(from, ShortestPaths.times(shortest(callee), times), to);
    }
  }

  private static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }
}
