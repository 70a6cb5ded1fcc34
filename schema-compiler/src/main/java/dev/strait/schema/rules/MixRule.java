package dev.strait.schema.rules;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.rule.Words;
import dev.strait.rule.WordsRule;
import dev.strait.schema.set.Condition;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectMix;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.Outlook;
import dev.strait.values.KeySet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the objects of a mixture of alternatives: what is known of the members so far is a
 * condition on those still to come. A key and a value are offered only if the condition that they
 * leave can be met.
 */
final class MixRule implements Rule<MixRule.State> {
  private final JsonRules rules;
  private final ObjectMix mix;
  private final int depth;
  private final Gaps gaps;
  private final boolean inOrder;
  private final ObjectMix.Search alive;
  private final MixLengths least;
  private final Measure bytes;
  private final boolean scarce;

  /** Place of a declared key to its number among the words, -1 if it has no text; and back. */
  private final int[] numbers;

  private final int[] places;
  private final WordsRule<State> words = new WordsRule<>(this);
  private final At end;
  private final Map<StepKey, List<Option>> options = new HashMap<>();

  /** A place in the text of an object. */
  sealed interface State {}

  /** Between the marks of an object. */
  record At(ObjectRule.Phase phase, Known known) implements State {
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof At other && phase == other.phase && known.equals(other.known);
    }

