package dev.strait.rule;

/** What the edges of a compiled rule read: bytes 0 to 255, and above them calls and tokens. */
final class Symbol {

  private static final int BYTES = 256;

  private Symbol() {}

  static boolean isByte(int symbol) {
    return symbol < BYTES;
  }

  /** Returns the symbol of a call of the callee with this index. */
  static int call(int callee) {
    return BYTES + 2 * callee;
  }

  /** Returns the symbol of the control token with this id. */
  static int control(int token) {
    return BYTES + 2 * token + 1;
  }

  static boolean isCall(int symbol) {
    return symbol >= BYTES && (symbol - BYTES) % 2 == 0;
  }

  static boolean isControl(int symbol) {
    return symbol >= BYTES && (symbol - BYTES) % 2 == 1;
  }

  /** Returns the callee's index or the token's id. */
  static int value(int symbol) {
    return (symbol - BYTES) >> 1;
  }
}
