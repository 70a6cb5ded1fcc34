package dev.strait.regex;

import java.util.List;

/** Patterns that some text plainly matches. */
final class Matchable {
  private static final int FIRST_SURROGATE = 0xd800;

  private Matchable() {}

  /** Returns whether some text plainly matches; anchors are looked for at the ends only. */
  static boolean isMatchable(Node node) {
    if (node instanceof Node.Begin || node instanceof Node.End) {
      return true;
    } else if (node instanceof Node.Choice choice) {
      return choice.parts().stream().anyMatch(Matchable::isMatchable);
    } else if (node instanceof Node.Sequence sequence) {
      List<Node> parts = sequence.parts();
      int from = !parts.isEmpty() && parts.get(0) instanceof Node.Begin ? 1 : 0;
      int last = parts.size() - 1;
      int to = last >= from && parts.get(last) instanceof Node.End ? last : parts.size();
      return parts.subList(from, to).stream().allMatch(Matchable::isFree);
    }
    return isFree(node);
  }

  /** Returns whether some text plainly matches wherever it stands. */
  private static boolean isFree(Node node) {
    if (node instanceof Node.Chars chars) {
      return chars.set().rangeCount() > 0 && chars.set().first(0) < FIRST_SURROGATE;
    } else if (node instanceof Node.Sequence sequence) {
      return sequence.parts().stream().allMatch(Matchable::isFree);
    } else if (node instanceof Node.Choice choice) {
      return choice.parts().stream().anyMatch(Matchable::isFree);
    }
    return node instanceof Node.Repeat repeat && (repeat.min() == 0 || isFree(repeat.body()));
  }
}
