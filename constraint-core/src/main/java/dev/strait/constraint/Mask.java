package dev.strait.constraint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens allowed at a configuration: dense parts shared with other masks, and a list of ids.
 *
 * <p>Configurations whose masks are made of the same parts share one mask; a mask that is filled
 * repeatedly gets an array of words of its own.
 */
final class Mask {

  /** Fills of a costly mask before its words are stored. */
  private static final int STORE_AFTER = 2;

  /** Lists of more ids than this are worth storing as words. */
  private static final int MANY_IDS = 400;

  /**
   * What a mask is made of, by content: dense parts, plus ids, minus ids (applied in this order).
   */
  record Recipe(Part[] dense, int[] removed, int[] added) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Recipe that
          && Arrays.equals(dense, that.dense)
          && Arrays.equals(removed, that.removed)
          && Arrays.equals(added, that.added);
    }

    @Override
    public int hashCode() {
      int h = Arrays.hashCode(added) * 31 + Arrays.hashCode(removed);
      for (Part part : dense) {
        h = h * 31 + part.id;
      }
      return h;
    }
  }

  private final Recipe recipe;
  private final Universe universe;
  private long @Nullable [] words;
  private int fills;

  private Mask(Recipe recipe, Universe universe) {
    this.recipe = recipe;
    this.universe = universe;
  }

  Recipe recipe() {
    return recipe;
  }

  /** Computes the mask of a configuration. */
  static Mask of(Configuration at) {
    Walker walker = at.universe.walker();
    Collector out = walker.open();
    try {
      collect(at, out);
      Mask mask = new Mask(recipe(at, out), at.universe);
      return mask.isCostly() ? at.universe.intern(mask) : mask;
    } finally {
      walker.close();
    }
  }

  private static void collect(Configuration at, Collector out) {
    Tails root = at.universe.index.tails.root();
    if (root == null) {
      return;
    }
    Climb climb = new Climb(out, false);
    for (int i = 0; i < at.nodes.length; i++) {
      climb.follow(at.nodes[i].walk(root), at.stacks[i], false);
    }
    climb.run();
  }

  /** Follows exits through the frames below, each (stack, position) once. */
  private static final class Climb {
    private record Exit(Stack stack, Tails tails, boolean suspect) {}

    private final Collector out;
    private final ArrayDeque<Exit> open = new ArrayDeque<>(4);
    private final List<Exit> seen = new ArrayList<>(4);
    private long worst = Node.NO_END;

    private final boolean measuring;

    Climb(Collector out, boolean measuring) {
      this.out = out;
      this.measuring = measuring;
    }

    void follow(Walk walk, Stack stack, boolean suspect) {
      out.include(walk, suspect);
      add(stack, walk.exits(), suspect);
      add(stack, walk.suspectExits(), true);
    }

    void worst(Node node, Tails tails, Stack stack) {
      long inside = node.worst(tails);
      if (inside != Node.NO_END) {
        worst = Math.max(worst, Stack.sum(inside, stack.shortest));
      }
    }

    private void add(Stack stack, @Nullable Tails exits, boolean suspect) {
      if (exits != null && !stack.isBottom()) {
        open.add(new Exit(stack, exits, suspect));
      }
    }

    void run() {
      while (!open.isEmpty()) {
        Exit exit = open.poll();
        if (seen.contains(exit)) {
          continue;
        }
        seen.add(exit);
        Stack stack = exit.stack;
        if (stack.isUnion()) {
          for (Stack frame : stack.frames) {
            add(frame, exit.tails, exit.suspect);
          }
        } else if (stack.parent != null) {
          Node next = java.util.Objects.requireNonNull(stack.standIn());
          if (measuring) {
            worst(next, exit.tails, stack.parent);
          }
          follow(next.walk(exit.tails), stack.parent, exit.suspect);
        }
      }
    }
  }

  /** Returns the bound of {@link Configuration#worst}. */
  static long worst(Configuration at) {
    Tails root = at.universe.index.tails.root();
    Climb climb = new Climb(new Collector(at.universe.index.tails, 0), true);
    for (int i = 0; root != null && i < at.nodes.length; i++) {
      climb.worst(at.nodes[i], root, at.stacks[i]);
      climb.follow(at.nodes[i].walk(root), at.stacks[i], false);
    }
    climb.run();
    return hasControls(at) ? Long.MAX_VALUE : Math.max(0, climb.worst);
  }

  private static Recipe recipe(Configuration at, Collector out) {
    IntBuffer added = new IntBuffer();
    List<Part> dense = new ArrayList<>(2);
    for (Part part : out.parts) {
      if (part.isDense()) {
        dense.add(part);
      } else {
        added.addAll(part.ids, 0, part.ids.length);
      }
    }
    added.addAll(out.ids.items, 0, out.ids.size);
    int[] removed = settle(at, out.suspects(), added);
    addSymbols(at, added);
    return new Recipe(dense.toArray(Part[]::new), removed, added.toArray());
  }

  /** Decides the suspects one by one: adds the allowed ones, returns the others. */
  private static int[] settle(Configuration at, int[] suspects, IntBuffer added) {
    if (suspects.length == 0) {
      return suspects;
    }
    IntBuffer removed = new IntBuffer();
    Stepper stepper = new Stepper(at.universe);
    for (int id : Arrays.stream(suspects).sorted().distinct().toArray()) {
      stepper.load(at);
      if (stepper.read(at.universe.index.text(id))) {
        added.add(id);
      } else {
        removed.add(id);
      }
    }
    dropRemoved(added, removed);
    return removed.toArray();
  }

  private static void dropRemoved(IntBuffer added, IntBuffer removed) {
    int kept = 0;
    for (int i = 0; i < added.size; i++) {
      if (Arrays.binarySearch(removed.items, 0, removed.size, added.items[i]) < 0) {
        added.items[kept++] = added.items[i];
      }
    }
    added.size = kept;
  }

  private static boolean hasControls(Configuration at) {
    IntBuffer controls = new IntBuffer();
    new Stepper(at.universe).addControls(at, controls);
    return controls.size > 0;
  }

  private static void addSymbols(Configuration at, IntBuffer added) {
    if (at.universe.hasSeenControls()) {
      new Stepper(at.universe).addControls(at, added);
    }
    if (at.isComplete()) {
      int[] ends = at.universe.index.endOfGeneration;
      added.addAll(ends, 0, ends.length);
    }
  }

  /** Returns this mask less some ids. */
  Mask without(int[] ids) {
    if (ids.length == 0) {
      return this;
    }
    IntBuffer added = new IntBuffer();
    added.addAll(recipe.added, 0, recipe.added.length);
    IntBuffer removed = new IntBuffer();
    removed.addAll(ids, 0, ids.length);
    dropRemoved(added, removed);
    removed.addAll(recipe.removed, 0, recipe.removed.length);
    return new Mask(new Recipe(recipe.dense, removed.toArray(), added.toArray()), universe);
  }

  /** Writes the mask over the first {@code maskWords()} words of {@code target}. */
  void fill(long[] target, int maskWords) {
    long[] stored = words;
    if (stored != null) {
      System.arraycopy(stored, 0, target, 0, maskWords);
      return;
    }
    compose(target, maskWords);
    if (isCostly() && ++fills >= STORE_AFTER) {
      store(target, maskWords);
    }
  }

  private boolean isCostly() {
    return recipe.dense.length > 1 || recipe.added.length > MANY_IDS;
  }

  private void store(long[] filled, int maskWords) {
    if (universe.denseMasks.get() < universe.limits.masks()) {
      universe.denseMasks.incrementAndGet();
      words = Arrays.copyOf(filled, maskWords);
    }
  }

  private void compose(long[] target, int maskWords) {
    Part[] dense = recipe.dense;
    if (dense.length == 0) {
      Arrays.fill(target, 0, maskWords, 0);
    } else {
      System.arraycopy(dense[0].words, 0, target, 0, maskWords);
      for (int i = 1; i < dense.length; i++) {
        dense[i].addTo(target);
      }
    }
    for (int id : recipe.removed) {
      target[id >>> 6] &= ~(1L << id);
    }
    for (int id : recipe.added) {
      target[id >>> 6] |= 1L << id;
    }
  }
}
