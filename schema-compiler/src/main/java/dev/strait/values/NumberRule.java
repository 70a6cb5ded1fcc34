package dev.strait.values;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.values.NumberPart.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON texts of one conjunction of number constraints.
 *
 * <p>A state holds the digits read so far, but is compared by what they leave open (its {@link
 * Key}): how many digits, how they compare with the leading digits of each bound, their remainders,
 * and which of the excluded points they still agree with. Digits that differ in none of these have
 * the same future. Where exponents are allowed and the set has a scale (a bound other than zero, a
 * multiple, a point) the digits count until they differ from the leading digits of each bound and
 * point, whatever the exponent; from then on their {@link Shape} is enough, or better, nothing of
 * the set but the places of its bounds: the text goes on in a {@link NumberTail}.
 *
 * <p>A state is alive if some number of the set begins with its digits. That is decided by
 * arithmetic: the numbers that begin so form intervals, and a multiple of the step is sought in
 * each.
 */
final class NumberRule implements Rule<NumberRule.State> {
  /** Most digits that a set may demand beyond its policy. */
  private static final int MAX_DIGITS = 1 << 20;

  private final String name;
  private final NumberPart part;
  private final boolean shared;
  private final int maxInteger;
  private final int maxFraction;
  private final int maxExponent;
  private final long largestExponent;
  private final boolean fractions;
  private final boolean anyForm;
  private final boolean scaleFree;

  /** Whether no exponent that can be needed is too long to be written. */
  private final boolean roomy;

  /** So many further digits before an exponent can tell whether there is a member at all. */
  private final int telling;

  /** The absolute values of the set's members of each sign, or null if there are none. */
  private final @Nullable Interval positive;

  private final @Nullable Interval negative;

  /** Per distinct excluded point: its value. */
  private final List<BigDecimal> holes;

  private final List<BigDecimal> divisors;

  /** See {@link #period(List)}. */
  private final long period;

  /** Bounds and points as digits; null if the mantissa's digits matter in other ways too. */
  private final @Nullable List<Mark> digitMarks;

  /** Where the text goes on once no digit matters, or null if the digits matter in other ways. */
  private final @Nullable NumberTail tail;

  private final @Nullable Ends positiveEnds;
  private final @Nullable Ends negativeEnds;
  private final Map<Integer, BigDecimal> steps = new ConcurrentHashMap<>();

  /** Absolute values; high null: no bound. */
  private record Interval(
      BigDecimal low, boolean lowOut, @Nullable BigDecimal high, boolean highOut) {}

  /** What has been read last. */
  enum Stage {
    START,
    MINUS,
    ZERO,
    INTEGER,
    POINT,
    FRACTION,
    E,
    E_SIGN,
    E_DIGITS
  }

  /** What the future depends on. */
  private record Key(
      Stage stage,
      boolean minus,
      int count,
      int low,
      int high,
      List<BigDecimal> remainders,
      List<Integer> holes,
      @Nullable Object mantissa,
      @Nullable Exponents exponents,
      boolean exponentMinus,
      int exponent) {}

  /**
   * What matters of a mantissa that cannot agree any more with a bound or a point.
   *
   * @param places its digits from the first that is not zero
   * @param orders two bits for each bound and point: whether it is above or below in its digits
   * @param zeros the zeros at its end, if it matters what it is a multiple of
   * @param rest its remainder without them, by the {@link #period}
   */
  private record Shape(int places, long orders, int zeros, long rest) {}

  /** The digits of a bound or a point, without zeros at the end. */
  private record Mark(boolean positive, boolean negative, BigInteger digits, int places) {
    /** Compares a mantissa with the mark, as strings of digits; see {@link Decimals}. */
    int order(BigInteger mantissa, int length) {
      return length <= LONG_PLACES && places <= LONG_PLACES
          ? Decimals.compareLeading(mantissa.longValue(), length, digits.longValue(), places)
          : Decimals.compareLeading(mantissa, length, digits, places);
    }
  }

  /** Digits that surely fit into a long. */
  private static final int LONG_PLACES = 18;

  /**
   * What a mantissa that is not zero is compared with.
   *
   * @param low the least bound, or null if it is zero
   * @param from the place of its first digit before the point; without one, none
   * @param high the greatest bound, or null if there is none or it is zero
   * @param to the place of its first digit before the point; without one, all or none
   * @param points the excluded points
   * @param least the least multiple of the step, in steps, if less than {@link #MOST_STEPS}
   * @param most the greatest, or more than {@code MOST_STEPS}
   */
  private record Ends(
      @Nullable Mark low,
      int from,
      @Nullable Mark high,
      int to,
      List<Mark> points,
      long least,
      long most) {}

  /** Steps are counted up to here. */
  private static final long MOST_STEPS = 100_000_000_000_000_000L;

  private static final BigInteger ALL_STEPS = BigInteger.valueOf(MOST_STEPS);

  /** The exponents that bring a mantissa into the set: an interval (inclusive) less some. */
  private record Exponents(long min, long max, List<Long> holes) {
    boolean meets(long from, long to) {
      long low = Math.max(min, from);
      long high = Math.min(max, to);
      return low <= high
          && high - low + 1 > holes.stream().filter(h -> low <= h && h <= high).count();
    }
  }

  /** A state; equal to another if the key is. */
  static final class State {
    private final Key key;

    /** All digits of the mantissa read so far. */
    private final BigInteger digits;

    /** How many of them stand before and after the point. */
    private final int integers;

    private final int fractions;

    State(Key key, BigInteger digits, int integers, int fractions) {
      this.key = key;
      this.digits = digits;
      this.integers = integers;
      this.fractions = fractions;
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof State other && key.equals(other.key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }

    @Override
    public String toString() {
      return key.toString();
    }
  }

