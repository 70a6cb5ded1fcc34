package dev.strait.regex;

import java.util.List;

/** The tree of a pattern. Groups and laziness leave no trace: they do not change the language. */
sealed interface Node {
  /** The empty text. */
  Node EMPTY = new Sequence(List.of());

  /** One code point of a set; prints as the set. */
  record Chars(CodePoints set) implements Node {
    @Override
    public String toString() {
      return set.toString();
    }
  }

  /** Parts one after the other; no part: the empty text. */
  record Sequence(List<Node> parts) implements Node {
    @Override
    public String toString() {
      return "cat" + parts;
    }
  }

  /** One of the parts; no part: nothing. */
  record Choice(List<Node> parts) implements Node {
    @Override
    public String toString() {
      return "alt" + parts;
    }
  }

  /** Repeated {@code min} to {@code max} times, both inclusive; {@link #FOREVER}: no bound. */
  record Repeat(Node body, int min, int max) implements Node {
    static final int FOREVER = Integer.MAX_VALUE;

    @Override
    public String toString() {
      return "rep[" + body + ", " + min + ", " + (max == FOREVER ? "*" : max) + "]";
    }
  }

  /** The start of the text. */
  record Begin() implements Node {
    @Override
    public String toString() {
      return "^";
    }
  }

  /** The end of the text. */
  record End() implements Node {
    @Override
    public String toString() {
      return "$";
    }
  }

  /** Holds where the body matches ahead (or behind), or, if negative, where it does not. */
  record Look(Node body, boolean behind, boolean negative) implements Node {
    @Override
    public String toString() {
      return "look" + (behind ? "<" : ">") + (negative ? "!" : "=") + "[" + body + "]";
    }
  }

  /** A word boundary; negative: no word boundary. */
  record WordBoundary(boolean negative) implements Node {
    @Override
    public String toString() {
      return negative ? "\\B" : "\\b";
    }
  }
}
