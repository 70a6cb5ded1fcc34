package dev.strait.automaton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Unicode scalar values in classes: two of one class are in the same of the given sets. Lets
 * automata be made over few symbols and then spelled out in UTF-8. Immutable.
 */
public final class TextAlphabet {
  private static final int END = 0x110000;

  /** Where UTF-8 changes its length, and where the surrogates (no scalar values) begin and end. */
  private static final int[] FIXED = {0, 0x80, 0x800, 0xd800, 0xe000, 0x10000, END};

  /** Interval i holds the code points from starts[i] (inclusive) to starts[i + 1] (exclusive). */
  private final int[] starts;

  /** Per interval: its class, or -1 for the surrogates. */
  private final int[] classOf;

  /** Per class: the numbers of the sets that hold it. */
  private final List<BitSet> memberships;

  private TextAlphabet(int[] starts, int[] classOf, List<BitSet> memberships) {
    this.starts = starts;
    this.classOf = classOf;
    this.memberships = memberships;
  }

  /** Returns a builder without sets. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the number of classes, at least 1. */
  public int classes() {
    return memberships.size();
  }

  /** Returns whether class {@code symbol} lies in set {@code set}. */
  public boolean contains(int set, int symbol) {
    return memberships.get(symbol).get(set);
  }

  /** Returns a builder of an automaton over the classes. */
  public Dfa dfa() {
    return new Dfa();
  }

  /** Takes the sets that the alphabet must tell apart. */
  public static final class Builder {
    private final List<long[]> events = new ArrayList<>();
    private int sets;

    private Builder() {}

    /** Adds an empty set and returns its number, from 0. */
    public int set() {
      return sets++;
    }

    /** Adds the code points from first to last (inclusive) to a set; ranges of it are disjoint. */
    public void range(int set, int first, int last) {
      events.add(new long[] {first, set, 1});
      events.add(new long[] {last + 1L, set, 0});
    }

    /** Returns the alphabet. Complexity: n log n in the number of ranges. */
    public TextAlphabet build() {
      for (int fixed : FIXED) {
        events.add(new long[] {fixed, -1, 0});
      }
      events.sort((a, b) -> Long.compare(a[0], b[0]));
      IntList starts = new IntList();
      IntList classOf = new IntList();
      Map<BitSet, Integer> numbers = new HashMap<>();
      List<BitSet> memberships = new ArrayList<>();
      BitSet now = new BitSet();
      for (int i = 0; i < events.size(); ) {
        int at = (int) events.get(i)[0];
        for (; i < events.size() && events.get(i)[0] == at; i++) {
          if (events.get(i)[1] >= 0) {
            toggle(now, events.get(i));
          }
        }
        starts.add(at);
        if (at < END) {
          classOf.add(at >= 0xd800 && at < 0xe000 ? -1 : number(now, numbers, memberships));
        }
      }
      return new TextAlphabet(starts.toArray(), classOf.toArray(), memberships);
    }

    /** A set may end and begin again at one place: both events flip, in either order. */
    private static void toggle(BitSet now, long[] event) {
      now.flip((int) event[1]);
    }

    private static int number(BitSet now, Map<BitSet, Integer> numbers, List<BitSet> memberships) {
      Integer known = numbers.get(now);
      if (known == null) {
        known = memberships.size();
        BitSet copy = (BitSet) now.clone();
        numbers.put(copy, known);
        memberships.add(copy);
      }
      return known;
    }
  }

  /** Collects an automaton over the classes. Not thread-safe. */
  public final class Dfa {
    private final RawBuilder raw = new RawBuilder();

    private Dfa() {}

    /** Adds a state and returns its number; the first is the start. */
    public int state(boolean accepting) {
      return raw.state(accepting);
    }

    /** Marks a state as accepting. */
    public void accept(int state) {
      raw.accept(state);
    }

    /** Adds the edge of one class; at most one per state and class. */
    public void edge(int from, int symbol, int to) {
      raw.edge(from, symbol, symbol, to);
    }

    /**
     * Returns the texts in UTF-8.
     *
     * @throws AutomatonLimitException if it has more than {@code limit} states
     */
    public ByteDfa utf8(int limit) {
      return new Speller(Minimizer.canonical(raw.build()), limit).run();
    }
  }

  /**
   * Spells a minimal automaton over classes out in UTF-8. States within characters are shared if
   * they are equal, so that the result is minimal too.
   */
  private final class Speller {
    private final Raw classes;
    private final int limit;
    private final RawBuilder out = new RawBuilder();
    private final Map<List<Integer>, Integer> shared = new HashMap<>();

