package dev.strait.constraint;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes read since the outermost open capture began; hash-consed in its prefix. */
final class Text {

  private final @Nullable Text prefix;
  private final byte last;
  private final int length;
  private volatile Text[] longer = {};

  private Text(@Nullable Text prefix, byte last, int length) {
    this.prefix = prefix;
    this.last = last;
    this.length = length;
  }

  static Text empty() {
    return new Text(null, (byte) 0, 0);
  }

  int length() {
    return length;
  }

  /** Returns this text and one more byte. */
  Text plus(int b, Universe universe) {
    for (Text text : longer) {
      if (text.last == (byte) b) {
        return text;
      }
    }
    return add((byte) b, universe);
  }

  private synchronized Text add(byte b, Universe universe) {
    for (Text text : longer) {
      if (text.last == b) {
        return text;
      }
    }
    Text fresh = new Text(this, b, length + 1);
    Text[] more = Arrays.copyOf(longer, longer.length + 1);
    more[longer.length] = fresh;
    longer = more;
    universe.weigh(1);
    return fresh;
  }

  /** Returns the bytes after {@code start}, which must be a prefix of this text. */
  byte[] since(Text start) {
    byte[] bytes = new byte[length - start.length];
    Text at = this;
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i] = at.last;
      at = java.util.Objects.requireNonNull(at.prefix);
    }
    return bytes;
  }
}
