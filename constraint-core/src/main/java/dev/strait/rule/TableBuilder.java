package dev.strait.rule;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects a deterministic automaton state by state and freezes it into its canonical form:
 * trimmed, minimized, numbered breadth first.
 */
final class TableBuilder {

  /** Edges of state s are those from offsets[s] (inclusive) to offsets[s + 1] (exclusive). */
  int[] offsets = new int[16];

  /** First symbol of each edge, inclusive; ascending within a state. */
  int[] first = new int[16];

  /** Last symbol of each edge, inclusive. */
  private int[] last = new int[16];

  /** Target state of each edge. */
  int[] target = new int[16];

  final BitSet accepting = new BitSet();
  int states;
  private int edges;

  /** Returns the language of a brics automaton over characters 0 to 255, left unchanged. */
  static Dfa of(Automaton automaton) {
    String singleton = automaton.getSingleton();
    if (singleton != null) {
      return new LiteralDfa(latin1(singleton));
    }
    Automaton copy = automaton.clone();
    copy.determinize();
    TableBuilder builder = new TableBuilder();
    Map<State, Integer> numbers = new IdentityHashMap<>();
    List<State> order = new ArrayList<>();
    number(copy.getInitialState(), numbers, order);
    for (int i = 0; i < order.size(); i++) {
      builder.add(order.get(i), numbers, order);
    }
    return builder.build(0, false).toDfa();
  }

