package dev.strait.constraint;

import dev.strait.rule.Capture;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A hash-consed set of call stacks: one node of the graph-structured stack.
 *
 * <p>Either a single frame (where to go on, and the stack set below) or a union of single frames
 * with different return nodes, ordered by id. Two frames with one return node are merged by uniting
 * their parents, so the form is canonical. A frame's return is known (a {@link Node}), decided by
 * the text that is being read (a {@link Pending}), or the end of the whole grammar.
 *
 * <p>Single frames are interned in their parent, unions in the {@link Universe}, so that stacks
 * which no configuration holds can be collected once their universe is given up.
 */
final class Stack {

  /** A call whose return state depends on the text read since {@code from}. */
  record Pending(RuleTable table, Capture<Object> capture, Text from) {}

  private static final int LISTED_KIDS = 8;

  final int id;

  /** Where to go on; null at the bottom, in a pending frame, and in a union. */
  final @Nullable Node then;

  final @Nullable Pending pending;

  /** The stacks below; null at the bottom and in a union. */
  final @Nullable Stack parent;

  /** The single frames of a union, by ascending id; empty for a single frame. */
  final Stack[] frames;

  /** Most frames on a path to the bottom, exclusive of the bottom. */
  final int depth;

  /** Whether a pending frame is among the frames below or here. */
  final boolean captures;

  /** Whether a pending frame whose text may be repeated is among the frames below or here. */
  private final boolean repeats;

  /** Fewest bytes from here to the bottom if no text is repeated; -1 until they are asked for. */
  private long shortest;

  private volatile Stack[] kids = {};
  private volatile @Nullable ConcurrentHashMap<Object, Stack> manyKids;

  private Stack(int id, @Nullable Node then, @Nullable Pending pending, @Nullable Stack parent) {
    this.id = id;
    this.then = then;
    this.pending = pending;
    this.parent = parent;
    this.frames = new Stack[0];
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.captures = pending != null || (parent != null && parent.captures);
    this.repeats =
        pending != null && pending.capture().repeats() || (parent != null && parent.repeats);
    this.shortest = parent == null ? 0 : -1;
  }

  private Stack(int id, Stack[] frames) {
    this.id = id;
    this.then = null;
    this.pending = null;
    this.parent = null;
    this.frames = frames;
    this.depth = Arrays.stream(frames).mapToInt(f -> f.depth).max().orElse(0);
    this.captures = Arrays.stream(frames).anyMatch(f -> f.captures);
    this.repeats = Arrays.stream(frames).anyMatch(f -> f.repeats);
    this.shortest = -1;
  }

  /** Returns a new bottom. */
  static Stack bottom(int id) {
    return new Stack(id, null, null, null);
  }

  /** Returns a new, not interned, union of at least two single frames with ascending ids. */
  static Stack union(int id, Stack[] frames) {
    return new Stack(id, frames);
  }

  boolean isUnion() {
    return frames.length > 0;
  }

  boolean isBottom() {
    return frames.length == 0 && parent == null;
  }

  /** Returns this stack with one more frame on top that goes on in {@code next}. */
  Stack push(Node next, Universe universe) {
    Stack known = find(next);
    return known != null ? known : add(next, universe);
  }

  /** Returns this stack with a frame on top whose return depends on the text. */
  Stack push(Pending next, Universe universe) {
    Stack known = find(next);
    return known != null ? known : add(next, universe);
  }

  private @Nullable Stack find(Object key) {
    for (Stack kid : kids) {
      if (kid.then == key || key.equals(kid.pending)) {
        return kid;
      }
    }
    ConcurrentHashMap<Object, Stack> many = manyKids;
    return many == null ? null : many.get(key);
  }

  private synchronized Stack add(Object key, Universe universe) {
    Stack known = find(key);
    if (known != null) {
      return known;
    }
    universe.checkDepth(depth + 1);
    Stack fresh =
        key instanceof Node node
            ? new Stack(universe.nextId(), node, null, this)
            : new Stack(universe.nextId(), null, (Pending) key, this);
    if (kids.length < LISTED_KIDS) {
      Stack[] more = Arrays.copyOf(kids, kids.length + 1);
      more[kids.length] = fresh;
      kids = more;
    } else {
      ConcurrentHashMap<Object, Stack> many = manyKids;
      if (many == null) {
        many = new ConcurrentHashMap<>();
        manyKids = many;
      }
      many.put(key, fresh);
    }
    universe.weigh(1);
    return fresh;
  }

  /**
   * Returns the fewest bytes to the bottom from inside the call on top.
   *
   * @param inside the fewest bytes to the end of that call
   * @param length the bytes of the text read so far, if a call is captured
   */
  long shortest(long inside, int length) {
    Stack at = this;
    long above = inside;
    while (at.repeats && at.parent != null) {
      above = at.after(above, length);
      at = at.parent;
    }
    if (!at.repeats) {
      return sum(above, at.shortest());
    }
    long least = Long.MAX_VALUE;
    for (Stack frame : at.frames) {
      least = Math.min(least, frame.shortest(above, length));
    }
    return least;
  }

  /** Returns the fewest bytes from inside the call to the end of the one below. */
  private long after(long inside, int length) {
    long least = sum(inside, ownShortest());
    Pending waiting = pending;
    if (waiting != null && waiting.capture().repeats()) {
      long text = sum(inside, length - waiting.from().length());
      least = Math.min(least, sum(inside, sum(text, waiting.capture().longestRepeat())));
    }
    return least;
  }

  /**
   * Returns the fewest bytes from here to the bottom. Computed when first asked for, since most
   * generations never ask; without recursion, since stacks are deep.
   */
  private long shortest() {
    if (shortest < 0) {
      ArrayDeque<Stack> open = new ArrayDeque<>();
      open.push(this);
      while (!open.isEmpty()) {
        if (open.element().learnShortest(open)) {
          open.pop();
        }
      }
    }
    return shortest;
  }

  /** Computes the fewest bytes to the bottom, or pushes a stack below of which they are missing. */
  private boolean learnShortest(ArrayDeque<Stack> missing) {
    Stack below = parent;
    if (below != null) {
      if (below.shortest < 0) {
        missing.push(below);
        return false;
      }
      shortest = sum(ownShortest(), below.shortest);
      return true;
    }
    long least = Long.MAX_VALUE;
    for (Stack frame : frames) {
      if (frame.shortest < 0) {
        missing.push(frame);
      }
      least = Math.min(least, frame.shortest);
    }
    shortest = least;
    return least >= 0;
  }

  private long ownShortest() {
    Pending waiting = pending;
    return waiting != null
        ? waiting.capture().longestReturn()
        : Objects.requireNonNull(then).shortest();
  }

  /** Adds two byte counts, saturating. */
  static long sum(long a, long b) {
    return a >= Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** The node to go on in, or null at the bottom; a pending frame's stand-in for masks. */
  @Nullable Node standIn() {
    Pending waiting = pending;
    return waiting == null ? then : waiting.table().node(waiting.capture().anyReturn());
  }

  @Override
  public String toString() {
    return "s" + id;
  }
}
