package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.rule.Words;
import dev.strait.rule.WordsRule;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectPlan.Cell;
import dev.strait.schema.set.ObjectSearch;
import dev.strait.schema.set.Seen;
import dev.strait.schema.set.Sets;
import dev.strait.values.KeySet;
import dev.strait.values.StringSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the objects of one conjunctive set.
 *
 * <p>States are computed from {@link Members}. The texts of declared keys are words of one trie for
 * the rule, of which a state selects those that may come; the text of all other keys is captured,
 * because no key may come twice. A key is offered only if its value and the rest of the object can
 * follow.
 */
final class ObjectRule implements Rule<ObjectRule.State> {
  private final JsonRules rules;
  private final Sets sets;
  private final ObjectPlan plan;
  private final int depth;
  private final Gaps gaps;
  private final boolean shared;
  private final boolean inOrder;
  private final ObjectSearch alive;
  private final ObjectSearch least;
  private final Measure bytes;

  /** Place of a declared key to its number among the words, -1 if it has no text; and back. */
  private final int[] numbers;

  private final int[] places;
  private final Words texts;
  private final WordsRule<State> words = new WordsRule<>(this);

  /** Whether, but for excluded values, all that matters is required keys and the room. */
  private final boolean simple;

  private final At end;

  /** A place in the text of an object. */
  sealed interface State {}

  // States are looked up all the time, and at first in cold code: what a record would do by itself
  // is linked anew for each class and takes several times as long.

  /** Between the marks of an object. */
  record At(Phase phase, Members members) implements State {
    @Override
    public boolean equals(Object object) {
      return object instanceof At other && phase == other.phase && members.equals(other.members);
    }

    @Override
    public int hashCode() {
      return 31 * members.hashCode() + phase.ordinal();
    }
  }

  /**
   * Between a key and its value.
   *
   * @param declared the declared key's place, or -1
   * @param cell the number of the free key's class, or -1
   * @param members with the key, without what its value means
   * @param name the free key, or the empty string if it does not matter
   */
  record Member(Phase phase, int declared, int cell, Members members, String name)
      implements State {
    @Override
    public boolean equals(Object object) {
      return object instanceof Member other
          && phase == other.phase
          && declared == other.declared
          && cell == other.cell
          && members.equals(other.members)
          && name.equals(other.name);
    }

    @Override
    public int hashCode() {
      int h = (31 * phase.ordinal() + declared) * 31 + cell;
      return (31 * h + members.hashCode()) * 31 + name.hashCode();
    }
  }

  /** Places between marks. */
  enum Phase {
    /** Before the opening brace. */
    START,
    /** After the opening brace. */
    OPENED,
    /** After the opening brace and whitespace: a key or the closing brace. */
    FIRST,
    /** After a value. */
    VALUED,
    /** After a value and whitespace: a comma or the closing brace. */
    NEXT,
    /** After a comma. */
    SEPARATED,
    /** A key must come. */
    KEY,
    /** The closing brace must come. */
    CLOSE,
    /** After a key. */
    KEYED,
    /** The colon must come. */
    COLON,
    /** After the colon. */
    PAIRED,
    /** The value must come. */
    VALUE,
    /** After the closing brace. */
    END
  }

  /** The declared keys that may come after some members. */
  private static final class Live implements WordsRule.Selection<State> {
    private final ObjectRule rule;
    private final Members members;
    private final BitSet words;

    Live(ObjectRule rule, Members members, BitSet words) {
      this.rule = rule;
      this.members = members;
      this.words = words;
    }

    @Override
    public BitSet words() {
      return words;
    }

    @Override
    public State after(int word) {
      return rule.keyed(rule.declaredMember(members, rule.places[word]));
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Live other && rule == other.rule && members.equals(other.members);
    }

    @Override
    public int hashCode() {
      return members.hashCode();
    }
  }

  /** The state after a free key's text. */
  record KeyCapture(ObjectRule rule, Members members, int cell) implements Capture<State> {
    @Override
    public boolean equals(Object object) {
      return object instanceof KeyCapture other
          && rule == other.rule
          && cell == other.cell
          && members.equals(other.members);
    }

    @Override
    public int hashCode() {
      return 31 * members.hashCode() + cell;
    }

    @Override
    public State returnState(byte[] text) {
      return rule.freeKey(members, cell, JsonRules.decode(text));
    }

