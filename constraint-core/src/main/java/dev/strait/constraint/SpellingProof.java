package dev.strait.constraint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Proves that what is left of a text can, or cannot, be spelled in whole tokens, where the
 * vocabulary lacks single bytes. Thread-safe.
 *
 * <p>What tokens can spell is a regular language ({@link ScarceBytes}), so the question is whether
 * a grammar and an automaton have a text in common. A place is a node and a state of the automaton;
 * it is known by the states in which its rule can end from there. That is a least fixpoint over
 * places, found for one rule at a time and never for a stack: from a node in an array it takes as
 * long to see that no token closes arrays, whatever the array may hold.
 */
final class SpellingProof {

  /** What is known of a configuration. */
  enum Answer {
    POSSIBLE,
    IMPOSSIBLE,
    UNKNOWN
  }

  /** Most new places looked at for one configuration; computed rules may have no end of them. */
  private static final int MOST_PLACES = 1_000;

  /** Most places kept. */
  private static final int MOST_KEPT = 10_000;

  private record Key(Node node, int state) {}

  private record Below(Stack stack, BitSet states) {}

  private record Call(Place caller, Node then) {}

  /** A node and a state of the automaton: in which states the node's rule can end from there. */
  private static final class Place {
    final Node node;
    final int state;
    final BitSet ends = new BitSet();

    /** Places whose rule can end where that of this one can. */
    final List<Place> users = new ArrayList<>(2);

    /** Calls that go on where the rule of this one ends. */
    final List<Call> calls = new ArrayList<>(1);

    Place(Node node, int state) {
      this.node = node;
      this.state = state;
    }
  }

  private record End(Place place, int state) {}

  private final Universe universe;
  private final ScarceBytes bytes;

  /**
   * Whether what is not known is taken to be possible: calls whose return depends on the text
   * return anywhere, and places beyond the bound can end in every state. If not, they never do.
   */
  private final boolean hopeful;

  private final Map<Key, Place> places = new HashMap<>();
  private final Map<Below, Boolean> below = new HashMap<>();
  private final ArrayDeque<Place> fresh = new ArrayDeque<>();
  private final ArrayDeque<End> ends = new ArrayDeque<>();
  private int looked;

  private SpellingProof(Universe universe, boolean hopeful) {
    this.universe = universe;
    this.bytes = universe.index.scarceBytes();
    this.hopeful = hopeful;
  }

  /** Both proofs of a universe. */
  record Pair(SpellingProof hopeful, SpellingProof strict) {
    static Pair of(Universe universe) {
      return new Pair(new SpellingProof(universe, true), new SpellingProof(universe, false));
    }

    /** Returns whether a configuration can be finished in whole tokens. */
    Answer answer(Configuration at) {
      if (strict.find(at) == Answer.POSSIBLE) {
        return Answer.POSSIBLE;
      }
      boolean hopeless = strict.bytes.isWhole() && hopeful.find(at) == Answer.IMPOSSIBLE;
      return hopeless ? Answer.IMPOSSIBLE : Answer.UNKNOWN;
    }
  }

  private synchronized Answer find(Configuration at) {
    looked = 0;
    if (below.size() > MOST_KEPT) {
      below.clear();
    }
    try {
      for (int i = 0; i < at.nodes.length; i++) {
        if (canEnd(at.stacks[i], ends(at.nodes[i], ScarceBytes.BETWEEN))) {
          return Answer.POSSIBLE;
        }
      }
      return Answer.IMPOSSIBLE;
    } catch (TooManyException e) {
      forget();
      return Answer.UNKNOWN;
    }
  }

