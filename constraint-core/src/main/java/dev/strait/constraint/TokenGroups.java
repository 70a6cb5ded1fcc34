package dev.strait.constraint;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The tokens of a trie by what they are made of: tokens of well-formed text whose bytes fall into
 * the same set of {@link TokenTrie#BUCKET buckets} are a group.
 *
 * <p>Where a state of an automaton cannot die on some buckets ({@link SafeBuckets}), whole groups
 * are allowed, and only tokens with some other byte have to be read. Real vocabularies have few
 * groups (2,800 for 128,000 tokens) and few tokens with a quote or a backslash, so that the walk of
 * a state from the root, which would visit 100,000 trie nodes, becomes some thousand tests of a
 * bit. Immutable but for what is remembered; thread-safe.
 */
final class TokenGroups {

  /** Tokens longer than this are in no group. */
  static final int LONGEST = SafeBuckets.DEPTH;

  /** The least number of bytes for which groups are told apart by length. */
  static final int SHORTEST = 2;

  /** Sets of buckets of which the tokens are remembered. */
  private static final int MOST_PARTS = 256;

  private final TokenTrie trie;
  private final int maskWords;

  /** Group to its set of buckets. */
  private final long[] sets;

  /** Group to the index in {@code ids} of its first token; one more entry for the end. */
  private final int[] first;

  /** Token ids by group; within a group by length, ascending. */
  private final int[] ids;

  /** Index in {@code ids} to the token's length in bytes. */
  private final byte[] lengths;

  /** Node to the buckets of the bytes on the way from the root to before its own. */
  private final long[] above;

  /** Node to its parent; the root is its own. */
  private final int[] parent;

  /** Bucket to the nodes, of texts, with its bytes as labels. */
  private final int[][] labelled;

  /** Depth to the nodes of texts there; empty below {@link #SHORTEST} + 1. */
  private final int[][] deep;

  /** The nodes at which the bytes from the root cease to be the beginning of a text. */
  private final int[] broken;

  private final Map<Key, Part> parts = new HashMap<>();

  private record Key(long buckets, int reach) {}

  TokenGroups(TokenTrie trie, int maskWords) {
    this.trie = trie;
    this.maskWords = maskWords;
    this.above = new long[trie.nodes()];
    this.parent = new int[trie.nodes()];
    IntBuffer[] byBucket = buffers(TokenTrie.BUCKET[255] + 1);
    IntBuffer[] byDepth = buffers(LONGEST + 2);
    IntBuffer ends = new IntBuffer();
    Map<Long, IntBuffer[]> groups = new HashMap<>();
    byte[] phase = new byte[trie.nodes()];
    int[] path = new int[TokenTrie.LONGEST_TOKEN + 1];
    for (int n = 1; n < phase.length; n++) {
      int depth = trie.depth[n];
      int up = path[depth - 1];
      path[depth] = n;
      parent[n] = up;
      above[n] = upTo(up);
      phase[n] = (byte) Utf8Phase.after(phase[up], trie.label[n] & 0xff);
      if (phase[n] == Utf8Phase.BROKEN) {
        if (phase[up] != Utf8Phase.BROKEN) {
          ends.add(n);
        }
      } else if (depth <= LONGEST + 1) {
        byBucket[TokenTrie.BUCKET[trie.label[n] & 0xff]].add(n);
        if (depth > SHORTEST) {
          byDepth[depth].add(n);
        }
        if (depth <= LONGEST) {
          addTokens(n, groups.computeIfAbsent(upTo(n), s -> buffers(LONGEST + 1))[depth]);
        }
      }
    }
    this.labelled = arrays(byBucket);
    this.deep = arrays(byDepth);
    this.broken = ends.toArray();
    this.sets = new long[groups.size()];
    this.first = new int[groups.size() + 1];
    this.ids = new int[trie.ids.length];
    this.lengths = new byte[trie.ids.length];
    layOut(groups);
  }

  private void layOut(Map<Long, IntBuffer[]> groups) {
    int group = 0;
    int at = 0;
    for (Map.Entry<Long, IntBuffer[]> entry : groups.entrySet()) {
      sets[group] = entry.getKey();
      first[group++] = at;
      IntBuffer[] byLength = entry.getValue();
      for (int length = 1; length <= LONGEST; length++) {
        IntBuffer some = byLength[length];
        System.arraycopy(some.items, 0, ids, at, some.size);
        Arrays.fill(lengths, at, at + some.size, (byte) length);
        at += some.size;
      }
    }
    first[group] = at;
  }

  private void addTokens(int node, IntBuffer out) {
    out.addAll(trie.ids, trie.firstId[node], trie.firstId[node + 1]);
  }

  private static IntBuffer[] buffers(int count) {
    IntBuffer[] all = new IntBuffer[count];
    Arrays.setAll(all, i -> new IntBuffer());
    return all;
  }

  private static int[][] arrays(IntBuffer[] buffers) {
    return Arrays.stream(buffers).map(IntBuffer::toArray).toArray(int[][]::new);
  }

  /** Returns the buckets of the bytes on the way to a node, its own included. */
  long upTo(int node) {
    return node == 0 ? 0 : above[node] | 1L << TokenTrie.BUCKET[trie.label[node] & 0xff];
  }

  /** Returns the buckets of the bytes on the way to a node, its own left out. */
  long above(int node) {
    return above[node];
  }

  int parent(int node) {
    return parent[node];
  }

  /** Returns the nodes of texts with a bucket's bytes as labels. Not to be changed. */
  int[] labelled(int bucket) {
    return labelled[bucket];
  }

  /** Returns the nodes of texts at a depth beyond {@link #SHORTEST}. Not to be changed. */
  int[] deep(int depth) {
    return deep[depth];
  }

  /** Returns the nodes at which a text is no longer well-formed. Not to be changed. */
  int[] broken() {
    return broken;
  }

  /** Returns how many nodes have labels of some buckets. */
  int count(long buckets) {
    int count = 0;
    for (long left = buckets; left != 0; left &= left - 1) {
      count += labelled[Long.numberOfTrailingZeros(left)].length;
    }
    return count;
  }

  /**
   * Returns the tokens of texts that are made of some buckets only and have at most {@code reach}
   * bytes. Complexity: O(groups and tokens) the first time, then a look-up.
   */
  Part made(long buckets, int reach) {
    Key key = new Key(buckets, reach);
    synchronized (parts) {
      Part known = parts.get(key);
      if (known == null) {
        if (parts.size() == MOST_PARTS) {
          parts.clear();
        }
        known = gather(buckets, reach);
        parts.put(key, known);
      }
      return known;
    }
  }

  private Part gather(long buckets, int reach) {
    IntBuffer some = new IntBuffer();
    for (int group = 0; group < sets.length; group++) {
      if ((sets[group] & ~buckets) == 0) {
        int to = first[group + 1];
        while (to > first[group] && lengths[to - 1] > reach) {
          to--;
        }
        some.addAll(ids, first[group], to);
      }
    }
    return Part.of(some, maskWords);
  }
}
