package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectPlan.Cell;
import dev.strait.schema.set.ObjectSearch;
import dev.strait.schema.set.Sets;
import dev.strait.values.Escapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the objects of one conjunctive set.
 *
 * <p>States are computed from {@link Members}. The text of declared keys is spelled by the rule's
 * own states, which walk a trie of the keys (a range of the sorted keys and a position in them);
 * the text of all other keys is captured, because no key may come twice. A key is offered only if
 * its value and the rest of the object can follow.
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

  /** Declared keys in the order of their chars, by their places in the plan. */
  private final Integer[] sorted;

  /** Whether the object is one in which all that matters is required keys and the room. */
  private final boolean simple;

  private final At end;

  /** A place in the text of an object. */
  sealed interface State {}

  /** Between the marks of an object. */
  record At(Phase phase, Members members) implements State {}

  /**
   * In the text of a declared key.
   *
   * @param low the first of the sorted keys that agree with the text so far
   * @param high the last of them, exclusive
   * @param length the chars of the key read
   * @param partial the bytes read of the next character, hex digits in lower case
   */
  record Key(Members members, int low, int high, int length, String partial) implements State {}

  /**
   * Between a key and its value.
   *
   * @param declared the declared key's place, or -1
   * @param cell the number of the free key's class, or -1
   * @param members with the key, without what its value means
   * @param name the free key, or the empty string if it does not matter
   */
  record Member(Phase phase, int declared, int cell, Members members, String name)
      implements State {}

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

  /** The state after a free key's text. */
  record KeyCapture(ObjectRule rule, Members members, int cell) implements Capture<State> {
    @Override
    public State returnState(byte[] text) {
      return rule.freeKey(members, cell, JsonRules.decode(text));
    }

    @Override
    public State anyReturn() {
      return rule.freeKeyVague(members, cell);
    }

    @Override
    public long longestReturn() {
      return rule.shortest(rule.freeKeyVague(members, cell));
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
    this.sorted = new Integer[plan.declared().size()];
    Arrays.setAll(sorted, i -> i);
    Arrays.sort(sorted, Comparator.comparing(i -> plan.declared().get(i)));
    this.end = new At(Phase.END, Members.start(plan));
    this.simple =
        plan.existsCount() == 0
            && plan.excluded().isEmpty()
            && plan.min() <= plan.required().cardinality();
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
      } else if (state instanceof Key key) {
        spell(key, edges);
      } else if (state instanceof Member member) {
        expand(member, edges);
      }
    }
  }

  private void expand(At at, Edges<State> edges) {
    Members m = at.members;
    if (m.vague() && isScarce()) {
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
    return !plan.excluded().isEmpty()
        || plan.cells().stream().anyMatch(cell -> plan.capacity(cell) < ObjectPlan.MANY);
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
    return new ObjectSearch.Rest(
        remaining(m),
        m.free(),
        m.freeCount(),
        true,
        m.need(),
        m.room(),
        m.exists(),
        m.excluded(),
        m.seen());
  }

  private boolean isAlive(Members m) {
    if (simple) {
      return requiredLeft(m) <= m.room();
    }
    return alive.cost(rest(m)) < Measure.NEVER;
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
    if (simple) {
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
    for (int i = 0; i < sorted.length; i++) {
      if (isLive(m, sorted[i])) {
        edges.bytes('"', '"', new Key(m, 0, sorted.length, 0, ""));
        break;
      }
    }
    for (int cell : freeCells(m)) {
      nextKey(m, cell).ifPresent(callee -> edges.capture(callee, new KeyCapture(this, m, cell)));
    }
  }

  private Optional<Rule<?>> nextKey(Members m, int cell) {
    return plan.cells().get(cell).keys().toRuleExcept(m.keys(), rules.policy().escapes());
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
    Members after = m.freeVague(inOrder, plan.declared().size());
    if (simple) {
      return isAlive(after);
    }
    return !options(after, -1, plan.cells().get(cell), "").isEmpty();
  }

  // ---- the text of declared keys

  private void spell(Key key, Edges<State> edges) {
    Escapes escapes = rules.policy().escapes();
    Map<Integer, int[]> children = new HashMap<>();
    for (int i = key.low; i < key.high; i++) {
      String name = plan.declared().get(sorted[i]);
      if (!isLive(key.members, sorted[i])) {
        continue;
      }
      if (name.length() == key.length) {
        if (key.partial.isEmpty()) {
          edges.bytes('"', '"', keyed(declaredMember(key.members, sorted[i])));
        }
        continue;
      }
      int[] range = children.computeIfAbsent(name.codePointAt(key.length), c -> new int[] {-1, 0});
      range[0] = range[0] < 0 ? i : range[0];
      range[1] = i + 1;
    }
    Set<Character> offered = new LinkedHashSet<>();
    children.forEach((c, range) -> spell(key, c, range, escapes, offered, edges));
  }

  private static void spell(
      Key key,
      int codePoint,
      int[] range,
      Escapes escapes,
      Set<Character> offered,
      Edges<State> edges) {
    String partial = key.partial;
    for (String text : KeyText.encodings(codePoint, escapes)) {
      if (!text.startsWith(partial) || text.length() == partial.length()) {
        continue;
      }
      char next = text.charAt(partial.length());
      if (text.length() == partial.length() + 1) {
        int length = key.length + Character.charCount(codePoint);
        offer(edges, next, text, new Key(key.members, range[0], range[1], length, ""));
      } else if (offered.add(next)) {
        Key midst = new Key(key.members, key.low, key.high, key.length, partial + next);
        offer(edges, next, text, midst);
      }
    }
  }

  /** Offers a byte; a hex digit of an escape also in upper case. */
  private static void offer(Edges<State> edges, char next, String text, State target) {
    edges.bytes(next, next, target);
    boolean hex = text.startsWith("\\u") && next >= 'a' && next <= 'f';
    if (hex) {
      edges.bytes(next - 32, next - 32, target);
    }
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
    Members after = m.freeVague(inOrder, plan.declared().size());
    return keyed(new Member(Phase.KEYED, -1, cell, after, ""));
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
        if (m.members.vague() && !plan.excluded().isEmpty()) {
          edges.vague();
        }
        for (Option option : options(m)) {
          State then = gap(Phase.VALUED, gaps.close() == null, option.after);
          edges.call(rules.rule(option.value, depth + 1), then);
        }
      }
      default -> throw new IllegalStateException(m.toString());
    }
  }

  /**
   * One way to read a value.
   *
   * @param value the formula it satisfies, not empty
   * @param after the members after it, from which the object can be finished
   */
  private record Option(Formula value, Members after) {}

  private List<Option> options(Member m) {
    Cell cell = m.cell < 0 ? null : plan.cells().get(m.cell);
    return options(m.members, m.declared, cell, m.name);
  }

  private List<Option> options(Members m, int key, @Nullable Cell cell, String name) {
    Formula value = cell == null ? plan.value(key) : cell.value();
    if (simple) {
      return List.of(new Option(value, m));
    }
    long conditions = m.exists() & (cell == null ? plan.exists(key) : cell.exists());
    List<Option> options = new ArrayList<>();
    String keyName = cell == null ? plan.declared().get(key) : name;
    for (long met = conditions; ; met = met - 1 & conditions) {
      addOptions(meeting(value, met), m, met, keyName, options);
      if (met == 0) {
        return options;
      }
    }
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
    byValue.forEach(
        (its, agreeing) ->
            add(
                sets.formulas().and(value, sets.values(Set.of(its))),
                m.valued(met, agreeing),
                options));
  }

  private void add(Formula value, Members after, List<Option> options) {
    if (!sets.isEmpty(value) && isAlive(after)) {
      options.add(new Option(value, after));
    }
  }

  // ---- least lengths

  @Override
  public long shortest(State state) {
    synchronized (rules.lock()) {
      if (state instanceof At at) {
        return shortest(at);
      }
      return state instanceof Key key ? shortest(key) : shortest((Member) state);
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
    return canEnd(m)
        ? Gaps.bytes(gaps.close()) + 1
        : least.cost(rest(m)) + Gaps.bytes(gaps.close()) + 1;
  }

  /** From the start of a key that must come to the end. */
  private long key(Members m) {
    long best = Measure.NEVER;
    if (!canEnd(m) && !m.vague()) {
      return least.cost(rest(m)) - bytes.comma() + Gaps.bytes(gaps.close()) + 1;
    }
    for (int k = nextDeclared(m, 0); k >= 0; k = nextDeclared(m, k + 1)) {
      if (isLive(m, k)) {
        long text = KeyText.bytes(plan.declared().get(k), 0) + 2;
        best = Math.min(best, text + shortest(keyed(declaredMember(m, k))));
      }
    }
    for (int cell : freeCells(m)) {
      long n = m.freeCount() + Math.max(1, m.need());
      long text =
          bytes.freeKey(plan.cells().get(cell).keys(), (int) Math.min(n, ObjectPlan.MANY))
              - 1
              - Gaps.bytes(gaps.colon())
              - bytes.comma();
      best = Math.min(best, text + shortest(freeKeyVague(m, cell)));
    }
    return best;
  }

  private long shortest(Key key) {
    long best = Measure.NEVER;
    for (int i = key.low; i < key.high; i++) {
      String name = plan.declared().get(sorted[i]);
      if (isLive(key.members, sorted[i]) && fits(key, name)) {
        long text = textLeft(key, name) + 1;
        best = Math.min(best, text + shortest(keyed(declaredMember(key.members, sorted[i]))));
      }
    }
    return best;
  }

  private boolean fits(Key key, String name) {
    return textLeft(key, name) < Measure.NEVER;
  }

  /** Returns the bytes of a key's text still to come, the quote not included. */
  private long textLeft(Key key, String name) {
    if (key.partial.isEmpty()) {
      return KeyText.bytes(name, key.length);
    }
    if (name.length() == key.length) {
      return Measure.NEVER;
    }
    int codePoint = name.codePointAt(key.length);
    long rest = KeyText.bytes(name, key.length + Character.charCount(codePoint));
    return KeyText.encodings(codePoint, rules.policy().escapes()).stream()
        .filter(text -> text.startsWith(key.partial))
        .mapToLong(text -> text.length() - key.partial.length() + rest)
        .min()
        .orElse(Measure.NEVER);
  }

  private long shortest(Member m) {
    long best = Measure.NEVER;
    for (Option option : options(m)) {
      best = Math.min(best, Measure.plus(bytes.of(option.value), valued(option.after)));
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
    return "object " + plan;
  }
}
