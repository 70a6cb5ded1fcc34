package dev.strait.constraint;

import dev.strait.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The text tokens of a vocabulary as a byte trie, flattened in preorder.
 *
 * <p>Nodes are numbered from 0 (the root) in preorder with children in byte order, so the subtree
 * of node n is the index range n (inclusive) to {@code end[n]} (exclusive), its first child is n +
 * 1 if that is less than {@code end[n]}, and the next sibling of c is {@code end[c]}. The ids of
 * all tokens in a subtree are contiguous too, in {@code ids}. Built in O(total token bytes) after
 * one radix sort.
 */
final class TokenTrie {

  /** Node to the byte on the edge that leads to it; 0 for the root. */
  final byte[] label;

  /** Node to the end of its subtree, exclusive. */
  final int[] end;

  /** Node to the number of bytes from the root. */
  final short[] depth;

  /** Node n to the index in {@code ids} of its first token; entry {@code nodes()} is the end. */
  final int[] firstId;

  /** Token ids in preorder of their nodes; ascending within a node. */
  final int[] ids;

  /** Node to the set of byte buckets (bit i = {@link #BUCKET} i) on edges strictly below it. */
  final long[] below;

  /** Node to the most bytes that a token goes on for below it. */
  final short[] height;

  /**
   * The nodes at which the bytes from the root are whole UTF-8 characters, and all tokens below are
   * the beginnings of well-formed UTF-8.
   */
  final BitSet text;

  /** The nodes of which the same can be said if the byte to the node counts as one below. */
  final BitSet afterText;

  /** The mask of all text tokens, made when first asked for. */
  private volatile long @Nullable [] allWords;

  /** Index in {@code ids} to the token's length in bytes; made when first asked for. */
  private volatile short @Nullable [] lengths;

  /** The groups of tokens, made when first asked for. */
  private volatile @Nullable TokenGroups groups;

  /** Most bytes of a token: bounds the depth of recursion. */
  static final int LONGEST_TOKEN = 1_024;

  /** Byte to bucket, 0 to 62, ascending: bytes that grammars tend to treat alike share one. */
  static final byte[] BUCKET = buckets();

  private TokenTrie(Builder b) {
    label = Arrays.copyOf(b.label, b.nodes);
    end = Arrays.copyOf(b.end, b.nodes);
    depth = Arrays.copyOf(b.depth, b.nodes);
    firstId = Arrays.copyOf(b.firstId, b.nodes + 1);
    firstId[b.nodes] = b.order.length;
    ids = b.order;
    below = new long[b.nodes];
    for (int n = b.nodes - 1; n >= 0; n--) {
      long set = 0;
      for (int c = n + 1; c < end[n]; c = end[c]) {
        set |= below[c] | 1L << BUCKET[label[c] & 0xff];
      }
      below[n] = set;
    }
    height = heights();
    text = new BitSet(nodes());
    afterText = new BitSet(nodes());
    findText();
  }

  private short[] heights() {
    short[] heights = new short[nodes()];
    for (int n = nodes() - 1; n >= 0; n--) {
      int most = 0;
      for (int c = n + 1; c < end[n]; c = end[c]) {
        most = Math.max(most, heights[c] + 1);
      }
      heights[n] = (short) most;
    }
    return heights;
  }

  private void findText() {
    byte[] phase = new byte[nodes()];
    byte[] before = new byte[nodes()];
    int[] path = new int[LONGEST_TOKEN + 1];
    for (int n = 1; n < phase.length; n++) {
      path[depth[n]] = n;
      before[n] = phase[path[depth[n] - 1]];
      phase[n] = (byte) Utf8Phase.after(before[n], label[n] & 0xff);
    }
    boolean[] sound = new boolean[nodes()];
    for (int n = nodes() - 1; n >= 0; n--) {
      boolean all = phase[n] != Utf8Phase.BROKEN;
      for (int c = n + 1; c < end[n] && all; c = end[c]) {
        all = sound[c];
      }
      sound[n] = all;
      if (all && phase[n] == Utf8Phase.BETWEEN) {
        text.set(n);
      }
      if (n > 0 && all && before[n] == Utf8Phase.BETWEEN) {
        afterText.set(n);
      }
    }
  }

