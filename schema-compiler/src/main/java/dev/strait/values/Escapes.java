package dev.strait.values;

/** Which JSON texts of a string are produced. */
public enum Escapes {
  /**
   * One text per string: the two-character escapes of quote, backslash, backspace, form feed, line
   * feed, carriage return and tab; other controls below U+0020 by their four lower-case hex digits;
   * everything else raw.
   */
  CANONICAL,
  /**
   * Every valid escape: also that of the slash, and four hex digits in either case for any
   * character, with surrogate pairs; never half a pair.
   */
  ANY
}
