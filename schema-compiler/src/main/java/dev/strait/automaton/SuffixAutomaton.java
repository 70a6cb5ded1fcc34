package dev.strait.automaton;

import java.util.Arrays;

/**
 * The spans of a text, by its suffix automaton over code points: A. Blumer and others, "The
 * smallest automaton recognizing the subwords of a text" (1985), in the form that adds one letter
 * at a time.
 *
 * <p>At most 2n states and 3n edges for n code points. Edges are kept in lists per state, for the
 * alphabet is large and most states have one.
 */
public final class SuffixAutomaton {
  private static final int NONE = -1;

  /** Per state: length of its longest span, suffix link, head of its list of edges. */
  private int[] length;

  private int[] link;
  private int[] head;
  private int states;

  /** Per edge: letter, target, next edge of the state. */
  private int[] letter;

  private int[] target;
  private int[] next;
  private int edges;

  private SuffixAutomaton(int letters) {
    length = new int[2 * letters + 2];
    link = new int[2 * letters + 2];
    head = new int[2 * letters + 2];
    letter = new int[3 * letters + 4];
    target = new int[3 * letters + 4];
    next = new int[3 * letters + 4];
  }

  /** Returns the non-empty spans of {@code text}, which is well-formed. Linear for usual texts. */
  public static ByteDfa spans(String text) {
    int[] letters = text.codePoints().toArray();
    SuffixAutomaton automaton = new SuffixAutomaton(letters.length);
    automaton.build(letters);
    return automaton.spelled();
  }

  private void build(int[] letters) {
    int last = state(0);
    link[last] = NONE;
    for (int c : letters) {
      last = extended(last, c);
    }
  }

  private int state(int longest) {
    length[states] = longest;
    head[states] = NONE;
    return states++;
  }

  private int extended(int last, int c) {
    int now = state(length[last] + 1);
    int p = last;
    while (p != NONE && edge(p, c) == NONE) {
      add(p, c, now);
      p = link[p];
    }
    if (p == NONE) {
      link[now] = 0;
      return now;
    }
    int q = target[edge(p, c)];
    link[now] = length[p] + 1 == length[q] ? q : split(p, c, q);
    return now;
  }

  /** Clones {@code q} for the spans that end at shorter ones too. */
  private int split(int from, int c, int q) {
    int clone = state(length[from] + 1);
    for (int e = head[q]; e != NONE; e = next[e]) {
      add(clone, letter[e], target[e]);
    }
    link[clone] = link[q];
    link[q] = clone;
    int p = from;
    for (int e = edge(p, c); e != NONE && target[e] == q; e = p == NONE ? NONE : edge(p, c)) {
      target[e] = clone;
      p = link[p];
      if (p == NONE) {
        break;
      }
    }
    return clone;
  }

  private int edge(int state, int c) {
    for (int e = head[state]; e != NONE; e = next[e]) {
      if (letter[e] == c) {
        return e;
      }
    }
    return NONE;
  }

  private void add(int state, int c, int to) {
    if (edges == letter.length) {
      letter = Arrays.copyOf(letter, 2 * edges);
      target = Arrays.copyOf(target, 2 * edges);
      next = Arrays.copyOf(next, 2 * edges);
    }
    letter[edges] = c;
    target[edges] = to;
    next[edges] = head[state];
    head[state] = edges++;
  }

  /** Spells the letters in UTF-8: a small trie per state. Every state but the first accepts. */
  private ByteDfa spelled() {
    RawBuilder out = new RawBuilder();
    for (int s = 0; s < states; s++) {
      out.state(s > 0);
    }
    for (int s = 0; s < states; s++) {
      int size = 0;
      for (int e = head[s]; e != NONE; e = next[e]) {
        size++;
      }
      long[] sorted = new long[size];
      for (int e = head[s]; e != NONE; e = next[e]) {
        sorted[--size] = (long) letter[e] << 32 | target[e];
      }
      Arrays.sort(sorted);
      spell(sorted, s, out);
    }
    return ByteDfa.of(Minimizer.numberedOnly(out.build()));
  }

  /** Letters in ascending order have UTF-8 forms in ascending order: share their prefixes. */
  private static void spell(long[] sorted, int state, RawBuilder out) {
    byte[] before = new byte[0];
    int[] path = new int[4];
    for (long pair : sorted) {
      byte[] bytes =
          Character.toString((int) (pair >> 32)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      int common = Math.max(0, Arrays.mismatch(before, bytes));
      for (int i = common; i < bytes.length; i++) {
        int from = i == 0 ? state : path[i - 1];
        int value = bytes[i] & 0xff;
        int to = i == bytes.length - 1 ? (int) pair : out.state(false);
        out.edge(from, value, value, to);
        path[i] = to;
      }
      before = bytes;
    }
  }
}
