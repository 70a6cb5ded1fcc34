package dev.strait.examples.generate;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Prints bytes as they come, whole characters only: what is cut in two waits for its rest. */
final class Utf8Printer {
  private final PrintStream out;
  private byte[] waiting = {};

  Utf8Printer(PrintStream out) {
    this.out = out;
  }

  /** Prints the characters that are whole after these bytes. */
  void print(byte[] bytes) {
    byte[] all = Arrays.copyOf(waiting, waiting.length + bytes.length);
    System.arraycopy(bytes, 0, all, waiting.length, bytes.length);
    int whole = wholeLength(all);
    out.print(new String(all, 0, whole, StandardCharsets.UTF_8));
    out.flush();
    waiting = Arrays.copyOfRange(all, whole, all.length);
  }

  /** Prints what is left, even if it is no whole character. */
  void end() {
    out.println(new String(waiting, StandardCharsets.UTF_8));
    waiting = new byte[0];
  }

  /** The length without a character that is not whole at the end. */
  static int wholeLength(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead >= 0 && lead > bytes.length - 4 && (bytes[lead] & 0xC0) == 0x80) {
      lead--;
    }
    if (lead < 0) {
      return bytes.length;
    }
    int b = bytes[lead] & 0xff;
    int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
    return lead + length > bytes.length ? lead : bytes.length;
  }
}
