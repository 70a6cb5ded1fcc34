package dev.strait.constraint;

import org.jspecify.annotations.Nullable;

/**
 * A set of token-trie positions: what is still to be read of all tokens of which a first part has
 * been read. Seen from here, the tokens form a trie of their remaining bytes; its levels are
 * computed when they are first looked at.
 *
 * <p>Hash-consed by {@link TailsTable}: one object for one set. The set of a single position is the
 * subtree of that node by reference; a union costs what is looked at of it.
 */
final class Tails {

  /** Trie nodes that have children, ascending, without duplicates; never empty. */
  final int[] members;

  /** A small number of its own, for hashing. */
  final int id;

  private final TailsTable table;
  private @Nullable Level level;

  Tails(TailsTable table, int[] members, int id) {
    this.table = table;
    this.members = members;
    this.id = id;
  }

  /** Returns the edges out of this position. Racy but idempotent: levels are immutable. */
  Level level() {
    Level known = level;
    if (known == null) {
      known = table.expand(this);
      level = known;
    }
    return known;
  }

  /** Returns whether this is the set of one position. */
  boolean isSingle() {
    return members.length == 1;
  }

  /** The edges out of a position: bytes ascending, the ids that end there, and what goes on. */
  static final class Level {
    final byte[] bytes;

    /** Edge to the ids of the tokens that end with its byte; may be empty. */
    final int[][] ids;

    /** Edge to the position after its byte, or null where all tokens have ended. */
    final @Nullable Tails[] next;

    /** Edge to its trie node; empty in a union. */
    final int[] nodes;

    /** Byte to edge number + 1, or 0; null where a search of {@code bytes} is as quick. */
    private final char @Nullable [] index;

    Level(byte[] bytes, int[][] ids, @Nullable Tails[] next, int[] nodes) {
      this.nodes = nodes;
      this.bytes = bytes;
      this.ids = ids;
      this.next = next;
      this.index = bytes.length > 6 ? index(bytes) : null;
    }

    private static char[] index(byte[] bytes) {
      char[] index = new char[256];
      for (int i = 0; i < bytes.length; i++) {
        index[bytes[i] & 0xff] = (char) (i + 1);
      }
      return index;
    }

    /** Returns the number of edges. */
    int size() {
      return bytes.length;
    }

    /** Returns the number of the first edge whose byte is at least {@code b} (0 to 255). */
    int from(int b) {
      int low = 0;
      int high = bytes.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if ((bytes[middle] & 0xff) < b) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Returns the number of the edge with byte {@code b} (0 to 255), or -1. */
    int find(int b) {
      char[] direct = index;
      if (direct != null) {
        return direct[b] - 1;
      }
      byte[] all = bytes;
      for (int i = 0; i < all.length; i++) {
        if ((all[i] & 0xff) == b) {
          return i;
        }
      }
      return -1;
    }
  }
}
