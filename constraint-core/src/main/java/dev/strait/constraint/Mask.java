package dev.strait.constraint;

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

  /** Cost of a mask, in ids, from which it is shared and its words may be stored. */
  private static final int COSTLY = 32;

  /** Words of a further dense part that are added in the time of one id. */
  private static final int WORDS_PER_ID = 8;

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

  /** What a mask comes of where no token is doubtful: the numbers of its walks, and of the end. */
  record Source(int[] ids) {
    static Source of(Climb climb, boolean complete) {
      int[] ids = new int[climb.walks.size() + 1];
      for (int i = 1; i < ids.length; i++) {
        ids[i] = climb.walks.get(i - 1).id;
      }
      ids[0] = complete ? 1 : 0;
      return new Source(ids);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Source that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }
  }

  private final Recipe recipe;
  private final Universe universe;

  /** The time of composing this mask beyond that of copying its words, in ids. */
  private final int cost;

  private volatile long @Nullable [] words;
  private int spent;

  private Mask(Recipe recipe, Universe universe) {
    this.recipe = recipe;
    this.universe = universe;
    int further = Math.max(0, recipe.dense.length - 1);
    int maskWords = universe.index.vocabulary.maskWords();
    this.cost =
        recipe.added.length + recipe.removed.length + further * (1 + maskWords / WORDS_PER_ID);
  }

  Recipe recipe() {
    return recipe;
  }

  /** Returns the mask of a configuration: an old one if it is made of the same walks. */
  static Mask of(Configuration at) {
    Climb climb = Climb.of(at);
    if (climb.isDoubtful() || at.universe.hasSeenControls()) {
      return of(at, climb, at.universe);
    }
    Universe keeper = at.universe.keeperOf(climb.isShared());
    Source source = Source.of(climb, at.isComplete());
    Mask known = keeper.mask(source);
    if (known == null) {
      known = of(at, climb, keeper);
      keeper.keep(source, known);
    }
    return known;
  }

  private static Mask of(Configuration at, Climb climb, Universe keeper) {
    Walker walker = at.universe.walker();
    Collector out = walker.open();
    try {
      climb.walks.forEach(walk -> out.include(walk, false));
      climb.suspectWalks.forEach(walk -> out.include(walk, true));
      Mask mask = new Mask(recipe(at, out), keeper);
      return mask.isCostly() ? keeper.intern(mask) : mask;
    } finally {
      walker.close();
    }
  }

  /** Returns the bound of {@link Configuration#worst}. */
  static long worst(Configuration at) {
    return hasControls(at) ? Long.MAX_VALUE : Math.max(0, Climb.worst(at));
  }

  private static Recipe recipe(Configuration at, Collector out) {
    IntBuffer added = new IntBuffer();
    added.reserve(out.sparseIds());
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

  /**
   * Writes the mask over the first {@code maskWords()} words of {@code target}. The words are
   * stored once composing them has cost as much as storing them does.
   */
  void fill(long[] target, int maskWords) {
    long[] stored = words;
    if (stored != null) {
      System.arraycopy(stored, 0, target, 0, maskWords);
      return;
    }
    compose(target, maskWords);
    if (isCostly()) {
      spent += cost;
      if (spent > maskWords) {
        store(target, maskWords);
      }
    }
  }

  private boolean isCostly() {
    return cost > COSTLY;
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
