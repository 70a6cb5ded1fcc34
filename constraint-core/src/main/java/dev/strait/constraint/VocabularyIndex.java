package dev.strait.constraint;

import dev.strait.rule.Dfa;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What depends on the vocabulary alone: its trie, the positions in it, and the universe of the
 * rules that all constraints share. One object for a vocabulary, made when it is first needed.
 */
final class VocabularyIndex {

  /** Most automata whose token walks are remembered. */
  private static final int MOST_LEAVES = 256;

  /** Ints that all folds together may hold: 64 MiB. */
  private static final long MOST_FOLD_INTS = 1L << 24;

  private static final Map<Vocabulary, SoftReference<VocabularyIndex>> KNOWN = new WeakHashMap<>();

  final Vocabulary vocabulary;
  final TokenTrie trie;
  final TailsTable tails;
  final int[] endOfGeneration;

  /** Whether every byte value is a text token of its own. */
  final boolean hasAllBytes;

  /** Token id to its bytes. */
  private final byte[][] texts;

  /**
   * Each thread's scratch, weakly: a walker leads back to this index, and what a thread-local holds
   * on to that leads to the thread-local itself is never given up while the thread lives.
   */
  private final ThreadLocal<WeakReference<Walker>> walkers = new ThreadLocal<>();

  private final Map<Dfa, LeafWalker> leaves = bounded();
  private final Map<FoldFamily.Key, FoldFamily> folds = bounded();

  /** The ints that the folds made since they were last forgotten hold. */
  private final AtomicLong foldInts = new AtomicLong();

  /** How often all folds were forgotten. */
  private volatile int foldAge;

  private volatile @Nullable Universe shared;
  private @Nullable ScarceBytes scarceBytes;

  /** Makes an index that nobody shares; {@link #of} is for all but tests. */
  VocabularyIndex(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.texts = TokenTrie.texts(vocabulary);
    this.trie = TokenTrie.of(vocabulary, texts);
    this.tails = new TailsTable(trie);
    this.endOfGeneration = vocabulary.endOfGeneration();
    this.hasAllBytes = ScarceBytes.singles(vocabulary).cardinality() == 256;
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_LEAVES;
      }
    };
  }

  /** Returns the index of a vocabulary; it lives as long as the vocabulary is used. */
  static VocabularyIndex of(Vocabulary vocabulary) {
    synchronized (KNOWN) {
      SoftReference<VocabularyIndex> held = KNOWN.get(vocabulary);
      VocabularyIndex known = held == null ? null : held.get();
      if (known == null) {
        known = new VocabularyIndex(vocabulary);
        KNOWN.put(vocabulary, new SoftReference<>(known));
      }
      return known;
    }
  }

  /** Returns what can be spelled, for vocabularies that lack bytes. */
  synchronized ScarceBytes scarceBytes() {
    ScarceBytes known = scarceBytes;
    if (known == null) {
      known = ScarceBytes.of(vocabulary);
      scarceBytes = known;
    }
    return known;
  }

  /** Returns a token's bytes, not copied. */
  byte[] text(int id) {
    return texts[id];
  }

  /** Returns the scratch of this thread: the same one as long as somebody holds on to it. */
  Walker walker() {
    WeakReference<Walker> held = walkers.get();
    Walker known = held == null ? null : held.get();
    if (known == null) {
      known = new Walker(this);
      walkers.set(new WeakReference<>(known));
    }
    return known;
  }

  /** Walks the tokens of shared rules, so that it is known when first needed. */
  void learn(List<Rule<?>> rules) {
    Tails root = tails.root();
    if (root == null) {
      return;
    }
    for (Rule<?> rule : rules) {
      if (rule.isShared()) {
        sharedUniverse().table(rule).learn(root);
      }
    }
  }

  /** Returns the walker of an automaton's tokens; equal automata share one. */
  LeafWalker leafWalker(Dfa dfa) {
    synchronized (leaves) {
      return leaves.computeIfAbsent(dfa, d -> new LeafWalker(tails, d));
    }
  }

  /** Returns the folds of a counted automaton; equal ones share. */
  FoldFamily folds(FoldFamily.Key key) {
    synchronized (folds) {
      return folds.computeIfAbsent(key, k -> new FoldFamily(this, k, FoldFamily.LARGE));
    }
  }

  /**
   * Counts what a fold or an answer of one holds; of too much all families forget all: here at
   * once, those that rules in use hold on to when they are next asked.
   */
  void chargeFolds(long ints) {
    if (foldInts.addAndGet(ints) > MOST_FOLD_INTS) {
      synchronized (folds) {
        folds.clear();
        foldInts.set(0);
        foldAge++;
      }
    }
  }

  int foldAge() {
    return foldAge;
  }

  /** Returns the universe of shared rules; a new one once the old has grown too large. */
  Universe sharedUniverse() {
    Universe known = shared;
    if (known == null || known.isFull()) {
      synchronized (this) {
        known = shared;
        if (known == null || known.isFull()) {
          known = new Universe(this, null, Limits.shared());
          shared = known;
        }
      }
    }
    return Objects.requireNonNull(known);
  }
}
