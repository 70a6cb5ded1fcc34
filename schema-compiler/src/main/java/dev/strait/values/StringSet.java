package dev.strait.values;

import dev.strait.automaton.ByteDfa;
import dev.strait.formats.Formats;
import dev.strait.regex.Patterns;
import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of JSON strings, that is of sequences of Unicode scalar values. Immutable.
 *
 * <p>Kept as a union of parts, each a regular set of texts and an interval of lengths; lengths are
 * never unrolled into the automaton.
 *
 * <p>{@code equals} is sound, not complete: equal objects are equal sets, and most equal sets are
 * equal objects.
 */
public final class StringSet {
  /** No upper bound of a length. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Up to so many words a length bound is applied to them one by one. */
  private static final int MAX_FILTERED_WORDS = 1_000;

  /** Differences of so many words are taken word by word. */
  private static final int FEW_WORDS = 64;

  private static final int MAX_PARTS = 64;

  /** Fewer than there are code points that a string can have. */
  private static final int CHARACTERS = 1_000_000;

  private static final StringSet NONE = new StringSet(List.of());
  private static final StringSet ALL = new StringSet(List.of(new Part(Text.ALL, 0, UNBOUNDED)));
  private static final BoundedCache<String, StringSet> PATTERNS = new BoundedCache<>(2_000);
  private static final BoundedCache<String, StringSet> FORMATS = new BoundedCache<>(100);
  private static final BoundedCache<RuleKey, Rule<?>> UNIONS = new BoundedCache<>(500);

  private final List<Part> parts;

  /** Memo of {@link #minBytes(long)}. */
  private volatile @Nullable List<Ranks> ranks;

  /** Texts of {@code min} to {@code max} code points, both inclusive. Not empty. */
  private record Part(Text text, int min, int max) {
    boolean isUnbounded() {
      return min == 0 && max == UNBOUNDED;
    }

    boolean sameBounds(Part other) {
      return min == other.min && max == other.max;
    }

    boolean meets(Part other) {
      return text == other.text
          && (long) min <= (long) other.max + 1
          && (long) other.min <= (long) max + 1;
    }
  }

  private record RuleKey(StringSet set, Escapes escapes) {}