  private NumberRule(
      String name, NumberPart part, NumberPolicy policy, boolean shared, int extraDigits) {
    this.name = name;
    this.part = part;
    this.shared = shared;
    this.anyForm = policy.anyForm();
    this.maxExponent = part.form() == Form.PLAIN ? 0 : policy.exponentDigits();
    List<BigDecimal> marks = bounds(part);
    this.largestExponent = Decimals.power(maxExponent).longValueExact() - 1;
    int integerDigits = marks.stream().mapToInt(this::integerDigits).max().orElse(1);
    int scale = marks.stream().mapToInt(this::fractionDigits).max().orElse(0);
    this.maxInteger = Math.max(policy.integerDigits(), integerDigits) + extraDigits;
    BigDecimal step = part.step();
    boolean integral = step != null && step.scale() <= 0;
    boolean needsFraction = part.form() == Form.NOT_PLAIN && maxExponent == 0;
    int fraction = Math.max(policy.fractionDigits(), scale > 0 ? scale + 1 : 0) + extraDigits;
    this.fractions =
        part.form() != Form.PLAIN && fraction > 0 && (!integral || anyForm || needsFraction);
    this.maxFraction = fractions ? fraction : 0;
    this.positive = interval(part.min(), part.minExclusive(), part.max(), part.maxExclusive());
    this.negative = negatives();
    this.holes = List.copyOf(part.holes());
    List<BigDecimal> all = new ArrayList<>(part.notMultiples());
    if (step != null) {
      all.add(step);
    }
    this.divisors = List.copyOf(all);
    this.period = period(divisors);
    int digits = marks.stream().mapToInt(BigDecimal::precision).sum();
    int points = holes.stream().mapToInt(BigDecimal::precision).sum();
    this.telling = digits + points + Integer.toString(part.gap()).length() + 3;
    this.digitMarks = digitMarks();
    this.scaleFree =
        divisors.isEmpty() && holes.isEmpty() && isZero(part.min()) && isZero(part.max());
    this.roomy = isRoomy(marks);
    boolean family = policy.equals(NumberPolicy.plain()) || policy.equals(NumberPolicy.wide());
    this.positiveEnds = ends(positive, false);
    this.negativeEnds = ends(negative, true);
    this.tail = makeTail(family && extraDigits == 0);
  }

  /**
   * Makes the rule of a part that is not empty.
   *
   * @throws IllegalStateException if its members need more than a million digits
   */
  static NumberRule of(String name, NumberPart part, NumberPolicy policy, boolean shared) {
    for (int extra = 0; extra <= MAX_DIGITS; extra = 2 * extra + 8) {
      NumberRule rule = new NumberRule(name, part, policy, shared, extra);
      if (rule.isAlive(rule.start())) {
        return rule;
      }
    }
    throw new IllegalStateException("a number of " + part + " needs too many digits");
  }

  /**
   * Returns what members may have to be written near to. Points that are left out are not: they
   * come from texts (items that must differ), and one with an exponent of five digits would make
   * numbers of a hundred thousand digits possible.
   */
  private static List<BigDecimal> bounds(NumberPart part) {
    List<BigDecimal> marks = new ArrayList<>(part.notMultiples());
    for (BigDecimal mark : new BigDecimal[] {part.min(), part.max(), part.multiple()}) {
      if (mark != null) {
        marks.add(mark);
      }
    }
    return marks;
  }

  /** Bounds with more digits before or after the point are written with an exponent if allowed. */
  private static final int WRITTEN_OUT = 1_000;

  private int integerDigits(BigDecimal mark) {
    return needed(mark, Decimals.integerDigits(mark));
  }

  private int fractionDigits(BigDecimal mark) {
    return needed(mark, mark.scale());
  }

  /** Returns how many of the digits of a bound on one side of the point must be possible. */
  private int needed(BigDecimal mark, int digits) {
    return maxExponent == 0 || digits <= WRITTEN_OUT
        ? digits
        : (int) Math.max(digits - largestExponent, Decimals.canonical(mark).precision());
  }

  /** Most marks that fit into a shape. */
  private static final int MOST_MARKS = 30;

  /**
   * Returns a number by which the remainder of a mantissa, without the zeros at its end, decides
   * with their number which of its products with powers of ten are multiples of which divisors: the
   * least common multiple of the divisors' own digits. 0 if it is too large for a long.
   */
  private static long period(List<BigDecimal> divisors) {
    BigInteger all = BigInteger.ONE;
    for (BigDecimal divisor : divisors) {
      BigInteger digits = Decimals.canonical(divisor).unscaledValue();
      all = all.divide(all.gcd(digits)).multiply(digits);
    }
    return all.bitLength() < Long.SIZE ? all.longValue() : 0;
  }

  private @Nullable List<Mark> digitMarks() {
    if (period == 0 || holes.size() > MOST_MARKS - 4) {
      return null;
    }
    List<Mark> marks = new ArrayList<>();
    addBounds(positive, true, marks);
    addBounds(negative, false, marks);
    for (BigDecimal hole : holes) {
      addMark(hole.abs(), hole.signum() > 0, hole.signum() < 0, marks);
    }
    return List.copyOf(marks);
  }

  private static boolean isPowerOfTen(BigDecimal value) {
    return Decimals.canonical(value).unscaledValue().equals(BigInteger.ONE);
  }

  /** Whether of "not a multiple" there is at most one, and of a power of ten. */
  private boolean isAvoidable() {
    BigDecimal one = avoided();
    return one == null || part.notMultiples().size() == 1 && isPowerOfTen(one);
  }

  /** Returns one of the numbers that no member is a multiple of, or null. */
  private @Nullable BigDecimal avoided() {
    return part.notMultiples().isEmpty() ? null : part.notMultiples().iterator().next();
  }

  /**
   * Returns the zeros at the end of a mantissa, or 0 if it matters not what it is a multiple of.
   */
  private int zeros(BigInteger digits) {
    return divisors.isEmpty() ? 0 : Decimals.zeros(digits);
  }

  private static void addBounds(@Nullable Interval interval, boolean plus, List<Mark> marks) {
    if (interval != null) {
      addMark(interval.low, plus, !plus, marks);
      if (interval.high != null) {
        addMark(interval.high, plus, !plus, marks);
      }
    }
  }

  private static void addMark(BigDecimal mark, boolean plus, boolean minus, List<Mark> marks) {
    if (mark.signum() != 0) {
      BigInteger digits = Decimals.canonical(mark).unscaledValue();
      marks.add(new Mark(plus, minus, digits, Decimals.places(digits)));
    }
  }

