package dev.strait.constraint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one {@link Walk}. Scratch: one collector is open per level of {@link Walker}.
 *
 * <p>Exits stay a reference while there is one; only several are dumped into a buffer and united.
 */
final class Collector {

  private static final int UNCHECKED_VISITS = 48;
  private static final int SHARE_FROM = 12;

  private final TailsTable tails;
  private final int maskWords;
  final IntBuffer ids = new IntBuffer();
  final List<Part> parts = new ArrayList<>();
  private final IntBuffer suspects = new IntBuffer();
  private final Exits exits = new Exits();
  private final Exits suspectExits = new Exits();
  private final Set<Long> visited = new HashSet<>();
  private int visits;
  private @Nullable Node owner;
  private @Nullable Tails start;

  Collector(TailsTable tails, int maskWords) {
    this.tails = tails;
    this.maskWords = maskWords;
  }

  int maskWords() {
    return maskWords;
  }

  /** Begins the walk of a node. */
  void begin(@Nullable Node node, @Nullable Tails position) {
    owner = node;
    start = position;
    ids.clear();
    parts.clear();
    suspects.clear();
    exits.clear();
    suspectExits.clear();
    if (visits > UNCHECKED_VISITS) {
      visited.clear();
    }
    visits = 0;
  }

  /** Lets go of the node: it holds its universe, and a deep collector may not be used again. */
  void release() {
    owner = null;
    start = null;
  }

  /** Returns whether this is the walk of that node from there, not of a part of it. */
  boolean isFor(Node node, Tails position) {
    return owner == node && start == position;
  }

  /**
   * Returns false if this (node, position) surely was visited before. The first few visits are not
   * recorded: most walks are tiny, and a second visit costs time, not truth.
   */
  boolean visit(Node node, Tails position, boolean suspect) {
    if (++visits <= UNCHECKED_VISITS) {
      return true;
    }
    long key = (long) node.id << 32 | (long) position.id << 1 | (suspect ? 1 : 0);
    return visited.add(key);
  }

  void allow(int[] some, boolean suspect) {
    if (some.length > 0) {
      (suspect ? suspects : ids).addAll(some, 0, some.length);
    }
  }

  void allow(int[] source, int from, int to, boolean suspect) {
    (suspect ? suspects : ids).addAll(source, from, to);
  }

  /** Allows a part and the tokens of some ranges of the trie's ids. */
  void allow(Part part, TokenTrie trie, IntBuffer ranges) {
    if (!part.isDense()) {
      include(part, false);
      for (int i = 0; i < ranges.size; i += 2) {
        ids.addAll(trie.ids, ranges.items[i], ranges.items[i + 1]);
      }
      return;
    }
    long[] words = part.words.clone();
    for (int i = 0; i < ranges.size; i += 2) {
      for (int k = ranges.items[i]; k < ranges.items[i + 1]; k++) {
        words[trie.ids[k] >>> 6] |= 1L << trie.ids[k];
      }
    }
    parts.add(ranges.size == 0 ? part : Part.dense(words));
  }

  /** Allows all tokens but those of the gaps between some ranges of the trie's ids. */
  void allowAllBut(TokenTrie trie, IntBuffer ranges) {
    long[] words = trie.allWords(maskWords).clone();
    int from = 0;
    for (int i = 0; i <= ranges.size; i += 2) {
      int to = i == ranges.size ? trie.ids.length : ranges.items[i];
      for (int k = from; k < to; k++) {
        words[trie.ids[k] >>> 6] &= ~(1L << trie.ids[k]);
      }
      from = i == ranges.size ? to : ranges.items[i + 1];
    }
    parts.add(Part.dense(words));
  }

  void exit(Tails position, boolean suspect) {
    (suspect ? suspectExits : exits).add(position);
  }

  void exitNode(int trieNode, boolean suspect) {
    (suspect ? suspectExits : exits).add(trieNode);
  }

  /** Adds what a callee allows; its exits are the caller's to follow. */
  void include(Walk walk, boolean suspect) {
    for (Part part : walk.parts) {
      include(part, suspect);
    }
    allow(walk.suspects, true);
  }

  /** Adds what a node allows that stands for the walked one: its exits are this walk's too. */
  void adopt(Walk walk, boolean suspect) {
    include(walk, suspect);
    if (walk.exits != null) {
      exit(walk.exits, suspect);
    }
    if (walk.suspectExits != null) {
      exit(walk.suspectExits, true);
    }
  }

  void include(Part part, boolean suspect) {
    if (suspect) {
      part.addIdsTo(suspects);
    } else if (part.ids.length < SHARE_FROM && !part.isDense()) {
      ids.addAll(part.ids, 0, part.ids.length);
    } else if (!parts.contains(part)) {
      parts.add(part);
    }
  }

  /** Returns what was gathered, as an immutable walk. */
  Walk toWalk(boolean shared) {
    Tails out = exits.toTails();
    Tails doubtful = suspectExits.toTails();
    if (ids.size == 0 && parts.isEmpty() && suspects.size == 0 && out == null && doubtful == null) {
      return Walk.NOTHING;
    }
    return new Walk(toParts(), out, suspects.toArray(), doubtful, shared);
  }

  Part[] toParts() {
    int own = ids.size > 0 ? 1 : 0;
    Part[] all = new Part[parts.size() + own];
    for (int i = 0; i < parts.size(); i++) {
      all[i] = parts.get(i);
    }
    if (own > 0) {
      all[all.length - 1] = Part.of(ids, maskWords);
    }
    return all;
  }

  /** Returns the number of ids that are not in dense parts. */
  int sparseIds() {
    int count = ids.size;
    for (Part part : parts) {
      count += part.ids.length;
    }
    return count;
  }

  int[] suspects() {
    return suspects.toArray();
  }

  /** A growing set of positions: nothing, one by reference, or many by their members. */
  private final class Exits {
    private @Nullable Tails only;
    private final IntBuffer members = new IntBuffer();

    void clear() {
      only = null;
      members.clear();
    }

    void add(Tails position) {
      if (only == position) {
        return;
      }
      if (only == null && members.size == 0) {
        only = position;
        return;
      }
      dump();
      members.addAll(position.members, 0, position.members.length);
    }

    void add(int trieNode) {
      dump();
      members.add(trieNode);
    }

    private void dump() {
      if (only != null) {
        members.addAll(only.members, 0, only.members.length);
        only = null;
      }
    }

    @Nullable Tails toTails() {
      return only != null ? only : tails.union(members.items, members.size);
    }
  }
}
