package dev.strait.constraint;

/** How far a byte sequence is into a UTF-8 character: an automaton of nine states. */
final class Utf8Phase {

  /** Between two characters. */
  static final int BETWEEN = 0;

  private static final int ONE = 1;
  private static final int TWO = 2;
  private static final int THREE = 3;
  private static final int AFTER_E0 = 4;
  private static final int AFTER_ED = 5;
  private static final int AFTER_F0 = 6;
  private static final int AFTER_F4 = 7;

  /** Not UTF-8. */
  static final int BROKEN = 8;

  private Utf8Phase() {}

  /** Returns the phase after one more byte, 0 to 255. */
  static int after(int phase, int b) {
    if (phase == BETWEEN) {
      return lead(b);
    }
    if (phase == BROKEN || b < least(phase) || b > most(phase)) {
      return BROKEN;
    }
    return switch (phase) {
      case ONE -> BETWEEN;
      case TWO, AFTER_E0, AFTER_ED -> ONE;
      default -> TWO;
    };
  }

  private static int lead(int b) {
    if (b < 0x80) {
      return BETWEEN;
    }
    if (b < 0xc2 || b > 0xf4) {
      return BROKEN;
    }
    if (b < 0xe0) {
      return ONE;
    }
    if (b < 0xf0) {
      return b == 0xe0 ? AFTER_E0 : b == 0xed ? AFTER_ED : TWO;
    }
    return b == 0xf0 ? AFTER_F0 : b == 0xf4 ? AFTER_F4 : THREE;
  }

  private static int least(int phase) {
    return phase == AFTER_E0 ? 0xa0 : phase == AFTER_F0 ? 0x90 : 0x80;
  }

  private static int most(int phase) {
    return phase == AFTER_ED ? 0x9f : phase == AFTER_F4 ? 0x8f : 0xbf;
  }
}
