package dev.strait.automaton;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A deterministic automaton over bytes: a regular set of byte strings. Immutable.
 *
 * <p>Canonical: minimal (up to the work limit of {@link Minimizer}), trimmed (every state is
 * reachable and leads to acceptance), numbered in breadth-first order of its edges. Equal sets are
 * therefore equal objects. The empty set has no state; else the start is state 0. A byte without an
 * edge is a dead end.
 */
public final class ByteDfa {
  /** What {@link #step} returns where there is no edge. */
  public static final int DEAD = -1;

  /** Most states of a product unless another limit is given. */
  public static final int DEFAULT_LIMIT = 200_000;

  private static final ByteDfa NONE =
      new ByteDfa(new int[] {0}, new byte[0], new byte[0], new int[0], new boolean[0]);

  /** Edges of state s: indices firstEdge[s] (inclusive) to firstEdge[s + 1] (exclusive). */
  private final int[] firstEdge;

  /** Per edge, in ascending order: first and last byte of the range, inclusive, unsigned. */
  private final byte[] low;

  private final byte[] high;

  /** Per edge: the target state. */
  private final int[] target;

  /** Per state: whether it accepts. */
  private final boolean[] accepting;

  private final int hash;

  ByteDfa(int[] firstEdge, byte[] low, byte[] high, int[] target, boolean[] accepting) {
    this.firstEdge = firstEdge;
    this.low = low;
    this.high = high;
    this.target = target;
    this.accepting = accepting;
    this.hash =
        31 * (31 * (31 * Arrays.hashCode(firstEdge) + Arrays.hashCode(low)) + Arrays.hashCode(high))
            + 17 * Arrays.hashCode(target)
            + Arrays.hashCode(accepting);
  }

  /** Wraps a canonical automaton over bytes. */
  static ByteDfa of(Raw raw) {
    if (raw.states() == 0) {
      return NONE;
    }
    byte[] low = new byte[raw.range.length];
    byte[] high = new byte[raw.range.length];
    for (int e = 0; e < low.length; e++) {
      low[e] = (byte) (raw.range[e] >>> 16);
      high[e] = (byte) raw.range[e];
    }
    return new ByteDfa(raw.firstEdge, low, high, raw.target, raw.accepting);
  }

  /** Returns the empty set. */
  public static ByteDfa none() {
    return NONE;
  }

  /** Returns the set of all well-formed UTF-8 texts (RFC 3629), the empty one included. */
  public static ByteDfa anyText() {
    return Utf8.ANY_TEXT;
  }

  /** Returns the set of the UTF-8 forms of these strings. Linear in their lengths, plus a sort. */
  public static ByteDfa ofStrings(Collection<String> strings) {
    byte[][] words =
        strings.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    return WordsBuilder.build(words);
  }

  /** Returns a builder of a set, state by state. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the number of states. */
  public int states() {
    return accepting.length;
  }

  /** Returns whether the set is empty. */
  public boolean isEmpty() {
    return accepting.length == 0;
  }

  /** Returns whether {@code state} accepts. */
  public boolean isAccepting(int state) {
    return accepting[state];
  }

  /** Returns the index of the first edge of {@code state}; edges go on to {@link #edgesEnd}. */
  public int edgesBegin(int state) {
    return firstEdge[state];
  }

  /** Returns the index after the last edge of {@code state}. */
  public int edgesEnd(int state) {
    return firstEdge[state + 1];
  }

  /** Returns the first byte of an edge, 0 to 255. */
  public int low(int edge) {
    return low[edge] & 0xff;
  }

  /** Returns the last byte of an edge, inclusive, 0 to 255. */
  public int high(int edge) {
    return high[edge] & 0xff;
  }

  /** Returns the state an edge leads to. */
  public int target(int edge) {
    return target[edge];
  }

  /** Returns the state after {@code value} (0 to 255), or {@link #DEAD}. */
  public int step(int state, int value) {
    for (int e = firstEdge[state]; e < firstEdge[state + 1]; e++) {
      if (value <= (high[e] & 0xff)) {
        return value >= (low[e] & 0xff) ? target[e] : DEAD;
      }
    }
    return DEAD;
  }