  /**
   * Builds the trie of a vocabulary's text tokens.
   *
   * @throws LimitException if a token is longer than 1,024 bytes
   */
  static TokenTrie of(Vocabulary vocabulary) {
    return of(vocabulary, texts(vocabulary));
  }

  /** The same, where the tokens' bytes are at hand. */
  static TokenTrie of(Vocabulary vocabulary, byte[][] texts) {
    return new TokenTrie(new Builder(vocabulary, texts));
  }

  /** Returns each token's bytes. */
  static byte[][] texts(Vocabulary vocabulary) {
    byte[][] texts = new byte[vocabulary.size()][];
    for (int id = 0; id < texts.length; id++) {
      texts[id] = vocabulary.bytes(id);
    }
    return texts;
  }

  int nodes() {
    return label.length;
  }

  /** Returns the mask of all text tokens. Not to be changed. */
  long[] allWords(int maskWords) {
    long[] known = allWords;
    if (known == null) {
      known = new long[maskWords];
      for (int id : ids) {
        known[id >>> 6] |= 1L << id;
      }
      allWords = known;
    }
    return known;
  }

  /** Returns the lengths in bytes of the tokens in {@code ids}. Not to be changed. */
  short[] lengths() {
    short[] known = lengths;
    if (known == null) {
      known = new short[ids.length];
      for (int n = 0; n < nodes(); n++) {
        Arrays.fill(known, firstId[n], n + 1 < end[n] ? firstId[n + 1] : firstId[end[n]], depth[n]);
      }
      lengths = known;
    }
    return known;
  }

  /** Returns the tokens by what they are made of. Racy but idempotent. */
  TokenGroups groups(int maskWords) {
    TokenGroups known = groups;
    if (known == null) {
      known = new TokenGroups(this, maskWords);
      groups = known;
    }
    return known;
  }

  boolean hasChildren(int node) {
    return node + 1 < end[node];
  }

  private static byte[] buckets() {
    byte[] bucket = new byte[256];
    int next = 0;
    for (int b = 0; b < 256; b++) {
      boolean starts =
          b > 0
              && (b < 0x80
                  ? !(isControl(b) && isControl(b - 1)) && !sameClass(b - 1, b)
                  : isUtf8Border(b));
      next += starts ? 1 : 0;
      bucket[b] = (byte) next;
    }
    return bucket;
  }

  /** Returns the buckets all of whose bytes are from {@code first} to {@code last}, inclusive. */
  static long bucketsWithin(int first, int last) {
    boolean cutBefore = first > 0 && BUCKET[first - 1] == BUCKET[first];
    boolean cutAfter = last < 255 && BUCKET[last + 1] == BUCKET[last];
    int low = BUCKET[first] + (cutBefore ? 1 : 0);
    int high = BUCKET[last] - (cutAfter ? 1 : 0);
    return low > high ? 0 : -1L >>> 63 - (high - low) << low;
  }

  private static boolean isControl(int b) {
    return b < 0x20;
  }

  private static boolean sameClass(int a, int b) {
    return asciiClass(a) == asciiClass(b) && asciiClass(a) != 0;
  }

  /** Digits, g-z, G-Z, a-f, A-F as classes; 0 for bytes alone. Some punctuation shares. */
  private static int asciiClass(int b) {
    if (b >= '0' && b <= '9') {
      return 1;
    }
    if (b >= 'a' && b <= 'f') {
      return 2;
    }
    if (b >= 'g' && b <= 'z') {
      return 3;
    }
    if (b >= 'A' && b <= 'F') {
      return 4;
    }
    if (b >= 'G' && b <= 'Z') {
      return 5;
    }
    return b >= ';' && b <= '>' ? 6 : 0;
  }

  private static boolean isUtf8Border(int b) {
    return b == 0x80 || b == 0x90 || b == 0xa0 || b == 0xc0 || b == 0xc2 || b == 0xc3 || b == 0xe0
        || b == 0xe1 || b == 0xe2 || b == 0xe3 || b == 0xe4 || b == 0xed || b == 0xee || b == 0xf0
        || b == 0xf1 || b == 0xf4 || b == 0xf5;
  }

  /** Sorts the tokens and lays the nodes out. */
  private static final class Builder {
    /** Bits of a sort key that hold the token's place: vocabularies have fewer than 2^27 tokens. */
    private static final int INDEX_BITS = 27;

