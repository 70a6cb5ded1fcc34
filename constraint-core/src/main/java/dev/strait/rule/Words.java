package dev.strait.rule;

import java.util.BitSet;

/**
 * What is left of finitely many words over bytes, none of which begins another: a node of their
 * trie, or of a graph in which equal rests meet. Acyclic.
 *
 * <p>Words have numbers from 0. Nodes may be made when they are first asked for, but then stay the
 * same objects: they are compared by identity. Thread-safe.
 */
public abstract class Words {

  /** No word, no edge. */
  public static final int NONE = -1;

  /** Returns the number of edges; 0 exactly where a word ends. */
  public abstract int edges();

  /** Returns the byte of an edge, 0 to 255; ascending. */
  public abstract int label(int edge);

  /** Returns where an edge leads. */
  public abstract Words target(int edge);

  /** Returns the word that ends here, or {@link #NONE}. */
  public abstract int word();

  /** Returns whether one of {@code wanted} lies ahead or ends here. */
  public abstract boolean has(BitSet wanted);

  /** Returns whether a word lies ahead or ends here. */
  public boolean has(int word) {
    BitSet one = new BitSet();
    one.set(word);
    return has(one);
  }

  /** Returns the least number of bytes to the end of a word that lies ahead or ends here. */
  public abstract int rest(int word);

  /** Returns the edge with a byte, 0 to 255, or {@link #NONE}. */
  public int find(int b) {
    for (int e = 0; e < edges(); e++) {
      if (label(e) >= b) {
        return label(e) == b ? e : NONE;
      }
    }
    return NONE;
  }
}
