package dev.strait.constraint;

import dev.strait.vocabulary.Vocabulary;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a token of a mask by chance in about a microsecond, so that a rehearsal's time goes into
 * masks and steps. Texts are to get on and to meet much: each rule that is being read is as likely
 * as another (else all keys would be undeclared ones), of few tokens each first byte is (else most
 * would be whitespace), and one token in four leaves its rule (else a string would hardly ever
 * end). Not for use by several threads.
 */
final class TokenChooser {

  /** So many tokens are few enough to be looked at one by one. */
  private static final int FEW = 2_000;

  private static final int LEAVE_ONE_IN = 4;

  private final Vocabulary vocabulary;
  private final TokenTrie trie;
  private final @Nullable Tails root;
  private final Random random;

  /** First byte to the number of tokens met, and to the one of them that was chosen. */
  private final int[] met = new int[256];

  private final int[] chosen = new int[256];

  TokenChooser(Vocabulary vocabulary, Random random) {
    VocabularyIndex index = VocabularyIndex.of(vocabulary);
    this.vocabulary = vocabulary;
    this.trie = index.trie;
    this.root = index.tails.root();
    this.random = random;
  }

  /** Returns a text token of the mask of a configuration, or -1 if it has none. */
  int choose(Configuration at, long[] mask) {
    int token = -1;
    if (root != null) {
      Walk walk = at.nodes[random.nextInt(at.nodes.length)].walk(root);
      boolean leave = random.nextInt(LEAVE_ONE_IN) == 0 || walk.parts.length == 0;
      token = leave ? leaving(walk, mask) : staying(walk, mask);
    }
    return token >= 0 ? token : any(mask);
  }

  /** Returns a token within which the rule that is being read ends, or -1. */
  private int leaving(Walk walk, long[] mask) {
    Tails exits = walk.exits;
    if (exits == null) {
      return -1;
    }
    int exit = exits.members[random.nextInt(exits.members.length)];
    if (exit == 0) {
      return ofAnyFirst(mask);
    }
    int from = trie.firstId[exit];
    return among(trie.ids, from, trie.firstId[trie.end[exit]], mask);
  }

  /** Returns a token that ends inside the rule that is being read, or -1. */
  private int staying(Walk walk, long[] mask) {
    Part part = walk.parts[random.nextInt(walk.parts.length)];
    return part.isDense() ? any(part.words, mask) : among(part.ids, 0, part.ids.length, mask);
  }

  private int among(int[] ids, int from, int to, long[] mask) {
    int size = to - from;
    if (size <= FEW) {
      Arrays.fill(met, 0);
      for (int i = from; i < to; i++) {
        meet(ids[i], mask);
      }
      return ofAnyFirst();
    }
    int start = random.nextInt(size);
    for (int i = 0; i < size; i++) {
      int id = ids[from + (start + i) % size];
      if (isIn(id, mask)) {
        return id;
      }
    }
    return -1;
  }

  private static boolean isIn(int id, long[] mask) {
    return (mask[id >>> 6] & 1L << id) != 0;
  }

  private void meet(int id, long[] mask) {
    if (isIn(id, mask) && vocabulary.isText(id)) {
      int first = vocabulary.byteAt(id, 0);
      if (random.nextInt(++met[first]) == 0) {
        chosen[first] = id;
      }
    }
  }

  /** Returns a token met, each first byte as likely as another, or -1. */
  private int ofAnyFirst() {
    int firsts = 0;
    int token = -1;
    for (int first = 0; first < met.length; first++) {
      if (met[first] > 0 && random.nextInt(++firsts) == 0) {
        token = chosen[first];
      }
    }
    return token;
  }

  /** Returns a token of a mask, each first byte as likely as another; -1 if there is none. */
  private int ofAnyFirst(long[] mask) {
    Arrays.fill(met, 0);
    for (int w = 0; w < mask.length; w++) {
      for (long word = mask[w]; word != 0; word &= word - 1) {
        meet(w << 6 | Long.numberOfTrailingZeros(word), mask);
      }
    }
    return ofAnyFirst();
  }

  /** Returns any text token of a mask, or -1. */
  private int any(long[] mask) {
    return any(mask, mask);
  }

  /** Returns the first text token from a random place on that is in both, or -1. */
  private int any(long[] words, long[] mask) {
    int start = random.nextInt(words.length);
    for (int i = 0; i < words.length; i++) {
      int w = (start + i) % words.length;
      for (long word = words[w] & mask[w]; word != 0; word &= word - 1) {
        int id = w << 6 | Long.numberOfTrailingZeros(word);
        if (vocabulary.isText(id)) {
          return id;
        }
      }
    }
    return -1;
  }
}
