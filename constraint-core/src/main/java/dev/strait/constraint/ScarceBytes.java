package dev.strait.constraint;

import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a vocabulary that lacks some single bytes can spell, as an automaton over bytes: state
 * {@link #BETWEEN} between two tokens, the others inside one. Tokens that shorter ones can spell
 * need no states, and tokens that end alike share them, so there are few even where thousands of
 * characters are tokens. Immutable.
 */
final class ScarceBytes {

  /** The state between two tokens. */
  static final int BETWEEN = 0;

  /** State to the bytes that can follow, ascending; a byte is there once for each state after. */
  private final byte[][] bytes;

  /** Parallel to {@link #bytes}: the state after each. */
  private final int[][] targets;

  private ScarceBytes(List<Inside> states) {
    bytes = new byte[states.size()][];
    targets = new int[states.size()][];
    for (int state = 0; state < bytes.length; state++) {
      freeze(state, states.get(state));
    }
  }

  /**
   * A state while the automaton is built.
   *
   * @param on byte to the state inside a token after it
   * @param ends the bytes that end a token
   */
  private record Inside(TreeMap<Integer, Integer> on, BitSet ends) {
    Inside() {
      this(new TreeMap<>(), new BitSet());
    }
  }

  private void freeze(int state, Inside from) {
    int size = from.on.size() + from.ends.cardinality();
    bytes[state] = new byte[size];
    targets[state] = new int[size];
    int i = 0;
    for (int b = 0; b < 256; b++) {
      Integer inside = from.on.get(b);
      if (inside != null) {
        bytes[state][i] = (byte) b;
        targets[state][i++] = inside;
      }
      if (from.ends.get(b)) {
        bytes[state][i] = (byte) b;
        targets[state][i++] = BETWEEN;
      }
    }
  }

  /**
   * Returns the automaton of a vocabulary. Complexity: the sum of the squares of tokens' lengths.
   */
  static ScarceBytes of(Vocabulary vocabulary) {
    List<Inside> trie = new ArrayList<>(List.of(new Inside()));
    texts(vocabulary).stream()
        .filter(token -> !isSpelled(token, trie))
        .forEach(token -> add(token, trie));
    return new ScarceBytes(shared(trie));
  }

  private static List<byte[]> texts(Vocabulary vocabulary) {
    List<byte[]> texts = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id)) {
        texts.add(vocabulary.bytes(id));
      }
    }
    texts.sort(Comparator.comparingInt(text -> text.length));
    return texts;
  }

  /** Returns the bytes that are text tokens of their own. */
  static BitSet singles(Vocabulary vocabulary) {
    BitSet single = new BitSet(256);
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id) && vocabulary.byteLength(id) == 1) {
        single.set(vocabulary.byteAt(id, 0));
      }
    }
    return single;
  }

  /** Returns whether the tokens of a trie, one after the other, are this one. */
  private static boolean isSpelled(byte[] token, List<Inside> trie) {
    BitSet reached = new BitSet();
    reached.set(0);
    for (int from = 0; from >= 0; from = reached.nextSetBit(from + 1)) {
      Integer at = BETWEEN;
      for (int i = from; i < token.length && at != null; i++) {
        Inside inside = trie.get(at);
        if (inside.ends.get(token[i] & 0xff)) {
          reached.set(i + 1);
        }
        at = inside.on.get(token[i] & 0xff);
      }
    }
    return reached.get(token.length);
  }

  private static void add(byte[] token, List<Inside> trie) {
    int at = BETWEEN;
    for (int i = 0; i < token.length - 1; i++) {
      int fresh = trie.size();
      at = trie.get(at).on.computeIfAbsent(token[i] & 0xff, b -> fresh);
      if (at == fresh) {
        trie.add(new Inside());
      }
    }
    trie.get(at).ends.set(token[token.length - 1] & 0xff);
  }

  /** Makes one state of those that go on alike; states of a trie come after those before them. */
  private static List<Inside> shared(List<Inside> trie) {
    int[] state = new int[trie.size()];
    List<Inside> shared = new ArrayList<>(List.of(trie.get(BETWEEN)));
    Map<Inside, Integer> known = new HashMap<>();
    for (int i = state.length - 1; i >= 0; i--) {
      Inside inside = trie.get(i);
      inside.on.replaceAll((b, to) -> state[to]);
      if (i > BETWEEN) {
        Integer same = known.putIfAbsent(inside, shared.size());
        state[i] = same != null ? same : shared.size();
        if (same == null) {
          shared.add(inside);
        }
      }
    }
    return shared;
  }

  int states() {
    return bytes.length;
  }

  /** Returns how many ways lead on from a state. */
  int ways(int state) {
    return bytes[state].length;
  }

  /** Returns the byte of a way, 0 to 255. */
  int label(int state, int way) {
    return bytes[state][way] & 0xff;
  }

  /** Returns where a way leads. */
  int target(int state, int way) {
    return targets[state][way];
  }

  /** Returns the tokens that end with a way: 1 or 0. */
  int tokens(int state, int way) {
    return targets[state][way] == BETWEEN ? 1 : 0;
  }

  @Override
  public String toString() {
    return Arrays.deepToString(targets);
  }
}