  private StringSet(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Returns the set of all strings. */
  public static StringSet all() {
    return ALL;
  }

  /** Returns the empty set. */
  public static StringSet none() {
    return NONE;
  }

  /** Returns the set of these strings. Strings with half a surrogate pair are left out. */
  public static StringSet of(Collection<String> strings) {
    return of(ByteDfa.ofStrings(strings.stream().filter(StringSet::isText).toList()));
  }

  /** Returns the set of these strings. */
  public static StringSet of(String... strings) {
    return of(Arrays.asList(strings));
  }

  /** Returns whether a string is a sequence of scalar values: no half of a surrogate pair. */
  static boolean isText(String string) {
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(string);
      }
    }
    return true;
  }

  /** Returns the set of the texts of an automaton; all of them must be well-formed UTF-8. */
  public static StringSet of(ByteDfa texts) {
    return texts.isEmpty() ? NONE : of(Text.of(texts), 0, UNBOUNDED);
  }

  private static StringSet of(Text text, int min, int max) {
    List<Part> found = new ArrayList<>();
    add(found, text, min, max);
    return found.isEmpty() ? NONE : new StringSet(found);
  }

  /**
   * Returns the strings in which the ECMA-262 pattern (flag u, unanchored) finds a match.
   *
   * @throws dev.strait.regex.RegexException if the pattern is malformed, has a back-reference, or
   *     grows past the limit
   */
  public static StringSet pattern(String pattern) {
    return PATTERNS.get(pattern, StringSet::compiled);
  }

  private static StringSet compiled(String pattern) {
    Patterns.Compiled compiled = Patterns.compile(pattern);
    return compiled.texts().isEmpty()
        ? NONE
        : of(Text.of(compiled.texts()), compiled.min(), compiled.max());
  }

  /** Returns the strings of a format of JSON Schema, or empty if the format is not known. */
  public static Optional<StringSet> format(String name) {
    if (!Formats.names().contains(name)) {
      return Optional.empty();
    }
    return Optional.of(FORMATS.get(name, StringSet::built));
  }

  private static StringSet built(String name) {
    Formats.Format format = Formats.build(name);
    return of(Text.constant(name, format.texts()), format.min(), format.max());
  }

  /** Returns the strings of {@code min} to {@code max} code points, both inclusive. */
  public static StringSet length(int min, int max) {
    return of(Text.ALL, Math.max(0, min), max);
  }

  /** Adds a part in its simplest form, or nothing if it is empty. */
  private static void add(List<Part> parts, Text text, int min, int max) {
    if (text.dfa().isEmpty() || min > max) {
      return;
    }
    Lengths lengths = text.lengths();
    if (!lengths.meets(min, max)) {
      return;
    }
    int low = min <= lengths.least() ? 0 : min;
    int high = max >= lengths.greatest() ? UNBOUNDED : max;
    if ((low > 0 || high < UNBOUNDED) && lengths.greatest() < UNBOUNDED) {
      Optional<List<byte[]>> words = text.dfa().words(MAX_FILTERED_WORDS);
      if (words.isPresent()) {
        List<String> kept =
            words.get().stream().map(StringSet::utf8).filter(w -> inside(w, min, max)).toList();
        parts.add(new Part(Text.of(ByteDfa.ofStrings(kept)), 0, UNBOUNDED));
        return;
      }
    }
    parts.add(new Part(text, low, high));
  }

  private static boolean inside(String word, int min, int max) {
    int length = word.codePointCount(0, word.length());
    return length >= min && length <= max;
  }

  /** Returns the intersection. */
  public StringSet and(StringSet other) {
    if (this == other || other.parts.equals(ALL.parts) || parts.isEmpty()) {
      return this;
    }
    if (parts.equals(ALL.parts) || other.parts.isEmpty()) {
      return other;
    }
    List<Part> found = new ArrayList<>();
    for (Part a : parts) {
      for (Part b : other.parts) {
        Text text = a.text;
        if (a.text != b.text && b.text != Text.ALL) {
          text = a.text == Text.ALL ? b.text : Text.of(a.text.dfa().and(b.text.dfa()));
        }
        add(found, text, Math.max(a.min, b.min), Math.min(a.max, b.max));
      }
    }
    return normal(found);
  }

  /** Returns the union. */
  public StringSet or(StringSet other) {
    if (this == other || other.parts.isEmpty() || parts.equals(ALL.parts)) {
      return this;
    }
    if (parts.isEmpty() || other.parts.equals(ALL.parts)) {
      return other;
    }
    List<Part> found = new ArrayList<>(parts);
    found.addAll(other.parts);
    return normal(found);
  }

  /** Merges parts with equal bounds, and parts of one text whose bounds overlap or touch. */
  private static StringSet normal(List<Part> found) {
    List<Part> merged = new ArrayList<>();
    for (Part next : found) {
      Part part = next;
      for (int i = 0; i < merged.size(); i++) {
        Part old = merged.get(i);
        Part both = merged(old, part);
        if (both != old || old.equals(part)) {
          merged.remove(i);
          part = both;
          i = -1;
        }
      }
      merged.add(part);
    }
    if (merged.size() > MAX_PARTS) {
      throw new dev.strait.automaton.AutomatonLimitException("a union of string sets", MAX_PARTS);
    }
    merged.sort(
        Comparator.comparingInt(Part::min)
            .thenComparingInt(Part::max)
            .thenComparingInt(p -> p.text.dfa().hashCode()));
    return merged.equals(ALL.parts) ? ALL : new StringSet(merged);
  }

  /** Returns the union of both if it is one part, or {@code a} itself if it is not. */
  private static Part merged(Part a, Part b) {
    if (a.sameBounds(b)) {
      return a.text == b.text ? a : new Part(Text.of(a.text.dfa().or(b.text.dfa())), a.min, a.max);
    }
    if (a.meets(b)) {
      return new Part(a.text, Math.min(a.min, b.min), Math.max(a.max, b.max));
    }
    return a;
  }

  /** Returns the complement within all strings. */
  public StringSet not() {
    StringSet result = ALL;
    for (Part part : parts) {
      List<Part> outside = new ArrayList<>();
      add(outside, Text.of(part.text.dfa().notWithinText()), 0, UNBOUNDED);
      add(outside, Text.ALL, 0, part.min - 1);
      if (part.max < UNBOUNDED) {
        add(outside, Text.ALL, part.max + 1, UNBOUNDED);
      }
      result = result.and(normal(outside));
    }
    return result;
  }

  /** Returns this set less {@code other}. */
  public StringSet minus(StringSet other) {
    if (other.parts.isEmpty() || parts.isEmpty()) {
      return this;
    }
    Optional<List<String>> words = few();
    if (words.isPresent()) {
      List<String> kept = words.get().stream().filter(w -> !other.contains(w)).toList();
      return kept.size() == words.get().size() ? this : of(kept);
    }
    if (other.parts.size() > 1 || !other.parts.get(0).isUnbounded()) {
      return and(other.not());
    }
    List<Part> found = new ArrayList<>();
    for (Part part : parts) {
      ByteDfa left = part.text.dfa().minus(other.parts.get(0).text.dfa());
      add(found, Text.of(left), part.min, part.max);
    }
    return normal(found);
  }

  /** Returns the strings if they are so few that it is cheaper to look at each. */
  private Optional<List<String>> few() {
    if (parts.size() > 1
        || !parts.get(0).isUnbounded()
        || parts.get(0).text.lengths().greatest() == UNBOUNDED) {
      return Optional.empty();
    }
    Optional<List<byte[]>> words = parts.get(0).text.dfa().words(FEW_WORDS);
    return words.map(all -> all.stream().map(w -> new String(w, StandardCharsets.UTF_8)).toList());
  }

  /** Returns whether no string is in the set; exact. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Returns whether the set is all strings; exact. */
  public boolean isAll() {
    return parts.equals(ALL.parts) || (parts.size() > 1 && not().isEmpty());
  }

  /** Returns whether {@code string} is in the set. */
  public boolean contains(String string) {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    return isText(string)
        && parts.stream()
            .anyMatch(p -> inside(string, p.min, p.max) && p.text.dfa().accepts(bytes));
  }

  /** Returns a string of the set with a shortest JSON text, or empty if there is none. */
  public Optional<String> witness() {
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(JsonStrings.unquoted(RuleWords.shortest(toRule(Escapes.CANONICAL))));
  }

  /** Returns the strings of the set if there are at most {@code limit}. */
  public Optional<Set<String>> finite(int limit) {
    Set<String> all = new LinkedHashSet<>();
    for (Part part : parts) {
      if (isMany(part, limit)) {
        return Optional.empty();
      }
      Optional<List<String>> words = words(part, limit);
      if (words.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(words.get());
    }
    return all.size() > limit ? Optional.empty() : Optional.of(all);
  }

  /** Returns whether a part plainly has more than {@code n} strings; false says nothing. */
  private static boolean isMany(Part part, int n) {
    boolean endless = part.text.lengths().greatest() == UNBOUNDED && part.max == UNBOUNDED;
    return endless || part.text == Text.ALL && part.max > 0 && n < CHARACTERS;
  }

  /** Returns the strings of a part if there are at most {@code limit}; counted before listed. */
  private static Optional<List<String>> words(Part part, int limit) {
    if (part.isUnbounded()) {
      return part.text
          .dfa()
          .words(limit)
          .map(words -> words.stream().map(StringSet::utf8).toList());
    }
    Rule<?> rule = part.text.rule(Escapes.CANONICAL, part.min, part.max);
    return RuleWords.all(rule, limit)
        .map(words -> words.stream().map(JsonStrings::unquoted).toList());
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns whether the set has more than {@code n} strings. */
  public boolean isMoreThan(int n) {
    for (Part part : parts) {
      if (isMany(part, n)) {
        return true;
      }
    }
    return !parts.isEmpty() && finite(n).isEmpty();
  }

  /** Returns the least number of bytes of a JSON text of the set, quotes included. */
  public long minBytes() {
    long least = Long.MAX_VALUE;
    for (Part part : parts) {
      long bytes =
          part.isUnbounded()
              ? part.text.lengths().jsonBytes()
              : shortest(rule(part, Escapes.CANONICAL));
      least = Math.min(least, bytes);
    }
    return least;
  }

  /**
   * Returns a number of bytes that is enough for a string of the set, which is not empty, that is
   * none of {@code others} strings, quotes included; if there is none, for every string.
   */
  public long minBytes(long others) {
    List<Ranks> known = ranks;
    if (known == null) {
      known =
          parts.stream()
              .map(part -> Ranks.ofStrings(part.text.rule(Escapes.CANONICAL, part.min, part.max)))
              .toList();
      ranks = known;
    }
    return others == 0 ? minBytes() : Ranks.bytes(known, others);
  }

  private static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  /**
   * Returns the rule of the quoted, escaped JSON texts. Equal sets mostly get the same rule.
   *
   * @throws IllegalStateException if the set is empty
   */
  public Rule<?> toRule(Escapes escapes) {
    if (parts.isEmpty()) {
      throw new IllegalStateException("the empty set of strings has no rule");
    }
    if (parts.size() == 1) {
      return rule(parts.get(0), escapes);
    }
    return UNIONS.get(
        new RuleKey(this, escapes),
        k -> new UnionRule("string", parts.stream().<Rule<?>>map(p -> rule(p, escapes)).toList()));
  }

  private static Rule<?> rule(Part part, Escapes escapes) {
    return part.text.rule(escapes, part.min, part.max);
  }

  /**
   * Returns the rule of the JSON texts of this set less {@code seen}: the object key that comes
   * next. The same for the same {@code seen} object; empty if nothing is left.
   */
  public Optional<Rule<?>> toRuleExcept(KeySet seen, Escapes escapes) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    return seen.isEmpty() ? Optional.of(toRule(escapes)) : seen.ruleOf(this, escapes);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof StringSet other && parts.equals(other.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Returns the parts: states of the automaton and lengths, for people. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("strings");
    for (Part part : parts) {
      out.append(part.text == Text.ALL ? " any" : " automaton of " + part.text.dfa().states());
      if (!part.isUnbounded()) {
        out.append(" [").append(part.min).append(", ");
        out.append(part.max == UNBOUNDED ? "∞" : part.max).append("]");
      }
    }
    return parts.isEmpty() ? "strings none" : out.toString();
  }
}
