package dev.strait.regex;

import dev.strait.automaton.ByteDfa;
import java.util.EnumSet;
import java.util.Set;

/**
 * A regular expression of ECMA-262 with the u flag. Immutable.
 *
 * <p>Everything but back-references is understood exactly: classes, Unicode properties, named
 * groups, lazy quantifiers, look-ahead and look-behind anywhere.
 */
public final class Regex {
  /** Most states of the automaton of one pattern. */
  public static final int DEFAULT_LIMIT = 50_000;

  /** How a pattern is read. */
  public enum Flag {
    /** Flag i: letters match their other cases, by simple case folding. */
    IGNORE_CASE,
    /** Flag s: a dot matches line ends too. */
    DOT_ALL
  }

  private final String pattern;
  private final Node tree;

  private Regex(String pattern, Node tree) {
    this.pattern = pattern;
    this.tree = tree;
  }

  /**
   * Reads a pattern.
   *
   * @throws RegexException if it is malformed or has a back-reference
   */
  public static Regex parse(String pattern, Flag... flags) {
    Set<Flag> set = EnumSet.noneOf(Flag.class);
    set.addAll(java.util.List.of(flags));
    return new Regex(pattern, Parser.parse(pattern, set));
  }

  static Regex of(String pattern, Node tree) {
    return new Regex(pattern, tree);
  }

  /** Returns the pattern's own text. */
  public String pattern() {
    return pattern;
  }

  Node tree() {
    return tree;
  }

  /**
   * Returns the texts in which a match is found anywhere (as {@code pattern} of JSON Schema).
   *
   * @throws RegexException of kind LIMIT if the automaton grows past {@link #DEFAULT_LIMIT}
   */
  public ByteDfa search() {
    return Compiler.compile(this, true, DEFAULT_LIMIT);
  }

  /**
   * Returns the texts that match as a whole.
   *
   * @throws RegexException of kind LIMIT if the automaton grows past {@link #DEFAULT_LIMIT}
   */
  public ByteDfa whole() {
    return Compiler.compile(this, false, DEFAULT_LIMIT);
  }

  /**
   * Returns whether a match is plainly possible: there is nothing in the pattern that could exclude
   * it but anchors at the ends. No automaton is built.
   */
  public boolean isPlainlyMatchable() {
    return Matchable.isMatchable(tree);
  }

  /** Returns the tree, in a canonical notation. */
  @Override
  public String toString() {
    return tree.toString();
  }
}
