package dev.strait.values;

import dev.strait.rule.DfaRule;
import dev.strait.rule.ExceptWordsRule;
import dev.strait.rule.Rule;
import dev.strait.rule.Words;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A finite set of strings that grows by sharing: {@link #plus} costs the length of the new string.
 * Immutable; equal if the strings are equal, in whatever order they came.
 */
public final class KeySet {
  private static final KeySet EMPTY = new KeySet(Node.LEAF, 0);

  private final Node root;
  private final int size;
  private final Map<RuleKey, Optional<Rule<?>>> rules = new ConcurrentHashMap<>(4);

  private record RuleKey(StringSet set, Escapes escapes) {}

  private KeySet(Node root, int size) {
    this.root = root;
    this.size = size;
  }

  /** Returns the empty set. */
  public static KeySet empty() {
    return EMPTY;
  }

  /**
   * Returns the set of some strings, numbered in the order of their UTF-8 forms. Strings with half
   * a surrogate pair are left out.
   */
  public static KeySet of(Collection<String> keys) {
    byte[][] texts = new byte[keys.size()][];
    int count = 0;
    for (String key : keys) {
      if (StringSet.isText(key)) {
        texts[count++] = key.getBytes(StandardCharsets.UTF_8);
      }
    }
    Arrays.sort(texts, 0, count, Arrays::compareUnsigned);
    return ofSorted(Arrays.copyOf(texts, withoutEqual(texts, count)));
  }

  /** Moves different texts to the front and returns their number. */
  private static int withoutEqual(byte[][] sorted, int count) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || !Arrays.equals(sorted[kept - 1], sorted[i])) {
        sorted[kept++] = sorted[i];
      }
    }
    return kept;
  }

  /** The same of strings in UTF-8, ascending and different. */
  static KeySet ofSorted(byte[][] sorted) {
    return sorted.length == 0 ? EMPTY : new KeySet(TrieBuilder.build(sorted), sorted.length);
  }

  /** Returns the number of a string of a set made by {@link #of}, or -1 if it has none. */
  public int number(String key) {
    Node end = root.walk(key.getBytes(StandardCharsets.UTF_8));
    return end != null && end.isKey() && StringSet.isText(key) ? end.low() : -1;
  }

  /**
   * Returns the string with a number of a set made by {@link #of}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public String get(int number) {
    if (number < 0 || number >= size) {
      throw new IndexOutOfBoundsException(number);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Node at = root;
    while (!at.isKey() || at.low != number) {
      int child = 0;
      while (at.children[child].high <= number) {
        child++;
      }
      text.write(at.labels[child]);
      at = at.children[child];
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /**
   * Returns the JSON texts of a set made by {@link #of}, without the opening quote: its words are
   * the strings, with their numbers.
   */
  public Words opened(Escapes escapes) {
    return root.words(escapes);
  }

  /** Returns this set and {@code key}; the strings of the result have no numbers. */
  public KeySet plus(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    Node grown = root.plus(bytes);
    return grown == root ? this : new KeySet(grown, size + 1);
  }

  /** Returns whether {@code key} is in the set. */
  public boolean contains(String key) {
    Node end = root.walk(key.getBytes(StandardCharsets.UTF_8));
    return end != null && end.isKey();
  }

  /** Returns the number of strings. */
  public int size() {
    return size;
  }

  /** Returns whether no string is in the set. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the rule of {@code set} less these keys, or empty if nothing is left. */
  Optional<Rule<?>> ruleOf(StringSet set, Escapes escapes) {
    return rules.computeIfAbsent(
        new RuleKey(set, escapes), k -> except(set.toRule(escapes), escapes));
  }

  /** Returns a number rule less these, which are numbers; empty if nothing is left. */
  Optional<Rule<?>> ruleOfNumbers(Rule<?> base) {
    return ExceptNumbers.of(base, root);
  }

  private Optional<Rule<?>> except(Rule<?> base, Escapes escapes) {
    if (base instanceof DfaRule leaf) {
      return ExceptWordsRule.of(leaf, JsonWords.quoted(root.words(escapes))).map(rule -> rule);
    }
    return ExceptRule.of(base, root);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof KeySet other
        && (this == other || (size == other.size && root.equals(other.root)));
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public String toString() {
    return size + " keys";
  }

  /** A node of a trie over UTF-8 bytes; children in ascending order of their labels. Immutable. */
  static final class Node {
    static final Node LEAF = new Node(false, new byte[0], new Node[0], 0, 0);

    private final boolean key;
    private final byte[] labels;
    private final Node[] children;
    private final int hash;

    /** The keys here and below have the numbers from here (inclusive) to {@code high}. */
    private final int low;

    private final int high;
    private volatile @Nullable JsonWords canonical;
    private volatile @Nullable JsonWords any;

    Node(boolean key, byte[] labels, Node[] children, int low, int high) {
      this.key = key;
      this.labels = labels;
      this.children = children;
      this.low = low;
      this.high = high;
      this.hash = 31 * (31 * Arrays.hashCode(labels) + Arrays.hashCode(children)) + (key ? 1 : 0);
    }

    boolean isKey() {
      return key;
    }

    int low() {
      return low;
    }

    int high() {
      return high;
    }

    int size() {
      return labels.length;
    }

    int label(int index) {
      return labels[index] & 0xff;
    }

    Node childAt(int index) {
      return children[index];
    }

    /** Returns the JSON texts of the strings below, the same object each time. */
    JsonWords words(Escapes escapes) {
      JsonWords known = escapes == Escapes.ANY ? any : canonical;
      return known != null ? known : makeWords(escapes);
    }

    private synchronized JsonWords makeWords(Escapes escapes) {
      JsonWords known = escapes == Escapes.ANY ? any : canonical;
      if (known == null) {
        known = JsonWords.opened(this, escapes);
        if (escapes == Escapes.ANY) {
          any = known;
        } else {
          canonical = known;
        }
      }
      return known;
    }

    boolean hasChildren() {
      return labels.length > 0;
    }

    private int indexOf(byte label) {
      int low = 0;
      int high = labels.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if ((labels[middle] & 0xff) < (label & 0xff)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Returns the child by a byte, 0 to 255, or null. */
    @Nullable Node child(int value) {
      int at = indexOf((byte) value);
      return at < labels.length && labels[at] == (byte) value ? children[at] : null;
    }

    @Nullable Node walk(byte[] bytes) {
      Node now = this;
      for (int i = 0; i < bytes.length && now != null; i++) {
        now = now.child(bytes[i] & 0xff);
      }
      return now;
    }

    /** Returns the node after the UTF-8 form of a code point, or null. */
    @Nullable Node walk(int codePoint) {
      return walk(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the trie with one more key; this one if it has it already. Built from the end. */
    private Node plus(byte[] bytes) {
      Node[] path = new Node[bytes.length + 1];
      path[0] = this;
      for (int i = 0; i < bytes.length; i++) {
        Node child = path[i].child(bytes[i] & 0xff);
        path[i + 1] = child == null ? LEAF : child;
      }
      Node end = path[bytes.length];
      if (end.key) {
        return this;
      }
      Node grown = new Node(true, end.labels, end.children, 0, 1);
      for (int i = bytes.length - 1; i >= 0; i--) {
        grown = path[i].with(bytes[i], grown);
      }
      return grown;
    }

    private Node with(byte label, Node child) {
      int at = indexOf(label);
      boolean fresh = at == labels.length || labels[at] != label;
      int size = labels.length + (fresh ? 1 : 0);
      byte[] newLabels = new byte[size];
      Node[] newChildren = new Node[size];
      System.arraycopy(labels, 0, newLabels, 0, at);
      System.arraycopy(children, 0, newChildren, 0, at);
      int rest = at + (fresh ? 0 : 1);
      System.arraycopy(labels, rest, newLabels, at + 1, labels.length - rest);
      System.arraycopy(children, rest, newChildren, at + 1, labels.length - rest);
      newLabels[at] = label;
      newChildren[at] = child;
      return new Node(key, newLabels, newChildren, 0, 1);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Node other
          && (this == other
              || (hash == other.hash
                  && key == other.key
                  && Arrays.equals(labels, other.labels)
                  && Arrays.equals(children, other.children)));
    }
  }

  /** Builds a trie from sorted keys; nodes are closed when the next key leaves their path. */
  private static final class TrieBuilder {
    /** Depth to the first child of the open node; most have one. */
    private final Node[] firsts;

    private final byte[] firstLabels;

    /** Depth to all children of the open node if there are more, and room for the next. */
    private final Node[][] children;

    private final byte[][] labels;

    /** Depth to the number of children of the open node. */
    private final int[] counts;

    /** Depth to the number of the first key at or below the open node. */
    private final int[] lows;

    private final boolean[] keys;

    /** The depth of the node opened last. */
    private int depth;

    private TrieBuilder(int longest) {
      firsts = new Node[longest + 1];
      firstLabels = new byte[longest + 1];
      children = new Node[longest + 1][];
      labels = new byte[longest + 1][];
      counts = new int[longest + 1];
      lows = new int[longest + 1];
      keys = new boolean[longest + 1];
    }

    static Node build(byte[][] sorted) {
      int longest = 0;
      for (byte[] key : sorted) {
        longest = Math.max(longest, key.length);
      }
      TrieBuilder builder = new TrieBuilder(longest);
      byte[] last = {};
      for (int i = 0; i < sorted.length; i++) {
        byte[] key = sorted[i];
        int fork = Arrays.mismatch(last, key);
        builder.closeBelow(fork < 0 ? key.length : fork, last, i);
        builder.open(key.length, i);
        builder.keys[key.length] = true;
        last = key;
      }
      builder.closeBelow(0, last, sorted.length);
      return builder.close(sorted.length);
    }

    /** Opens the nodes down to a depth. */
    private void open(int to, int low) {
      while (depth < to) {
        depth++;
        keys[depth] = false;
        counts[depth] = 0;
        lows[depth] = low;
      }
    }

    private void closeBelow(int to, byte[] path, int high) {
      while (depth > to) {
        Node closed = close(high);
        depth--;
        add(path[depth], closed);
      }
    }

    /** Adds a child to the open node. */
    private void add(byte label, Node child) {
      int count = counts[depth]++;
      if (count == 0) {
        firsts[depth] = child;
        firstLabels[depth] = label;
        return;
      }
      if (labels[depth] == null) {
        labels[depth] = new byte[4];
        children[depth] = new Node[4];
      } else if (count == labels[depth].length) {
        labels[depth] = Arrays.copyOf(labels[depth], 2 * count);
        children[depth] = Arrays.copyOf(children[depth], 2 * count);
      }
      labels[depth][count] = label;
      children[depth][count] = child;
    }

    private Node close(int high) {
      int count = counts[depth];
      if (count == 0) {
        return node(Node.LEAF.labels, Node.LEAF.children, high);
      }
      if (count == 1) {
        return node(new byte[] {firstLabels[depth]}, new Node[] {firsts[depth]}, high);
      }
      labels[depth][0] = firstLabels[depth];
      children[depth][0] = firsts[depth];
      return node(Arrays.copyOf(labels[depth], count), Arrays.copyOf(children[depth], count), high);
    }

    private Node node(byte[] own, Node[] below, int high) {
      return new Node(keys[depth], own, below, lows[depth], high);
    }
  }
}
