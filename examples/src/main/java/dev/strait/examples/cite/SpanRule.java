package dev.strait.examples.cite;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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
  private static final Pattern FEDERAL = Pattern.compile("U\\.?S\\.?C|C\\.?F\\.?R");
  private static final Pattern TITLE = Pattern.compile("(?<![\\w.])\\d{1,2} $");
  private static final int LONGEST_TITLE = 4;
  private static final Pattern VERSUS = Pattern.compile(" vs?\\. ");
  private static final Pattern DOCKET =
      Pattern.compile("(?:Case )?Nos?\\. (?:[A-Z][A-Za-z.]* )?\\S*\\d");
  private static final Pattern INSIDE =
      Pattern.compile("Nos?\\. (?:[A-Z][A-Za-z.]* )?(?:\\d\\S* (?:[A-Z.]+ )?)?$");
  private static final Pattern ROMAN = Pattern.compile("[IVXLC]+");
  private static final Places BEFORE = new Places(new int[0], 0);
  private static final Places AFTER = new Places(new int[] {-1}, 0);

  private final Places inside;

  /**
   * Returns the rule of what can be a whole citation: it holds its core, begins after a space or an
   * opening mark (a law: with its code or the number of the title) and ends neither in the midst of
   * a number nor before the rest of its subdivisions, nor in a word that no citation of its kind
   * ends in.
   *
   * @param text not empty
   * @param core what it holds
   * @param zone where it may stand; the core is inside
   * @param named whether it begins with the name of a case, or must not
   */
  static SpanRule citation(String text, Cores.Core core, Sentences.Span zone, boolean named) {
    boolean free = FREE_START.contains(core.kind());
    int earliest = free ? Extents.earliestStart(text, core, zone.start()) : zone.start();
    int latest = free ? Extents.latestStart(text, core, earliest) : core.start();
    Cut nameless =
        (t, i) ->
            i >= earliest
                && i <= latest
                && (free
                    ? opens(t, i)
                        && NameStart.mayBegin(t, i, core, zone)
                        && (i == core.start() || isOfDocket(t, i, core.start()))
                    : begins(core, t, i));
    Cut start = named ? partiesStart(text, core, zone) : nameless;
    int least = core.kind().equals("case") ? Fields.leastEnd(text, core, zone) : core.end();
    Cut end = (t, i) -> i >= least && closes(t, i) && finishes(core, t, i);
    int to = Math.max(least, Extents.latestEnd(text, core, zone.end()));
    return new SpanRule(text, start, end, new Sentences.Span(zone.start(), to));
  }

  /**
   * Returns the rule of what can be the name of a case.
   *
   * @param text not empty
   * @param core the case's
   * @param zone where it may stand
   */
  static SpanRule parties(String text, Cores.Core core, Sentences.Span zone) {
    Cut end = (t, i) -> Extents.partiesMayEnd(t, i, core);
    return new SpanRule(text, partiesStart(text, core, zone), end, zone);
  }

  private static Cut partiesStart(String text, Cores.Core core, Sentences.Span zone) {
    int earliest = Extents.earliestStart(text, core, zone.start());
    int latest = Extents.latestStart(text, core, earliest);
    return (t, i) ->
        i >= earliest
            && i <= latest
            && i < core.start()
            && opens(t, i)
            && NameStart.mayBegin(t, i, core, zone)
            && !isOfDocket(t, i, core.start());
  }

  private static boolean isOfDocket(String text, int i, int to) {
    String rest = text.substring(i, to);
    return !VERSUS.matcher(rest).find()
        && (DOCKET.matcher(rest).lookingAt() || INSIDE.matcher(text.substring(0, i)).find());
  }

  /**
   * Returns whether a citation may begin with the name of a case, and whether it may not: either or
   * both.
   */
  static List<Boolean> namings(String text, Cores.Core core, Sentences.Span zone) {
    if (!FREE_START.contains(core.kind()) || !mayHaveParties(text, core, zone)) {
      return List.of(false);
    }
    int earliest = Extents.earliestStart(text, core, zone.start());
    boolean marked = Extents.latestStart(text, core, earliest) < core.start();
    return marked ? List.of(true) : List.of(true, false);
  }

  private static boolean mayHaveParties(String text, Cores.Core core, Sentences.Span zone) {
    Cut start = partiesStart(text, core, zone);
    boolean begun = false;
    for (int i = zone.start(); i < core.start(); i++) {
      if (begun && Extents.partiesMayEnd(text, i, core)) {
        return true;
      }
      begun |= start.at(text, i);
    }
    return false;
  }

  /**
   * A law begins with the name of its code, or with the number of the title before that; a federal
   * one with that number if it is there.
   */
  private static boolean begins(Cores.Core core, String text, int i) {
    if (i == core.start()) {
      String before = text.substring(Math.max(0, i - LONGEST_TITLE), i);
      return !(FEDERAL.matcher(core.entry()).lookingAt() && TITLE.matcher(before).find());
    }
    return i < core.start()
        && !core.kind().equals("id")
        && wordStarts(text, i)
        && text.substring(i, core.start()).matches("\\d{1,3} ");
  }

  /** Returns whether the last word is one that a citation of the core's kind can end in. */
  private static boolean finishes(Cores.Core core, String text, int end) {
    if (end == core.end()) {
      return core.kind().equals("id") || Character.isDigit(text.charAt(end - 1));
    }
    String word = text.substring(text.lastIndexOf(' ', end - 1) + 1, end);
    boolean number = word.chars().anyMatch(Character::isDigit);
    return switch (core.kind()) {
      case "case", "short", "register", "id" -> number;
      case "constitution" -> number || ROMAN.matcher(word).matches() || word.equals("pmbl.");
      default -> number || word.endsWith(")") || word.equals("seq.");
    };
  }

  /**
   * Returns the rule of what can be a part of a citation: no word is cut in two, and no comma or
   * opening mark stands at the end.
   *
   * @param text not empty
   * @param zone where it stands
   */
  static SpanRule words(String text, Sentences.Span zone) {
    return new SpanRule(text, SpanRule::wordStarts, SpanRule::wordEnds, zone);
  }

  private SpanRule(String text, Cut start, Cut end, Sentences.Span zone) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = zone.start(); i < zone.end(); i += Character.charCount(text.codePointAt(i))) {
      starts.set(out.size(), start.at(text, i));
      ends.set(out.size(), i > zone.start() && end.at(text, i));
      out.writeBytes(escape(text.codePointAt(i)).getBytes(StandardCharsets.UTF_8));
    }
    escaped = out.toByteArray();
    ends.set(escaped.length, end.at(text, zone.end()));
    if (ends.isEmpty()) {
      ends.set(escaped.length);
    }
    starts.clear(ends.length() - 1, escaped.length + 1);
    if (starts.isEmpty()) {
      starts.set(0);
    }
    inside = new Places(starts.stream().toArray(), 0);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  private static boolean opens(String text, int i) {
    return (isWord(text.charAt(i)) || text.charAt(i) == '$')
        && (i == 0 || " ([\"\u2014".indexOf(text.charAt(i - 1)) >= 0);
  }

  private static boolean closes(String text, int i) {
    char last = text.charAt(i - 1);
    if (" ,;:([".indexOf(last) >= 0 || isStopAfterNumber(text, i)) {
      return false;
    }
    if (i == text.length()) {
      return true;
    }
    char next = text.charAt(i);
    boolean more = text.startsWith(" et seq.", i) || text.startsWith(", et seq.", i);
    if (isWord(next) && isWord(last) || next == '(' || next == '-' || more) {
      return false;
    }
    boolean joins = ".,:/&".indexOf(next) >= 0 || isWord(next);
    return !joins || i + 1 == text.length() || !isWord(text.charAt(isWord(next) ? i : i + 1));
  }

  /** The full stop after a number or a bracket is the sentence's. */
  private static boolean isStopAfterNumber(String text, int i) {
    if (i < 2 || text.charAt(i - 1) != '.') {
      return false;
    }
    String word = text.substring(text.lastIndexOf(' ', i - 1) + 1, i - 1);
    return word.endsWith(")") || !word.isEmpty() && word.chars().anyMatch(Character::isDigit);
  }

  private static boolean wordStarts(String text, int i) {
    char first = text.charAt(i);
    return first != ' ' && (i == 0 || !(isWord(first) && isWord(text.charAt(i - 1))));
  }

  private static boolean wordEnds(String text, int i) {
    char last = text.charAt(i - 1);
    return " ,;:([".indexOf(last) < 0
        && !isStopAfterNumber(text, i)
        && (i == text.length() || !(isWord(last) && isWord(text.charAt(i))));
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
      if (ends.get(offset)) {
        return true;
      }
    }
    return false;
  }

  private void expandInside(Places state, Edges<Places> edges) {
    int[][] next = new int[256][];
    int[] sizes = new int[256];
    for (int offset : state.offsets()) {
      if (ends.nextSetBit(offset + 1) >= 0) {
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
      int end = ends.nextSetBit(first ? offset + 1 : offset);
      least = end < 0 ? least : Math.min(least, end - offset);
    }
    return 1L + least;
  }
}
