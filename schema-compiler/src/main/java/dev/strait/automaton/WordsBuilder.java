package dev.strait.automaton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The minimal acyclic automaton of a list of words, built from the sorted list with a register of
 * finished states: Daciuk, Mihov, Watson and Watson, "Incremental construction of minimal acyclic
 * finite-state automata" (2000). Memory beyond the result: one path.
 */
final class WordsBuilder {
  private final Map<Node, Node> register = new HashMap<>();

  private WordsBuilder() {}

  /** A state in work: its edges in ascending order of bytes. */
  private static final class Node {
    private byte[] labels = new byte[2];
    private Node[] children = new Node[2];
    private int size;
    private boolean accepting;
    private int number = -1;

    /** A number of its own among the registered states. */
    private int serial;

    void add(byte label, Node child) {
      if (size == labels.length) {
        labels = Arrays.copyOf(labels, size * 2);
        children = Arrays.copyOf(children, size * 2);
      }
      labels[size] = label;
      children[size++] = child;
    }

    @Override
    public int hashCode() {
      int hash = accepting ? 1 : 0;
      for (int i = 0; i < size; i++) {
        // Children are registered, so their numbers stand for what is below them.
        hash = IntHash.mixed(hash, labels[i] & 0xff | children[i].serial << 8);
      }
      return hash;
    }

    @Override
    public boolean equals(Object object) {
      if (!(object instanceof Node other) || accepting != other.accepting || size != other.size) {
        return false;
      }
      for (int i = 0; i < size; i++) {
        if (labels[i] != other.labels[i] || children[i] != other.children[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Returns the set of {@code words}; the array is sorted in place. */
  static ByteDfa build(byte[][] words) {
    if (words.length == 0) {
      return ByteDfa.none();
    }
    Arrays.sort(words, Arrays::compareUnsigned);
    return new WordsBuilder().run(words);
  }

  private ByteDfa run(byte[][] words) {
    int longest = 0;
    for (byte[] word : words) {
      longest = Math.max(longest, word.length);
    }
    Node[] path = new Node[longest + 1];
    path[0] = new Node();
    byte[] last = new byte[0];
    for (byte[] word : words) {
      int common = Arrays.mismatch(last, word);
      common = common < 0 ? word.length : common;
      freeze(path, last, common);
      for (int i = common; i < word.length; i++) {
        path[i + 1] = new Node();
      }
      path[word.length].accepting = true;
      last = word;
    }
    freeze(path, last, 0);
    return packed(path[0]);
  }

  /** Registers the states of the last word's path beyond {@code keep} bytes, from the end. */
  private void freeze(Node[] path, byte[] last, int keep) {
    for (int i = last.length; i > keep; i--) {
      path[i].serial = register.size();
      Node old = register.putIfAbsent(path[i], path[i]);
      path[i - 1].add(last[i - 1], old == null ? path[i] : old);
    }
  }

  /** Numbers the states in breadth-first order; neighbours with one target become a range. */
  private static ByteDfa packed(Node root) {
    List<Node> order = new ArrayList<>();
    root.number = 0;
    order.add(root);
    IntList first = new IntList();
    IntList ranges = new IntList();
    IntList targets = new IntList();
    for (int i = 0; i < order.size(); i++) {
      Node node = order.get(i);
      first.add(ranges.size());
      for (int j = 0; j < node.size; j++) {
        Node child = node.children[j];
        if (child.number < 0) {
          child.number = order.size();
          order.add(child);
        }
        int label = node.labels[j] & 0xff;
        int before = ranges.size() - 1;
        if (before >= first.get(i)
            && targets.get(before) == child.number
            && (ranges.get(before) & 0xffff) + 1 == label) {
          ranges.set(before, (ranges.get(before) & 0xffff0000) | label);
        } else {
          ranges.add(label << 16 | label);
          targets.add(child.number);
        }
      }
    }
    first.add(ranges.size());
    Raw raw = new Raw(order.size());
    raw.firstEdge = first.toArray();
    raw.range = ranges.toArray();
    raw.target = targets.toArray();
    for (int s = 0; s < order.size(); s++) {
      raw.accepting[s] = order.get(s).accepting;
    }
    return ByteDfa.of(raw);
  }
}
