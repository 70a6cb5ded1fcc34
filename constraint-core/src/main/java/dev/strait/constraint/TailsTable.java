package dev.strait.constraint;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The hash-consed {@link Tails} of one vocabulary. Thread-safe.
 *
 * <p>Single positions are kept for good (at most one a trie node); unions are forgotten when there
 * are too many, which costs time but changes no answer: a forgotten union stays usable.
 */
final class TailsTable {

  private static final int MOST_UNIONS = 200_000;
  private static final int[] NO_IDS = {};

  final TokenTrie trie;
  private final AtomicReferenceArray<@Nullable Tails> singles;
  private final Map<Key, Tails> unions = new HashMap<>();
  private final AtomicInteger nextId = new AtomicInteger(1);

  TailsTable(TokenTrie trie) {
    this.trie = trie;
    this.singles = new AtomicReferenceArray<>(trie.nodes());
  }

  /** Returns the position at the trie's root, or null for a vocabulary without text. */
  @Nullable Tails root() {
    return single(0);
  }

  /** Returns the set of one position, or null if no token goes on from it. */
  @Nullable Tails single(int node) {
    if (!trie.hasChildren(node)) {
      return null;
    }
    Tails known = singles.get(node);
    if (known != null) {
      return known;
    }
    Tails fresh = new Tails(this, new int[] {node}, nextId.getAndIncrement());
    Tails raced = singles.compareAndExchange(node, null, fresh);
    return raced != null ? raced : fresh;
  }

  /**
   * Returns the set of the first {@code count} nodes, or null if no token goes on from any.
   *
   * @param nodes trie nodes in any order, duplicates allowed; sorted in place
   */
  @Nullable Tails union(int[] nodes, int count) {
    if (count == 0) {
      return null;
    }
    if (count > 1) {
      Arrays.sort(nodes, 0, count);
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (trie.hasChildren(nodes[i]) && (kept == 0 || nodes[kept - 1] != nodes[i])) {
        nodes[kept++] = nodes[i];
      }
    }
    if (kept <= 1) {
      return kept == 0 ? null : single(nodes[0]);
    }
    return interned(Arrays.copyOf(nodes, kept));
  }

  private Tails interned(int[] members) {
    Key key = new Key(members);
    synchronized (unions) {
      Tails known = unions.get(key);
      if (known == null) {
        if (unions.size() >= MOST_UNIONS) {
          unions.clear();
        }
        known = new Tails(this, members, nextId.getAndIncrement());
        unions.put(key, known);
      }
      return known;
    }
  }

  /** Returns the trie node after byte {@code b} from a single position, or -1. */
  int child(Tails single, int b) {
    Tails.Level level = single.level();
    int edge = level.find(b);
    return edge < 0 ? -1 : level.nodes[edge];
  }

  /** Computes the edges out of a position in O(sum of the members' children). */
  Tails.Level expand(Tails tails) {
    return tails.isSingle() ? expandSingle(tails.members[0]) : expandUnion(tails.members);
  }

  private Tails.Level expandSingle(int node) {
    int size = 0;
    for (int c = node + 1; c < trie.end[node]; c = trie.end[c]) {
      size++;
    }
    byte[] bytes = new byte[size];
    int[][] ids = new int[size][];
    @Nullable Tails[] next = new Tails[size];
    int[] nodes = new int[size];
    int i = 0;
    for (int c = node + 1; c < trie.end[node]; c = trie.end[c]) {
      bytes[i] = trie.label[c];
      ids[i] = idsAt(c);
      nodes[i] = c;
      next[i++] = single(c);
    }
    return new Tails.Level(bytes, ids, next, nodes);
  }

  private int[] idsAt(int node) {
    int from = trie.firstId[node];
    int to = trie.firstId[node + 1];
    return from == to ? NO_IDS : Arrays.copyOfRange(trie.ids, from, to);
  }

  private Tails.Level expandUnion(int[] members) {
    IntBuffer[] nodes = new IntBuffer[256];
    int size = 0;
    for (int member : members) {
      for (int c = member + 1; c < trie.end[member]; c = trie.end[c]) {
        int b = trie.label[c] & 0xff;
        if (nodes[b] == null) {
          nodes[b] = new IntBuffer();
          size++;
        }
        nodes[b].add(c);
      }
    }
    byte[] bytes = new byte[size];
    int[][] ids = new int[size][];
    @Nullable Tails[] next = new Tails[size];
    int i = 0;
    for (int b = 0; b < 256; b++) {
      if (nodes[b] != null) {
        bytes[i] = (byte) b;
        ids[i] = idsAtAll(nodes[b]);
        next[i++] = union(nodes[b].items, nodes[b].size);
      }
    }
    return new Tails.Level(bytes, ids, next, NO_IDS);
  }

  private int[] idsAtAll(IntBuffer nodes) {
    IntBuffer all = new IntBuffer();
    for (int i = 0; i < nodes.size; i++) {
      int node = nodes.items[i];
      for (int k = trie.firstId[node]; k < trie.firstId[node + 1]; k++) {
        all.add(trie.ids[k]);
      }
    }
    return all.size == 0 ? NO_IDS : all.toArray();
  }

  /** A set of members by content. */
  private static final class Key {
    final int[] members;
    final int hash;

    Key(int[] members) {
      this.members = members;
      this.hash = Arrays.hashCode(members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && hash == key.hash && Arrays.equals(members, key.members);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
