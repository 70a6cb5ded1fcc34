package dev.strait.schema.set;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of items of an array: those before a position, those valid under a formula, or all.
 *
 * @param prefix the first position that is not in the set, unless one of {@code formulas} holds
 */
record Positions(boolean all, int prefix, List<Formula> formulas) {
  static final Positions NONE = new Positions(false, 0, List.of());
  static final Positions ALL = new Positions(true, 0, List.of());

  Positions or(Positions other) {
    if (all || other.all) {
      return ALL;
    }
    if (this == NONE || other == NONE) {
      return this == NONE ? other : this;
    }
    Set<Formula> joined = new LinkedHashSet<>(formulas);
    joined.addAll(other.formulas);
    return new Positions(false, Math.max(prefix, other.prefix), new ArrayList<>(joined));
  }
}
