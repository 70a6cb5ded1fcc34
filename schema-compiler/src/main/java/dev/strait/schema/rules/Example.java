package dev.strait.schema.rules;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A shortest text of a rule, found by following its least lengths. */
final class Example {
  /** The most bytes of an example. */
  private static final long MOST = 10_000;

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

  /** A way on from a state. */
  private interface Way<S> {
    /** Writes its bytes; returns the state after them, or null if there is none. */
    @Nullable S take(ByteArrayOutputStream out);

    /** Whether the rule ends with the bytes. */
    default boolean isEnd() {
      return false;
    }
  }

  /** The way on with the least length. */
  private static final class Best<S> implements Edges<S> {
    private final Rule<S> rule;
    private @Nullable Way<S> way;
    private long least = Long.MAX_VALUE;

    Best(Rule<S> rule) {
      this.rule = rule;
    }

    private void offer(long length, Way<S> other) {
      if (length < least) {
        least = length;
        way = other;
      }
    }

    @Override
    public void accept() {}

    @Override
    public void bytes(int first, int last, S target) {
      offer(
          1 + rule.shortest(target),
          out -> {
            out.write(first);
            return target;
          });
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      offer(
          text.length - from + rule.shortest(target),
          out -> {
            out.write(text, from, text.length - from);
            return target;
          });
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> other, T target) {
      offer(1 + other.shortest(target), new Jump<>(first, other, target));
    }

    @Override
    public void call(Rule<?> callee, S then) {
      offer(Gaps.bytes(callee) + rule.shortest(then), out -> write(callee, out) ? then : null);
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      offer(
          least(Gaps.bytes(callee), capture),
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
      ended = write(rule, target, out);
      return null;
    }

    @Override
    public boolean isEnd() {
      return ended;
    }
  }
}
