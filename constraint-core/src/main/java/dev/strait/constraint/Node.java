package dev.strait.constraint;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A rule state as the engine knows it: its edges, resolved to other nodes, and all that was learnt
 * about it over a bottomless stack.
 *
 * <p>One object for one state in one {@link Universe}. What is learnt is immutable and may be
 * learnt twice by racing threads.
 */
abstract class Node {

  /** Symbols from here on are control tokens: symbol = {@code CONTROL} + token id. */
  static final int CONTROL = 256;

  /** Nodes of several universes meet in one configuration, so ids are unique across all. */
  private static final AtomicInteger NEXT_ID = new AtomicInteger();

  final int id;
  final Universe universe;

  private volatile @Nullable WalkEntry walks;
  private @Nullable Map<Tails, Walk> manyWalks;
  private volatile @Nullable ByteSet first;
  private int nullable;

  Node(Universe universe) {
    this.universe = universe;
    this.id = NEXT_ID.getAndIncrement();
  }

  private record WalkEntry(Tails tails, Walk walk, int count, @Nullable WalkEntry next) {}

  /** Returns whether the rule may end here. */
  abstract boolean accepts();

  /** Returns whether the rule ends here and has no way on: a call that returns here is a tail. */
  abstract boolean isEnd();

  /** Emits the items that {@code symbol} leads to from here over {@code stack}. */
  abstract void step(int symbol, Stack stack, Stepper out);

  /** Adds what the tokens at {@code tails} can do from here to {@code out}. */
  abstract void walkInto(Tails tails, Collector out, boolean suspect);

  /** What {@link #worst} returns where no token ends. */
  static final long NO_END = -1;

  /**
   * Returns an upper bound, over all tokens at {@code tails} that end inside the rule, of the
   * fewest bytes from there to the rule's end; {@link #NO_END} if none does.
   */
  abstract long worst(Tails tails);

  /** Returns the fewest bytes to the rule's end. */
  abstract long shortest();

  /** Returns whether each byte has one target at most, found by {@link #target}. */
  boolean isDeterministic() {
    return true;
  }

  /** Returns the target of this node's own byte edge, or null. Only for deterministic nodes. */
  abstract @Nullable Node target(int b);

  /** Adds the bytes that can be read next inside the rule. */
  abstract void addFirst(ByteSet out);

  /** Returns whether the rule's end can be reached without reading anything. */
  abstract boolean computeNullable();

  /** Returns whether control tokens may be read next inside the rule. */
  boolean hasControls() {
    return false;
  }

  /** Adds the control tokens that can be read next inside the rule. */
  void addControls(IntBuffer out) {}

  /** Returns this state's node in another universe of the same rules. */
  abstract Node in(Universe other);

  /** Returns what the state stands for, in words. */
  abstract String describe();

  /** Returns the bytes that can be read next inside the rule, callees included. */
  final ByteSet first() {
    ByteSet known = first;
    if (known == null) {
      known = new ByteSet();
      addFirst(known);
      first = known;
    }
    return known;
  }

  /** Returns whether the rule's end can be reached without reading anything. */
  final boolean nullable() {
    if (nullable == 0) {
      nullable = computeNullable() ? 1 : -1;
    }
    return nullable > 0;
  }

  /** Returns whether {@code symbol} may be read next inside the rule (controls: perhaps). */
  final boolean mayRead(int symbol) {
    return symbol < CONTROL ? first().has(symbol) : hasControls();
  }

  /** Returns what the tokens at {@code tails} can do from here; memoised. */
  final Walk walk(Tails tails) {
    for (WalkEntry e = walks; e != null; e = e.next) {
      if (e.tails == tails) {
        return e.walk;
      }
    }
    Walk known = fromMany(tails);
    return known != null ? known : learn(tails);
  }

  private @Nullable Walk fromMany(Tails tails) {
    if (manyWalks == null) {
      return null;
    }
    synchronized (this) {
      return manyWalks == null ? null : manyWalks.get(tails);
    }
  }

  private Walk learn(Tails tails) {
    Walk fresh = universe.walker().walk(this, tails);
    if (!universe.limits.remembersWalks()) {
      return fresh;
    }
    synchronized (this) {
      WalkEntry head = walks;
      int count = head == null ? 0 : head.count;
      if (count < 6) {
        walks = new WalkEntry(tails, fresh, count + 1, head);
      } else {
        if (manyWalks == null) {
          manyWalks = new HashMap<>();
        }
        manyWalks.put(tails, fresh);
      }
    }
    universe.weigh(2);
    return fresh;
  }

  @Override
  public String toString() {
    return describe() + "#" + id;
  }
}
