package dev.strait.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compiles a written-down grammar: expressions, network, deterministic automata, linked rules. */
final class GrammarCompiler {

  /** Most states of an automaton that dissolves into the rule around it. */
  private static final int INLINE_STATES = 64;

  /** A repeat of more nodes, copies counted, has a counter. */
  private static final int UNROLL_LIMIT = 512;

  private final Network network;

  private final Closure closure;

  /** Parts that calls read, each with its automaton, in the order in which they were found. */
  private final Map<Integer, Table> tables = new TreeMap<>();

  private GrammarCompiler(Network network) {
    this.network = network;
    this.closure = new Closure(network);
  }

  /** Compiles; if dissolving regular parts makes automata too large, again without. */
  static Rule<?> compile(Map<String, Expression> rules, String start) {
    try {
      return compile(rules, start, INLINE_STATES, UNROLL_LIMIT);
    } catch (GrammarLimitException tooLarge) {
      return compile(rules, start, 0, UNROLL_LIMIT);
    }
  }

  /**
   * Compiles with chosen limits.
   *
   * @param inline most states of an automaton that dissolves into the rule around it
   * @param unroll most nodes of a repeat, copies counted, that has no counter
   */
  static Rule<?> compile(Map<String, Expression> rules, String start, int inline, int unroll) {
    NetworkBuilder builder = new NetworkBuilder(rules, inline, unroll);
    Object built = builder.build(start);
    if (built instanceof DfaRule leaf) {
      return leaf;
    }
    Network network = builder.network();
    Nullability.resolve(network);
    Productivity.trim(network);
    LeftRecursion.remove(network);
    return new GrammarCompiler(network).assemble((Integer) built);
  }

  private Rule<?> assemble(int start) {
    Network.Part main = network.parts.get(start);
    Table mainTable = determinize(main, main.nullable);
    List<Integer> todo = new ArrayList<>(calledParts(mainTable));
    if (!main.nullable) {
      tables.put(start, mainTable);
    }
    for (int i = 0; i < todo.size(); i++) {
      int part = todo.get(i);
      if (!tables.containsKey(part)) {
        tables.put(part, determinize(network.parts.get(part), false));
        todo.addAll(calledParts(tables.get(part)));
      }
    }
    return link(start, mainTable);
  }

  private Table determinize(Network.Part part, boolean withEmpty) {
    try {
      return new Determinizer(network, closure, part.name).run(part.first, part.end, withEmpty);
    } catch (EmptyLanguageException nothing) {
      throw new EmptyLanguageException(part.name);
    }
  }

  private List<Integer> calledParts(Table table) {
    List<Integer> called = new ArrayList<>();
    for (int symbol : table.first()) {
      if (Symbol.isCall(symbol)) {
        int part = network.callees.get(Symbol.value(symbol)).part();
        if (part != Network.NONE) {
          called.add(part);
        }
      }
    }
    return called;
  }

  private Rule<?> link(int start, Table mainTable) {
    Rule<?>[] callees = new Rule<?>[network.callees.size()];
    Map<Integer, Rule<?>> byPart = new TreeMap<>();
    tables.forEach((part, table) -> byPart.put(part, rule(part, table, callees)));
    for (int c = 0; c < callees.length; c++) {
      Network.Callee callee = network.callees.get(c);
      Rule<?> rule =
          callee.part() == Network.NONE ? network.foreign.get(c) : byPart.get(callee.part());
      if (rule != null) {
        callees[c] = callee.isRepeat() ? repeat(rule, callee) : rule;
      }
    }
    Rule<?> main = byPart.get(start);
    if (main == null || network.parts.get(start).nullable) {
      main = rule(start, mainTable, callees);
    }
    List<Rule<?>> all = new ArrayList<>(byPart.values());
    all.add(main);
    RuleLengths.fill(all, callees);
    return main;
  }

  private Rule<?> rule(int part, Table table, Rule<?>[] callees) {
    String name = network.parts.get(part).name;
    return table.isOverBytes()
        ? new DfaRule(name, table.toDfa())
        : new GrammarRule(name, table, callees);
  }

  private Rule<?> repeat(Rule<?> body, Network.Callee callee) {
    boolean nullable = network.parts.get(callee.part()).nullable;
    return new CallsRule(body, nullable ? 1 : callee.min(), callee.max());
  }
}