    @Override
    public int hashCode() {
      return 31 * known.hashCode() + phase.ordinal();
    }
  }

  /**
   * Between a key and its value.
   *
   * @param column the declared key's place, or the column of the free key's class
   * @param known with the key, but the condition without it
   */
  record Member(ObjectRule.Phase phase, int column, Known known) implements State {
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Member other
          && phase == other.phase
          && column == other.column
          && known.equals(other.known);
    }

    @Override
    public int hashCode() {
      return (31 * known.hashCode() + column) * 31 + phase.ordinal();
    }
  }

  /** What is known of the members so far. Immutable but for what is worked out from it. */
  static final class Known {
    /** What the members to come must meet. */
    final Condition rest;

    /** The first declared key that may still come, if keys come as declared. */
    final int next;

    /** The declared keys that have come, if keys come in any order; not to be changed. */
    final BitSet taken;

    /** The declared keys and the free keys that have come. */
    final KeySet keys;

    /** The free keys that have come, if some class of them has few. */
    final List<String> free;

    /** The number of free keys that have come, known or not. */
    final int freeCount;

    /** Whether a free key has come that is not known. */
    final boolean vague;

    private final int hash;

    /** The numbers of the declared keys that may come now; null: not asked for yet. */
    private @Nullable BitSet live;

    Known(
        Condition rest,
        int next,
        BitSet taken,
        KeySet keys,
        List<String> free,
        int freeCount,
        boolean vague) {
      this.rest = rest;
      this.next = next;
      this.taken = taken;
      this.keys = keys;
      this.free = free;
      this.freeCount = freeCount;
      this.vague = vague;
      int h = 31 * (31 * rest.hashCode() + next) + taken.hashCode();
      this.hash = 31 * (31 * (31 * h + keys.hashCode()) + freeCount) + (vague ? 1 : 0);
    }

    /** Returns the same as if no free keys had been counted, so that perhaps more may come. */
    Known uncounted() {
      return new Known(rest, next, taken, keys, free, 0, vague);
    }

    Known with(Condition condition) {
      return new Known(condition, next, taken, keys, free, freeCount, vague);
    }

    @Override
    public boolean equals(Object object) {
      return this == object
          || object instanceof Known other
              && hash == other.hash
              && rest == other.rest
              && next == other.next
              && freeCount == other.freeCount
              && vague == other.vague
              && taken.equals(other.taken)
              && keys.equals(other.keys)
              && free.equals(other.free);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The declared keys that may come after some members. */
  private static final class Live implements WordsRule.Selection<State> {
    private final MixRule rule;
    private final Known known;
    private final BitSet words;

    Live(MixRule rule, Known known, BitSet words) {
      this.rule = rule;
      this.known = known;
      this.words = words;
    }

    @Override
    public BitSet words() {
      return words;
    }

    @Override
    public State after(int word) {
      return rule.declaredKey(known, rule.places[word]);
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Live other && rule == other.rule && known.equals(other.known);
    }

    @Override
    public int hashCode() {
      return known.hashCode();
    }
  }

  /** A member whose value comes. */
  private record StepKey(Known known, int column) {
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof StepKey other && column == other.column && known.equals(other.known);
    }

    @Override
    public int hashCode() {
      return 31 * known.hashCode() + column;
    }
  }

  /** One way to read a value: a formula, not empty, and what is known after it. */
  record Option(Formula value, Known after) {}

  /** The state after a free key's text. */
  record KeyCapture(MixRule rule, Known known, int cell) implements Capture<State> {
    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof KeyCapture other
          && rule == other.rule
          && cell == other.cell
          && known.equals(other.known);
    }

    @Override
    public int hashCode() {
      return 31 * known.hashCode() + cell;
    }

    @Override
    public State returnState(byte[] text) {
      return rule.freeKey(known, cell, JsonRules.decode(text));
    }

    @Override
    public State anyReturn() {
      return rule.freeKey(known, cell, null);
    }

    @Override
    public State widestReturn() {
      return rule.freeKey(known.uncounted(), cell, null);
    }

    @Override
    public long longestReturn() {
      return rule.shortest(anyReturn());
    }
  }

  MixRule(JsonRules rules, ObjectMix mix, int depth) {
    this.rules = rules;
    this.mix = mix;
    this.depth = depth;
    this.gaps = rules.gaps(depth);
    this.inOrder = rules.policy().order() == TextPolicy.Order.DECLARED;
    this.bytes = rules.lengths().measure(depth + 1);
    this.alive = mix.search(rules.sets().emptinessMeasure());
    int declared = mix.declared().size();
    this.numbers = new int[declared];
    this.places = new int[declared];
    for (int place = 0; place < declared; place++) {
      numbers[place] = mix.declaredSet().number(mix.declared().get(place));
      if (numbers[place] >= 0) {
        places[numbers[place]] = place;
      }
    }
    boolean few = false;
    for (int cell = 0; cell < mix.cells(); cell++) {
      few |= mix.capacity(cell) < ObjectPlan.MANY;
    }
    this.scarce = few;
    this.least = new MixLengths(rules, this, mix, bytes);
    this.end = new At(ObjectRule.Phase.END, begin());
  }

  boolean isInOrder() {
    return inOrder;
  }

  /** Whether some class of free keys has few. */
  boolean isScarce() {
    return scarce;
  }

  /** Returns the members of a short object, with what their values satisfy, if a way is found. */
  Optional<Map<String, Formula>> members() {
    return least.example(begin());
  }

  /** Returns the declared keys that may come, with what each of their values satisfies. */
  Map<String, Formula> possible() {
    Map<String, Formula> keys = new LinkedHashMap<>();
    Outlook outlook = mix.outlook(mix.start());
    for (int key = 0; key < numbers.length; key++) {
      if (numbers[key] >= 0 && outlook.isPossible(key)) {
        keys.put(mix.declared().get(key), outlook.value(key));
      }
    }
    return keys;
  }

  Known begin() {
    return new Known(mix.start(), 0, new BitSet(), mix.declaredSet(), List.of(), 0, false);
  }

  ObjectMix layout() {
    return mix;
  }

  /** Returns the state after the opening brace of objects that meet a condition. */
  At opened(Condition start) {
    return after(ObjectRule.Phase.OPENED, gaps.open() == null, begin().with(start));
  }

  /** Returns whether some object can be finished from a state. */
  boolean hasEnd(At at) {
    return mix.canEnd(at.known.rest) || isAlive(at.known);
  }

  @Override
  public String name() {
    return "object";
  }

  @Override
  public State start() {
    return new At(ObjectRule.Phase.START, begin());
  }

  @Override
  public String describe(State state) {
    return "object with keys " + mix.declared();
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    synchronized (rules.lock()) {
      if (state instanceof At at) {
        expand(at, edges);
      } else {
        expand((Member) state, edges);
      }
    }
  }

  private void expand(At at, Edges<State> edges) {
    Known k = at.known;
    if (k.vague && scarce) {
      edges.vague();
    }
    switch (at.phase) {
      case START -> edges.bytes('{', '{', after(ObjectRule.Phase.OPENED, gaps.open() == null, k));
      case OPENED -> opened(k, edges);
      case FIRST -> {
        end(k, edges);
        keys(k, edges);
      }
      case VALUED -> valued(k, edges);
      case NEXT -> {
        end(k, edges);
        comma(k, edges);
      }
      case SEPARATED -> edges.call(JsonRules.need(gaps.comma()), new At(ObjectRule.Phase.KEY, k));
      case KEY -> keys(k, edges);
      case CLOSE -> end(k, edges);
      case END -> edges.accept();
      default -> throw new IllegalStateException(at.toString());
    }
  }

  /** Returns the state of a phase with a gap before it, or the state after the gap if none is. */
  private static At after(ObjectRule.Phase phase, boolean none, Known k) {
    ObjectRule.Phase after =
        switch (phase) {
          case OPENED -> ObjectRule.Phase.FIRST;
          case VALUED -> ObjectRule.Phase.NEXT;
          case SEPARATED -> ObjectRule.Phase.KEY;
          default -> throw new IllegalStateException(phase.toString());
        };
    return new At(none ? after : phase, k);
  }

  private void opened(Known k, Edges<State> edges) {
    if (gaps.isFlexible()) {
      edges.call(JsonRules.need(gaps.open()), new At(ObjectRule.Phase.FIRST, k));
      return;
    }
    end(k, edges);
    if (hasNext(k)) {
      edges.call(JsonRules.need(gaps.open()), new At(ObjectRule.Phase.KEY, k));
    }
  }

  private void valued(Known k, Edges<State> edges) {
    if (gaps.isFlexible()) {
      edges.call(JsonRules.need(gaps.close()), new At(ObjectRule.Phase.NEXT, k));
      return;
    }
    comma(k, edges);
    if (mix.canEnd(k.rest)) {
      edges.call(JsonRules.need(gaps.close()), new At(ObjectRule.Phase.CLOSE, k));
    }
  }

  private void end(Known k, Edges<State> edges) {
    if (mix.canEnd(k.rest)) {
      edges.bytes('}', '}', end);
    }
  }

  private void comma(Known k, Edges<State> edges) {
    if (hasNext(k)) {
      edges.bytes(',', ',', after(ObjectRule.Phase.SEPARATED, gaps.comma() == null, k));
    }
  }

  // ---- keys

  boolean mayCome(Known k, int key) {
    return key >= k.next && !k.taken.get(key);
  }

  private boolean hasNext(Known k) {
    if (!live(k).isEmpty()) {
      return true;
    }
    for (int cell = 0; cell < mix.cells(); cell++) {
      if (isOpen(k, cell)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the numbers of the declared keys that may come. */
  private BitSet live(Known k) {
    BitSet live = k.live;
    if (live == null) {
      live = new BitSet();
      for (int key = k.next; key < numbers.length; key++) {
        if (numbers[key] >= 0 && mayCome(k, key) && isLive(k, key)) {
          live.set(numbers[key]);
        }
      }
      k.live = live;
    }
    return live;
  }

  private boolean isLive(Known k, int key) {
    if (isPlain(k.rest, key)) {
      return mix.outlook(k.rest).isPossible(key);
    }
    return isLive(k, taken(k, key), key);
  }

  /**
   * Returns whether a member of the column leaves an object that can be finished if its value can
   * be read: no option needs to be tried.
   */
  private boolean isPlain(Condition rest, int column) {
    return !inOrder && !mix.outlook(rest).isChosen(column);
  }

  private boolean isLive(Known before, Known taken, int column) {
    BitSet gone = before.taken;
    if (inOrder) {
      gone = new BitSet();
      gone.set(0, column < numbers.length ? column : taken.next);
    }
    Boolean answer = alive.mayCome(taken.rest, gone, before.free, before.freeCount, column);
    return answer == null ? !options(taken, column).isEmpty() : answer;
  }

  boolean isOpen(Known k, int cell) {
    int capacity = mix.capacity(cell);
    if (capacity < ObjectPlan.MANY && capacity <= mix.used(cell, k.free)) {
      return false;
    }
    int column = mix.column(cell);
    if (isPlain(k.rest, column)) {
      return mix.outlook(k.rest).isPossible(column);
    }
    return isLive(k, freed(k, cell, null), column);
  }

  private void keys(Known k, Edges<State> edges) {
    if (k.vague) {
      edges.vague();
    }
    BitSet live = live(k);
    if (!live.isEmpty()) {
      Words texts = mix.declaredSet().opened(rules.policy().escapes());
      edges.jump('"', '"', words, new WordsRule.State<>(texts, new Live(this, k, live)));
    }
    for (int i = 0; i < mix.cells(); i++) {
      int cell = i;
      if (isOpen(k, cell)) {
        nextKey(k, cell).ifPresent(rule -> edges.capture(rule, new KeyCapture(this, k, cell)));
      }
    }
  }

  Optional<Rule<?>> nextKey(Known k, int cell) {
    return mix.keys(cell).toRuleExcept(k.keys, rules.policy().escapes());
  }

  Known taken(Known k, int key) {
    if (inOrder) {
      Condition rest = mix.passed(k.rest, k.next, key);
      return new Known(rest, key + 1, k.taken, k.keys, k.free, k.freeCount, k.vague);
    }
    BitSet taken = (BitSet) k.taken.clone();
    taken.set(key);
    return new Known(k.rest, 0, taken, k.keys, k.free, k.freeCount, k.vague);
  }

  /**
   * Returns what is known after a free key; {@code name} null: it is not known, and if its class
   * has few keys, one of them is counted in its place.
   */
  Known freed(Known k, int cell, @Nullable String name) {
    int next = inOrder ? mix.declared().size() : 0;
    Condition rest = inOrder ? mix.passed(k.rest, k.next, next) : k.rest;
    List<String> free = k.free;
    if (scarce) {
      free = new ArrayList<>(free);
      (name == null ? mix.unseen(cell, free) : Optional.of(name)).ifPresent(free::add);
      free = List.copyOf(free);
    }
    KeySet keys = name == null ? k.keys : k.keys.plus(name);
    boolean vague = k.vague || name == null;
    return new Known(rest, next, k.taken, keys, free, k.freeCount + 1, vague);
  }

  private State freeKey(Known k, int cell, @Nullable String name) {
    synchronized (rules.lock()) {
      return keyed(mix.column(cell), freed(k, cell, name));
    }
  }

  private State declaredKey(Known k, int key) {
    synchronized (rules.lock()) {
      return keyed(key, taken(k, key));
    }
  }

  private Member keyed(int column, Known k) {
    return new Member(
        gaps.around() == null ? ObjectRule.Phase.COLON : ObjectRule.Phase.KEYED, column, k);
  }

  // ---- members

  private void expand(Member m, Edges<State> edges) {
    switch (m.phase) {
      case KEYED ->
          edges.call(
              JsonRules.need(gaps.around()), new Member(ObjectRule.Phase.COLON, m.column, m.known));
      case COLON -> {
        boolean none = gaps.colon() == null;
        ObjectRule.Phase then = none ? ObjectRule.Phase.VALUE : ObjectRule.Phase.PAIRED;
        edges.bytes(':', ':', new Member(then, m.column, m.known));
      }
      case PAIRED ->
          edges.call(
              JsonRules.need(gaps.colon()), new Member(ObjectRule.Phase.VALUE, m.column, m.known));
      case VALUE -> {
        for (Option option : options(m.known, m.column)) {
          State then = after(ObjectRule.Phase.VALUED, gaps.close() == null, option.after);
          edges.call(rules.rule(option.value, depth + 1), then);
        }
      }
      default -> throw new IllegalStateException(m.toString());
    }
  }

  List<Option> options(Known k, int column) {
    StepKey key = new StepKey(k, column);
    List<Option> known = options.get(key);
    if (known == null) {
      known = makeOptions(k, column);
      options.put(key, known);
    }
    return known;
  }

  private List<Option> makeOptions(Known k, int column) {
    boolean plain = isPlain(k.rest, column);
    List<Option> all = new ArrayList<>();
    for (ObjectMix.Option o : mix.steps(k.rest, column)) {
      Known after = k.with(o.after());
      if (plain || mix.canEnd(after.rest) || isAlive(after)) {
        all.add(new Option(o.value(), after));
      }
    }
    return all;
  }

  private boolean isAlive(Known k) {
    return alive.cost(k.rest, gone(k), k.free, k.freeCount) < Measure.NEVER;
  }

  /** Returns the declared keys that have come or can no longer come; not to be changed. */
  BitSet gone(Known k) {
    if (!inOrder) {
      return k.taken;
    }
    BitSet gone = new BitSet();
    gone.set(0, k.next);
    return gone;
  }

  // ---- least lengths

  @Override
  public long shortest(State state) {
    synchronized (rules.lock()) {
      return state instanceof At at ? shortest(at) : shortest((Member) state);
    }
  }

  private long shortest(At at) {
    Known k = at.known;
    return switch (at.phase) {
      case START -> 1 + openedLength(k);
      case OPENED, FIRST -> openedLength(k);
      case VALUED, NEXT -> valuedLength(k);
      case SEPARATED -> Gaps.bytes(gaps.comma()) + keyLength(k);
      case KEY -> keyLength(k);
      case CLOSE -> 1;
      default -> 0;
    };
  }

  private long openedLength(Known k) {
    return mix.canEnd(k.rest) ? 1 : Gaps.bytes(gaps.open()) + keyLength(k);
  }

  /** From after a value to the end. */
  private long valuedLength(Known k) {
    return Measure.plus(least.members(k), Gaps.bytes(gaps.close()) + 1);
  }

  /** From the start of a key that must come to the end. */
  private long keyLength(Known k) {
    if (!mix.canEnd(k.rest) && !k.vague) {
      return Measure.plus(least.members(k), Gaps.bytes(gaps.close()) + 1 - bytes.comma());
    }
    long best = Measure.NEVER;
    for (int key = k.next; key < mix.declared().size(); key++) {
      if (mayCome(k, key)) {
        long text = KeyText.bytes(mix.declared().get(key)) + 2;
        best = Math.min(best, Measure.plus(text, shortest(keyed(key, taken(k, key)))));
      }
    }
    for (int cell = 0; cell < mix.cells(); cell++) {
      if (isOpen(k, cell)) {
        long text = k.vague ? least.keyText(k, cell) : Lengths.least(nextKey(k, cell));
        best = Math.min(best, Measure.plus(text, shortest(freeKey(k, cell, null))));
      }
    }
    return best;
  }

  private long shortest(Member m) {
    long best = Measure.NEVER;
    for (Option option : options(m.known, m.column)) {
      best = Math.min(best, Measure.plus(bytes.of(option.value), valuedLength(option.after)));
    }
    long colon = 1 + Gaps.bytes(gaps.colon());
    return switch (m.phase) {
      case KEYED, COLON -> Measure.plus(colon, best);
      case PAIRED -> Measure.plus(colon - 1, best);
      default -> best;
    };
  }

  @Override
  public String toString() {
    return "object " + mix;
  }
}
