package dev.strait.schema.graph;

import java.util.EnumSet;
import java.util.Set;

/**
 * A draft and the vocabularies of it that are in use. Immutable.
 *
 * @param formatAsserted whether the meta-schema itself demands that formats be asserted
 */
public record Dialect(Draft draft, Set<Group> groups, boolean formatAsserted) {

  /** The vocabularies that can be left out. */
  public enum Group {
    /** Keywords that apply subschemas. */
    APPLICATOR,
    /** Keywords that assert. */
    VALIDATION,
    /** {@code unevaluatedItems} and {@code unevaluatedProperties}. */
    UNEVALUATED
  }

  /** Copies the groups. */
  public Dialect {
    groups = Set.copyOf(groups);
  }

  /** Returns the dialect of a draft with all its vocabularies. */
  public static Dialect of(Draft draft) {
    return new Dialect(draft, EnumSet.allOf(Group.class), false);
  }

  /** Returns whether the vocabulary is in use. */
  public boolean has(Group group) {
    return groups.contains(group);
  }
}
