package dev.strait.examples.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A byte-level BPE tokenizer in the manner of GPT-2: ids 0 to 255 are the bytes, then one token for
 * each merge, then phrases (found in text before anything else), then control tokens (never found
 * in text). Because every byte is a token, any text can be encoded and decoding gives back its
 * bytes.
 *
 * <p>Not thread-safe: pieces seen before are remembered.
 */
public final class BpeTokenizer {

  /** The pre-tokenization that llama.cpp and Hugging Face call {@code gpt-2}. */
  public static final String GPT2_PATTERN =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  private static final int CACHE_LIMIT = 100_000;
  private static final Pattern SPLIT =
      Pattern.compile(GPT2_PATTERN, Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * Two tokens that become one, the earlier in the list the sooner.
   *
   * @param left id of the first half
   * @param right id of the second half
   */
  public record Merge(int left, int right) {}

  private final List<Merge> merges;
  private final List<String> phrases;
  private final List<String> controls;
  private final byte[][] bytes;
  private final Map<Long, Integer> ranks = new HashMap<>();
  private final Map<String, Integer> phraseIds = new HashMap<>();
  private final List<String> longestFirst;
  private final Map<String, int[]> cache = new HashMap<>();

  /** Returns a tokenizer; the lists are copied. */
  public BpeTokenizer(List<Merge> merges, List<String> phrases, List<String> controls) {
    this.merges = List.copyOf(merges);
    this.phrases = List.copyOf(phrases);
    this.controls = List.copyOf(controls);
    this.bytes = new byte[256 + merges.size() + phrases.size() + controls.size()][];
    fillBytes();
    this.longestFirst = new ArrayList<>(phrases);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
  }

  private void fillBytes() {
    for (int b = 0; b < 256; b++) {
      bytes[b] = new byte[] {(byte) b};
    }
    int id = 256;
    for (Merge merge : merges) {
      ranks.put(pair(merge.left(), merge.right()), id);
      bytes[id++] = joined(bytes[merge.left()], bytes[merge.right()]);
    }
    for (String phrase : phrases) {
      phraseIds.put(phrase, id);
      bytes[id++] = phrase.getBytes(StandardCharsets.UTF_8);
    }
    for (String control : controls) {
      bytes[id++] = control.getBytes(StandardCharsets.UTF_8);
    }
  }

  static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  static byte[] joined(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  /** Returns the number of ids. */
  public int size() {
    return bytes.length;
  }

  /** Returns the merges, in the order in which they apply. */
  public List<Merge> merges() {
    return merges;
  }

  /** Returns the phrases: strings that are one token wherever they occur. */
  public List<String> phrases() {
    return phrases;
  }

  /** Returns the names of the control tokens. */
  public List<String> controls() {
    return controls;
  }

  /** Returns the id of the first phrase. */
  public int firstPhrase() {
    return 256 + merges.size();
  }

  /** Returns the id of the first control token. */
  public int firstControl() {
    return firstPhrase() + phrases.size();
  }

  /**
   * Returns the id of a control token.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int control(String name) {
    int at = controls.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("no control token " + name);
    }
    return firstControl() + at;
  }

  /** Returns a copy of a token's bytes; for a control token those of its name. */
  public byte[] bytes(int id) {
    return bytes[id].clone();
  }

  /** Returns the ids of the text. O(length times phrases) in the worst case. */
  public int[] encode(String text) {
    IntList out = new IntList();
    encodeParts(text, 0, out);
    return out.toArray();
  }

  /** Splits at the longest phrase that occurs, as llama.cpp does, then at the next. */
  private void encodeParts(String text, int phrase, IntList out) {
    int next = phrase;
    while (next < longestFirst.size() && !text.contains(longestFirst.get(next))) {
      next++;
    }
    if (next == longestFirst.size()) {
      encodePlain(text, out);
      return;
    }
    String found = longestFirst.get(next);
    int from = 0;
    for (int at = text.indexOf(found); at >= 0; at = text.indexOf(found, from)) {
      encodeParts(text.substring(from, at), next + 1, out);
      out.add(phraseIds.getOrDefault(found, -1));
      from = at + found.length();
    }
    encodeParts(text.substring(from), next + 1, out);
  }

  private void encodePlain(String text, IntList out) {
    Matcher pieces = SPLIT.matcher(text);
    while (pieces.find()) {
      for (int id : encodePiece(pieces.group())) {
        out.add(id);
      }
    }
  }

  private int[] encodePiece(String piece) {
    int[] known = cache.get(piece);
    if (known != null) {
      return known;
    }
    if (cache.size() >= CACHE_LIMIT) {
      cache.clear();
    }
    int[] ids = merged(utf8(piece));
    cache.put(piece, ids);
    return ids;
  }

  /** Unpaired surrogates become question marks, as in {@link String#getBytes}. */
  private static byte[] utf8(String piece) {
    return piece.getBytes(StandardCharsets.UTF_8);
  }

  private int[] merged(byte[] piece) {
    int[] ids = new int[piece.length];
    for (int i = 0; i < piece.length; i++) {
      ids[i] = piece[i] & 0xff;
    }
    int n = ids.length;
    while (true) {
      int best = bestRank(ids, n);
      if (best == Integer.MAX_VALUE) {
        return Arrays.copyOf(ids, n);
      }
      n = apply(ids, n, merges.get(best - 256), best);
    }
  }

  private int bestRank(int[] ids, int n) {
    int best = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < n; i++) {
      best = Math.min(best, ranks.getOrDefault(pair(ids[i], ids[i + 1]), Integer.MAX_VALUE));
    }
    return best;
  }

  static int apply(int[] ids, int n, Merge merge, int id) {
    int out = 0;
    for (int i = 0; i < n; i++) {
      boolean here = i + 1 < n && ids[i] == merge.left() && ids[i + 1] == merge.right();
      ids[out++] = here ? id : ids[i];
      i += here ? 1 : 0;
    }
    return out;
  }

  /** Returns the bytes of the ids, control tokens left out. */
  public byte[] decodeBytes(int... ids) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id < firstControl()) {
        out.writeBytes(bytes[id]);
      }
    }
    return out.toByteArray();
  }

  /** Returns the text of the ids, bytes that are not UTF-8 replaced by U+FFFD. */
  public String decode(int... ids) {
    try {
      CharBuffer chars =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE)
              .decode(ByteBuffer.wrap(decodeBytes(ids)));
      return chars.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A growing list of ints. */
  static final class IntList {
    private int[] items = new int[64];
    private int size;

    void add(int item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, size * 2);
      }
      items[size++] = item;
    }

    int[] toArray() {
      return Arrays.copyOf(items, size);
    }
  }
}
