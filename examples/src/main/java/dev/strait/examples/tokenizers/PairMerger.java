package dev.strait.examples.tokenizers;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges neighbouring pieces of a word, best pair first and leftmost among equals, until no pair
 * can be merged. O(n log n) for a word of n characters.
 */
final class PairMerger {
  /** The rank of a pair that is not merged. */
  static final double NEVER = Double.POSITIVE_INFINITY;

  /** How early a pair is merged. */
  interface Ranks {
    /** Returns the rank of a pair, the lowest first, or {@link #NEVER}. */
    double of(String left, String right);
  }

  private record Candidate(double rank, int left, int leftEnd, int rightEnd)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byRank = Double.compare(rank, other.rank);
      return byRank != 0 ? byRank : Integer.compare(left, other.left);
    }
  }

  private final Ranks ranks;
  private final String word;

  /** end[i]: where the piece that begins at i ends (exclusive); 0 if none begins there. */
  private final int[] end;

  /** before[i]: where the piece that ends at i begins. */
  private final int[] before;

  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  private PairMerger(String word, Ranks ranks) {
    this.word = word;
    this.ranks = ranks;
    this.end = new int[word.length() + 1];
    this.before = new int[word.length() + 1];
  }

  /** Returns the pieces of a word, which begins as one piece for each code point. */
  static List<String> merge(String word, Ranks ranks) {
    PairMerger merger = new PairMerger(word, ranks);
    merger.split();
    merger.run();
    return merger.pieces();
  }

  private void split() {
    for (int i = 0; i < word.length(); ) {
      int next = i + Character.charCount(word.codePointAt(i));
      end[i] = next;
      before[next] = i;
      i = next;
    }
    for (int i = 0; i < word.length(); i = end[i]) {
      offer(i);
    }
  }

  private void offer(int left) {
    int middle = end[left];
    if (middle < word.length()) {
      double rank = ranks.of(word.substring(left, middle), word.substring(middle, end[middle]));
      if (rank != NEVER) {
        queue.add(new Candidate(rank, left, middle, end[middle]));
      }
    }
  }

  private void run() {
    for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
      if (end[best.left] == best.leftEnd && end[best.leftEnd] == best.rightEnd) {
        join(best);
      }
    }
  }

  private void join(Candidate pair) {
    end[pair.leftEnd] = 0;
    end[pair.left] = pair.rightEnd;
    before[pair.rightEnd] = pair.left;
    offer(pair.left);
    if (pair.left > 0) {
      offer(before[pair.left]);
    }
  }

  private List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < word.length(); i = end[i]) {
      pieces.add(word.substring(i, end[i]));
    }
    return pieces;
  }
}
