package dev.strait.values;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.values.NumberRule.Stage;

/**
 * What is left of a number's text once its digits differ from the leading digits of each bound and
 * point of its set.
 *
 * <p>From then on no digit can bring it nearer to them: only the place of the point counts, and
 * what the number is a multiple of, or must not be. With an exponent x the number is in the set if
 * {@code from <= x <= to} and no digit that is not zero stands beyond the step (or, for what it
 * must not be a multiple of, some digit does). Each further digit before the point takes one from
 * {@code from} and {@code to}. Nothing else of the set is left, so that sets with bounds of as many
 * digits share their states, and schemas share what the engine learns of them.
 */
final class NumberTail implements Rule<NumberTail.State> {

  /** {@code to} without an upper bound; the negative is {@code from} without a lower one. */
  static final int UNBOUNDED = 1 << 28;

  /** {@code to} where nothing but zero is in bounds. */
  static final int NOTHING = -UNBOUNDED - 1;

  /** No number of bytes suffices. */
  private static final long FAR = Long.MAX_VALUE;

  /** No way on. */
  static final State DEAD = new State(Stage.START, 0, 0, 0, 0, 0, false);

  private static final BoundedCache<Forms, NumberTail> TAILS = new BoundedCache<>(64);

  /**
   * How numbers are written.
   *
   * @param plain whether a number may end without a point and an exponent
   * @param maxFraction most digits after the point; 0: no point
   * @param maxExponent most digits of an exponent; 0: none
   * @param stepped whether all are multiples of 10^step
   * @param avoiding whether none is a multiple of 10^step; not both
   * @param shared whether what is learnt is kept with the vocabulary
   */
  record Forms(
      boolean plain,
      int maxFraction,
      int maxExponent,
      boolean stepped,
      boolean avoiding,
      int step,
      boolean shared) {}

  /**
   * A state.
   *
   * <p>Within an exponent {@code left} is the number of its digits read, {@code scale} their value,
   * and {@code minus} its sign.
   */
  static final class State {
    private final Stage stage;
    private final int from;
    private final int to;

    /** How many digits may still stand before the point. */
    private final int left;

    /** Digits after the point. */
    private final int scale;

    /** Zeros at the end, as far as they matter. */
    private final int zeros;

    private final boolean minus;

    private State(Stage stage, int from, int to, int left, int scale, int zeros, boolean minus) {
      this.stage = stage;
      this.from = from;
      this.to = to;
      this.left = left;
      this.scale = scale;
      this.zeros = zeros;
      this.minus = minus;
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof State other
          && stage == other.stage
          && from == other.from
          && to == other.to
          && left == other.left
          && scale == other.scale
          && zeros == other.zeros
          && minus == other.minus;
    }

    @Override
    public int hashCode() {
      int hash = 31 * (31 * (31 * from + to) + left) + scale;
      return 31 * (31 * (31 * hash + zeros) + stage.ordinal()) + (minus ? 1 : 0);
    }

    @Override
    public String toString() {
      return stage + " " + from + " to " + to + ", " + left + ", " + scale + ", " + zeros;
    }
  }

  private final Forms forms;
  private final int largest;

  private NumberTail(Forms forms) {
    this.forms = forms;
    this.largest = power(forms.maxExponent) - 1;
  }

  static NumberTail of(Forms forms) {
    return TAILS.get(forms, NumberTail::new);
  }

