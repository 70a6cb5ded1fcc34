package dev.strait.schema.rules;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.rule.Words;
import dev.strait.rule.WordsRule;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A shortest text of a rule, found by following its least lengths. */
final class Example {
  /** The most bytes of an example. */
  static final long MOST = 100_000;

  private Example() {}

  /** Returns a shortest text, as far as the rule knows; empty if it is long. */
  static Optional<byte[]> of(Rule<?> rule) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return write(rule, out) ? Optional.of(out.toByteArray()) : Optional.empty();
  }

  private static <S> boolean write(Rule<S> rule, ByteArrayOutputStream out) {
    return rule.shortest(rule.start()) <= MOST && write(rule, rule.start(), out);
  }

  private static <S> boolean write(Rule<S> rule, S start, ByteArrayOutputStream out) {
    S now = start;
    while (rule.shortest(now) > 0) {
      Best<S> best = new Best<>(rule);
      rule.expand(now, best);
      Way<S> way = best.way;
      S next = way == null || out.size() > MOST ? null : way.take(out);
      if (next == null) {
        return way != null && way.isEnd();
      }
      now = next;
    }
    return true;
  }

  /** Writes the nearest word as a whole: its bytes need not be compared with other words'. */
  private static <S> boolean write(
      WordsRule<S> rule, WordsRule.State<S> state, ByteArrayOutputStream out) {
    int word = rule.nearest(state);
    Words at = state.at();
    while (at.word() == Words.NONE) {
      int edge = first(at, word);
      out.write(at.label(edge));
      at = at.target(edge);
    }
    return write(rule.then(), state.selection().after(word), out);
  }

  /** Returns the first edge of a shortest text of a word. */
  private static int first(Words at, int word) {
    int edge = 0;
    while (!at.target(edge).has(word) || at.target(edge).rest(word) >= at.rest(word)) {
      edge++;
    }
    return edge;
  }

  /** A way on from a state. */
  private interface Way<S> {
    /** Writes its bytes; returns the state after them, or null if there is none. */
    @Nullable S take(ByteArrayOutputStream out);

    /** Whether the rule ends with the bytes. */
    default boolean isEnd() {
      return false;
    }
  }

  /** The way on with the least length, which is worked out where there are several. */
  private static final class Best<S> implements Edges<S> {
    private final Rule<S> rule;
    private @Nullable Way<S> way;
    private @Nullable LongSupplier first;
    private long least;

    Best(Rule<S> rule) {
      this.rule = rule;
    }

    private void offer(LongSupplier length, Way<S> other) {
      if (way == null) {
        first = length;
        way = other;
        return;
      }
      if (first != null) {
        least = first.getAsLong();
        first = null;
      }
      long here = length.getAsLong();
      if (here < least) {
        least = here;
        way = other;
      }
    }

    @Override
    public void accept() {}

    @Override
    public void bytes(int first, int last, S target) {
      offer(
          () -> 1 + rule.shortest(target),
          out -> {
            out.write(first);
            return target;
          });
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      offer(
          () -> text.length - from + rule.shortest(target),
          out -> {
            out.write(text, from, text.length - from);
            return target;
          });
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> other, T target) {
      offer(() -> 1 + other.shortest(target), new Jump<>(first, other, target));
    }

    @Override
    public void call(Rule<?> callee, S then) {
      offer(
          () -> Gaps.bytes(callee) + rule.shortest(then), out -> write(callee, out) ? then : null);
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      offer(
          () -> least(Gaps.bytes(callee), capture),
          out -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            boolean read = write(callee, text);
            out.writeBytes(text.toByteArray());
            return read ? capture.returnState(text.toByteArray()) : null;
          });
    }

    private static long least(long text, Capture<?> capture) {
      long least = text + capture.longestReturn();
      return capture.repeats() ? Math.min(least, 2 * text + capture.longestRepeat()) : least;
    }

    @Override
    public void control(int token, S target) {}

    @Override
    public void sameMaskAs(S state) {}

    @Override
    public <T> void restricts(Rule<T> other, T state) {}

    @Override
    public void vague() {}

    @Override
    public int horizon() {
      return Integer.MAX_VALUE / 4;
    }
  }

  /** Ends in another rule. */
  private static final class Jump<S, T> implements Way<S> {
    private final int first;
    private final Rule<T> rule;
    private final T target;
    private boolean ended;

    Jump(int first, Rule<T> rule, T target) {
      this.first = first;
      this.rule = rule;
      this.target = target;
    }

    @Override
    public @Nullable S take(ByteArrayOutputStream out) {
      out.write(first);
      ended =
          rule instanceof WordsRule<?> words
              ? writeWord(words, target, out)
              : write(rule, target, out);
      return null;
    }

    @SuppressWarnings("unchecked")
    private static <T> boolean writeWord(
        WordsRule<T> rule, Object target, ByteArrayOutputStream out) {
      return write(rule, (WordsRule.State<T>) target, out);
    }

    @Override
    public boolean isEnd() {
      return ended;
    }
  }
}
