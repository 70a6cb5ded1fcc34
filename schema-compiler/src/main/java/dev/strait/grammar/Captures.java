package dev.strait.grammar;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of a finished output that named rules have read, by parsing it again.
 *
 * <p>Where the output can be read in several ways, one of them is taken. A part that read no byte
 * is not found, nor is one that is left-recursive with the rule that begins with it.
 *
 * <p>The parser keeps every way of reading side by side, as a graph of calls (as GLL parsers do: E.
 * Scott, A. Johnstone, "GLL parsing", 2010). Complexity: linear in the output for grammars whose
 * masks are, cubic at worst; no recursion.
 */
public final class Captures {

  /** Symbols above the bytes: control tokens by id. */
  private static final int CONTROL = 256;

  private static final byte[] NO_TEXT = {};

  /**
   * A part of an output.
   *
   * @param name the name of the rule that read it
   * @param begin its first byte, inclusive
   * @param end its last byte, exclusive; the bytes of control tokens do not count
   */
  public record Span(String name, int begin, int end) {}

  /** A call of a rule at a position, with those who wait for its end. */
  private static final class Frame {
    final Rule<?> rule;
    final int begin;
    final List<Return<?>> returns = new ArrayList<>();
    final Map<Integer, Item> ends = new HashMap<>();

    Frame(Rule<?> rule, int begin) {
      this.rule = rule;
      this.begin = begin;
    }
  }

  /** Who waits: the calling item, and the state to go on in, by the text that was read. */
  private record Return<S>(Item caller, Capture<S> then) {}

  /** A state of a rule, within a call, at a position, and how it was first reached. */
  private static final class Item {
    final Frame frame;
    final Rule<?> rule;
    final Object state;
    final int at;
    final @Nullable Item before;

    /** The end of the call that leads from {@link #before} to here, if it was one. */
    final @Nullable Item called;

    Item(
        Frame frame,
        Rule<?> rule,
        Object state,
        int at,
        @Nullable Item before,
        @Nullable Item called) {
      this.frame = frame;
      this.rule = rule;
      this.state = state;
      this.at = at;
      this.before = before;
      this.called = called;
    }

    /** Items are told apart by what they are, not by how they were reached. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Item that
          && frame == that.frame
          && rule == that.rule
          && at == that.at
          && state.equals(that.state);
    }

    @Override
    public int hashCode() {
      return ((System.identityHashCode(frame) * 31 + System.identityHashCode(rule)) * 31 + at) * 31
          + state.hashCode();
    }
  }

  /** Keys of frames: a rule by identity, and a position. */
  private record Place(int rule, int begin) {}

  private final int[] symbols;

  /** The byte at which each symbol begins; one more for the end. */
  private final int[] offsets;

  private final Map<Place, Frame> frames = new HashMap<>();
  private final Map<Rule<?>, Integer> numbers = new IdentityHashMap<>();
  private final Set<Item> seen = new HashSet<>();
  private final Deque<Item> todo = new ArrayDeque<>();

  private Captures(int[] symbols, int[] offsets) {
    this.symbols = symbols;
    this.offsets = offsets;
  }

  /**
   * Finds the spans of some names in an output without control tokens.
   *
   * @return the spans by begin, outer ones first; empty if the text is not of the rule's language
   */
  public static List<Span> find(Rule<?> rule, Set<String> names, byte[] text) {
    int[] symbols = IntStream.range(0, text.length).map(i -> text[i] & 0xff).toArray();
    int[] offsets = IntStream.rangeClosed(0, text.length).toArray();
    return new Captures(symbols, offsets).find(rule, names);
  }

  /**
   * Finds the spans of some names in an output of tokens; end-of-generation tokens are left out.
   *
   * @return the spans by begin, outer ones first; empty if the tokens are not of the rule's
   *     language
   */
  public static List<Span> find(
      Rule<?> rule, Set<String> names, int[] tokens, Vocabulary vocabulary) {
    List<Integer> symbols = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    int offset = 0;
    for (int token : tokens) {
      if (vocabulary.isText(token)) {
        for (byte b : vocabulary.bytes(token)) {
          symbols.add(b & 0xff);
          offsets.add(offset++);
        }
      } else if (vocabulary.kind(token) == TokenKind.CONTROL
          && !vocabulary.isEndOfGeneration(token)) {
        symbols.add(CONTROL + token);
        offsets.add(offset);
      }
    }
    offsets.add(offset);
    return new Captures(
            symbols.stream().mapToInt(s -> s).toArray(),
            offsets.stream().mapToInt(o -> o).toArray())
        .find(rule, names);
  }

