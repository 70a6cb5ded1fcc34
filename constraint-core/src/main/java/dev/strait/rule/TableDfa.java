package dev.strait.rule;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An automaton as sorted byte ranges per state, with a table over byte classes: whole if it is
 * small, else a row for each state that is stepped from.
 */
final class TableDfa extends Dfa {

  /** Most entries of the table over byte classes. */
  private static final int TABLE_LIMIT = 1 << 13;

  /** States with at most so many ranges have no row: one after another is as fast. */
  private static final int FEW_RANGES = 6;

  /** Most rows of an automaton without a table; behind them ranges are searched. */
  private static final int MOST_ROWS = 1 << 13;

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

  /** Class of each byte. */
  private final byte[] classes;

  private final int classCount;

  /** Target at [state * classCount + class], DEAD for none; empty if there is no table. */
  private final int[] table;

  /** State to its row of the table; null if the table is there as a whole. */
  private final @Nullable AtomicReferenceArray<int @Nullable []> rows;

  /** A guess, for threads may race: it only bounds memory. */
  private int rowCount;

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
    this.classes = ByteClasses.of(first, last);
    this.classCount = (classes[255] & 0xff) + 1;
    boolean small = (long) classCount * shortest.length <= TABLE_LIMIT;
    this.table = small ? table() : new int[0];
    this.rows = small ? null : new AtomicReferenceArray<>(shortest.length);
    this.hash = Arrays.hashCode(target) * 31 + Arrays.hashCode(first);
  }

  private int[] table() {
    int[] cells = new int[classCount * states()];
    for (int s = 0; s < states(); s++) {
      fill(cells, s * classCount, s);
    }
    return cells;
  }

  /** Writes a state's row of the table. */
  private void fill(int[] cells, int begin, int state) {
    Arrays.fill(cells, begin, begin + classCount, DEAD);
    for (int i = offsets[state]; i < offsets[state + 1]; i++) {
      int from = classes[first[i] & 0xff] & 0xff;
      int to = classes[last[i] & 0xff] & 0xff;
      Arrays.fill(cells, begin + from, begin + to + 1, target[i]);
    }
  }

  @Override
  public int step(int state, int b) {
    return rows == null
        ? table[state * classCount + (classes[b] & 0xff)]
        : stepByRow(rows, state, b);
  }

  private int stepByRow(AtomicReferenceArray<int @Nullable []> known, int state, int b) {
    int end = offsets[state + 1];
    int i = offsets[state];
    if (end - i <= FEW_RANGES) {
      while (i < end && (last[i] & 0xff) < b) {
        i++;
      }
      return i < end && (first[i] & 0xff) <= b ? target[i] : DEAD;
    }
    int[] row = known.getAcquire(state);
    if (row == null) {
      if (rowCount >= MOST_ROWS) {
        return search(state, b);
      }
      row = new int[classCount];
      fill(row, 0, state);
      known.setRelease(state, row);
      rowCount++;
    }
    return row[classes[b] & 0xff];
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
