package dev.strait.constraint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The walks that a configuration's mask is made of: those of its nodes from the root of the trie,
 * then through the frames of the stacks those of the return nodes from the exits, each (stack,
 * position) once.
 */
final class Climb {

  /** So many (stack, position) pairs are searched one by one. */
  private static final int LISTED = 12;

  private record Exit(Stack stack, Tails tails, boolean suspect) {
    @Override
    public boolean equals(Object object) {
      return object instanceof Exit other
          && stack == other.stack
          && tails == other.tails
          && suspect == other.suspect;
    }

    @Override
    public int hashCode() {
      return (31 * stack.id + tails.id) * 31 + (suspect ? 1 : 0);
    }
  }

  /** What tokens can do here; in the order found. */
  final List<Walk> walks = new ArrayList<>(4);

  /** What tokens can do behind exits that only suspects reach. */
  final List<Walk> suspectWalks = new ArrayList<>(0);

  private final boolean measuring;
  private final ArrayDeque<Exit> open = new ArrayDeque<>(4);
  private final List<Exit> seen = new ArrayList<>(4);
  private final Set<Exit> seenMany = new HashSet<>(0);
  private boolean doubtful;
  private boolean shared = true;
  private long worst = Node.NO_END;

  /** The most bytes of captured text after a token. */
  private int textLength;

  private Climb(boolean measuring) {
    this.measuring = measuring;
  }

  /** Gathers the walks of a configuration. */
  static Climb of(Configuration at) {
    Climb climb = new Climb(false);
    climb.run(at);
    return climb;
  }

  /**
   * Returns an upper bound, over all tokens that may be read at a configuration, of the fewest
   * bytes to an end after them; {@link Node#NO_END} if there is none.
   */
  static long worst(Configuration at) {
    Climb climb = new Climb(true);
    climb.textLength = at.textLength() + at.universe.index.vocabulary.longestToken();
    climb.run(at);
    return climb.worst;
  }

  /** Returns whether some tokens must be decided one by one. */
  boolean isDoubtful() {
    return doubtful;
  }

  /** Returns whether all walks are kept with the vocabulary. */
  boolean isShared() {
    return shared;
  }

  private void run(Configuration at) {
    Tails root = at.universe.index.tails.root();
    if (root == null) {
      return;
    }
    for (int i = 0; i < at.nodes.length; i++) {
      follow(at.nodes[i], root, at.stacks[i], false);
    }
    for (Exit exit = open.poll(); exit != null; exit = open.poll()) {
      if (isNew(exit)) {
        follow(exit);
      }
    }
  }

  private void follow(Exit exit) {
    Stack stack = exit.stack;
    if (stack.isUnion()) {
      for (Stack frame : stack.frames) {
        add(frame, exit.tails, exit.suspect);
      }
    } else if (stack.parent != null) {
      Node next = Objects.requireNonNull(stack.standIn());
      follow(next, exit.tails, stack.parent, exit.suspect);
    }
  }

  private void follow(Node node, Tails tails, Stack stack, boolean suspect) {
    if (measuring) {
      measure(node, tails, stack);
    }
    Walk walk = node.walk(tails);
    (suspect ? suspectWalks : walks).add(walk);
    doubtful |= suspect || walk.isDoubtful();
    shared &= walk.shared;
    add(stack, walk.exits, suspect);
    add(stack, walk.suspectExits, true);
  }

  private void measure(Node node, Tails tails, Stack stack) {
    long inside = node.worst(tails);
    if (inside != Node.NO_END) {
      worst = Math.max(worst, stack.shortest(inside, textLength));
    }
  }

  private void add(Stack stack, @Nullable Tails exits, boolean suspect) {
    if (exits != null && !stack.isBottom()) {
      open.add(new Exit(stack, exits, suspect));
    }
  }

  private boolean isNew(Exit exit) {
    if (seen.contains(exit)) {
      return false;
    }
    if (seen.size() < LISTED) {
      seen.add(exit);
      return true;
    }
    return seenMany.add(exit);
  }
}