  private List<Span> find(Rule<?> rule, Set<String> names) {
    Frame root = enter(rule, 0);
    while (!todo.isEmpty()) {
      Item item = todo.pop();
      expand(item, item.rule);
    }
    Item end = root.ends.get(symbols.length);
    return end == null ? List.of() : collect(end, names);
  }

  /** Walks back from the end of a call, and from the ends of the calls in it. */
  private List<Span> collect(Item end, Set<String> names) {
    List<Span> spans = new ArrayList<>();
    Deque<Item> ends = new ArrayDeque<>(List.of(end));
    while (!ends.isEmpty()) {
      Item last = ends.pop();
      if (names.contains(last.frame.rule.name())) {
        spans.add(new Span(last.frame.rule.name(), offsets[last.frame.begin], offsets[last.at]));
      }
      for (Item item = last; item != null; item = item.before) {
        if (item.called != null) {
          ends.push(item.called);
        }
      }
    }
    Comparator<Span> outerFirst = Comparator.comparingInt(Span::end).reversed();
    return spans.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Span::begin).thenComparing(outerFirst))
        .toList();
  }

  private Frame enter(Rule<?> rule, int at) {
    int number = numbers.computeIfAbsent(rule, added -> numbers.size());
    Place place = new Place(number, at);
    Frame known = frames.get(place);
    if (known != null) {
      return known;
    }
    Frame frame = new Frame(rule, at);
    frames.put(place, frame);
    begin(frame, rule);
    return frame;
  }

  private <S> void begin(Frame frame, Rule<S> rule) {
    add(new Item(frame, rule, rule.start(), frame.begin, null, null));
  }

  private void add(Item item) {
    if (seen.add(item)) {
      todo.push(item);
    }
  }

  @SuppressWarnings("unchecked") // an item's state is one of its rule's
  private <S> void expand(Item item, Rule<S> rule) {
    rule.expand((S) item.state, new Follow<S>(item));
  }

  /** Goes on after a call: the caller's next state, at the position where the callee ended. */
  private <S> void goOn(Return<S> waiting, Item end) {
    boolean plain = waiting.then instanceof Plain;
    S then = waiting.then.returnState(plain ? NO_TEXT : text(end.frame.begin, end.at));
    Item caller = waiting.caller;
    add(new Item(caller.frame, caller.rule, then, end.at, caller, end));
  }

  private byte[] text(int begin, int end) {
    byte[] text = new byte[end - begin];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) symbols[begin + i];
    }
    return text;
  }

  /** A plain call as a capture that does not look at the text. */
  private record Plain<S>(S then) implements Capture<S> {
    @Override
    public S returnState(byte[] text) {
      return then;
    }

    @Override
    public S anyReturn() {
      return then;
    }

    @Override
    public long longestReturn() {
      return 0;
    }
  }

  /** Follows the edges of one item. */
  private final class Follow<S> implements Edges<S> {
    private final Item item;

    Follow(Item item) {
      this.item = item;
    }

    private boolean isNext(int first, int last) {
      return item.at < symbols.length && symbols[item.at] >= first && symbols[item.at] <= last;
    }

    private void move(Rule<?> rule, Object target, int symbolsRead) {
      add(new Item(item.frame, rule, target, item.at + symbolsRead, item, null));
    }

    @Override
    public void accept() {
      if (item.frame.ends.putIfAbsent(item.at, item) == null) {
        List.copyOf(item.frame.returns).forEach(waiting -> goOn(waiting, item));
      }
    }

    @Override
    public void bytes(int first, int last, S target) {
      if (isNext(first, last)) {
        move(item.rule, target, 1);
      }
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      int length = text.length - from;
      boolean here = item.at + length <= symbols.length;
      for (int i = 0; here && i < length; i++) {
        here = symbols[item.at + i] == (text[from + i] & 0xff);
      }
      if (here) {
        move(item.rule, target, length);
      }
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> rule, T target) {
      if (isNext(first, last)) {
        move(rule, target, 1);
      }
    }

    @Override
    public void call(Rule<?> callee, S then) {
      capture(callee, new Plain<>(then));
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      Frame frame = enter(callee, item.at);
      Return<S> waiting = new Return<>(item, capture);
      frame.returns.add(waiting);
      List.copyOf(frame.ends.values()).forEach(end -> goOn(waiting, end));
    }

    @Override
    public void control(int token, S target) {
      if (isNext(CONTROL + token, CONTROL + token)) {
        move(item.rule, target, 1);
      }
    }

    @Override
    public void sameMaskAs(S state) {}

    @Override
    public <T> void restricts(Rule<T> rule, T state) {}

    @Override
    public void vague() {}

    @Override
    public int horizon() {
      return symbols.length + 1;
    }
  }
}
