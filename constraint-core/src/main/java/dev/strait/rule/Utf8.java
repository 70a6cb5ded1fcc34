package dev.strait.rule;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Sets of code points as automata over UTF-8 bytes. */
final class Utf8 {

  /** First and last code point (inclusive) of each encoded length; surrogates are left out. */
  private static final int[][] LENGTHS = {
    {0, 0x7f}, {0x80, 0x7ff}, {0x800, 0xd7ff}, {0xe000, 0xffff}, {0x10000, 0x10ffff}
  };

  private Utf8() {}

  /** Returns the complement of a union of ranges; pairs of first and last, both inclusive. */
  static int[] complement(int... ranges) {
    List<int[]> sorted = pairs(ranges);
    sorted.sort(Comparator.comparingInt(pair -> pair[0]));
    List<Integer> result = new ArrayList<>();
    int next = 0;
    for (int[] pair : sorted) {
      if (pair[0] > next) {
        result.add(next);
        result.add(pair[0] - 1);
      }
      next = Math.max(next, pair[1] + 1);
    }
    if (next <= Character.MAX_CODE_POINT) {
      result.add(next);
      result.add(Character.MAX_CODE_POINT);
    }
    return result.stream().mapToInt(i -> i).toArray();
  }

  private static List<int[]> pairs(int... ranges) {
    if (ranges.length % 2 != 0) {
      throw new IllegalArgumentException("ranges come in pairs: " + ranges.length + " numbers");
    }
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] < 0 || ranges[i + 1] > Character.MAX_CODE_POINT || ranges[i] > ranges[i + 1]) {
        throw new IllegalArgumentException(
            String.format("no range of code points: %X to %X", ranges[i], ranges[i + 1]));
      }
      pairs.add(new int[] {ranges[i], ranges[i + 1]});
    }
    return pairs;
  }

  /** Returns the automaton of the encodings of a union of ranges. */
  static Dfa dfa(int... ranges) {
    State start = new State();
    State end = new State();
    end.setAccept(true);
    for (int[] pair : pairs(ranges)) {
      for (int[] length : LENGTHS) {
        int first = Math.max(pair[0], length[0]);
        int last = Math.min(pair[1], length[1]);
        if (first <= last) {
          add(start, end, encode(first), encode(last), 0);
        }
      }
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(start);
    automaton.setDeterministic(false);
    return Dfa.of(automaton);
  }

  /** Adds the encodings from {@code first} to {@code last} (inclusive), equal below {@code at}. */
  private static void add(State from, State end, byte[] first, byte[] last, int at) {
    int low = first[at] & 0xff;
    int high = last[at] & 0xff;
    if (at == first.length - 1) {
      from.addTransition(new Transition((char) low, (char) high, end));
      return;
    }
    if (low == high) {
      add(edge(from, low, high), end, first, last, at + 1);
      return;
    }
    if (!isBoundary(first, at, 0x80)) {
      add(edge(from, low, low), end, first, filled(first, at, 0xbf), at + 1);
      low++;
    }
    boolean cut = !isBoundary(last, at, 0xbf);
    if (cut) {
      add(edge(from, high, high), end, filled(last, at, 0x80), last, at + 1);
      high--;
    }
    if (low <= high) {
      byte[] least = filled(first, at, 0x80);
      add(edge(from, low, high), end, least, filled(last, at, 0xbf), at + 1);
    }
  }

  private static State edge(State from, int low, int high) {
    State to = new State();
    from.addTransition(new Transition((char) low, (char) high, to));
    return to;
  }

  private static boolean isBoundary(byte[] bytes, int at, int continuation) {
    for (int i = at + 1; i < bytes.length; i++) {
      if ((bytes[i] & 0xff) != continuation) {
        return false;
      }
    }
    return true;
  }

  private static byte[] filled(byte[] bytes, int at, int continuation) {
    byte[] copy = bytes.clone();
    Arrays.fill(copy, at + 1, copy.length, (byte) continuation);
    return copy;
  }

  private static byte[] encode(int codePoint) {
    return Character.toString(codePoint).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