    @Override
    public State anyReturn() {
      return rule.freeKeyVague(members, cell);
    }

    @Override
    public State widestReturn() {
      return rule.freeKeyVague(members.uncounted(), cell);
    }

    @Override
    public long longestReturn() {
      return rule.longestAfterKey(members, cell);
    }
  }

  ObjectRule(JsonRules rules, ObjectPlan plan, int depth, boolean shared) {
    this.rules = rules;
    this.sets = rules.sets();
    this.plan = plan;
    this.depth = depth;
    this.gaps = rules.gaps(depth);
    this.shared = shared;
    this.inOrder = rules.policy().order() == TextPolicy.Order.DECLARED;
    this.bytes = rules.lengths().measure(depth + 1);
    this.alive = new ObjectSearch(sets, plan, sets.emptinessMeasure());
    this.least = new ObjectSearch(sets, plan, bytes);
    int declared = plan.declared().size();
    this.numbers = new int[declared];
    this.places = new int[declared];
    for (int place = 0; place < declared; place++) {
      numbers[place] = plan.declaredSet().number(plan.declared().get(place));
      if (numbers[place] >= 0) {
        places[numbers[place]] = place;
      }
    }
    this.texts = plan.declaredSet().opened(rules.policy().escapes());
    this.end = new At(Phase.END, Members.start(plan));
    this.simple = plan.existsCount() == 0 && plan.min() <= plan.required().cardinality();
  }

  @Override
  public String name() {
    return "object";
  }