    /** A byte, or none after a token's end. */
    private static final int SYMBOLS = 257;

    final int[] order;
    byte[] label;
    int[] end;
    short[] depth;
    int[] firstId;
    int nodes;

    Builder(Vocabulary vocabulary, byte[][] texts) {
      int[] buckets = new int[SYMBOLS * SYMBOLS + 1];
      int count = 0;
      int bytes = 1;
      for (int id = 0; id < texts.length; id++) {
        if (vocabulary.isText(id)) {
          bytes = Math.addExact(bytes, texts[id].length);
          buckets[bucket(texts[id]) + 1]++;
          count++;
        }
      }
      if (vocabulary.longestToken() > LONGEST_TOKEN) {
        throw new LimitException("a token is longer than " + LONGEST_TOKEN + " bytes");
      }
      order = sorted(vocabulary, texts, buckets, count);
      label = new byte[bytes];
      end = new int[bytes];
      depth = new short[bytes];
      firstId = new int[bytes + 1];
      layOut(texts, vocabulary.longestToken());
    }

    /** Returns a token's first two bytes as symbols: a byte plus one, or zero after the end. */
    private static int bucket(byte[] token) {
      return ((token[0] & 0xff) + 1) * SYMBOLS + (token.length > 1 ? (token[1] & 0xff) + 1 : 0);
    }

    /**
     * Returns the ids of the text tokens by their bytes: by the first two at once, then each run.
     *
     * @param next to the number of tokens before each bucket's; then past its last
     */
    private static int[] sorted(Vocabulary vocabulary, byte[][] texts, int[] next, int count) {
      for (int b = 1; b < next.length; b++) {
        next[b] += next[b - 1];
      }
      int[] ids = new int[count];
      for (int id = 0; id < texts.length; id++) {
        if (vocabulary.isText(id)) {
          ids[next[bucket(texts[id])]++] = id;
        }
      }
      for (int b = 1; b < next.length; b++) {
        if (next[b] - next[b - 1] > 1 && b % SYMBOLS != 0) {
          sort(texts, ids, next[b - 1], next[b], 2);
        }
      }
      return ids;
    }

    /**
     * Sorts ids by their bytes from {@code offset} on, equal ones in the order they stand in: four
     * bytes at a time as numbers, then each run of equal numbers by the next four.
     */
    private static void sort(byte[][] tokens, int[] ids, int from, int to, int offset) {
      long[] keys = new long[to - from];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = prefix(tokens[ids[from + i]], offset) << INDEX_BITS | i;
      }
      Arrays.sort(keys);
      int[] old = Arrays.copyOfRange(ids, from, to);
      for (int i = 0; i < keys.length; i++) {
        ids[from + i] = old[(int) (keys[i] & (1 << INDEX_BITS) - 1)];
      }
      for (int i = 0; i < keys.length; ) {
        int end = i + 1;
        while (end < keys.length && keys[end] >>> INDEX_BITS == keys[i] >>> INDEX_BITS) {
          end++;
        }
        boolean goesOn = (keys[i] >>> INDEX_BITS & 0x1ff) != 0;
        if (end - i > 1 && goesOn) {
          sort(tokens, ids, from + i, from + end, offset + 4);
        }
        i = end;
      }
    }

    /** Four symbols of nine bits: a byte plus one, or zero after the token's end. */
    private static long prefix(byte[] token, int offset) {
      long key = 0;
      for (int i = offset; i < offset + 4; i++) {
        key = key << 9 | (i < token.length ? (token[i] & 0xff) + 1 : 0);
      }
      return key;
    }

    private void layOut(byte[][] tokens, int longest) {
      int[] path = new int[longest + 1];
      int open = 0;
      nodes = 1;
      byte[] last = {};
      for (int i = 0; i < order.length; i++) {
        byte[] token = tokens[order[i]];
        int common = Arrays.mismatch(last, token);
        common = common < 0 ? token.length : common;
        for (; open > common; open--) {
          end[path[open]] = nodes;
        }
        for (; open < token.length; open++) {
          label[nodes] = token[open];
          depth[nodes] = (short) (open + 1);
          firstId[nodes] = i;
          path[open + 1] = nodes++;
        }
        last = token;
      }
      for (; open >= 0; open--) {
        end[path[open]] = nodes;
      }
    }
  }
}