  /** Returns the state after {@code bytes}, or {@link #DEAD}. */
  public int step(int state, byte[] bytes) {
    int now = state;
    for (int i = 0; i < bytes.length && now != DEAD; i++) {
      now = step(now, bytes[i] & 0xff);
    }
    return now;
  }

  /** Returns whether {@code bytes} are in the set. */
  public boolean accepts(byte[] bytes) {
    if (isEmpty()) {
      return false;
    }
    int end = step(0, bytes);
    return end != DEAD && accepting[end];
  }

  /** Returns whether the UTF-8 form of {@code text} is in the set. */
  public boolean accepts(String text) {
    return accepts(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the intersection. Complexity: the product of the sizes, visited lazily. */
  public ByteDfa and(ByteDfa other) {
    if (this == Utf8.ANY_TEXT || isEmpty() || this == other) {
      return this;
    }
    if (other == Utf8.ANY_TEXT || other.isEmpty()) {
      return other;
    }
    return Product.of(this, other, Product.Kind.AND, DEFAULT_LIMIT);
  }

  /** Returns the union. Complexity: the product of the sizes, visited lazily. */
  public ByteDfa or(ByteDfa other) {
    if (isEmpty() || other == Utf8.ANY_TEXT) {
      return other;
    }
    if (other.isEmpty() || this == Utf8.ANY_TEXT || this == other) {
      return this;
    }
    return Product.of(this, other, Product.Kind.OR, DEFAULT_LIMIT);
  }

  /** Returns this set less {@code other}. Complexity: the product of the sizes, visited lazily. */
  public ByteDfa minus(ByteDfa other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    if (this == other || other == Utf8.ANY_TEXT) {
      return NONE;
    }
    return Product.of(this, other, Product.Kind.MINUS, DEFAULT_LIMIT);
  }

  /** Returns the texts (well-formed UTF-8) that are not in this set. */
  public ByteDfa notWithinText() {
    return Utf8.ANY_TEXT.minus(this);
  }

  /** Returns whether the set is finite, that is whether the automaton has no cycle. */
  public boolean isFinite() {
    return Shapes.isAcyclic(this);
  }

  /** Returns the words of the set if there are at most {@code limit}, in byte order. */
  public Optional<List<byte[]>> words(int limit) {
    return Shapes.words(this, limit);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ByteDfa other
        && (this == other
            || (hash == other.hash
                && Arrays.equals(firstEdge, other.firstEdge)
                && Arrays.equals(target, other.target)
                && Arrays.equals(low, other.low)
                && Arrays.equals(high, other.high)
                && Arrays.equals(accepting, other.accepting)));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Returns one line per state: number, {@code *} if accepting, edges. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (int s = 0; s < states(); s++) {
      out.append(s).append(accepting[s] ? "*" : "");
      for (int e = firstEdge[s]; e < firstEdge[s + 1]; e++) {
        out.append(' ').append(shown(low(e)));
        out.append(low(e) == high(e) ? "" : "-" + shown(high(e)));
        out.append(">").append(target[e]);
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String shown(int value) {
    return value > 0x20 && value < 0x7f ? Character.toString(value) : String.format("%02x", value);
  }

  /** Collects states and edges; the result is minimised. Not thread-safe. */
  public static final class Builder {
    private final RawBuilder raw = new RawBuilder();

    private Builder() {}

    /** Adds a state and returns its number; the first is the start. */
    public int state(boolean accepting) {
      return raw.state(accepting);
    }

    /** Marks a state as accepting. */
    public void accept(int state) {
      raw.accept(state);
    }

    /** Adds an edge; ranges of one state must not overlap. Bytes inclusive, 0 to 255. */
    public void edge(int from, int first, int last, int to) {
      raw.edge(from, first, last, to);
    }

    /** Returns the set, canonical. Complexity: n log n in practice, see {@link Minimizer}. */
    public ByteDfa build() {
      return of(Minimizer.canonical(raw.build()));
    }

    /** Returns the set of an automaton that is minimal as it was built. Linear. */
    public ByteDfa buildMinimal() {
      return of(Minimizer.numberedOnly(raw.build()));
    }
  }
}
