package dev.strait.rule;

import java.util.Arrays;
import java.util.BitSet;

/** An automaton as sorted byte ranges per state, with a table over byte classes if it is small. */
final class TableDfa extends Dfa {

  /** Most entries of the table over byte classes. */
  private static final int TABLE_LIMIT = 1 << 20;

  /** Ranges of state s are those from offsets[s] (inclusive) to offsets[s + 1] (exclusive). */
  private final int[] offsets;

  /** First byte of each range, inclusive, unsigned; ascending within a state. */
  private final byte[] first;

  /** Last byte of each range, inclusive, unsigned. */
  private final byte[] last;

  /** Target state of each range. */
  private final int[] target;

  private final BitSet accepting;

  /** Least number of bytes to acceptance, per state. */
  private final int[] shortest;

  /** Class of each byte; empty if there is no table. */
  private final byte[] classes;

  private final int classCount;

  /** Target at [state * classCount + class], DEAD for none; empty if there is no table. */
  private final int[] table;

  private final int hash;

  /** Makes the automaton of canonical, minimal, trimmed parts; the arrays are kept. */
  TableDfa(
      int[] offsets, byte[] first, byte[] last, int[] target, BitSet accepting, int[] shortest) {
    this.offsets = offsets;
    this.first = first;
    this.last = last;
    this.target = target;
    this.accepting = accepting;
    this.shortest = shortest;
    byte[] byteClasses = ByteClasses.of(first, last);
    this.classCount = (byteClasses[255] & 0xff) + 1;
    boolean small = (long) classCount * shortest.length <= TABLE_LIMIT;
    this.classes = small ? byteClasses : new byte[0];
    this.table = small ? table(byteClasses) : new int[0];
    this.hash = Arrays.hashCode(target) * 31 + Arrays.hashCode(first);
  }

  private int[] table(byte[] byteClasses) {
    int[] cells = new int[classCount * states()];
    Arrays.fill(cells, DEAD);
    for (int s = 0; s < states(); s++) {
      for (int i = offsets[s]; i < offsets[s + 1]; i++) {
        int from = byteClasses[first[i] & 0xff] & 0xff;
        int to = byteClasses[last[i] & 0xff] & 0xff;
        Arrays.fill(cells, s * classCount + from, s * classCount + to + 1, target[i]);
      }
    }
    return cells;
  }

  @Override
  public int step(int state, int b) {
    return table.length > 0 ? table[state * classCount + (classes[b] & 0xff)] : search(state, b);
  }

  /** Finds the first range that ends at or after the byte. Complexity: O(log ranges). */
  private int search(int state, int b) {
    int low = offsets[state];
    int high = offsets[state + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((last[middle] & 0xff) < b) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < offsets[state + 1] && (first[low] & 0xff) <= b ? target[low] : DEAD;
  }

  @Override
  public boolean accepts(int state) {
    return accepting.get(state);
  }

  @Override
  public int states() {
    return shortest.length;
  }

  @Override
  public long shortest(int state) {
    return shortest[state];
  }

  @Override
  public void forEachEdge(int state, EdgeVisitor visitor) {
    for (int i = offsets[state]; i < offsets[state + 1]; i++) {
      visitor.edge(first[i] & 0xff, last[i] & 0xff, target[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableDfa that
        && hash == that.hash
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(first, that.first)
        && Arrays.equals(last, that.last)
        && Arrays.equals(target, that.target)
        && accepting.equals(that.accepting);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