  @Override
  public State start() {
    return new At(Phase.START, Members.start(plan));
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public String describe(State state) {
    return rules.describe(plan);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    synchronized (rules.lock()) {
      if (state instanceof At at) {
        expand(at, edges);
      } else if (state instanceof Member member) {
        expand(member, edges);
      }
    }
  }

  private void expand(At at, Edges<State> edges) {
    Members m = at.members;
    if (m.vague() && isScarce() || m.blurred()) {
      edges.vague();
    }
    switch (at.phase) {
      case START -> edges.bytes('{', '{', gap(Phase.OPENED, gaps.open() == null, m));
      case OPENED -> opened(m, edges);
      case FIRST -> {
        end(m, edges);
        keys(m, edges);
      }
      case VALUED -> valued(m, edges);
      case NEXT -> {
        end(m, edges);
        comma(m, edges);
      }
      case SEPARATED -> edges.call(JsonRules.need(gaps.comma()), new At(Phase.KEY, m));
      case KEY -> keys(m, edges);
      case CLOSE -> end(m, edges);
      case END -> edges.accept();
      default -> throw new IllegalStateException(at.toString());
    }
  }

  /** Returns the state of a phase with a gap before it, or the state after the gap if none is. */
  private static At gap(Phase phase, boolean none, Members m) {
    Phase after =
        switch (phase) {
          case OPENED -> Phase.FIRST;
          case VALUED -> Phase.NEXT;
          case SEPARATED -> Phase.KEY;
          default -> throw new IllegalStateException(phase.toString());
        };
    return new At(none ? after : phase, m);
  }

  /** Returns whether an unknown key can decide if the object may go on or end. */
  private boolean isScarce() {
    return plan.cells().stream().anyMatch(cell -> plan.capacity(cell) < ObjectPlan.MANY);
  }

  private void opened(Members m, Edges<State> edges) {
    if (gaps.isFlexible()) {
      edges.call(JsonRules.need(gaps.open()), new At(Phase.FIRST, m));
      return;
    }
    end(m, edges);
    if (hasNext(m)) {
      edges.call(JsonRules.need(gaps.open()), new At(Phase.KEY, m));
    }
  }

  private void valued(Members m, Edges<State> edges) {
    if (gaps.isFlexible()) {
      edges.call(JsonRules.need(gaps.close()), new At(Phase.NEXT, m));
      return;
    }
    comma(m, edges);
    if (canEnd(m)) {
      edges.call(JsonRules.need(gaps.close()), new At(Phase.CLOSE, m));
    }
  }

  private void end(Members m, Edges<State> edges) {
    if (canEnd(m)) {
      edges.bytes('}', '}', end);
    }
  }

  private void comma(Members m, Edges<State> edges) {
    if (hasNext(m)) {
      edges.bytes(',', ',', gap(Phase.SEPARATED, gaps.comma() == null, m));
    }
  }

  // ---- keys

  private BitSet remaining(Members m) {
    BitSet remaining = new BitSet();
    remaining.set(m.next(), plan.declared().size());
    remaining.andNot(m.taken());
    return remaining;
  }

  private ObjectSearch.Rest rest(Members m) {
    return rest(m, m.need(), m.excluded());
  }

  /** Returns what is to come if all values may still agree of which that is not known. */
  private ObjectSearch.Rest atMost(Members m, long need) {
    return rest(m, need, m.blurred() ? m.doubtful() : m.excluded());
  }

  private ObjectSearch.Rest rest(Members m, long need, Set<JsonNode> excluded) {
    return new ObjectSearch.Rest(
        remaining(m),
        m.free(),
        m.freeCount(),
        true,
        need,
        m.room(),
        m.exists(),
        excluded,
        m.seen());
  }

  private boolean isAlive(Members m) {
    if (simple && (m.excluded().isEmpty() || isEndless(m))) {
      return requiredLeft(m) <= m.room();
    }
    return alive.cost(rest(m)) < Measure.NEVER;
  }

  /** Returns the objects opened, less some. */
  At openedExcept(Set<JsonNode> values) {
    return gap(Phase.OPENED, gaps.open() == null, Members.start(plan).except(values));
  }

  /** Returns whether some object can be finished from a state. */
  boolean hasEnd(At at) {
    return isAlive(at.members);
  }

  /** Returns whether more objects can be finished from here than there are excluded values. */
  private boolean isEndless(Members m) {
    int most = m.excluded().size();
    boolean others = requiredLeft(m) < m.room();
    for (int k = nextDeclared(m, 0); k >= 0; k = nextDeclared(m, k + 1)) {
      boolean free = plan.required().get(k) || others && !(inOrder && skipsRequired(m, k));
      if (free && plan.isPossible(k) && sets.moreThan(plan.value(k), most)) {
        return true;
      }
    }
    return others
        && plan.cells().stream().anyMatch(cell -> plan.capacity(cell) >= ObjectPlan.MANY)
        && most + m.freeCount() < ObjectPlan.MANY;
  }

  private int requiredLeft(Members m) {
    BitSet left = remaining(m);
    left.and(plan.required());
    return left.cardinality();
  }

  private boolean canEnd(Members m) {
    if (m.need() > 0 || m.exists() != 0 || requiredLeft(m) > 0) {
      return false;
    }
    for (JsonNode value : m.excluded()) {
      if (value.size() == m.seen().size()) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNext(Members m) {
    if (m.room() == 0) {
      return false;
    }
    for (int k = nextDeclared(m, 0); k >= 0; k = nextDeclared(m, k + 1)) {
      if (isLive(m, k)) {
        return true;
      }
    }
    return !freeCells(m).isEmpty();
  }

  private int nextDeclared(Members m, int from) {
    int k = m.taken().nextClearBit(Math.max(from, m.next()));
    return k < plan.declared().size() ? k : -1;
  }

  /** Returns whether the declared key may come now. */
  private boolean isLive(Members m, int key) {
    if (m.room() == 0 || key < m.next() || m.taken().get(key) || !plan.isPossible(key)) {
      return false;
    }
    if (inOrder && skipsRequired(m, key)) {
      return false;
    }
    if (simple && m.excluded().isEmpty()) {
      int left = requiredLeft(m) - (plan.required().get(key) ? 1 : 0);
      return m.room() - 1 >= left;
    }
    Members after = m.declared(key, plan.declared().get(key), inOrder);
    return !options(after, key, null, "").isEmpty();
  }

  private boolean skipsRequired(Members m, int key) {
    int required = plan.required().nextSetBit(m.next());
    return required >= 0 && required < key;
  }

  private void keys(Members m, Edges<State> edges) {
    if (m.vague()) {
      edges.vague();
    }
    BitSet live = live(m);
    if (!live.isEmpty()) {
      edges.jump('"', '"', words, new WordsRule.State<>(texts, new Live(this, m, live)));
    }
    for (int cell : freeCells(m)) {
      nextKey(m, cell).ifPresent(callee -> edges.capture(callee, new KeyCapture(this, m, cell)));
    }
  }

  /** Returns the numbers of the declared keys that may come. */
  private BitSet live(Members m) {
    BitSet live = new BitSet();
    for (int k = nextDeclared(m, 0); k >= 0; k = nextDeclared(m, k + 1)) {
      if (numbers[k] >= 0 && isLive(m, k)) {
        live.set(numbers[k]);
      }
    }
    return live;
  }

  private Optional<Rule<?>> nextKey(Members m, int cell) {
    return nextKey(m, cell, deadEnds(m, plan.cells().get(cell)));
  }

  private Optional<Rule<?>> nextKey(Members m, int cell, List<String> deadEnds) {
    KeySet out = m.keys();
    for (String name : deadEnds) {
      out = out.plus(name);
    }
    return plan.cells().get(cell).keys().toRuleExcept(out, rules.policy().escapes());
  }

  /**
   * Returns the keys of a class after which only excluded objects would be left. An object that
   * agrees with none of them so far cannot be one of them, so only their own keys come into
   * question, and only where the class has no more values than there are excluded ones.
   */
  private List<String> deadEnds(Members m, Cell cell) {
    int most = m.excluded().size();
    if (most == 0 || m.exists() == 0 && sets.moreThan(cell.value(), most)) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    m.excluded().forEach(value -> value.fieldNames().forEachRemaining(names::add));
    return names.stream()
        .filter(name -> !m.seen().contains(name) && cell.keys().contains(name))
        .filter(
            name ->
                options(m.free(name, inOrder, plan.declared().size()), -1, cell, name).isEmpty())
        .toList();
  }

  private List<Integer> freeCells(Members m) {
    if (m.room() == 0 || inOrder && skipsRequired(m, plan.declared().size())) {
      return List.of();
    }
    List<Cell> cells = plan.cells();
    List<Integer> live = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      int capacity = plan.capacity(cell);
      boolean left = capacity >= ObjectPlan.MANY || capacity > plan.used(cell, m.free());
      if (left && isLiveFree(m, i)) {
        live.add(i);
      }
    }
    return live;
  }

  private boolean isLiveFree(Members m, int cell) {
    Members after = unknown(m, cell);
    boolean live =
        simple && after.excluded().isEmpty()
            ? isAlive(after)
            : !options(after, -1, plan.cells().get(cell), "").isEmpty();
    if (!live) {
      return false;
    }
    List<String> dead = deadEnds(m, plan.cells().get(cell));
    return dead.isEmpty() || nextKey(m, cell, dead).isPresent();
  }

  private Member declaredMember(Members m, int key) {
    Members after = m.declared(key, plan.declared().get(key), inOrder);
    return new Member(Phase.KEYED, key, -1, after, "");
  }

  private State freeKey(Members m, int cell, String name) {
    synchronized (rules.lock()) {
      Members after = m.free(name, inOrder, plan.declared().size());
      String kept = m.excluded().isEmpty() ? "" : name;
      return keyed(new Member(Phase.KEYED, -1, cell, after, kept));
    }
  }

  private State freeKeyVague(Members m, int cell) {
    return keyed(new Member(Phase.KEYED, -1, cell, unknown(m, cell), ""));
  }

  private Members unknown(Members m, int cell) {
    Optional<String> standIn = plan.unseen(plan.cells().get(cell), m.free());
    return m.freeVague(standIn, inOrder, plan.declared().size());
  }

  // ---- members

  private Member keyed(Member m) {
    return gaps.around() == null ? phase(m, Phase.COLON) : m;
  }

  private static Member phase(Member m, Phase phase) {
    return new Member(phase, m.declared, m.cell, m.members, m.name);
  }

  private void expand(Member m, Edges<State> edges) {
    switch (m.phase) {
      case KEYED -> edges.call(JsonRules.need(gaps.around()), phase(m, Phase.COLON));
      case COLON ->
          edges.bytes(':', ':', phase(m, gaps.colon() == null ? Phase.VALUE : Phase.PAIRED));
      case PAIRED -> edges.call(JsonRules.need(gaps.colon()), phase(m, Phase.VALUE));
      case VALUE -> {
        if (m.members.blurred()) {
          edges.vague();
        }
        for (Option option : options(m)) {
          report(m, option, edges);
        }
      }
      default -> throw new IllegalStateException(m.toString());
    }
  }

  private void report(Member m, Option option, Edges<State> edges) {
    Rule<?> value = rules.rule(option.value, depth + 1);
    if (option.captured) {
      String name = m.declared < 0 ? m.name : plan.declared().get(m.declared);
      edges.capture(value, new ValueCapture(this, option.after, name));
    } else {
      edges.call(value, afterValue(option.after));
    }
  }

  private At afterValue(Members m) {
    return gap(Phase.VALUED, gaps.close() == null, m);
  }

  /** The state after a value that may agree with those of excluded objects. */
  record ValueCapture(ObjectRule rule, Members after, String key) implements Capture<State> {
    @Override
    public State returnState(byte[] text) {
      JsonNode value = JsonRules.parse(text);
      Set<JsonNode> agreeing = new LinkedHashSet<>();
      for (JsonNode candidate : after.excluded()) {
        if (value.equals(candidate.get(key))) {
          agreeing.add(candidate);
        }
      }
      return rule.afterValue(after.valued(0, agreeing));
    }

    @Override
    public State anyReturn() {
      return rule.afterValue(after.valuedVaguely());
    }

    @Override
    public long longestReturn() {
      return rule.shortest(rule.afterValue(after));
    }
  }

  /**
   * One way to read a value.
   *
   * @param value the formula it satisfies, not empty
   * @param after the members after it, from which the object can be finished
   * @param captured whether it depends on the value which of the excluded values still agree
   */
  private record Option(Formula value, Members after, boolean captured) {}

  private List<Option> options(Member m) {
    Cell cell = m.cell < 0 ? null : plan.cells().get(m.cell);
    return options(m.members, m.declared, cell, m.name);
  }

  private List<Option> options(Members m, int key, @Nullable Cell cell, String name) {
    Formula value = cell == null ? plan.value(key) : cell.value();
    if (simple && m.excluded().isEmpty()) {
      return List.of(new Option(value, m, false));
    }
    String keyName = cell == null ? plan.declared().get(key) : name;
    List<Option> options = new ArrayList<>();
    if (simple && isAlive(m) && isFree(m, value)) {
      options.add(unsplit(value, m, keyName));
      addListed(value, m, 0, keyName, options);
      return options;
    }
    long conditions = m.exists() & (cell == null ? plan.exists(key) : cell.exists());
    for (long met = conditions; ; met = met - 1 & conditions) {
      addOptions(meeting(value, met), m, met, keyName, options);
      if (met == 0) {
        return options;
      }
    }
  }

  /** Returns whether the object can be finished whichever excluded values still agree. */
  private boolean isFree(Members m, Formula value) {
    return isEndless(m) && !sets.isEmpty(value);
  }

  /** Returns the only way to read a value after which the object can be finished in any case. */
  private static Option unsplit(Formula value, Members m, String name) {
    Set<JsonNode> candidates = new LinkedHashSet<>();
    for (JsonNode candidate : m.excluded()) {
      if (candidate.has(name)) {
        candidates.add(candidate);
      }
    }
    return new Option(value, m.valued(0, candidates), !candidates.isEmpty());
  }

  private Formula meeting(Formula value, long met) {
    Formula stronger = value;
    for (long left = met; left != 0; left &= left - 1) {
      Formula wanted = plan.existsValue(Long.numberOfTrailingZeros(left));
      stronger = sets.formulas().and(stronger, wanted);
    }
    return stronger;
  }

  private void addOptions(Formula value, Members m, long met, String name, List<Option> options) {
    Map<JsonNode, Set<JsonNode>> byValue = new HashMap<>();
    for (JsonNode candidate : m.excluded()) {
      JsonNode its = candidate.get(name);
      if (its != null) {
        byValue.computeIfAbsent(its, v -> new LinkedHashSet<>()).add(candidate);
      }
    }
    Formula others = value;
    if (!byValue.isEmpty()) {
      Formula these = sets.values(byValue.keySet());
      others = sets.formulas().and(value, sets.formulas().not(these));
    }
    add(others, m.valued(met, Set.of()), options);
    addListed(value, m, met, name, options);
    byValue.forEach(
        (its, agreeing) ->
            add(
                sets.formulas().and(value, sets.values(Set.of(its))),
                m.valued(met, agreeing),
                options));
  }

  /**
   * Adds a short value that none of the excluded objects has, which is a way to be none of them
   * whose length is known.
   */
  private void addListed(Formula value, Members m, long met, String name, List<Option> options) {
    Set<JsonNode> others = new HashSet<>();
    for (JsonNode candidate : m.excluded()) {
      if (candidate.has(name)) {
        others.add(candidate.get(name));
      }
    }
    if (!others.isEmpty()) {
      JsonNode listed = rules.shortValues().first(value, others::contains, depth + 1);
      if (listed != null) {
        add(sets.values(Set.of(listed)), m.valued(met, Set.of()), options);
      }
    }
  }

  private void add(Formula value, Members after, List<Option> options) {
    if (!sets.isEmpty(value) && isAlive(after)) {
      options.add(new Option(value, after, false));
    }
  }

  // ---- least lengths

  @Override
  public long shortest(State state) {
    synchronized (rules.lock()) {
      if (state instanceof At at) {
        return shortest(at);
      }
      return shortest((Member) state);
    }
  }

  private long shortest(At at) {
    Members m = at.members;
    return switch (at.phase) {
      case START -> 1 + opened(m);
      case OPENED, FIRST -> opened(m);
      case VALUED, NEXT -> valued(m);
      case SEPARATED -> Gaps.bytes(gaps.comma()) + key(m);
      case KEY -> key(m);
      case CLOSE -> 1;
      default -> 0;
    };
  }

  private long opened(Members m) {
    return canEnd(m) ? 1 : Gaps.bytes(gaps.open()) + key(m);
  }

  /** From after a value to the end. */
  private long valued(Members m) {
    long members = canEnd(m) && !m.blurred() ? 0 : least.cost(atMost(m, m.need()));
    return members + Gaps.bytes(gaps.close()) + 1;
  }

  /** From the start of a key that must come to the end. */
  private long key(Members m) {
    long best = Measure.NEVER;
    if (m.blurred() || !canEnd(m) && !m.vague()) {
      long need = m.blurred() ? Math.max(1, m.need()) : m.need();
      return least.cost(atMost(m, need)) - bytes.comma() + Gaps.bytes(gaps.close()) + 1;
    }
    for (int k = nextDeclared(m, 0); k >= 0; k = nextDeclared(m, k + 1)) {
      if (isLive(m, k)) {
        long text = KeyText.bytes(plan.declared().get(k)) + 2;
        best = Math.min(best, text + shortest(keyed(declaredMember(m, k))));
      }
    }
    for (int cell : freeCells(m)) {
      long text = m.vague() ? unknownKey(m, cell) : Lengths.least(nextKey(m, cell));
      best = Math.min(best, Measure.plus(text, longestAfterKey(m, cell)));
    }
    return best;
  }

  /** Returns a number of bytes that suffices for one more key of a class. */
  private long unknownKey(Members m, int cell) {
    long n = Math.min(ObjectPlan.MANY, m.freeCount() + Math.max(1, m.need()));
    StringSet keys = plan.cells().get(cell).keys();
    return bytes.freeKey(keys, (int) n) - 1 - Gaps.bytes(gaps.colon()) - bytes.comma();
  }

  /** Returns what is enough from the end of a free key on, whatever it is. */
  private long longestAfterKey(Members m, int cell) {
    synchronized (rules.lock()) {
      Members after = unknown(m, cell);
      Members apart = unknown(m.except(Set.of()), cell);
      int size = m.seen().size();
      Formula value = plan.cells().get(cell).value();
      List<JsonNode> larger = m.excluded().stream().filter(x -> x.size() > size).toList();
      return shortest(keyed(new Member(Phase.KEYED, -1, cell, apart, "")))
          + least.apart(rest(after), size + 1, larger, 0)
          + least.surplus(rest(m), size, m.excluded(), value);
    }
  }

  private long shortest(Member m) {
    long best = Measure.NEVER;
    for (Option option : options(m)) {
      best = Math.min(best, Measure.plus(length(m, option), valued(option.after)));
    }
    long colon = 1 + Gaps.bytes(gaps.colon());
    return switch (m.phase) {
      case KEYED, COLON -> Measure.plus(colon, best);
      case PAIRED -> Measure.plus(colon - 1, best);
      default -> best;
    };
  }

  /** If it is not known which values agree, what is promised must be enough whichever do. */
  private long length(Member m, Option option) {
    if (!m.members.blurred()) {
      return bytes.of(option.value);
    }
    return bytes.of(option.value, Seen.NONE, m.members.doubtful().size());
  }

  @Override
  public String toString() {
    return "object " + plan;
  }
}
