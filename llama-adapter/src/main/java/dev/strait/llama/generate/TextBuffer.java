package dev.strait.llama.generate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The output's bytes on their way to text: bytes of an unfinished character, and text that may be
 * the beginning of a stop text, are held back.
 */
final class TextBuffer {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private final List<String> stops;
  private int given;
  private boolean stopped;

  TextBuffer(List<String> stops) {
    this.stops = stops;
  }

  /** Appends a token's bytes; returns whether a stop text has appeared. */
  boolean append(byte[] token) {
    bytes.writeBytes(token);
    byte[] all = bytes.toByteArray();
    int end = wholeCharacters(all);
    int scanned = text.length();
    text.append(new String(all, 0, end, StandardCharsets.UTF_8));
    bytes.reset();
    bytes.write(all, end, all.length - end);
    return stop(scanned);
  }

  private boolean stop(int scanned) {
    int first = -1;
    for (String stop : stops) {
      int at = text.indexOf(stop, Math.max(0, scanned - stop.length()));
      first = at >= 0 && (first < 0 || at < first) ? at : first;
    }
    if (first >= 0) {
      text.setLength(first);
      stopped = true;
    }
    return stopped;
  }

  /** Returns the text that can be given out and was not. */
  String take() {
    int end = stopped ? text.length() : Math.max(given, text.length() - heldBack());
    String piece = text.substring(given, end);
    given = end;
    return piece;
  }

  /** Returns all text that is left; an unfinished character becomes a replacement character. */
  String takeRest() {
    if (!stopped) {
      text.append(bytes.toString(StandardCharsets.UTF_8));
      bytes.reset();
    }
    String piece = text.substring(given);
    given = text.length();
    return piece;
  }

  String text() {
    return text.toString();
  }

  private int heldBack() {
    int most = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, text.length()); n > most; n--) {
        if (stop.startsWith(text.substring(text.length() - n))) {
          most = n;
        }
      }
    }
    return most;
  }

  /** Returns how many of the bytes make whole characters: all but at most three. */
  private static int wholeCharacters(byte[] all) {
    for (int back = 1; back <= Math.min(3, all.length); back++) {
      int b = all[all.length - back] & 0xff;
      if (b >= 0xc0) {
        int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return needed > back ? all.length - back : all.length;
      }
      if (b < 0x80) {
        break;
      }
    }
    return all.length;
  }
}