    /** The ranges of the state in work: from, to (inclusive), goal; ascending. */
    private final IntList from = new IntList();

    private final IntList to = new IntList();
    private final IntList goal = new IntList();

    Speller(Raw classes, int limit) {
      this.classes = classes;
      this.limit = limit;
    }

    ByteDfa run() {
      if (classes.states() == 0) {
        return ByteDfa.none();
      }
      for (int s = 0; s < classes.states(); s++) {
        out.state(classes.accepting[s]);
      }
      int[] next = new int[classes()];
      for (int s = 0; s < classes.states(); s++) {
        Arrays.fill(next, -1);
        for (int e = classes.firstEdge[s]; e < classes.firstEdge[s + 1]; e++) {
          Arrays.fill(
              next, classes.range[e] >>> 16, (classes.range[e] & 0xffff) + 1, classes.target[e]);
        }
        window(s, next, 0, 0x80, 0, 0);
        window(s, next, 0x80, 0x800, 0xc0, 6);
        window(s, next, 0x800, 0x10000, 0xe0, 12);
        window(s, next, 0x10000, END, 0xf0, 18);
      }
      return ByteDfa.of(Minimizer.numberedOnly(out.build()));
    }

    /** Adds the edges for the code points of one UTF-8 length. */
    private void window(int state, int[] next, int begin, int end, int lead, int bits) {
      from.clear();
      to.clear();
      goal.clear();
      int first = Arrays.binarySearch(starts, begin);
      for (int i = first; starts[i] < end; i++) {
        int target = classOf[i] < 0 ? -1 : next[classOf[i]];
        int last = goal.size() - 1;
        if (target >= 0 && last >= 0 && goal.get(last) == target && to.get(last) + 1 == starts[i]) {
          to.set(last, starts[i + 1] - 1);
        } else if (target >= 0) {
          from.add(starts[i]);
          to.add(starts[i + 1] - 1);
          goal.add(target);
        }
      }
      List<Integer> edges = edges(0, end - 1, bits);
      for (int i = 0; i < edges.size(); i += 3) {
        out.edge(state, lead | edges.get(i), lead | edges.get(i + 1), edges.get(i + 2));
      }
    }

    /**
     * Returns the edges (first, last, target; labels from 0) that cut the code points from {@code
     * begin} to {@code end} (inclusive) into blocks of 2^bits.
     */
    private List<Integer> edges(int begin, int end, int bits) {
      List<Integer> edges = new ArrayList<>();
      int size = 1 << bits;
      int r = rangeAt(begin);
      for (int at = begin; at <= end && r < from.size() && from.get(r) <= end; ) {
        int block = Math.max(at, from.get(r)) >> bits << bits;
        int whole = (to.get(r) + 1 - block) >> bits;
        if (from.get(r) <= block && whole > 0) {
          int blocks = Math.min(whole, (end + 1 - block) >> bits);
          add(edges, block - begin >> bits, blocks, uniform(goal.get(r), bits));
          at = block + blocks * size;
        } else {
          add(edges, block - begin >> bits, 1, share(edges(block, block + size - 1, bits - 6)));
          at = block + size;
        }
        while (r < from.size() && to.get(r) < at) {
          r++;
        }
      }
      return edges;
    }

    private void add(List<Integer> edges, int first, int count, int target) {
      int n = edges.size();
      if (n > 0 && edges.get(n - 1) == target && edges.get(n - 2) + 1 == first) {
        edges.set(n - 2, first + count - 1);
      } else {
        edges.add(first);
        edges.add(first + count - 1);
        edges.add(target);
      }
    }

    private int rangeAt(int codePoint) {
      int low = 0;
      int high = from.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (to.get(middle) < codePoint) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** The state from which every bits / 6 continuation bytes lead to {@code target}. */
    private int uniform(int target, int bits) {
      int at = target;
      for (int left = bits; left > 0; left -= 6) {
        at = share(List.of(0, 63, at));
      }
      return at;
    }

    private int share(List<Integer> edges) {
      Integer known = shared.get(edges);
      if (known == null) {
        known = out.state(false);
        if (known >= limit) {
          throw new AutomatonLimitException("the automaton over bytes", limit);
        }
        shared.put(edges, known);
        for (int i = 0; i < edges.size(); i += 3) {
          out.edge(known, 0x80 | edges.get(i), 0x80 | edges.get(i + 1), edges.get(i + 2));
        }
      }
      return known;
    }
  }
}
