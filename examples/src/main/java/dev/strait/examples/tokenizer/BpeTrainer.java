package dev.strait.examples.tokenizer;

import dev.strait.examples.tokenizer.BpeTokenizer.Merge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns byte-pair merges from text: the pair of neighbouring tokens that occurs most often becomes
 * a token, again and again. Pairs never cross the pieces of the pre-tokenization.
 *
 * <p>Pieces are counted first, so the time depends on the number of different pieces; counts of
 * pairs are kept up to date after each merge (as in Sennrich, Haddow, Birch, "Neural Machine
 * Translation of Rare Words with Subword Units", ACL 2016). Ties go to the pair with the smaller
 * ids, so equal texts give equal merges. Not thread-safe.
 */
public final class BpeTrainer {

  /** Which tokens may be learned. */
  @FunctionalInterface
  public interface Admission {
    /** Returns whether these bytes may be one token. */
    boolean admits(byte[] token);
  }

  private final Pattern split;
  private final Admission admission;
  private final Map<String, long[]> counts = new HashMap<>();

  private final List<Merge> merges = new ArrayList<>();
  private final List<byte[]> tokens = new ArrayList<>();
  private final Map<Long, long[]> pairs = new HashMap<>();
  private final Map<Long, Set<Integer>> homes = new HashMap<>();
  private final List<int[]> words = new ArrayList<>();
  private final List<Long> weights = new ArrayList<>();

  /**
   * A pair in the queue, with its count when it was queued.
   *
   * @param pair the two ids packed
   * @param count how often it occurred then
   */
  private record Queued(long pair, long count) {}

  private final PriorityQueue<Queued> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Queued::count).reversed().thenComparingLong(Queued::pair));

  /**
   * Returns a trainer.
   *
   * @param splitPattern pre-tokenization: a regular expression whose matches are the pieces
   * @param admission which tokens may be learned
   */
  public BpeTrainer(String splitPattern, Admission admission) {
    this.split = Pattern.compile(splitPattern, Pattern.UNICODE_CHARACTER_CLASS);
    this.admission = admission;
  }

  /** Returns whether the bytes are letters only, or a space and then lower-case letters. */
  public static boolean isLegalWord(byte[] token) {
    boolean spaced = token[0] == ' ';
    if (spaced && (token.length < 2 || token[1] < 'a' || token[1] > 'z')) {
      return false;
    }
    boolean ascii = true;
    boolean high = true;
    for (int i = spaced ? 1 : 0; i < token.length; i++) {
      ascii &= Character.isLetter(token[i]);
      high &= token[i] < 0;
    }
    return ascii || high && !spaced;
  }

  /** Counts the pieces of one text. */
  public void add(String text) {
    Matcher pieces = split.matcher(text);
    while (pieces.find()) {
      counts.computeIfAbsent(pieces.group(), p -> new long[1])[0]++;
    }
  }

  /**
   * Learns merges from the texts added so far. Call once.
   *
   * @param limit the largest number of merges
   * @param minCount pairs that occur less often are not merged
   * @param progress told the number of merges after each
   */
  public List<Merge> learn(int limit, long minCount, IntConsumer progress) {
    start();
    while (merges.size() < limit) {
      Queued best = queue.poll();
      if (best == null || best.count() < minCount) {
        break;
      }
      if (best.count() == pairs.getOrDefault(best.pair(), new long[1])[0]) {
        merge(best.pair());
        progress.accept(merges.size());
      }
    }
    return List.copyOf(merges);
  }

  private void start() {
    for (int b = 0; b < 256; b++) {
      tokens.add(new byte[] {(byte) b});
    }
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> addWord(entry.getKey(), entry.getValue()[0]));
    pairs.forEach((pair, count) -> queue.add(new Queued(pair, count[0])));
  }

  private void addWord(String piece, long count) {
    byte[] utf8 = piece.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = utf8[i] & 0xff;
    }
    words.add(ids);
    weights.add(count);
    count(words.size() - 1, 1, new HashSet<>());
  }

  /** Adds a word's pairs to the counts, or takes them away (sign -1). */
  private void count(int word, int sign, Set<Long> touched) {
    int[] ids = words.get(word);
    for (int i = 0; i + 1 < ids.length; i++) {
      if (admits(ids[i], ids[i + 1])) {
        long pair = BpeTokenizer.pair(ids[i], ids[i + 1]);
        pairs.computeIfAbsent(pair, p -> new long[1])[0] += sign * weights.get(word);
        homes.computeIfAbsent(pair, p -> new HashSet<>()).add(word);
        touched.add(pair);
      }
    }
  }

  private boolean admits(int left, int right) {
    return admission.admits(BpeTokenizer.joined(tokens.get(left), tokens.get(right)));
  }

  private void merge(long pair) {
    Merge merge = new Merge((int) (pair >>> 32), (int) pair);
    int id = tokens.size();
    tokens.add(BpeTokenizer.joined(tokens.get(merge.left()), tokens.get(merge.right())));
    merges.add(merge);
    Set<Long> touched = new HashSet<>();
    for (int word : List.copyOf(homes.getOrDefault(pair, Set.of()))) {
      count(word, -1, touched);
      int[] ids = words.get(word).clone();
      words.set(word, Arrays.copyOf(ids, BpeTokenizer.apply(ids, ids.length, merge, id)));
      count(word, 1, touched);
    }
    homes.remove(pair);
    pairs.remove(pair);
    touched.remove(pair);
    touched.forEach(t -> queue.add(new Queued(t, pairs.getOrDefault(t, new long[1])[0])));
  }
}
