package dev.strait.regex;

/** A pattern that is malformed, or uses what no automaton can do (a back-reference). */
public final class RegexException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whether the pattern is wrong, or right but not supported. */
  public enum Kind {
    /** Not a pattern of ECMA-262. */
    SYNTAX,
    /** A pattern that denotes no regular language here: a back-reference. */
    UNSUPPORTED,
    /** A pattern whose automaton is larger than the limit. */
    LIMIT
  }

  private final Kind kind;
  private final String pattern;
  private final int position;

  /** Refuses {@code pattern} at {@code position}, a char index from 0. */
  public RegexException(Kind kind, String pattern, int position, String reason) {
    super(reason + " at position " + position + " of the pattern " + shown(pattern));
    this.kind = kind;
    this.pattern = pattern;
    this.position = position;
  }

  private static String shown(String pattern) {
    return pattern.length() <= 200 ? pattern : pattern.substring(0, 200) + "…";
  }

  /** Returns why the pattern is refused. */
  public Kind kind() {
    return kind;
  }

  /** Returns the whole pattern. */
  public String pattern() {
    return pattern;
  }

  /** Returns the place of the error, a char index into the pattern. */
  public int position() {
    return position;
  }
}
