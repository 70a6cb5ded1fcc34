package dev.strait.constraint;

import dev.strait.rule.Capture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Bounds on the tokens that spell what is left of a text, a rule at a time, where the vocabulary
 * lacks single bytes. Thread-safe.
 *
 * <p>What tokens can spell is a regular language ({@link ScarceBytes}), so the question is whether
 * a grammar and an automaton have a text in common, and with how many tokens. A place is a node and
 * a state of the automaton; it is known by the states in which its rule can end from there, and the
 * least tokens to each. That is a least fixpoint over places, found for one rule at a time and
 * never for a stack: from a node in an array it takes as long to see that no token closes arrays,
 * whatever the array may hold.
 *
 * <p>A rule may have no end of places, and where a call returns may depend on its text. So there
 * are two proofs, of which neither depends on what was asked before to be right: the hopeful one
 * never finds too many tokens, the strict one never too few. Where they agree the answer is exact.
 */
final class SpellingProof {

  /** A state that stands for all. */
  private static final int ANY = -1;

  /** With more states than this, they are not named where all are meant. */
  private static final int MOST_NAMED = 128;

  /** So many new places are looked at for each question, after what all have in common. */
  private static final int FEW = 100;

  /** So many places are looked at before it is seen whether they suffice. */
  private static final int STRIDE = 50;

  /** Tokens to an end where there is none. */
  static final long NEVER = Long.MAX_VALUE;

  private record Key(Node node, int state) {}

  private record Below(Stack stack, int state) {}

  private record Call(Place caller, Node then) {}

  private record End(Place place, int state, long tokens) {}

  /** A node and a state of the automaton: in which states the node's rule can end from there. */
  private static final class Place {
    /** Null for {@link SpellingProof#anywhere} alone. */
    final @Nullable Node node;

    final int state;

    /** States in which the rule can end to the least tokens until then. */
    final Map<Integer, Long> ends = new HashMap<>(4);

    /** Places whose rule can end where that of this one can, after so many tokens more. */
    final Map<Place, Long> users = new IdentityHashMap<>(2);

    /** Calls that go on where the rule of this one ends. */
    final List<Call> calls = new ArrayList<>(1);

    Place(@Nullable Node node, int state) {
      this.node = node;
      this.state = state;
    }
  }

  private final Universe universe;
  private final ScarceBytes bytes;

  /**
   * Whether what is not known is taken to be possible: calls whose return depends on the text
   * return where any text may ({@link Capture#widestReturn}), places beyond the bound can end in
   * every state at once, and large counts are not kept. If not, such calls never return, and such
   * places wait.
   */
  private final boolean hopeful;

  /** Most places, but for some new ones that are looked at for each question. */
  private final int mostPlaces;

  private final Map<Key, Place> places = new HashMap<>();
  private final Map<Below, Long> below = new HashMap<>();
  private final ArrayDeque<Place> fresh = new ArrayDeque<>();
  private final ArrayDeque<Place> waiting = new ArrayDeque<>();
  private final PriorityQueue<End> ends =
      new PriorityQueue<>((a, b) -> Long.compare(a.tokens, b.tokens));

  /** How many more places may be looked at for the present question. */
  private int left;

  /** So many of them are to be left before it is seen whether they suffice. */
  private int pause;

  /** Where everything can end at once. */
  private final Place anywhere;

  private SpellingProof(Universe universe, boolean hopeful, int mostPlaces) {
    this.universe = universe;
    this.bytes = universe.index.scarceBytes();
    this.hopeful = hopeful;
    this.mostPlaces = mostPlaces;
    this.anywhere = anywhere();
  }

  private Place anywhere() {
    Place place = new Place(null, ANY);
    if (bytes.states() > MOST_NAMED) {
      place.ends.put(ANY, 0L);
    } else {
      for (int state = 0; state < bytes.states(); state++) {
        place.ends.put(state, 0L);
      }
    }
    return place;
  }

