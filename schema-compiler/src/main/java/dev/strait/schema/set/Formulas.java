package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.graph.SchemaGraph.Located;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes formulas, simplified and hash-consed. Simplification is shallow: flattening, neutral and
 * absorbing parts, a part and its negation, constants.
 */
public final class Formulas {
  private final Map<Formula.Shape, Formula> table = new HashMap<>();
  private final Formula anything = make(new Formula.Anything());
  private final Formula nothing = make(new Formula.Nothing());

  private Formula make(Formula.Shape shape) {
    Formula known = table.get(shape);
    if (known == null) {
      known = new Formula(shape, table.size());
      table.put(shape, known);
    }
    return known;
  }

  /** Returns the formula of all values. */
  public Formula anything() {
    return anything;
  }

  /** Returns the formula of no value. */
  public Formula nothing() {
    return nothing;
  }

  /** Returns the formula of a subschema. */
  public Formula schema(Located at) {
    JsonNode json = at.node().json();
    if (json.isBoolean()) {
      return json.booleanValue() ? anything : nothing;
    }
    return json.isEmpty() ? anything : make(new Formula.Schema(at));
  }

  /** Returns the formula of some values, which must be normalised. */
  Formula values(Collection<JsonNode> values) {
    return values.isEmpty() ? nothing : make(new Formula.Values(new LinkedHashSet<>(values)));
  }

  /** Returns the formula of a normal form. */
  Formula set(String name, ValueSet set) {
    return make(new Formula.Known(name, set));
  }

  /** Returns the complement. */
  public Formula not(Formula f) {
    if (f.isAnything()) {
      return nothing;
    }
    if (f.isNothing()) {
      return anything;
    }
    return f.shape() instanceof Formula.Not not ? not.part() : make(new Formula.Not(f));
  }

  /** Returns the intersection. */
  public Formula and(Formula a, Formula b) {
    if (a == b || b.isAnything() || a.isNothing()) {
      return a;
    }
    return a.isAnything() || b.isNothing() ? b : and(List.of(a, b));
  }

  /** Returns the intersection. */
  Formula and(List<Formula> formulas) {
    Set<Formula> parts = new LinkedHashSet<>();
    for (Formula f : formulas) {
      if (f.shape() instanceof Formula.And and) {
        parts.addAll(and.parts());
      } else if (!f.isAnything()) {
        parts.add(f);
      }
    }
    if (parts.isEmpty()) {
      return anything;
    }
    if (parts.contains(nothing) || contradictory(parts)) {
      return nothing;
    }
    return parts.size() == 1 ? parts.iterator().next() : make(new Formula.And(List.copyOf(parts)));
  }

  /** Returns the normal form of an intersection if it is known. */
  @Nullable ValueSet knownAnd(List<Formula> parts) {
    Formula known = table.get(new Formula.And(parts));
    return known == null ? null : known.set;
  }

  private static boolean contradictory(Set<Formula> parts) {
    for (Formula part : parts) {
      if (part.shape() instanceof Formula.Not not && parts.contains(not.part())) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether an intersection plainly has another formula among its parts. */
  static boolean isWithin(Formula f, Formula wider) {
    if (f == wider || wider.isAnything() || f.isNothing()) {
      return true;
    }
    List<Formula> parts = parts(f);
    for (Formula part : parts(wider)) {
      if (!parts.contains(part)) {
        return false;
      }
    }
    return true;
  }

  private static List<Formula> parts(Formula f) {
    return f.shape() instanceof Formula.And and ? and.parts() : List.of(f);
  }

  /** Returns the union. */
  public Formula or(List<Formula> formulas) {
    Set<Formula> parts = new LinkedHashSet<>();
    for (Formula f : formulas) {
      if (f.isAnything()) {
        return anything;
      }
      if (f.shape() instanceof Formula.Or or) {
        parts.addAll(or.parts());
      } else if (!f.isNothing()) {
        parts.add(f);
      }
    }
    if (parts.isEmpty()) {
      return nothing;
    }
    return parts.size() == 1 ? parts.iterator().next() : make(new Formula.Or(List.copyOf(parts)));
  }
}
