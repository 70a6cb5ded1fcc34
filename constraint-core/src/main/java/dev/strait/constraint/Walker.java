package dev.strait.constraint;

import java.util.ArrayList;
import java.util.List;

/** Computes walks with pooled collectors, one per level of calls. For one thread at a time. */
final class Walker {

  /** Most calls nested within one token without a limit error. */
  private static final int DEEPEST = 1_000;

  private final VocabularyIndex index;
  private final List<Collector> pool = new ArrayList<>();
  private int depth;

  Walker(VocabularyIndex index) {
    this.index = index;
  }

  /** Returns what the tokens at {@code tails} can do from {@code node}. */
  Walk walk(Node node, Tails tails) {
    Collector collector = open();
    try {
      collector.begin(node, tails);
      node.walkInto(tails, collector, false);
      return collector.toWalk(node.universe.isShared());
    } finally {
      close();
    }
  }

  /** Returns a cleared collector for a configuration; {@link #close()} it. */
  Collector open() {
    if (depth == DEEPEST) {
      throw new LimitException("more than " + DEEPEST + " calls are nested within one token");
    }
    if (depth == pool.size()) {
      pool.add(new Collector(index.tails, index.vocabulary.maskWords()));
    }
    Collector collector = pool.get(depth++);
    collector.begin(null, null);
    return collector;
  }

  /** Ends the use of the collector opened last. */
  void close() {
    pool.get(--depth).release();
  }
}
