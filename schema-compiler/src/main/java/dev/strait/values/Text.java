package dev.strait.values;

import dev.strait.automaton.ByteDfa;
import dev.strait.rule.CountedRule;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Rule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A regular set of texts with what is known about it: its least and greatest length and its rules.
 * Interned: equal sets are mostly one object, and so are their rules.
 */
final class Text {
  /** Larger automata are not kept for later schemas. */
  private static final int MAX_INTERNED_STATES = 5_000;

  private static final int MAX_BOUNDS = 256;

  /** Up to so many strings are kept as a trie, whose escapes are made when asked for. */
  private static final int MAX_LITERALS = 1_000;

  /** The same for strings that share little: a trie is not much larger than their automaton. */
  private static final int MAX_SEPARATE = 20_000;

  private static final BoundedCache<ByteDfa, Text> INTERNED = new BoundedCache<>(2_000);

  static final Text ALL = new Text("string", ByteDfa.anyText(), true);

  private final String name;
  private final ByteDfa dfa;
  private final boolean shared;
  private @Nullable Lengths lengths;
  private final Map<Escapes, Rule<?>> rules = new EnumMap<>(Escapes.class);
  private final Map<Escapes, CountedRule> families = new EnumMap<>(Escapes.class);
  private final BoundedCache<Bounds, Rule<?>> bounded = new BoundedCache<>(MAX_BOUNDS);

  private record Bounds(Escapes escapes, int min, int max) {}

  private Text(String name, ByteDfa dfa, boolean shared) {
    this.name = name;
    this.dfa = dfa;
    this.shared = shared;
  }

  static Text of(ByteDfa dfa) {
    if (dfa.equals(ALL.dfa)) {
      return ALL;
    }
    if (dfa.states() > MAX_INTERNED_STATES) {
      return new Text("string", dfa, false);
    }
    return INTERNED.get(dfa, d -> new Text("string", d, false));
  }

  /** Returns the text set of a constant of the program, which the caller keeps. */
  static Text constant(String name, ByteDfa dfa) {
    return new Text(name, dfa, true);
  }

  ByteDfa dfa() {
    return dfa;
  }

  boolean isShared() {
    return shared;
  }

  synchronized Lengths lengths() {
    if (lengths == null) {
      lengths = new Lengths(dfa);
    }
    return lengths;
  }

  /** Returns the rule of the JSON texts of the strings of {@code min} to {@code max} units. */
  Rule<?> rule(Escapes escapes, int min, int max) {
    return min == 0 && max == StringSet.UNBOUNDED
        ? rule(escapes)
        : bounded.get(new Bounds(escapes, min, max), this::bounded);
  }

  private synchronized Rule<?> rule(Escapes escapes) {
    return rules.computeIfAbsent(escapes, this::makeRule);
  }

  private Rule<?> makeRule(Escapes escapes) {
    if (!shared && lengths().greatest() < StringSet.UNBOUNDED) {
      int most = Math.max(MAX_LITERALS, Math.min(2 * dfa.states(), MAX_SEPARATE));
      Optional<List<byte[]>> words = dfa.words(most);
      if (words.isPresent()) {
        KeySet strings = KeySet.ofSorted(words.get().toArray(byte[][]::new));
        return new LiteralsRule(name, strings, escapes);
      }
    }
    return new DfaRule(name, JsonEscaper.quoted(dfa, escapes), shared);
  }

  private Rule<?> bounded(Bounds bounds) {
    String label = name + " of " + bounds.min + " to ";
    label += bounds.max == StringSet.UNBOUNDED ? "any length" : bounds.max;
    CountedRule family = family(bounds.escapes);
    return this == ALL
        ? new BoundedString(label, family, bounds.min, bounds.max)
        : family.withBounds(label, bounds.min, bounds.max);
  }

  /** The family's own bound only says how far its tables must reach. */
  private synchronized CountedRule family(Escapes escapes) {
    return families.computeIfAbsent(
        escapes,
        e -> {
          JsonEscaper.Quoted form = JsonEscaper.counted(dfa, e);
          int reach = this == ALL ? 100 : 0;
          return new CountedRule(
              name, form.dfa(), form.boundaries(), reach, CountedRule.UNBOUNDED, shared);
        });
  }
}
