package dev.strait.constraint;

import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a vocabulary that lacks some single bytes can spell, as an automaton over bytes: state
 * {@link #BETWEEN} between two tokens, the others inside one that holds a lacking byte. Any other
 * token can be replaced by single bytes and needs no states.
 */
final class ScarceBytes {

  /** The state between two tokens. */
  static final int BETWEEN = 0;

  /** Most states: real vocabularies that lack bytes spell characters with thousands of tokens. */
  private static final int MOST_STATES = 512;

  private static final int[] NOWHERE = {};
  private static final int[] BETWEEN_ALONE = {BETWEEN};

  /** State and byte (state times 256 plus byte) to the states after it. */
  private final List<int[]> next = new ArrayList<>();

  private final boolean whole;

  private ScarceBytes(Vocabulary vocabulary) {
    BitSet single = singles(vocabulary);
    addState();
    for (int b = single.nextSetBit(0); b >= 0; b = single.nextSetBit(b + 1)) {
      next.set(b, BETWEEN_ALONE);
    }
    boolean all = true;
    for (int id = 0; id < vocabulary.size() && all; id++) {
      if (vocabulary.isText(id) && lacksOne(vocabulary, id, single)) {
        all = add(vocabulary.bytes(id));
      }
    }
    this.whole = all;
  }

  /** Returns the automaton of a vocabulary. */
  static ScarceBytes of(Vocabulary vocabulary) {
    return new ScarceBytes(vocabulary);
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

  private static boolean lacksOne(Vocabulary vocabulary, int id, BitSet single) {
    for (int i = 0; i < vocabulary.byteLength(id); i++) {
      if (!single.get(vocabulary.byteAt(id, i))) {
        return true;
      }
    }
    return false;
  }

  private int addState() {
    int state = states();
    next.addAll(java.util.Collections.nCopies(256, NOWHERE));
    return state;
  }

  /** Adds the states of a token; returns false if they are too many. */
  private boolean add(byte[] token) {
    int at = BETWEEN;
    for (int i = 0; i < token.length - 1; i++) {
      int inside = inside(at, token[i] & 0xff);
      if (inside < 0) {
        if (states() >= MOST_STATES) {
          return false;
        }
        inside = addState();
        lead(at, token[i] & 0xff, inside);
      }
      at = inside;
    }
    lead(at, token[token.length - 1] & 0xff, BETWEEN);
    return true;
  }

  private int inside(int state, int b) {
    return Arrays.stream(next(state, b)).filter(to -> to != BETWEEN).findFirst().orElse(-1);
  }

  private void lead(int from, int b, int to) {
    int[] known = next(from, b);
    if (Arrays.stream(known).noneMatch(state -> state == to)) {
      int[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = to;
      next.set(from << 8 | b, more);
    }
  }

  /** Returns the states after a byte; not to be changed. */
  int[] next(int state, int b) {
    return next.get(state << 8 | b);
  }

  int states() {
    return next.size() >> 8;
  }

  /** Returns whether all tokens are part of it; if not, only single bytes may be. */
  boolean isWhole() {
    return whole;
  }
}
