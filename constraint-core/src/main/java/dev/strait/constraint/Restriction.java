package dev.strait.constraint;

import org.jspecify.annotations.Nullable;

/**
 * Finds where a node that restricts another ({@link dev.strait.rule.Edges#restricts}) differs from
 * it: the tokens that pass a difference become suspects, to be decided one by one. Visits only
 * positions at which the two have not yet fallen together.
 */
final class Restriction {
  private Restriction() {}

  static void addSuspects(Node narrow, Node wide, Tails tails, Collector out) {
    if (wide.accepts() && !narrow.accepts()) {
      addAll(tails, out);
      return;
    }
    Tails.Level level = tails.level();
    for (int i = 0; i < level.size(); i++) {
      int b = level.bytes[i] & 0xff;
      Node wideTarget = wide.target(b);
      if (wideTarget != null) {
        Node narrowTarget = narrow.target(b);
        if (narrowTarget != wideTarget) {
          differ(narrowTarget, wideTarget, level, i, out);
        }
      }
    }
  }

  private static void differ(
      @Nullable Node narrow, Node wide, Tails.Level level, int edge, Collector out) {
    Tails next = level.next[edge];
    if (narrow == null) {
      out.allow(level.ids[edge], true);
    }
    if (next == null) {
      return;
    }
    if (narrow == null) {
      addAll(next, out);
    } else {
      addSuspects(narrow, wide, next, out);
    }
  }

  private static void addAll(Tails tails, Collector out) {
    Tails.Level level = tails.level();
    for (int i = 0; i < level.size(); i++) {
      out.allow(level.ids[i], true);
      Tails next = level.next[i];
      if (next != null) {
        addAll(next, out);
      }
    }
  }
}
