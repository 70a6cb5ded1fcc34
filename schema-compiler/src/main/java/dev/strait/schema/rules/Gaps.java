package dev.strait.schema.rules;

import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the marks of arrays and objects at one depth: shared leaf rules, or null for
 * nothing.
 *
 * @param open after an opening bracket that is followed by a member or item
 * @param close before a closing bracket that follows a member or item
 * @param comma after a comma
 * @param around before a colon, before a comma, and inside empty brackets
 * @param colon after a colon
 */
record Gaps(
    @Nullable Rule<?> open,
    @Nullable Rule<?> close,
    @Nullable Rule<?> comma,
    @Nullable Rule<?> around,
    @Nullable Rule<?> colon) {

  private static final Map<String, Rule<?>> LITERALS = new ConcurrentHashMap<>();
  private static final Map<Integer, Rule<?>> RUNS = new ConcurrentHashMap<>();

  static Gaps of(TextPolicy.Whitespace whitespace, int depth) {
    return switch (whitespace.layout()) {
      case COMPACT -> new Gaps(null, null, null, null, null);
      case SPACED -> new Gaps(null, null, literal(" "), null, literal(" "));
      case FLEXIBLE -> {
        Rule<?> run = run(whitespace.size());
        yield new Gaps(run, run, run, run, run);
      }
      case INDENTED -> {
        Rule<?> inner = line(whitespace.size() * (depth + 1));
        yield new Gaps(inner, line(whitespace.size() * depth), inner, null, literal(" "));
      }
    };
  }

  private static Rule<?> line(int spaces) {
    return literal("\n" + " ".repeat(spaces));
  }

  /** Returns the shared rule of one literal of ASCII characters. */
  static Rule<?> literal(String text) {
    return LITERALS.computeIfAbsent(
        text,
        t ->
            new DfaRule(
                t.isBlank() ? "space" : t,
                Dfa.literal(t.getBytes(StandardCharsets.US_ASCII)),
                true));
  }

  private static Rule<?> run(int most) {
    return RUNS.computeIfAbsent(most, n -> new DfaRule("whitespace", runs(n), true));
  }

  /** Returns the automaton of up to {@code most} tabs, line feeds, carriage returns and spaces. */
  private static Dfa runs(int most) {
    byte[] first = new byte[3 * most];
    byte[] last = new byte[3 * most];
    int[] target = new int[3 * most];
    int[] offsets = new int[most + 2];
    for (int i = 0; i < most; i++) {
      System.arraycopy(new byte[] {'\t', '\r', ' '}, 0, first, 3 * i, 3);
      System.arraycopy(new byte[] {'\n', '\r', ' '}, 0, last, 3 * i, 3);
      Arrays.fill(target, 3 * i, 3 * i + 3, i + 1);
      offsets[i] = 3 * i;
    }
    offsets[most] = 3 * most;
    offsets[most + 1] = 3 * most;
    BitSet accepting = new BitSet();
    accepting.set(0, most + 1);
    return Dfa.of(offsets, first, last, target, accepting, true);
  }

  /** Returns the least number of bytes of a gap. */
  static long bytes(@Nullable Rule<?> gap) {
    return gap == null ? 0 : least(gap);
  }

  private static <S> long least(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  /** Returns whether something optional may stand at {@code open} and {@code close} alike. */
  boolean isFlexible() {
    return around != null;
  }
}