  /** Both proofs of a universe, with a bound on the places looked at for one question. */
  record Pair(SpellingProof hopeful, SpellingProof strict) {
    static Pair of(Universe universe, int mostPlaces) {
      return new Pair(
          new SpellingProof(universe, true, mostPlaces),
          new SpellingProof(universe, false, mostPlaces));
    }

    /** Returns a number of tokens without which no end can be spelled; {@link #NEVER} for none. */
    long atLeast(Configuration at, int state) {
      return hopeful.least(at, state, 0);
    }

    /**
     * Returns a number of tokens that can spell an end, the least or at most {@code enough} if it
     * is found; {@link #NEVER} if none is.
     */
    long atMost(Configuration at, int state, long enough) {
      return strict.least(at, state, enough);
    }
  }

  /**
   * Returns a bound on the tokens to an end. A strict proof stops looking for fewer when it has
   * found as few as {@code enough}; what it has not looked at waits for the next question.
   */
  private synchronized long least(Configuration at, int state, long enough) {
    left = hopeful ? Math.max(FEW, mostPlaces - places.size()) : mostPlaces;
    boolean whole = waiting.isEmpty();
    long least;
    int before;
    do {
      before = left;
      pause = Math.max(0, left - STRIDE);
      least = bound(at, state);
      whole &= fresh.isEmpty() && waiting.isEmpty();
      if (!whole) {
        below.clear();
      }
    } while (left > 0 && left < before && least > enough);
    while (!fresh.isEmpty()) {
      waiting.addFirst(fresh.removeLast());
    }
    return least;
  }

  private long bound(Configuration at, int state) {
    long least = NEVER;
    for (int i = 0; i < at.nodes.length; i++) {
      Stack stack = at.stacks[i];
      if (!stack.captures || hopeful) {
        Map<Integer, Long> own = Map.copyOf(ends(at.nodes[i], state));
        for (Map.Entry<Integer, Long> end : own.entrySet()) {
          least = Math.min(least, Stack.sum(end.getValue(), below(stack, end.getKey())));
        }
      }
    }
    return least;
  }

  /** Returns the least tokens to leave all frames of a stack, without recursion. */
  private long below(Stack top, int state) {
    ArrayDeque<Below> open = new ArrayDeque<>();
    open.push(new Below(top, state));
    while (true) {
      Below here = open.element();
      Long known = below.get(here);
      if (known == null) {
        known = learnBelow(here, open);
      }
      if (known != null) {
        open.pop();
        if (open.isEmpty()) {
          return known;
        }
      }
    }
  }

  /** Computes the least tokens from the stacks below, or pushes those of which it is missing. */
  private @Nullable Long learnBelow(Below here, ArrayDeque<Below> missing) {
    int before = missing.size();
    boolean out = here.stack.isBottom() && here.state == ScarceBytes.BETWEEN;
    long least = out || here.state == ANY ? 0 : NEVER;
    for (Stack frame : here.stack.frames) {
      least = Math.min(least, knownOf(new Below(frame, here.state), missing));
    }
    Stack parent = here.stack.parent;
    Node then = here.stack.standIn();
    if (parent != null && then != null && (hopeful || here.stack.pending == null)) {
      for (Map.Entry<Integer, Long> end : ends(then, here.state).entrySet()) {
        long rest = knownOf(new Below(parent, end.getKey()), missing);
        least = Math.min(least, Stack.sum(end.getValue(), rest));
      }
    }
    if (missing.size() > before) {
      return null;
    }
    below.put(here, least);
    universe.weigh(1);
    return least;
  }

  private long knownOf(Below wanted, ArrayDeque<Below> missing) {
    Long known = below.get(wanted);
    if (known == null) {
      missing.push(wanted);
      return NEVER;
    }
    return known;
  }

  private Map<Integer, Long> ends(Node node, int state) {
    Place place = place(node, state);
    settle();
    return place.ends;
  }

