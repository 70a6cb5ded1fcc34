package dev.strait.schema.graph;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** URI references: splitting, resolving, decoding. Lenient: what is no URI is taken as a name. */
final class Uris {
  private Uris() {}

  /** Returns the reference without its fragment. */
  static String withoutFragment(String ref) {
    int hash = ref.indexOf('#');
    return hash < 0 ? ref : ref.substring(0, hash);
  }

  /** Returns the decoded fragment, empty if there is none. */
  static String fragment(String ref) {
    int hash = ref.indexOf('#');
    return hash < 0 ? "" : decode(ref.substring(hash + 1));
  }

  /** Returns {@code ref}, which has no fragment, resolved against {@code base}. */
  static String resolve(String base, String ref) {
    if (ref.isEmpty()) {
      return base;
    }
    try {
      URI reference = new URI(ref);
      if (reference.isAbsolute() || base.isEmpty()) {
        return ref;
      }
      return new URI(base).resolve(reference).toString();
    } catch (java.net.URISyntaxException e) {
      return ref;
    }
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int n = 0;
    for (int i = 0; i < in.length; i++) {
      int hex = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1], in[i + 2]) : -1;
      out[n++] = hex < 0 ? in[i] : (byte) hex;
      i += hex < 0 ? 0 : 2;
    }
    try {
      CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out, 0, n));
      return chars.toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  private static int hex(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h * 16 + l;
  }

  /** Returns one token of a JSON pointer, decoded. */
  static String pointerToken(String token) {
    return token.indexOf('~') < 0 ? token : token.replace("~1", "/").replace("~0", "~");
  }

  /** Returns one token of a JSON pointer, encoded. */
  static String toPointerToken(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
