package dev.strait.rule;

/**
 * A rule of a compiled grammar: deterministic over bytes, callees and control tokens.
 *
 * <p>Immutable and thread-safe once the compiler has linked it.
 */
final class GrammarRule implements Rule<Integer> {

  private final String name;
  private final Table table;

  /** The callees of the whole grammar, by index; filled by the compiler after all rules exist. */
  private final Rule<?>[] callees;

  /** Least bytes to the end per state; filled by the compiler. */
  private final long[] shortest;

  GrammarRule(String name, Table table, Rule<?>[] callees) {
    this.name = name;
    this.table = table;
    this.callees = callees;
    this.shortest = new long[table.states()];
  }

  Table table() {
    return table;
  }

  void setShortest(int state, long bytes) {
    shortest[state] = bytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Integer start() {
    return 0;
  }

  @Override
  public void expand(Integer state, Edges<Integer> edges) {
    if (table.accepting().get(state)) {
      edges.accept();
    }
    for (int e = table.offsets()[state]; e < table.offsets()[state + 1]; e++) {
      int symbol = table.first()[e];
      int target = table.target()[e];
      if (Symbol.isByte(symbol)) {
        edges.bytes(symbol, table.last()[e], target);
      } else if (Symbol.isCall(symbol)) {
        edges.call(callees[Symbol.value(symbol)], target);
      } else {
        edges.control(Symbol.value(symbol), target);
      }
    }
  }

  @Override
  public long shortest(Integer state) {
    return shortest[state];
  }

  @Override
  public String toString() {
    return name;
  }
}