  /** Returns the shape of a mantissa, or null if its digits still matter. */
  private @Nullable Shape shape(boolean minus, BigInteger digits) {
    List<Mark> marks = digitMarks;
    if (marks == null || digits.signum() == 0) {
      return null;
    }
    int places = Decimals.places(digits);
    long orders = 0;
    for (Mark mark : marks) {
      if (minus ? mark.negative : mark.positive) {
        int order = mark.order(digits, places);
        if (order == 0) {
          return null;
        }
        orders = orders << 2 | (order > 0 ? 1 : 2);
      }
    }
    int zeros = zeros(digits);
    return new Shape(places, orders, zeros, rest(digits, zeros));
  }

  private long rest(BigInteger digits, int zeros) {
    if (period == 1) {
      return 0;
    }
    if (digits.bitLength() < Long.SIZE) {
      long value = digits.longValue();
      for (int i = 0; i < zeros; i++) {
        value /= 10;
      }
      return value % period;
    }
    BigInteger value = digits.divide(BigInteger.TEN.pow(zeros));
    return value.remainder(BigInteger.valueOf(period)).longValue();
  }

  /** Most digits after the point of a tail that is kept with the vocabulary. */
  private static final int MOST_SHARED = NumberPolicy.wide().fractionDigits();

  private boolean isRoomy(List<BigDecimal> marks) {
    int reach = 2;
    for (BigDecimal mark : marks) {
      reach = Math.max(reach, Math.abs(mark.scale()) + mark.precision() + 2);
    }
    return maxExponent == 0 || (long) reach + maxInteger + maxFraction <= largestExponent;
  }

  private @Nullable NumberTail makeTail(boolean family) {
    BigDecimal step = part.step();
    BigDecimal off = avoided();
    boolean decimal = step == null ? isAvoidable() : isPowerOfTen(step) && off == null;
    if (digitMarks == null || !decimal || !roomy) {
      return null;
    }
    BigDecimal divisor = step == null ? off : step;
    int power = divisor == null ? 0 : -Decimals.canonical(divisor).scale();
    boolean plain = part.form() != Form.NOT_PLAIN;
    return NumberTail.of(
        new NumberTail.Forms(
            plain,
            maxFraction,
            maxExponent,
            step != null,
            off != null,
            power,
            family && power == 0 && maxFraction <= MOST_SHARED));
  }

  /** Returns where a mantissa goes on if its digits do not matter any more, else null. */
  private NumberTail.@Nullable State tail(
      Stage stage, boolean minus, BigInteger digits, int integers, int fractions) {
    NumberTail all = tail;
    Ends ends = minus ? negativeEnds : positiveEnds;
    if (all == null || ends == null || digits.signum() == 0) {
      return null;
    }
    int places = Decimals.places(digits);
    int from = ends.from;
    int to = ends.to;
    if (ends.low != null) {
      int order = ends.low.order(digits, places);
      if (order == 0) {
        return null;
      }
      from += (order > 0 ? 0 : 1) - places + fractions;
    }
    if (ends.high != null) {
      int order = ends.high.order(digits, places);
      if (order == 0) {
        return null;
      }
      to += (order < 0 ? 0 : -1) - places + fractions;
    }
    for (Mark point : ends.points) {
      if (point.order(digits, places) == 0) {
        return null;
      }
    }
    return all.state(stage, from, to, maxInteger - integers, fractions, zeros(digits));
  }

  private @Nullable Ends ends(@Nullable Interval interval, boolean minus) {
    if (interval == null) {
      return null;
    }
    List<Mark> points = new ArrayList<>();
    for (BigDecimal hole : holes) {
      addMark(hole.abs(), hole.signum() > 0 && !minus, hole.signum() < 0 && minus, points);
    }
    points.removeIf(p -> !p.positive && !p.negative);
    Mark low = mark(interval.low);
    BigDecimal most = interval.high;
    Mark high = most == null ? null : mark(most);
    int from = low == null ? -NumberTail.UNBOUNDED : Decimals.magnitude(interval.low) + 1;
    int to = most == null ? NumberTail.UNBOUNDED : NumberTail.NOTHING;
    if (high != null && most != null) {
      to = Decimals.magnitude(most) + 1;
    }
    BigDecimal step = part.step();
    if (step == null) {
      return new Ends(low, from, high, to, points, 0, 0);
    }
    boolean zeroOut =
        interval.lowOut || interval.low.signum() == 0 && holes.contains(BigDecimal.ZERO);
    BigInteger first = NumberPart.lowest(step, interval.low, zeroOut);
    BigInteger last =
        most == null ? ALL_STEPS : NumberPart.highest(step, most, interval.highOut).min(ALL_STEPS);
    return new Ends(
        low, from, high, to, points, first.min(ALL_STEPS).longValue(), last.longValue());
  }

  private static @Nullable Mark mark(BigDecimal value) {
    if (value.signum() == 0) {
      return null;
    }
    BigInteger digits = Decimals.canonical(value).unscaledValue();
    return new Mark(true, true, digits, Decimals.places(digits));
  }

  private static boolean isZero(@Nullable BigDecimal bound) {
    return bound == null || bound.signum() == 0;
  }

  private static @Nullable Interval interval(
      @Nullable BigDecimal min, boolean minOut, @Nullable BigDecimal max, boolean maxOut) {
    if (max != null && (max.signum() < 0 || (max.signum() == 0 && maxOut))) {
      return null;
    }
    if (min == null || min.signum() < 0) {
      return new Interval(BigDecimal.ZERO, false, max, maxOut);
    }
    return new Interval(min, minOut, max, maxOut);
  }