  private static byte[] latin1(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) byteOf(text.charAt(i));
    }
    return bytes;
  }

  private static int byteOf(char c) {
    if (c > 255) {
      throw new IllegalArgumentException(
          String.format("the automaton reads character %04X, which is no byte", (int) c));
    }
    return c;
  }

  private static int number(State state, Map<State, Integer> numbers, List<State> order) {
    Integer known = numbers.putIfAbsent(state, order.size());
    if (known != null) {
      return known;
    }
    order.add(state);
    return order.size() - 1;
  }

  private void add(State state, Map<State, Integer> numbers, List<State> order) {
    addState(state.isAccept());
    List<Transition> sorted = new ArrayList<>(state.getTransitions());
    sorted.sort(Comparator.comparing(Transition::getMin));
    for (Transition t : sorted) {
      addEdge(byteOf(t.getMin()), byteOf(t.getMax()), number(t.getDest(), numbers, order));
    }
  }

  /** Adds the next state; the edges added from now on are its own. Returns its number. */
  int addState(boolean accepts) {
    if (states + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
    }
    accepting.set(states, accepts);
    offsets[states] = edges;
    offsets[states + 1] = edges;
    return states++;
  }

  /**
   * Adds an edge to the state added last; its symbols must lie above those of the edges before it.
   *
   * @param to a state added before or later
   */
  void addEdge(int from, int through, int to) {
    if (edges == target.length) {
      first = Arrays.copyOf(first, edges * 2);
      last = Arrays.copyOf(last, edges * 2);
      target = Arrays.copyOf(target, edges * 2);
    }
    first[edges] = from;
    last[edges] = through;
    target[edges] = to;
    offsets[states] = ++edges;
  }

  /**
   * Returns the canonical automaton of the language from {@code start}.
   *
   * <p>Complexity: O(m log n) for n states and m transitions over classes of symbols; linear if the
   * states are known to be minimal.
   *
   * @param minimal whether no two states that are reachable and alive have one language
   * @throws EmptyLanguageException if nothing is accepted from there
   */
  Table build(int start, boolean minimal) {
    first = Arrays.copyOf(first, edges);
    last = Arrays.copyOf(last, edges);
    target = Arrays.copyOf(target, edges);
    int[] distances = distances();
    if (distances[start] == Integer.MAX_VALUE) {
      throw new EmptyLanguageException("the automaton");
    }
    int[] blocks = minimal ? identity() : minimize(distances);
    return freeze(start, blocks, distances);
  }

  private int[] identity() {
    int[] numbers = new int[states];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  /** Returns the least number of bytes to acceptance per state, MAX_VALUE where there is none. */
  private int[] distances() {
    int[] heads = new int[states + 1];
    for (int e = 0; e < edges; e++) {
      heads[target[e]]++;
    }
    for (int s = 1; s <= states; s++) {
      heads[s] += heads[s - 1];
    }
    int[] sources = new int[edges];
    for (int s = states - 1; s >= 0; s--) {
      for (int e = offsets[s + 1] - 1; e >= offsets[s]; e--) {
        sources[--heads[target[e]]] = s;
      }
    }
    return backward(heads, sources);
  }

  /** Breadth first from the accepting states along the edges turned round. */
  private int[] backward(int[] heads, int[] sources) {
    int[] distances = new int[states];
    Arrays.fill(distances, Integer.MAX_VALUE);
    int[] queue = new int[states];
    int size = 0;
    for (int s = accepting.nextSetBit(0); s >= 0; s = accepting.nextSetBit(s + 1)) {
      distances[s] = 0;
      queue[size++] = s;
    }
    for (int i = 0; i < size; i++) {
      int t = queue[i];
      for (int e = heads[t]; e < heads[t + 1]; e++) {
        if (distances[sources[e]] == Integer.MAX_VALUE) {
          distances[sources[e]] = distances[t] + 1;
          queue[size++] = sources[e];
        }
      }
    }
    return distances;
  }

  /** Returns a block number per state: equal numbers, equal languages. */
  private int[] minimize(int[] distances) {
    int[] begins = classBegins();
    Minimizer minimizer = new Minimizer(states, accepting);
    for (int s = 0; s < states; s++) {
      for (int e = offsets[s]; e < offsets[s + 1]; e++) {
        if (distances[target[e]] != Integer.MAX_VALUE) {
          int c = Arrays.binarySearch(begins, first[e]);
          for (; c < begins.length && begins[c] <= last[e]; c++) {
            minimizer.addTransition(s, c, target[e]);
          }
        }
      }
    }
    return minimizer.blocks();
  }

  /** Returns the first symbol of each class of symbols that no edge tells apart, ascending. */
  private int[] classBegins() {
    int[] begins = Arrays.copyOf(first, edges * 2);
    for (int e = 0; e < edges; e++) {
      begins[edges + e] = last[e] + 1;
    }
    return Arrays.stream(begins).sorted().distinct().toArray();
  }

  /** Numbers the live blocks breadth first, one state standing for each, and merges ranges. */
  private Table freeze(int start, int[] blocks, int[] distances) {
    int[] numbers = new int[states];
    Arrays.fill(numbers, Dfa.DEAD);
    int[] order = new int[states];
    int count = 0;
    order[count++] = start;
    numbers[blocks[start]] = 0;
    TableBuilder canonical = new TableBuilder();
    for (int i = 0; i < count; i++) {
      int s = order[i];
      canonical.addState(accepting.get(s));
      for (int e = offsets[s]; e < offsets[s + 1]; e++) {
        int t = target[e];
        if (distances[t] != Integer.MAX_VALUE) {
          if (numbers[blocks[t]] == Dfa.DEAD) {
            numbers[blocks[t]] = count;
            order[count++] = t;
          }
          canonical.addMerged(first[e], last[e], numbers[blocks[t]]);
        }
      }
    }
    return canonical.toTable(order, distances);
  }

  /** Adds an edge, or widens the one before it if the two meet and lead to one state. */
  private void addMerged(int from, int through, int to) {
    int previous = edges - 1;
    boolean meets =
        previous >= offsets[states - 1]
            && Symbol.isByte(from)
            && target[previous] == to
            && (last[previous]) + 1 == from;
    if (meets) {
      last[previous] = through;
    } else {
      addEdge(from, through, to);
    }
  }

  private Table toTable(int[] order, int[] distances) {
    int[] shortest = new int[states];
    Arrays.setAll(shortest, i -> distances[order[i]]);
    return new Table(
        Arrays.copyOf(offsets, states + 1),
        Arrays.copyOf(first, edges),
        Arrays.copyOf(last, edges),
        Arrays.copyOf(target, edges),
        accepting,
        shortest);
  }
}
