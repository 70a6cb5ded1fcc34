package dev.strait.values;

import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  /** Returns this set and {@code key}. */
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
        new RuleKey(set, escapes), k -> ExceptRule.of(set.toRule(escapes), root));
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
    static final Node LEAF = new Node(false, new byte[0], new Node[0]);

    private final boolean key;
    private final byte[] labels;
    private final Node[] children;
    private final int hash;

    private Node(boolean key, byte[] labels, Node[] children) {
      this.key = key;
      this.labels = labels;
      this.children = children;
      this.hash = 31 * (31 * Arrays.hashCode(labels) + Arrays.hashCode(children)) + (key ? 1 : 0);
    }

    boolean isKey() {
      return key;
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
      Node grown = new Node(true, end.labels, end.children);
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
      return new Node(key, newLabels, newChildren);
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
}