  /** The negative zero is a form that no value needs. */
  private @Nullable Interval negatives() {
    BigDecimal min = part.max() == null ? null : part.max().negate();
    BigDecimal max = part.min() == null ? null : part.min().negate();
    Interval all = interval(min, part.maxExclusive(), max, part.minExclusive());
    if (all == null || anyForm || all.low.signum() > 0) {
      return all;
    }
    boolean nothing = all.high != null && all.high.signum() == 0;
    return nothing ? null : new Interval(BigDecimal.ZERO, true, all.high, all.highOut);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public State start() {
    return state(Stage.START, false, BigInteger.ZERO, 0, 0);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    if (accepts(state)) {
      edges.accept();
    }
    switch (state.key.stage) {
      case START -> {
        edge('-', state(Stage.MINUS, true, BigInteger.ZERO, 0, 0), edges);
        firstDigits(false, edges);
      }
      case MINUS -> firstDigits(true, edges);
      case ZERO -> fractionOrExponent(state, edges);
      case INTEGER -> {
        fractionOrExponent(state, edges);
        if (state.integers < maxInteger) {
          digits(state, Stage.INTEGER, 1, 0, edges);
        }
      }
      case POINT -> digits(state, Stage.FRACTION, 0, 1, edges);
      case FRACTION -> {
        if (state.fractions < maxFraction) {
          digits(state, Stage.FRACTION, 0, 1, edges);
        }
        exponent(state, edges);
      }
      default -> exponentPart(state, edges);
    }
  }

  private void edge(int symbol, State target, Edges<State> edges) {
    if (isAlive(target)) {
      edges.bytes(symbol, symbol, target);
    }
  }

  private void firstDigits(boolean minus, Edges<State> edges) {
    edge('0', state(Stage.ZERO, minus, BigInteger.ZERO, 1, 0), edges);
    State nothing = state(Stage.MINUS, minus, BigInteger.ZERO, 0, 0);
    digits(nothing, Stage.INTEGER, 1, 0, edges);
  }

  /** Adds the digits 0 to 9 (1 to 9 at the front), neighbours with one target as one range. */
  private void digits(State state, Stage stage, int integer, int fraction, Edges<State> edges) {
    int d = state.integers == 0 ? 1 : 0;
    Object next = digit(state, stage, d, integer, fraction);
    while (d < 10) {
      int from = d;
      Object here = next;
      do {
        d++;
        next = d == 10 ? here : digit(state, stage, d, integer, fraction);
      } while (d < 10 && here.equals(next));
      if (here instanceof NumberTail.State rest) {
        fall('0' + from, '0' + d - 1, rest, edges);
      } else if (isAlive((State) here)) {
        edges.bytes('0' + from, '0' + d - 1, (State) here);
      }
    }
  }

  /** Returns the state after one more digit: of this rule, or of the tail. */
  private Object digit(State state, Stage stage, int d, int integer, int fraction) {
    BigInteger digits = state.digits.multiply(BigInteger.TEN).add(BigInteger.valueOf(d));
    int integers = state.integers + integer;
    int fractions = state.fractions + fraction;
    NumberTail.State rest = tail(stage, state.key.minus, digits, integers, fractions);
    return rest != null ? rest : state(stage, state.key.minus, digits, integers, fractions);
  }

  private void fall(int first, int last, NumberTail.State rest, Edges<State> edges) {
    NumberTail all = tail;
    if (all != null && rest != NumberTail.DEAD) {
      edges.jump(first, last, all, rest);
    }
  }

  private void fractionOrExponent(State state, Edges<State> edges) {
    if (fractions) {
      edge('.', state(Stage.POINT, state.key.minus, state.digits, state.integers, 0), edges);
    }
    exponent(state, edges);
  }

  private void exponent(State state, Edges<State> edges) {
    if (maxExponent == 0) {
      return;
    }
    Exponents exponents = exponents(state);
    NumberTail all = tail;
    if (all != null && exponents.holes.isEmpty()) {
      NumberTail.State next = all.exponent(exponents.min, exponents.max);
      fall('E', 'E', next, edges);
      fall('e', 'e', next, edges);
      return;
    }
    State next = exponentState(Stage.E, exponents, false, 0, 0);
    edge('E', next, edges);
    edge('e', next, edges);
  }

  private void exponentPart(State state, Edges<State> edges) {
    Key key = state.key;
    Exponents exponents = java.util.Objects.requireNonNull(key.exponents);
    if (key.stage == Stage.E) {
      edge('+', exponentState(Stage.E_SIGN, exponents, false, 0, 0), edges);
      edge('-', exponentState(Stage.E_SIGN, exponents, true, 0, 0), edges);
    }
    for (int d = 0; d < 10 && key.count < maxExponent; d++) {
      int value = 10 * key.exponent + d;
      edge(
          '0' + d,
          exponentState(Stage.E_DIGITS, exponents, key.exponentMinus, key.count + 1, value),
          edges);
    }
  }

  private boolean accepts(State state) {
    return switch (state.key.stage) {
      case ZERO, INTEGER ->
          part.form() != Form.NOT_PLAIN && isMember(state.key.minus, value(state));
      case FRACTION -> isMember(state.key.minus, value(state));
      case E_DIGITS -> {
        long x = state.key.exponentMinus ? -(long) state.key.exponent : state.key.exponent;
        yield java.util.Objects.requireNonNull(state.key.exponents).meets(x, x);
      }
      default -> false;
    };
  }

  private static BigDecimal value(State state) {
    return new BigDecimal(state.digits, state.fractions);
  }

  /** Whether a value so written is a member: the negative zero may be left out. */
  private boolean isMember(boolean minus, BigDecimal absolute) {
    Interval interval = minus ? negative : positive;
    return interval != null
        && contains(interval, absolute)
        && isOffMarks(minus ? absolute.negate() : absolute)
        && (part.step() == null || Decimals.isMultiple(absolute, part.step()));
  }

  private boolean isOffMarks(BigDecimal value) {
    return part.notMultiples().stream().noneMatch(d -> Decimals.isMultiple(value, d))
        && holes.stream().noneMatch(h -> h.compareTo(value) == 0);
  }

  private static boolean contains(Interval interval, BigDecimal absolute) {
    int low = absolute.compareTo(interval.low);
    int high = interval.high == null ? -1 : absolute.compareTo(interval.high);
    return (low > 0 || (low == 0 && !interval.lowOut))
        && (high < 0 || (high == 0 && !interval.highOut));
  }

  // States and what they are compared by.

  private State state(Stage stage, boolean minus, BigInteger digits, int integers, int fractions) {
    return new State(key(stage, minus, digits, integers, fractions), digits, integers, fractions);
  }

  private Key key(Stage stage, boolean minus, BigInteger digits, int integers, int fractions) {
    Interval interval = minus ? negative : positive;
    int count = stage == Stage.FRACTION || stage == Stage.POINT ? fractions : integers;
    boolean exact = maxExponent > 0 && !scaleFree && integers > 0;
    if (interval == null || stage == Stage.START || stage == Stage.MINUS || exact) {
      Shape shape = exact ? shape(minus, digits) : null;
      Object all = shape != null ? shape : exact ? digits : null;
      int places = exact ? fractions : 0;
      return new Key(stage, minus, integers, places, 0, List.of(), List.of(), all, null, false, 0);
    }
    BigDecimal value = new BigDecimal(digits, fractions);
    boolean whole = stage == Stage.ZERO || stage == Stage.INTEGER;
    List<BigDecimal> remainders =
        divisors.stream().map(d -> Decimals.canonical(value.remainder(d))).toList();
    List<Integer> agreeing = new ArrayList<>();
    for (int i = 0; i < holes.size(); i++) {
      BigDecimal hole = holes.get(i);
      boolean sameSign = hole.signum() == 0 || (hole.signum() < 0) == minus;
      if (sameSign && compare(digits, integers, fractions, whole, hole.abs()) == 0) {
        agreeing.add(i);
      }
    }
    int low = compare(digits, integers, fractions, whole, interval.low);
    int high =
        interval.high == null ? -1 : compare(digits, integers, fractions, whole, interval.high);
    int nonzero = scaleFree && maxExponent > 0 ? digits.signum() : 0;
    return new Key(
        stage, minus, count, low, high, remainders, agreeing, null, null, false, nonzero);
  }

  /**
   * Compares the digits with as many leading digits of a bound. Before the point, digits that are
   * fewer than the bound's are compared with its first; more are greater.
   */
  private static int compare(
      BigInteger digits, int integers, int fractions, boolean whole, BigDecimal bound) {
    int length = Decimals.integerDigits(bound);
    if (whole && integers > length) {
      return 1;
    }
    int shift = whole ? integers - length : fractions;
    BigInteger leading = bound.scaleByPowerOfTen(shift).toBigInteger();
    return Integer.signum(digits.compareTo(leading));
  }

  private State exponentState(
      Stage stage, Exponents exponents, boolean minus, int count, int value) {
    Key key =
        new Key(stage, false, count, 0, 0, List.of(), List.of(), null, exponents, minus, value);
    return new State(key, BigInteger.ZERO, 0, 0);
  }

  // Life.

  private boolean isAlive(State state) {
    Key key = state.key;
    return switch (key.stage) {
      case START -> isAliveSign(false) || isAliveSign(true);
      case MINUS -> isAliveSign(true);
      case E, E_SIGN, E_DIGITS -> isAliveExponent(key);
      default -> isAliveMantissa(state);
    };
  }

  private boolean isAliveSign(boolean minus) {
    if ((minus ? negative : positive) == null) {
      return false;
    }
    if (isAliveMantissa(state(Stage.ZERO, minus, BigInteger.ZERO, 1, 0))) {
      return true;
    }
    for (int d = 1; d < 10; d++) {
      BigInteger digit = BigInteger.valueOf(d);
      NumberTail.State rest = tail(Stage.INTEGER, minus, digit, 1, 0);
      if (rest == null
          ? isAliveMantissa(state(Stage.INTEGER, minus, digit, 1, 0))
          : rest != NumberTail.DEAD) {
        return true;
      }
    }
    return false;
  }

  private boolean isAliveMantissa(State state) {
    Boolean soon = isAliveSoon(state);
    return soon != null ? soon : isAlivePlain(state) || isAliveScaled(state);
  }

  /** Returns what a little arithmetic on longs can say of a mantissa's life; null: nothing. */
  private @Nullable Boolean isAliveSoon(State state) {
    Ends ends = state.key.minus ? negativeEnds : positiveEnds;
    boolean avoids = !part.notMultiples().isEmpty();
    if (digitMarks == null || !roomy || ends == null || avoids) {
      return null;
    }
    boolean integer = state.key.stage == Stage.INTEGER;
    if (maxExponent > 0) {
      int room = (integer ? maxInteger - state.integers : 0) + maxFraction - state.fractions;
      if (room < Math.max(telling, Long.SIZE)) {
        return null;
      }
      return part.step() == null ? isAliveReal(state, ends) : isAliveStepped(state, ends, room);
    }
    boolean whole = integer && part.form() != Form.NOT_PLAIN;
    BigDecimal step = part.step();
    return whole && step != null && Decimals.canonical(step).scale() == 0
        ? isAliveStepped(state, ends, maxInteger - state.integers)
        : null;
  }

  /**
   * Whether some real number begins with the digits. Where one does there is room for more than
   * there are points, so those do not matter.
   */
  private @Nullable Boolean isAliveReal(State state, Ends ends) {
    Interval interval = state.key.minus ? negative : positive;
    if (interval == null || interval.high != null && interval.low.compareTo(interval.high) >= 0) {
      return null;
    }
    if (state.digits.signum() == 0) {
      return true;
    }
    int places = Decimals.places(state.digits);
    int from = ends.from - places;
    if (ends.low != null) {
      int order = ends.low.order(state.digits, places);
      if (order == 0) {
        return true;
      }
      from += order > 0 ? 0 : 1;
    }
    int to = ends.to;
    if (ends.high != null) {
      int order = ends.high.order(state.digits, places);
      if (order == 0 && ends.points.isEmpty() && !interval.highOut) {
        return true;
      }
      to += (order < 0 ? 0 : -1) - places;
    }
    return from <= to ? true : null;
  }

  /** Whether some multiple of the step begins with the digits, perhaps with zeros after it. */
  private @Nullable Boolean isAliveStepped(State state, Ends ends, int room) {
    long least = inUnits(ends.least);
    long most = inUnits(ends.most);
    if (least >= MOST_STEPS || state.digits.compareTo(ALL_STEPS) >= 0) {
      return null;
    }
    int points = ends.points.size();
    long low = state.digits.longValue();
    if (low == 0) {
      return points == 0 ? (Boolean) (least <= most) : hasMultiples(least, most, points);
    }
    for (long zeros = low; points == 0 && maxExponent > 0 && zeros % 10 == 0; ) {
      zeros /= 10;
      if (zeros % period == 0 && least <= zeros && zeros <= most) {
        return true;
      }
    }
    long unit = 1;
    for (int more = 0; more <= room && low <= most; more++) {
      if (hasMultiples(Math.max(low, least), Math.min(low + unit - 1, most), points) != null) {
        return true;
      }
      low *= 10;
      unit *= 10;
    }
    return most < MOST_STEPS && points == 0 ? false : null;
  }

  /**
   * Whether more than so many multiples of the period lie between two numbers from zero on, both
   * inclusive: true, or null if it is not known.
   */
  private @Nullable Boolean hasMultiples(long low, long high, int points) {
    return low <= high && high - high % period - points * period >= low ? true : null;
  }

  /** Returns as many steps in units of their last digit; {@link #MOST_STEPS} if it is as many. */
  private long inUnits(long count) {
    return count > MOST_STEPS / period ? MOST_STEPS : count * period;
  }

  private boolean isAlivePlain(State state) {
    if (state.key.stage == Stage.POINT || state.key.stage == Stage.FRACTION) {
      return fractionExists(state);
    }
    int last = lastMore(state);
    for (int k = firstMore(state); k <= last; k++) {
      if (integerExists(state, k, maxFraction)) {
        return true;
      }
    }
    return false;
  }

  /** The least number of further digits before the point that can reach the least member. */
  private int firstMore(State state) {
    Interval interval = state.key.minus ? negative : positive;
    if (interval == null || state.digits.signum() == 0) {
      return 0;
    }
    BigDecimal step = part.step();
    BigDecimal least = step == null ? interval.low : step.max(interval.low);
    return least.signum() == 0 ? 0 : Math.max(0, Decimals.magnitude(least) - state.integers - 1);
  }

  /** The greatest number of further digits before the point that does not pass the greatest. */
  private int lastMore(State state) {
    Interval interval = state.key.minus ? negative : positive;
    int most = moreIntegers(state);
    BigDecimal high = interval == null ? null : interval.high;
    return high == null
        ? most
        : Math.min(most, Math.max(0, Decimals.integerDigits(high) - state.integers));
  }

  /** Whether k more digits, and at most {@code scale} after the point, make a member. */
  private boolean integerExists(State state, int k, int scale) {
    BigDecimal low = new BigDecimal(state.digits).scaleByPowerOfTen(k);
    BigDecimal high = new BigDecimal(state.digits.add(BigInteger.ONE)).scaleByPowerOfTen(k);
    boolean text = scale > 0 || part.form() != Form.NOT_PLAIN;
    return text && exists(state.key.minus, low, high, scale);
  }

  private boolean fractionExists(State state) {
    BigDecimal low = new BigDecimal(state.digits, state.fractions);
    BigDecimal high = new BigDecimal(state.digits.add(BigInteger.ONE), state.fractions);
    return exists(state.key.minus, low, high, maxFraction);
  }

  /** How many digits may still come before the point. */
  private int moreIntegers(State state) {
    return state.key.stage == Stage.INTEGER ? maxInteger - state.integers : 0;
  }

  /**
   * Returns the least number of bytes to a number of the set without an exponent, or -1.
   *
   * <p>Tried: k more digits before the point, and then none, or as few as possible after it.
   */
  private int plainRest(State state) {
    if (state.key.stage == Stage.POINT || state.key.stage == Stage.FRACTION) {
      return fractionRest(state, state.key.stage == Stage.POINT ? 1 : 0);
    }
    int best = -1;
    int last = lastMore(state);
    for (int k = firstMore(state); k <= last && (best < 0 || k < best); k++) {
      int rest = integerRest(state, k);
      if (rest >= 0 && (best < 0 || k + rest < best)) {
        best = k + rest;
      }
    }
    return best;
  }

  /** The least number of bytes after k more digits: none, or a point and digits; -1 if none. */
  private int integerRest(State state, int k) {
    if (integerExists(state, k, 0)) {
      return 0;
    }
    if (!fractions || !integerExists(state, k, maxFraction)) {
      return -1;
    }
    BigDecimal low = new BigDecimal(state.digits).scaleByPowerOfTen(k);
    BigDecimal high = new BigDecimal(state.digits.add(BigInteger.ONE)).scaleByPowerOfTen(k);
    return 1 + fewest(state.key.minus, low, high, 1, maxFraction);
  }

  private int fractionRest(State state, int least) {
    if (!fractionExists(state)) {
      return -1;
    }
    BigDecimal low = new BigDecimal(state.digits, state.fractions);
    BigDecimal high = new BigDecimal(state.digits.add(BigInteger.ONE), state.fractions);
    int s = state.fractions;
    return fewest(state.key.minus, low, high, s + least, maxFraction) - s;
  }

  /** The least scale, between two bounds (inclusive), at which a number exists; the last does. */
  private int fewest(boolean minus, BigDecimal low, BigDecimal high, int from, int to) {
    int below = from;
    int enough = to;
    while (below < enough) {
      int middle = (below + enough) >>> 1;
      if (exists(minus, low, high, middle)) {
        enough = middle;
      } else {
        below = middle + 1;
      }
    }
    return enough;
  }

  /**
   * Whether the set has a number of absolute value from {@code low} (inclusive) to {@code high}
   * (exclusive) with at most {@code scale} digits after the point (negative: a multiple of a
   * power).
   */
  private boolean exists(boolean minus, BigDecimal low, BigDecimal high, int scale) {
    Interval interval = minus ? negative : positive;
    if (interval == null) {
      return false;
    }
    BigDecimal step = stepAt(scale);
    BigInteger first =
        NumberPart.lowest(step, low, false)
            .max(NumberPart.lowest(step, interval.low, interval.lowOut));
    BigInteger last = NumberPart.highest(step, high, true);
    if (interval.high != null) {
      last = last.min(NumberPart.highest(step, interval.high, interval.highOut));
    }
    BigInteger k = first;
    for (int i = part.gap() + 1; i >= 0 && k.compareTo(last) <= 0; i--) {
      BigDecimal value = step.multiply(new BigDecimal(k));
      if (isOffMarks(minus ? value.negate() : value)) {
        return true;
      }
      k = k.add(BigInteger.ONE);
    }
    return false;
  }

  /** What the members on a grid of so many digits after the point are multiples of. */
  private BigDecimal stepAt(int scale) {
    BigDecimal known = steps.get(scale);
    if (known == null) {
      BigDecimal grid = Decimals.power(-scale);
      known = part.step() == null ? grid : Decimals.lcm(part.step(), grid);
      steps.put(scale, known);
    }
    return known;
  }

  // Exponents.

  /**
   * Whether an exponent helps: as it is (after a point, with a zero that makes no difference), or
   * after the most further digits that can tell, which with an exponent that is long enough are as
   * good as fewer with zeros after them.
   */
  private boolean isAliveScaled(State state) {
    if (maxExponent == 0) {
      return false;
    }
    if (!roomy) {
      return exponentRest(state, Integer.MAX_VALUE) >= 0;
    }
    if (exponents(state).meets(-largestExponent, largestExponent)) {
      return true;
    }
    int most = mostTelling(state);
    return most > 0 && existsScaled(state, most);
  }

  /**
   * Whether t more digits and some exponent will do, if none that is needed is too long, and the
   * digits so far will not.
   */
  private boolean existsScaled(State state, int t) {
    boolean minus = state.key.minus;
    Interval interval = minus ? negative : positive;
    if (interval == null) {
      return false;
    }
    BigInteger low = state.digits.multiply(BigInteger.TEN.pow(t));
    BigInteger high = state.digits.add(BigInteger.ONE).multiply(BigInteger.TEN.pow(t));
    long from = firstExponent(interval, high);
    BigDecimal step = part.step();
    if (step != null && state.digits.signum() != 0) {
      // Multiples lie on a grid; between neighbours of a finer one there are none but the first.
      from = Math.max(from, -Decimals.canonical(step).scale() - (long) t);
    }
    long to = lastExponent(interval, low, high, from);
    for (long e = from; e <= to; e++) {
      if (existsScaled(minus, low, high, (int) e)) {
        return true;
      }
    }
    return false;
  }

  private static int leastMore(State state) {
    return state.key.stage == Stage.POINT ? 1 : 0;
  }

  private int moreFractions(State state) {
    return fractions ? maxFraction - state.fractions : 0;
  }

  private int mostTelling(State state) {
    int most = moreIntegers(state) + moreFractions(state);
    return roomy ? Math.min(most, Math.max(leastMore(state), telling)) : most;
  }

  /** More bytes than an exponent has: a letter, a sign, and 8 digits. */
  private static final int MOST_BYTES = 16;

  /**
   * Returns the least number of bytes of a completion with an exponent, or -1 if there is none of
   * fewer than {@code enough}: some more digits, perhaps a point among them, and the exponent.
   */
  private int exponentRest(State state, int enough) {
    int best = enough;
    int most = mostTelling(state);
    for (int t = leastMore(state); t <= most && t + 2 < best; t++) {
      int rest = scaledRest(state, t, best - t);
      best = rest < 0 ? best : t + rest;
    }
    return best < enough ? best : -1;
  }

  /**
   * Returns the least number of bytes, beside t more digits, of a point and an exponent that will
   * do; -1 if none of fewer than {@code enough}. Complexity: a look for a member at each exponent
   * of the set's magnitudes, the cheapest first.
   */
  private int scaledRest(State state, int t, int enough) {
    boolean minus = state.key.minus;
    Interval interval = minus ? negative : positive;
    if (interval == null) {
      return -1;
    }
    if (t == 0) {
      Exponents exponents = exponents(state);
      int rest = exponentDigitsRest(exponentState(Stage.E, exponents, false, 0, 0).key);
      return rest >= 0 && rest + 1 < enough ? rest + 1 : -1;
    }
    BigInteger low = state.digits.multiply(BigInteger.TEN.pow(t));
    BigInteger high = state.digits.add(BigInteger.ONE).multiply(BigInteger.TEN.pow(t));
    long from = firstExponent(interval, high);
    long to = lastExponent(interval, low, high, from);
    if (interval.high == null && interval.low.signum() > 0) {
      to = Math.max(to, Decimals.magnitude(interval.low) + 2L);
    }
    for (int bytes = 2; bytes < Math.min(enough, maxExponent + 4); bytes++) {
      for (long e = from; e <= to; e++) {
        if (scaleBytes(state, t, e) == bytes && existsScaled(minus, low, high, (int) e)) {
          return bytes;
        }
      }
    }
    return -1;
  }

  private boolean existsScaled(boolean minus, BigInteger low, BigInteger high, int e) {
    BigDecimal unit = Decimals.power(e);
    return exists(
        minus, new BigDecimal(low).multiply(unit), new BigDecimal(high).multiply(unit), -e);
  }

  /**
   * Returns the least number of bytes of a point and an exponent that make t more digits, all read
   * as one integer, stand for so many times 10^e; {@link #MOST_BYTES} if nothing does.
   */
  private int scaleBytes(State state, int t, long e) {
    if (state.key.stage == Stage.POINT || state.key.stage == Stage.FRACTION) {
      long x = e + state.fractions + t;
      return exponentBytes(x, x);
    }
    int least = Math.max(0, t - moreIntegers(state));
    int most = Math.min(t, moreFractions(state));
    int whole = least == 0 ? exponentBytes(e, e) : MOST_BYTES;
    int first = Math.max(1, least);
    return first > most ? whole : Math.min(whole, 1 + exponentBytes(e + first, e + most));
  }

  /** The bytes of a letter and the shortest exponent from one to another (inclusive). */
  private int exponentBytes(long from, long to) {
    long x = from > 0 ? from : Math.min(to, 0);
    if (Math.abs(x) > largestExponent) {
      return MOST_BYTES;
    }
    int bytes = x < 0 ? 3 : 2;
    for (long rest = Math.abs(x); rest > 9; rest /= 10) {
      bytes++;
    }
    return bytes;
  }

  /** An exponent below which nothing can be in the set that is not in it at this one. */
  private long firstExponent(Interval interval, BigInteger high) {
    int digits = new BigDecimal(high).precision();
    if (interval.low.signum() > 0) {
      return Decimals.magnitude(interval.low) - digits - 1L;
    }
    long first = interval.high == null ? 0 : Decimals.magnitude(interval.high) - digits - 2L;
    for (BigDecimal mark : divisors) {
      first = Math.min(first, (long) Decimals.magnitude(mark) - digits - 2);
    }
    return Math.min(first, -digits);
  }

  /** An exponent above which nothing can be in the set that is not in it at this one. */
  private long lastExponent(Interval interval, BigInteger low, BigInteger high, long from) {
    if (interval.high != null) {
      if (interval.high.signum() == 0) {
        return from;
      }
      long most = Decimals.magnitude(interval.high);
      return low.signum() == 0 ? most + 2 : most + 1 - Decimals.places(low);
    }
    long last = Math.max(from, 0) + 2;
    for (BigDecimal mark : divisors) {
      last = Math.max(last, Decimals.magnitude(mark) + (long) mark.precision() + 2);
    }
    return Math.max(last, new BigDecimal(high).precision());
  }

  /** Returns the exponents that bring the mantissa read so far into the set. */
  private Exponents exponents(State state) {
    boolean minus = state.key.minus;
    Interval interval = minus ? negative : positive;
    BigDecimal value = value(state);
    long min = -largestExponent;
    long max = largestExponent;
    if (interval == null || value.signum() == 0) {
      boolean in = interval != null && isMember(minus, value);
      return in ? new Exponents(min, max, List.of()) : new Exponents(1, 0, List.of());
    }
    if (interval.low.signum() > 0 || interval.lowOut) {
      min = Math.max(min, least(value, interval.low, interval.lowOut));
    }
    if (interval.high != null) {
      max = Math.min(max, least(value, interval.high, !interval.highOut) - 1);
    }
    BigDecimal step = part.step();
    if (step != null) {
      min = Math.max(min, leastMultiple(value, step));
    }
    for (BigDecimal divisor : part.notMultiples()) {
      max = Math.min(max, leastMultiple(value, divisor) - 1);
    }
    return new Exponents(min, max, exponentHoles(minus ? value.negate() : value));
  }

  private List<Long> exponentHoles(BigDecimal value) {
    List<Long> out = new ArrayList<>();
    for (BigDecimal hole : holes) {
      if (hole.signum() == value.signum()) {
        long x = (long) Decimals.magnitude(hole) - Decimals.magnitude(value);
        if (value.scaleByPowerOfTen((int) x).compareTo(hole) == 0) {
          out.add(x);
        }
      }
    }
    return out;
  }

  /** The least x with value * 10^x above a bound, or equal to it if that is enough. */
  private static long least(BigDecimal value, BigDecimal bound, boolean above) {
    if (bound.signum() == 0) {
      return Integer.MIN_VALUE;
    }
    int x = Decimals.magnitude(bound) - Decimals.magnitude(value);
    int order = value.scaleByPowerOfTen(x).compareTo(bound);
    return order > 0 || (order == 0 && !above) ? x : x + 1L;
  }

  /** The least x with value * 10^x a multiple of a divisor; larger than all if there is none. */
  private static long leastMultiple(BigDecimal value, BigDecimal divisor) {
    BigInteger[] ratio = Decimals.ratio(value, divisor);
    BigInteger denominator = ratio[1];
    int twos = Decimals.valuation(denominator, 2);
    int fives = Decimals.valuation(denominator, 5);
    BigInteger rest = denominator.shiftRight(twos).divide(BigInteger.valueOf(5).pow(fives));
    if (!rest.equals(BigInteger.ONE)) {
      return Integer.MAX_VALUE;
    }
    return Math.max(
        (long) twos - Decimals.valuation(ratio[0], 2),
        (long) fives - Decimals.valuation(ratio[0], 5));
  }

  private boolean isAliveExponent(Key key) {
    return exponentDigitsRest(key) >= 0;
  }

  /** Returns the least number of bytes to the end of an exponent, or -1. */
  private int exponentDigitsRest(Key key) {
    Exponents exponents = java.util.Objects.requireNonNull(key.exponents);
    for (int k = key.count == 0 ? 1 : 0; k <= maxExponent - key.count; k++) {
      long block = Decimals.power(k).longValueExact();
      long low = key.exponent * block;
      long high = low + block - 1;
      boolean up = !key.exponentMinus && exponents.meets(low, high);
      if (up || (key.exponentMinus && exponents.meets(-high, -low))) {
        return k;
      }
      if (key.stage == Stage.E && exponents.meets(-high, -low)) {
        return k + 1;
      }
    }
    return -1;
  }

  @Override
  public long shortest(State state) {
    return switch (state.key.stage) {
      case START -> shortestStart();
      case MINUS -> shortestSigned(true);
      case E, E_SIGN, E_DIGITS -> exponentDigitsRest(state.key);
      default -> rest(state);
    };
  }

  private long shortestStart() {
    long plus = shortestSigned(false);
    long minus = shortestSigned(true);
    return plus < 0 ? minus + 1 : minus < 0 ? plus : Math.min(plus, minus + 1);
  }

  private long shortestSigned(boolean minus) {
    if ((minus ? negative : positive) == null) {
      return -1;
    }
    long best = rest(state(Stage.ZERO, minus, BigInteger.ZERO, 1, 0));
    for (int d = 1; d < 10; d++) {
      long rest = rest(state(Stage.INTEGER, minus, BigInteger.valueOf(d), 1, 0));
      best = best < 0 || (rest >= 0 && rest < best) ? rest : best;
    }
    return best < 0 ? -1 : best + 1;
  }

  /** The least bytes without an exponent, or fewer with one. */
  private long rest(State state) {
    int plain = plainRest(state);
    if (maxExponent == 0 || plain >= 0 && plain <= 2) {
      return plain;
    }
    int scaled = exponentRest(state, plain < 0 ? Integer.MAX_VALUE : plain);
    return scaled < 0 ? plain : scaled;
  }

  @Override
  public String toString() {
    return name;
  }
}