  private Place place(Node node, int state) {
    if (state == ANY) {
      return anywhere;
    }
    Node kept = hopeful && node instanceof CountedNode counted ? counted.relaxed() : node;
    Key key = new Key(kept, state);
    Place known = places.get(key);
    if (known == null) {
      if (hopeful && left == 0) {
        return anywhere;
      }
      left -= hopeful ? 1 : 0;
      known = new Place(kept, state);
      fresh.add(known);
      places.put(key, known);
      universe.weigh(3);
    }
    return known;
  }

  /** Works until nothing more becomes known, or a strict proof has looked at enough places. */
  private void settle() {
    while (true) {
      Place place = nextFresh();
      if (place != null) {
        expand(place);
        continue;
      }
      End end = ends.poll();
      if (end == null) {
        return;
      }
      if (end.tokens == end.place.ends.getOrDefault(end.state, NEVER)) {
        tell(end);
      }
    }
  }

  private @Nullable Place nextFresh() {
    if (hopeful) {
      return fresh.poll();
    }
    Place place = left <= pause ? null : fresh.isEmpty() ? waiting.poll() : fresh.poll();
    left -= place == null ? 0 : 1;
    return place;
  }

  private void tell(End end) {
    end.place.users.forEach(
        (user, tokens) -> learn(user, end.state, Stack.sum(tokens, end.tokens)));
    for (int i = 0; i < end.place.calls.size(); i++) {
      Call call = end.place.calls.get(i);
      follow(call.caller, place(call.then, end.state), end.tokens);
    }
  }

  private void learn(Place place, int state, long tokens) {
    Long known = place.ends.get(state);
    if (known == null || tokens < known) {
      place.ends.put(state, tokens);
      ends.add(new End(place, state, tokens));
    }
  }

  /** From {@code user} the rule can end where it can from {@code next}, with some tokens more. */
  private void follow(Place user, Place next, long tokens) {
    Long known = next.users.get(user);
    if (user != next && (known == null || tokens < known)) {
      if (next != anywhere) {
        next.users.put(user, tokens);
      }
      next.ends.forEach((state, rest) -> learn(user, state, Stack.sum(tokens, rest)));
    }
  }

  private void expand(Place place) {
    Node node = Objects.requireNonNull(place.node);
    if (node.accepts()) {
      learn(place, place.state, 0);
    }
    for (int way = 0; way < bytes.ways(place.state); way++) {
      read(place, node, way);
    }
    if (node instanceof StateNode general) {
      expandState(place, general.expansion(), general.table);
    }
  }

  private void read(Place place, Node node, int way) {
    int b = bytes.label(place.state, way);
    int state = bytes.target(place.state, way);
    int tokens = bytes.tokens(place.state, way);
    if (node instanceof StateNode general) {
      Expansion e = general.expansion();
      for (int i = 0; i < e.targets.length; i++) {
        if (e.covers(i, b)) {
          follow(place, place(e.targets[i], state), tokens);
        }
      }
    } else {
      Node next = node.target(b);
      if (next != null) {
        follow(place, place(next, state), tokens);
      }
    }
  }

  private void expandState(Place place, Expansion e, RuleTable table) {
    if (place.state == ScarceBytes.BETWEEN) {
      for (Node target : e.controlTargets) {
        follow(place, place(target, ScarceBytes.BETWEEN), 1);
      }
    }
    for (int i = 0; i < e.callees.length; i++) {
      Capture<Object> capture = e.captures[i];
      if (capture == null) {
        call(place, place(e.callees[i], place.state), e.then(i));
      } else if (hopeful) {
        call(place, place(e.callees[i], place.state), table.node(capture.widestReturn()));
      }
    }
  }

  private void call(Place caller, Place callee, Node then) {
    if (callee != anywhere) {
      callee.calls.add(new Call(caller, then));
    }
    Map.copyOf(callee.ends).forEach((state, tokens) -> follow(caller, place(then, state), tokens));
  }
}