  /** Thrown when there are too many places. */
  private static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("too many places", null, false, false);
    }
  }

  private void forget() {
    places.clear();
    below.clear();
    fresh.clear();
    ends.clear();
  }

  /** Returns whether the frames of a stack can be left, beginning in one of some states. */
  private boolean canEnd(Stack top, BitSet from) {
    List<Below> path = new ArrayList<>();
    ArrayDeque<Below> open = new ArrayDeque<>();
    open.push(new Below(top, from));
    boolean possible = false;
    while (!open.isEmpty() && !possible) {
      Below here = open.pop();
      Boolean known = here.states.isEmpty() ? Boolean.FALSE : below.get(here);
      if (known != null) {
        possible = known;
      } else if (here.stack.isBottom()) {
        possible = here.states.get(ScarceBytes.BETWEEN);
      } else {
        path.add(here);
        below.put(here, false);
        push(here, open);
      }
    }
    if (possible) {
      path.forEach(below::remove);
      path.subList(0, straight(path)).forEach(here -> below.put(here, true));
    }
    return possible;
  }

  /** Returns how many of the frames visited lead to the last, for certain: those without a fork. */
  private static int straight(List<Below> path) {
    int count = 0;
    while (count < path.size() && !path.get(count).stack.isUnion()) {
      count++;
    }
    return count;
  }

  private void push(Below here, ArrayDeque<Below> open) {
    if (here.stack.isUnion()) {
      for (Stack frame : here.stack.frames) {
        open.push(new Below(frame, here.states));
      }
      return;
    }
    if (here.stack.pending != null && !hopeful) {
      return;
    }
    Node then = here.stack.standIn();
    Stack parent = here.stack.parent;
    if (then == null || parent == null) {
      throw new IllegalStateException("a frame without a return: " + here.stack);
    }
    BitSet after = new BitSet();
    here.states.stream().forEach(state -> after.or(ends(then, state)));
    open.push(new Below(parent, after));
  }

  private BitSet ends(Node node, int state) {
    Place place = place(node, state);
    settle();
    return (BitSet) place.ends.clone();
  }

  private Place place(Node node, int state) {
    Key key = new Key(node, state);
    Place known = places.get(key);
    if (known == null) {
      known = new Place(node, state);
      if (++looked > MOST_PLACES || places.size() >= MOST_KEPT) {
        assume(known);
      } else {
        fresh.add(known);
        places.put(key, known);
        universe.weigh(2);
      }
    }
    return known;
  }

  private void assume(Place place) {
    if (!hopeful) {
      throw new TooManyException();
    }
    for (int state = 0; state < bytes.states(); state++) {
      learn(place, state);
    }
  }

  /** Works until nothing more becomes known. */
  private void settle() {
    while (true) {
      End end = ends.poll();
      if (end != null) {
        tell(end);
        continue;
      }
      Place place = fresh.poll();
      if (place == null) {
        return;
      }
      expand(place);
    }
  }

  private void tell(End end) {
    for (int i = 0; i < end.place.users.size(); i++) {
      learn(end.place.users.get(i), end.state);
    }
    for (int i = 0; i < end.place.calls.size(); i++) {
      Call call = end.place.calls.get(i);
      follow(call.caller, place(call.then, end.state));
    }
  }

  private void learn(Place place, int state) {
    if (!place.ends.get(state)) {
      place.ends.set(state);
      ends.add(new End(place, state));
    }
  }

  /** From {@code user} the rule can end where it can from {@code next}. */
  private void follow(Place user, Place next) {
    if (user != next && !next.users.contains(user)) {
      next.users.add(user);
      next.ends.stream().forEach(state -> learn(user, state));
    }
  }

  private void expand(Place place) {
    if (place.node.accepts()) {
      learn(place, place.state);
    }
    for (int b = 0; b < 256; b++) {
      for (int state : bytes.next(place.state, b)) {
        readByte(place, b, state);
      }
    }
    if (place.node instanceof StateNode node) {
      expandState(place, node.expansion());
    }
  }

  private void readByte(Place place, int b, int state) {
    if (place.node instanceof StateNode node) {
      Expansion e = node.expansion();
      for (int i = 0; i < e.targets.length; i++) {
        if (e.covers(i, b)) {
          follow(place, place(e.targets[i], state));
        }
      }
    } else {
      Node next = place.node.target(b);
      if (next != null) {
        follow(place, place(next, state));
      }
    }
  }

  private void expandState(Place place, Expansion e) {
    if (place.state == ScarceBytes.BETWEEN) {
      for (Node target : e.controlTargets) {
        follow(place, place(target, ScarceBytes.BETWEEN));
      }
    }
    for (int i = 0; i < e.callees.length; i++) {
      if (e.captures[i] == null || hopeful) {
        call(place, place(e.callees[i], place.state), e.then(i));
      }
    }
  }

  private void call(Place caller, Place callee, Node then) {
    callee.calls.add(new Call(caller, then));
    callee.ends.stream().forEach(state -> follow(caller, place(then, state)));
  }
}
