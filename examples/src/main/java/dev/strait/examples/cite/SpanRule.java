package dev.strait.examples.cite;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The JSON strings that are non-empty verbatim spans of a short text, from a place where something
 * begins to a place where something ends. A state is the set of places in the text at which the
 * span read so far may end, so the states are those of the text's suffix automaton, made when they
 * are visited; expanding one takes time linear in its places. For windows of a few hundred
 * characters that is less work than building the whole automaton.
 */
final class SpanRule implements Rule<SpanRule.Places> {

  /** Whether a span may begin or end before the character at an index of the text. */
  @FunctionalInterface
  private interface Cut {
    boolean at(String text, int index);
  }

  private final byte[] escaped;
  private final BitSet starts = new BitSet();
  private final BitSet ends = new BitSet();

  /**
   * Stride 2: first byte and byte after the last of a core; a span must hold one if there are any.
   */
  private final int[] cores;

  /**
   * Where a span may have got to: byte offsets in the escaped text, ascending. Before the opening
   * quote there are none, after the closing quote there is the one offset -1.
   *
   * @param offsets the places
   * @param read how many bytes of the span are read
   */
  record Places(int[] offsets, int read) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Places places
          && read == places.read
          && Arrays.equals(offsets, places.offsets);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(offsets) + read;
    }

    @Override
    public String toString() {
      return Arrays.toString(offsets);
    }
  }

  private static final Set<String> FREE_START = Set.of("case", "short");
  private static final Places BEFORE = new Places(new int[0], 0);
  private static final Places AFTER = new Places(new int[] {-1}, 0);

  private final Places inside;

  /**
   * Returns the rule of what can be a whole citation: it begins after a space or an opening mark
   * and does not end in the midst of a number or before the rest of its subdivisions.
   *
   * @param text not empty
   * @param cores those of one kind, at least one; the span holds one of them
   */
  static SpanRule citations(String text, List<Cores.Core> cores) {
    boolean free = isFree(cores);
    Cut start =
        free ? SpanRule::opens : (t, i) -> cores.stream().anyMatch(core -> begins(core, t, i));
    return new SpanRule(text, start, SpanRule::closes, cores);
  }

  /** A law begins with the name of its code, or with the number of the title before that. */
  private static boolean begins(Cores.Core core, String text, int i) {
    return i == core.start()
        || i < core.start()
            && !core.kind().equals("id")
            && wordStarts(text, i)
            && text.substring(i, core.start()).matches("\\d{1,3} ");
  }

  /**
   * Returns the rule of what can be a part of a citation: no word is cut in two.
   *
   * @param text not empty
   */
  static SpanRule words(String text) {
    return new SpanRule(text, SpanRule::wordStarts, SpanRule::wordEnds, List.of());
  }

  private SpanRule(String text, Cut start, Cut end, List<Cores.Core> found) {
    int[] bytesBefore = new int[text.length() + 1];
    int lastCore = 0;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      bytesBefore[i] = out.size();
      starts.set(
          out.size(), i == 0 && isFree(found) || (i > 0 || !isFree(found)) && start.at(text, i));
      ends.set(out.size(), i > 0 && end.at(text, i));
      out.writeBytes(escape(text.codePointAt(i)).getBytes(StandardCharsets.UTF_8));
    }
    escaped = out.toByteArray();
    bytesBefore[text.length()] = escaped.length;
    ends.set(escaped.length);
    cores = new int[2 * found.size()];
    for (int i = 0; i < found.size(); i++) {
      cores[2 * i] = bytesBefore[found.get(i).start()];
      cores[2 * i + 1] = bytesBefore[found.get(i).end()];
      lastCore = Math.max(lastCore, cores[2 * i]);
    }
    if (!found.isEmpty()) {
      starts.clear(lastCore + 1, escaped.length + 1);
    }
    inside = new Places(starts.stream().toArray(), 0);
  }

  private static boolean isFree(List<Cores.Core> cores) {
    return cores.stream().allMatch(core -> FREE_START.contains(core.kind()));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  private static boolean opens(String text, int i) {
    char before = text.charAt(i - 1);
    return isWord(text.charAt(i)) && (before == ' ' || "([\"\u2014".indexOf(before) >= 0);
  }

  private static boolean closes(String text, int i) {
    char last = text.charAt(i - 1);
    char next = text.charAt(i);
    if (" ,;:([".indexOf(last) >= 0 || isWord(next) && isWord(last) || next == '(' || next == '-') {
      return false;
    }
    boolean joins = ".,:/&".indexOf(next) >= 0 || isWord(next);
    return !joins || i + 1 == text.length() || !isWord(text.charAt(isWord(next) ? i : i + 1));
  }

  private static boolean wordStarts(String text, int i) {
    char first = text.charAt(i);
    return first != ' ' && (i == 0 || !(isWord(first) && isWord(text.charAt(i - 1))));
  }

  private static boolean wordEnds(String text, int i) {
    char last = text.charAt(i - 1);
    return last != ' ' && !(isWord(last) && isWord(text.charAt(i)));
  }

  private static String escape(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < 0x20 ? String.format("\\u%04x", c) : Character.toString(c);
    };
  }

  @Override
  public String name() {
    return "span of the text";
  }

  @Override
  public Places start() {
    return BEFORE;
  }

  @Override
  public void expand(Places state, Edges<Places> edges) {
    if (state.equals(BEFORE)) {
      edges.bytes('"', '"', inside);
    } else if (state.equals(AFTER)) {
      edges.accept();
    } else {
      if (!state.equals(inside) && mayEnd(state)) {
        edges.bytes('"', '"', AFTER);
      }
      expandInside(state, edges);
    }
  }

  private boolean mayEnd(Places state) {
    for (int offset : state.offsets()) {
      if (ends.get(offset) && coreEnd(offset - state.read()) <= offset) {
        return true;
      }
    }
    return false;
  }

  /** Returns where the first core after a start ends; 0 if none is needed. */
  private int coreEnd(int start) {
    int least = cores.length == 0 ? 0 : Integer.MAX_VALUE;
    for (int i = 0; i < cores.length; i += 2) {
      least = cores[i] >= start ? Math.min(least, cores[i + 1]) : least;
    }
    return least;
  }

  private void expandInside(Places state, Edges<Places> edges) {
    int[][] next = new int[256][];
    int[] sizes = new int[256];
    for (int offset : state.offsets()) {
      if (offset < escaped.length) {
        int b = escaped[offset] & 0xff;
        int[] list = next[b] == null ? new int[4] : next[b];
        next[b] = sizes[b] == list.length ? Arrays.copyOf(list, 2 * sizes[b]) : list;
        next[b][sizes[b]++] = offset + 1;
      }
    }
    for (int b = 0; b < 256; b++) {
      if (sizes[b] > 0) {
        edges.bytes(b, b, new Places(Arrays.copyOf(next[b], sizes[b]), state.read() + 1));
      }
    }
  }

  @Override
  public long shortest(Places state) {
    if (state.equals(AFTER)) {
      return 0;
    }
    if (state.equals(BEFORE)) {
      return 1 + shortest(inside);
    }
    boolean first = state.equals(inside);
    int least = Integer.MAX_VALUE;
    for (int offset : state.offsets()) {
      int from = Math.max(first ? offset + 1 : offset, coreEnd(offset - state.read()));
      int end = ends.nextSetBit(from);
      least = end < 0 ? least : Math.min(least, end - offset);
    }
    return 1L + least;
  }
}