  private static int power(int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  /**
   * Returns the state after a mantissa that is not zero, or {@link #DEAD}.
   *
   * @param stage what was read last: a digit or the point
   * @param from the least exponent (if none: number of zeros at the end) with which it is in bounds
   * @param to the greatest
   */
  State state(Stage stage, int from, int to, int left, int scale, int zeros) {
    boolean integer = stage == Stage.INTEGER;
    int more = integer ? left : 0;
    if (!isAlive(from, to, more, scale, zeros)) {
      return DEAD;
    }
    if (forms.maxExponent > 0) {
      return new State(stage, from, to, more, scale, kept(zeros, scale, from), false);
    }
    int low = from <= 0 ? -UNBOUNDED : from;
    int high = to >= more ? UNBOUNDED : to;
    return new State(stage, low, high, more, scale, kept(zeros, scale, 0), false);
  }

  private int kept(int zeros, int scale, int from) {
    return forms.stepped || forms.avoiding
        ? Math.min(zeros, Math.max(0, forms.step + scale - from))
        : 0;
  }

  private boolean isAlive(int from, int to, int left, int scale, int zeros) {
    if (forms.avoiding) {
      return from <= to && canAvoid(from, to, left, scale, zeros);
    }
    int least = least(from, scale, zeros);
    return forms.maxExponent > 0 ? least <= to : Math.max(least, 0) <= Math.min(to, left);
  }

  /** Returns the least exponent with which a mantissa is in the set, if any is. */
  private int least(int from, int scale, int zeros) {
    return forms.stepped ? Math.max(from, forms.step + scale - zeros) : from;
  }

  /** Returns the greatest exponent with which a mantissa is in the set, if any is. */
  private int most(int to, int scale, int zeros) {
    return forms.avoiding ? Math.min(to, forms.step - 1 + scale - zeros) : to;
  }

  /**
   * Returns whether some way on leaves a digit beyond the step: the mantissa as it is, or with one
   * more digit that is not zero, at the end of those before the point or of those after it.
   */
  private boolean canAvoid(int from, int to, int left, int scale, int zeros) {
    int below = forms.step - 1;
    boolean fraction = forms.maxFraction > scale;
    if (forms.maxExponent > 0) {
      return from <= below + scale - zeros
          || left > 0 && from - left <= below
          || fraction && from - left <= below + forms.maxFraction;
    }
    int more = Math.max(0, from);
    int room = Math.min(to, left);
    return more <= room
        && (more == 0 && zeros - scale <= below
            || room > 0 && below >= 0
            || fraction && -forms.maxFraction <= below);
  }

  private boolean isMember(State s) {
    return least(s.from, s.scale, s.zeros) <= 0 && 0 <= most(s.to, s.scale, s.zeros);
  }

  /** Returns the state after the letter of an exponent that is in an interval (inclusive). */
  State exponent(long from, long to) {
    int low = (int) Math.max(from, -largest);
    int high = (int) Math.min(to, largest);
    return low > high ? DEAD : exponentState(Stage.E, low, high, false, 0, 0);
  }

  /** Where all further digits are in, the value does not matter. */
  private State exponentState(Stage stage, int from, int to, boolean minus, int count, int value) {
    if (stage == Stage.E_DIGITS) {
      long last = (value + 1L) * power(forms.maxExponent - count) - 1;
      boolean free = minus ? -last >= from && -value <= to : value >= from && last <= to;
      if (free) {
        return new State(stage, -largest, largest, count, 0, 0, false);
      }
    }
    State state = new State(stage, from, to, count, value, 0, minus);
    return exponentRest(state) < 0 ? DEAD : state;
  }

  /** Returns the least number of bytes to the end of an exponent, or -1. */
  private int exponentRest(State s) {
    for (int k = s.left == 0 ? 1 : 0; k <= forms.maxExponent - s.left; k++) {
      long block = power(k);
      long low = s.scale * block;
      long high = low + block - 1;
      if (s.minus ? meets(s, -high, -low) : meets(s, low, high)) {
        return k;
      }
      if (s.stage == Stage.E && meets(s, -high, -low)) {
        return k + 1;
      }
    }
    return -1;
  }

  private static boolean meets(State s, long low, long high) {
    return s.from <= high && low <= s.to;
  }

  @Override
  public String name() {
    return "number";
  }

  @Override
  public boolean isShared() {
    return forms.shared;
  }

  /** Any digits: numbers are entered by jumps. */
  @Override
  public State start() {
    return state(Stage.INTEGER, -UNBOUNDED, UNBOUNDED, Math.max(1, forms.step), 0, 0);
  }

  @Override
  public void expand(State s, Edges<State> edges) {
    switch (s.stage) {
      case INTEGER -> expandInteger(s, edges);
      case POINT -> digits(s, s.from, s.to, 0, s.scale + 1, edges);
      case FRACTION -> expandFraction(s, edges);
      default -> expandExponent(s, edges);
    }
  }

  private void expandInteger(State s, Edges<State> edges) {
    if (forms.plain && isMember(s)) {
      edges.accept();
    }
    if (forms.maxFraction > 0) {
      edge('.', '.', state(Stage.POINT, s.from, s.to, 0, 0, s.zeros), edges);
    }
    exponent(s, edges);
    if (s.left > 0) {
      digits(s, less(s.from), less(s.to), s.left - 1, 0, edges);
    }
    int enough = edges.horizon() + Math.max(0, forms.step) + 1; // a token, then zeros to the step
    boolean bound = forms.maxExponent == 0 && (s.from != -UNBOUNDED || s.to != UNBOUNDED);
    boolean free = !forms.avoiding || s.from <= forms.step - 1 + forms.maxFraction;
    if (s.left > enough && !bound && free) {
      edges.sameMaskAs(new State(s.stage, s.from, s.to, enough, 0, s.zeros, false));
    }
  }

  private void expandFraction(State s, Edges<State> edges) {
    if (isMember(s)) {
      edges.accept();
    }
    exponent(s, edges);
    if (s.scale < forms.maxFraction) {
      digits(s, s.from, s.to, 0, s.scale + 1, edges);
    }
    if (!forms.stepped
        && !forms.avoiding
        && s.scale > 1
        && forms.maxFraction - s.scale > edges.horizon()) {
      edges.sameMaskAs(new State(s.stage, s.from, s.to, 0, 1, 0, false));
    }
  }

  private static int less(int bound) {
    return bound == UNBOUNDED || bound == -UNBOUNDED ? bound : bound - 1;
  }

  private void digits(State s, int from, int to, int left, int scale, Edges<State> edges) {
    Stage stage = s.stage == Stage.INTEGER ? Stage.INTEGER : Stage.FRACTION;
    State zero = state(stage, from, to, left, scale, s.zeros + 1);
    State other = state(stage, from, to, left, scale, 0);
    if (zero.equals(other)) {
      edge('0', '9', zero, edges);
    } else {
      edge('0', '0', zero, edges);
      edge('1', '9', other, edges);
    }
  }

  private void exponent(State s, Edges<State> edges) {
    if (forms.maxExponent > 0) {
      State next = exponent(least(s.from, s.scale, s.zeros), most(s.to, s.scale, s.zeros));
      edge('E', 'E', next, edges);
      edge('e', 'e', next, edges);
    }
  }

  private void expandExponent(State s, Edges<State> edges) {
    if (s.stage == Stage.E) {
      edge('+', '+', exponentState(Stage.E_SIGN, s.from, s.to, false, 0, 0), edges);
      edge('-', '-', exponentState(Stage.E_SIGN, s.from, s.to, true, 0, 0), edges);
    }
    int value = s.minus ? -s.scale : s.scale;
    if (s.left > 0 && s.from <= value && value <= s.to) {
      edges.accept();
    }
    if (s.left < forms.maxExponent) {
      exponentDigits(s, edges);
    }
  }

  private void exponentDigits(State s, Edges<State> edges) {
    int first = 0;
    State here = exponentDigit(s, 0);
    for (int d = 1; d <= 10; d++) {
      State next = d == 10 ? DEAD : exponentDigit(s, d);
      if (d == 10 || !next.equals(here)) {
        edge('0' + first, '0' + d - 1, here, edges);
        first = d;
        here = next;
      }
    }
  }

  private State exponentDigit(State s, int d) {
    return exponentState(Stage.E_DIGITS, s.from, s.to, s.minus, s.left + 1, 10 * s.scale + d);
  }

  private static void edge(int first, int last, State target, Edges<State> edges) {
    if (target != DEAD) {
      edges.bytes(first, last, target);
    }
  }

  @Override
  public long shortest(State s) {
    return switch (s.stage) {
      case INTEGER, FRACTION ->
          forms.avoiding
              ? Math.min(avoidingRest(s), avoidingScaledRest(s))
              : Math.min(plainRest(s), scaledRest(s));
      case POINT -> {
        int zeros = forms.avoiding ? 0 : s.zeros + 1;
        yield 1 + shortest(state(Stage.FRACTION, s.from, s.to, 0, s.scale + 1, zeros));
      }
      default -> exponentRest(s);
    };
  }

  private long plainRest(State s) {
    int zeros = Math.max(0, least(s.from, s.scale, s.zeros));
    if (zeros > Math.min(s.to, s.left)) {
      return Long.MAX_VALUE;
    }
    boolean ends = forms.plain || s.stage == Stage.FRACTION;
    return ends ? zeros : forms.maxFraction > 0 ? zeros + 2L : Long.MAX_VALUE;
  }

  private long scaledRest(State s) {
    if (forms.maxExponent == 0) {
      return Long.MAX_VALUE;
    }
    State next = exponent(least(s.from, s.scale, s.zeros), s.to);
    return next == DEAD ? Long.MAX_VALUE : 1L + exponentRest(next);
  }

  /** The least bytes to a number without an exponent that is no multiple of the step. */
  private long avoidingRest(State s) {
    int below = forms.step - 1;
    int more = Math.max(0, s.from);
    int room = Math.min(s.to, s.left);
    if (more > room) {
      return FAR;
    }
    if (s.stage == Stage.FRACTION) {
      int digits = Math.max(s.scale + 1, -below);
      return s.zeros - s.scale <= below ? 0 : digits <= forms.maxFraction ? digits - s.scale : FAR;
    }
    long best = FAR;
    if (forms.plain && (more == 0 ? s.zeros <= below : below >= 0)) {
      best = more;
    } else if (forms.plain && below >= 0 && more < room) {
      best = more + 1L;
    }
    int digits = Math.max(1, -below);
    return digits <= forms.maxFraction ? Math.min(best, more + 1L + digits) : best;
  }

  /** The same with an exponent: at once, or after as many digits as make one possible. */
  private long avoidingScaledRest(State s) {
    if (forms.maxExponent == 0) {
      return FAR;
    }
    int below = forms.step - 1;
    long best = scaledAfter(0, s.from, most(s.to, s.scale, s.zeros));
    int first = Math.max(s.scale + 1, s.from - below);
    int dot = s.stage == Stage.INTEGER ? 1 : 0;
    for (int digits = first; digits <= Math.min(first + 2, forms.maxFraction); digits++) {
      int to = Math.min(s.to, below + digits);
      best = Math.min(best, scaledAfter(dot + digits - s.scale, s.from, to));
    }
    int before = s.from - below - forms.maxFraction; // where all digits after the point are too few
    if (forms.maxFraction > 0 && before > 0 && before <= s.left) {
      int to = Math.min(s.to - before, below + forms.maxFraction);
      best = Math.min(best, scaledAfter(1 + before + forms.maxFraction, s.from - before, to));
    }
    int fewest = Math.max(1, s.from - below);
    for (int digits = fewest; digits <= Math.min(fewest + 2, s.left); digits++) {
      int to = Math.min(s.to - digits, below);
      best = Math.min(best, scaledAfter(digits, s.from - digits, to));
    }
    return best;
  }

  private long scaledAfter(int bytes, int from, int to) {
    State next = exponent(from, to);
    return next == DEAD ? FAR : bytes + 1L + exponentRest(next);
  }

  @Override
  public String toString() {
    return name();
  }
}
