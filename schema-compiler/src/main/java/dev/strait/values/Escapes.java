package dev.strait.values;

/** Which JSON texts of a string are produced. */
public enum Escapes {
  /**
   * One text per string: {@code \" \\ \b \f \n \r \t}, other controls below U+0020 as a lower-case
   * {@code \u00xx}, everything else raw.
   */
  CANONICAL,
  /**
   * Every valid escape: also {@code \/} and {@code \}{@code uXXXX} in either hex case, with
   * surrogate pairs; never half a pair.
   */
  ANY
}
