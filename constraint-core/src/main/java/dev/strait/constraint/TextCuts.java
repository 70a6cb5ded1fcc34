package dev.strait.constraint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a trie by the bytes that they are made of, for leaves that read some bytes
 * everywhere ({@link SafeBuckets}): the tokens of those bytes alone are the same for all states and
 * all automata, so they are gathered once, and a walk only follows the places where others go on.
 * Thread-safe.
 */
final class TextCuts {

  private static final int MOST_CUTS = 128;

  /** Cuts of which more of the trie's nodes than one in so many must be visited are no gain. */
  private static final int WORTH = 12;

  private final TokenTrie trie;

  private final Map<Key, Cut> cuts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Cut> eldest) {
          return size() > MOST_CUTS;
        }
      };

  private record Key(long safe, long others) {}

  /**
   * A cut.
   *
   * @param part the tokens of at most {@link SafeBuckets#DEPTH} bytes that are begun characters of
   *     safe bytes; null: not worth it
   * @param steps in preorder: n of a trie node that leads to a place where others go on, ~n of the
   *     place
   */
  record Cut(@Nullable Part part, int[] steps) {}

  private static final Cut NONE = new Cut(null, new int[0]);
  private static final Cut SEEN = new Cut(null, new int[0]);

  TextCuts(TokenTrie trie) {
    this.trie = trie;
  }

  /**
   * Returns the cut of some buckets, or null if it is not worth it: one that was asked for only
   * once is not made.
   *
   * @param safe buckets of which all texts are allowed
   * @param others buckets on which others may go on between characters
   */
  synchronized @Nullable Cut of(long safe, long others, int maskWords) {
    Key key = new Key(safe, others);
    Cut known = cuts.get(key);
    if (known == null) {
      cuts.put(key, SEEN);
      return null;
    }
    if (known == SEEN) {
      known = make(safe, others, maskWords);
      cuts.put(key, known);
    }
    return known == NONE ? null : known;
  }

  private Cut make(long safe, long others, int maskWords) {
    IntBuffer ids = new IntBuffer();
    IntBuffer steps = new IntBuffer();
    int[] path = new int[SafeBuckets.DEPTH + 2];
    int[] stepped = new int[SafeBuckets.DEPTH + 2];
    int[] phases = new int[SafeBuckets.DEPTH + 2];
    for (int n = 1; n < trie.nodes(); ) {
      int depth = trie.depth[n];
      int b = trie.label[n] & 0xff;
      long bucket = 1L << TokenTrie.BUCKET[b];
      int before = phases[depth - 1];
      int phase = Utf8Phase.after(before, b);
      boolean between = before == Utf8Phase.BETWEEN;
      path[depth] = n;
      if (depth <= SafeBuckets.DEPTH
          && phase != Utf8Phase.BROKEN
          && (!between || (safe & bucket) != 0)) {
        phases[depth] = phase;
        ids.addAll(trie.ids, trie.firstId[n], trie.firstId[n + 1]);
        n++;
        continue;
      }
      if (!between || ((safe | others) & bucket) != 0) {
        for (int d = 1; d < depth; d++) {
          if (stepped[d] != path[d]) {
            stepped[d] = path[d];
            steps.add(path[d]);
          }
        }
        steps.add(~n);
        if (steps.size > trie.nodes() / WORTH) {
          return NONE;
        }
      }
      n = trie.end[n];
    }
    return new Cut(Part.of(ids, maskWords), steps.toArray());
  }
}
