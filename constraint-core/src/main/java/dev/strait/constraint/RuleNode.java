package dev.strait.constraint;

/** A node that stands for one state of a rule, and so can be found again in any universe. */
abstract class RuleNode extends Node {
  final RuleTable table;

  RuleNode(RuleTable table) {
    super(table.universe);
    this.table = table;
  }

  /** Returns the rule's state. */
  abstract Object state();

  @Override
  final Node in(Universe other) {
    return other.table(table.rule).node(state());
  }

  @Override
  final String describe() {
    return table.rule.describe(state());
  }
}
