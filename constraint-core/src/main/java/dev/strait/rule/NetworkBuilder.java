package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns expressions into a {@link Network}, callees before callers as far as recursion lets them.
 * Regular rules become automata at once, and small ones dissolve into the rules that refer to them.
 */
final class NetworkBuilder {

  /** A literal of more bytes is a leaf rule of its own. */
  private static final int LITERAL_LIMIT = 256;

  /** More literals in one choice become one minimal automaton. */
  private static final int LITERALS_LIMIT = 8;

  /** An automaton with a state that loops on as many bytes does not dissolve. */
  private static final int WIDE = 16;

  /** Most counted repeats inside one another. */
  private static final int COUNTER_DEPTH = 100;

  private final Map<String, Expression> rules;
  private final int inline;
  private final int unroll;
  private final Network network = new Network();
  private final Closure closure = new Closure(network);

  /** Parts of the rules that are not regular, by name. */
  private final Map<String, Integer> parts = new HashMap<>();

  /** The rules found regular; empty if nothing matches them. */
  private final Map<String, Optional<DfaRule>> regular = new HashMap<>();

  private final Map<DfaRule, Optional<DfaRule>> nonEmpty = new IdentityHashMap<>();
  private final Deque<Named> named = new ArrayDeque<>();
  private int counterDepth;

  /** Whether everything dissolves that may, to see whether the whole is regular. */
  private boolean dissolving;

  /** An expression still to be laid between two states. */
  private record Task(Expression expression, int from, int to) {}

  /** Whether an expression is regular, and the leaf that reads it; empty if nothing does. */
  private record Attempt(boolean regular, Optional<DfaRule> leaf) {
    static final Attempt FAILED = new Attempt(false, Optional.empty());
  }

  /** A part still to be built. */
  private record Named(int part, Expression body) {}

  /**
   * Makes a builder.
   *
   * @param inline most states of an automaton that dissolves into the rule around it
   * @param unroll most nodes of a repeat, copies counted, that has no counter
   */
  NetworkBuilder(Map<String, Expression> rules, int inline, int unroll) {
    this.rules = rules;
    this.inline = inline;
    this.unroll = unroll;
  }

  Network network() {
    return network;
  }

  /** Returns the start rule's index among the parts, or the finished rule if it is regular. */
  Object build(String start) {
    for (List<String> component : References.calleesFirst(rules, start)) {
      component.forEach(this::part);
      component.forEach(name -> buildRule(name, component.size() == 1));
    }
    Optional<DfaRule> finished = regular.get(start);
    if (finished == null) {
      return part(start);
    }
    return finished.orElseThrow(() -> new EmptyLanguageException(start));
  }

  private int part(String name) {
    return parts.computeIfAbsent(name, network::addPart);
  }

  /** Builds a rule; one that refers to others that refer to it is never taken as regular. */
  private void buildRule(String name, boolean alone) {
    int part = part(name);
    network.current = name;
    Attempt whole = alone ? tryAsLeaf(part, body(name)) : Attempt.FAILED;
    if (whole.regular) {
      regular.put(name, whole.leaf);
      return;
    }
    fill(part, body(name));
    while (!named.isEmpty()) {
      Named next = named.pop();
      fill(next.part, next.body);
    }
  }

  /** Lays an expression with all automata dissolved, makes a leaf of it if it can, unlays it. */
  private Attempt tryAsLeaf(int part, Expression body) {
    int states = network.states();
    int edges = network.edges();
    int partCount = network.parts.size();
    int pending = named.size();
    boolean outer = dissolving;
    dissolving = true;
    fill(part, body);
    dissolving = outer;
    boolean plain = named.size() == pending && network.parts.size() == partCount;
    Attempt attempt =
        plain && isRegular(edges) ? new Attempt(true, leaf(part, network.current)) : Attempt.FAILED;
    while (named.size() > pending) {
      named.pop();
    }
    network.truncate(states, edges, partCount);
    network.clear(network.parts.get(part).start);
    return attempt;
  }

  private Expression body(String name) {
    Expression body = rules.get(name);
    if (body == null) {
      throw new UndefinedRuleException(name, "");
    }
    return body;
  }

  private void fill(int part, Expression body) {
    Network.Part filled = network.parts.get(part);
    lay(body, filled.start, filled.end);
    turnTailCallsIntoLoops(part);
  }

  /** Whether none of the edges from {@code edges} on is a call or a control token. */
  private boolean isRegular(int edges) {
    for (int e = edges; e < network.edges(); e++) {
      byte kind = network.kind(e);
      if (kind != Network.EPSILON && kind != Network.BYTES) {
        return false;
      }
    }
    return true;
  }

  private Optional<DfaRule> leaf(int part, String name) {
    Network.Part built = network.parts.get(part);
    try {
      Table table = new Determinizer(network, closure, name).run(built.start, built.end);
      return Optional.of(new DfaRule(name, table.toDfa()));
    } catch (EmptyLanguageException nothing) {
      return Optional.empty();
    }
  }

  /** A rule that calls itself at its very end loops instead. */
  private void turnTailCallsIntoLoops(int part) {
    Network.Part looping = network.parts.get(part);
    Deque<Integer> todo = new ArrayDeque<>(List.of(looping.start));
    BitSet seen = new BitSet();
    while (!todo.isEmpty()) {
      int state = todo.pop();
      if (seen.get(state)) {
        continue;
      }
      seen.set(state);
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        todo.push(network.target(e));
        if (network.kind(e) == Network.CALL
            && network.callees.get(network.low(e)).equals(new Network.Callee(part, 1, 1))
            && leadsOnlyTo(network.target(e), looping.end)) {
          network.setKind(e, Network.EPSILON);
          network.setTarget(e, looping.start);
        }
      }
    }
  }

  private boolean leadsOnlyTo(int state, int end) {
    int now = state;
    while (now != end) {
      int edge = network.head(now);
      if (edge == Network.NONE
          || network.next(edge) != Network.NONE
          || network.kind(edge) != Network.EPSILON) {
        return false;
      }
      now = network.target(edge);
    }
    return true;
  }

  /** Lays an expression between two states; the paths between them then read its texts. */
  private void lay(Expression expression, int from, int to) {
    Deque<Task> todo = new ArrayDeque<>();
    todo.push(new Task(expression, from, to));
    while (!todo.isEmpty()) {
      step(todo.pop(), todo);
    }
  }

  private void step(Task task, Deque<Task> todo) {
    Expression expression = task.expression;
    if (expression instanceof Node.Literal literal) {
      layLiteral(literal.bytes, task.from, task.to);
    } else if (expression instanceof Node.ByteSet bytes) {
      layBytes(bytes, task.from, task.to);
    } else if (expression instanceof Node.Regular regularNode) {
      layRegular(regularNode.dfa, task.from, task.to);
    } else if (expression instanceof Node.Leaf leaf) {
      layLeaf(leaf.rule, task.from, task.to);
    } else if (expression instanceof Node.Sequence sequence) {
      laySequence(sequence.parts, task, todo);
    } else if (expression instanceof Node.Choice choice) {
      layChoice(choice.alternatives, task, todo);
    } else if (expression instanceof Node.Repeat repeat) {
      layRepeat(repeat, task, todo);
    } else if (expression instanceof Node.Reference reference) {
      layReference(reference.name, task.from, task.to);
    } else if (expression instanceof Node.Control control) {
      network.control(task.from, control.token, task.to);
    } else if (expression instanceof Node.Call call) {
      layForeign(call.rule, task.from, task.to);
    } else if (expression instanceof Node.Named part) {
      int index = network.addPart(part.name);
      named.push(new Named(index, part.body));
      network.call(Network.CALL, task.from, network.callee(index, 1, 1), task.to);
    }
  }

  private void layLiteral(byte[] bytes, int from, int to) {
    if (bytes.length > LITERAL_LIMIT) {
      callLeaf(new DfaRule(Bytes.quoted(bytes), Dfa.literal(bytes)), from, to);
      return;
    }
    int now = from;
    for (int i = 0; i < bytes.length; i++) {
      int then = i == bytes.length - 1 ? to : network.addState();
      network.bytes(now, bytes[i] & 0xff, bytes[i] & 0xff, then);
      now = then;
    }
    if (bytes.length == 0) {
      network.epsilon(from, to);
    }
  }

  private void layBytes(Node.ByteSet bytes, int from, int to) {
    for (int first = bytes.set.nextSetBit(0); first >= 0; ) {
      int end = bytes.set.nextClearBit(first);
      network.bytes(from, first, end - 1, to);
      first = bytes.set.nextSetBit(end);
    }
  }

  private void layRegular(Dfa dfa, int from, int to) {
    layLeaf(new DfaRule(network.current, dfa), from, to);
  }

  private void layLeaf(DfaRule rule, int from, int to) {
    if (rule.isShared()
        || rule.dfa().states() > inline
        || (!dissolving && hasWideLoop(rule.dfa()))) {
      callLeaf(rule, from, to);
    } else {
      dissolve(rule.dfa(), from, to);
    }
  }

  /** Whether a state reads most letters and stays: a walk from there is long, and worth sharing. */
  private static boolean hasWideLoop(Dfa dfa) {
    int[] looping = new int[1];
    for (int s = 0; s < dfa.states(); s++) {
      int state = s;
      looping[0] = 0;
      dfa.forEachEdge(s, (first, last, t) -> looping[0] += t == state ? last - first + 1 : 0);
      if (looping[0] >= WIDE) {
        return true;
      }
    }
    return false;
  }

  /** Whether an expression calls nothing that is not regular, and reads many bytes somewhere. */
  private boolean isText(Expression expression) {
    Deque<Expression> todo = new ArrayDeque<>(List.of(expression));
    boolean wide = false;
    while (!todo.isEmpty()) {
      Expression next = todo.pop();
      if (next instanceof Node.Control || next instanceof Node.Call || next instanceof Node.Named) {
        return false;
      }
      if (next instanceof Node.Reference reference && !regular.containsKey(reference.name)) {
        return false;
      }
      wide |= !(next instanceof Node.Literal) && Node.children(next).isEmpty();
      Node.children(next).forEach(todo::push);
    }
    return wide;
  }

  /** Copies an automaton into the network. */
  private void dissolve(Dfa dfa, int from, int to) {
    int[] copies = new int[dfa.states()];
    for (int s = 0; s < copies.length; s++) {
      copies[s] = network.addState();
    }
    network.epsilon(from, copies[Dfa.START]);
    for (int s = 0; s < copies.length; s++) {
      int source = copies[s];
      dfa.forEachEdge(s, (first, last, t) -> network.bytes(source, first, last, copies[t]));
      if (dfa.accepts(s)) {
        network.epsilon(source, to);
      }
    }
  }

  private void callLeaf(DfaRule rule, int from, int to) {
    if (rule.dfa().accepts(Dfa.START)) {
      network.epsilon(from, to);
    }
    nonEmpty
        .computeIfAbsent(rule, NetworkBuilder::withoutEmpty)
        .ifPresent(leaf -> network.call(Network.SOLID_CALL, from, network.callee(leaf), to));
  }

  private static Optional<DfaRule> withoutEmpty(DfaRule rule) {
    if (!rule.dfa().accepts(Dfa.START)) {
      return Optional.of(rule);
    }
    return rule.dfa().states() == 1 && rule.dfa().equals(Dfa.literal(new byte[0]))
        ? Optional.empty()
        : Optional.of(new DfaRule(rule.name(), rule.dfa().nonEmpty(), rule.isShared()));
  }

  private void layForeign(Rule<?> rule, int from, int to) {
    Rule<?> callee = rule;
    if (NonEmptyRule.isNullable(rule)) {
      network.epsilon(from, to);
      callee = new NonEmptyRule<>(rule);
    }
    network.call(Network.SOLID_CALL, from, network.callee(callee), to);
  }

  private void laySequence(List<Expression> sequence, Task task, Deque<Task> todo) {
    int now = task.from;
    for (int i = 0; i < sequence.size(); i++) {
      int then = i == sequence.size() - 1 ? task.to : network.addState();
      todo.push(new Task(sequence.get(i), now, then));
      now = then;
    }
    if (sequence.isEmpty()) {
      network.epsilon(task.from, task.to);
    }
  }

  private void layChoice(List<Expression> alternatives, Task task, Deque<Task> todo) {
    List<byte[]> literals = new ArrayList<>();
    for (Expression alternative : alternatives) {
      if (alternative instanceof Node.Literal literal) {
        literals.add(literal.bytes);
      } else {
        todo.push(new Task(alternative, task.from, task.to));
      }
    }
    if (literals.size() > LITERALS_LIMIT) {
      layRegular(Dfa.literals(literals), task.from, task.to);
    } else {
      literals.forEach(literal -> layLiteral(literal, task.from, task.to));
    }
  }

  private void layReference(String name, int from, int to) {
    Optional<DfaRule> leaf = regular.get(name);
    if (leaf == null) {
      network.call(Network.CALL, from, network.callee(part(name), 1, 1), to);
    } else {
      leaf.ifPresent(rule -> layLeaf(rule, from, to));
    }
  }

  private void layRepeat(Node.Repeat repeat, Task task, Deque<Task> todo) {
    int copies = repeat.max == Expression.UNBOUNDED ? Math.max(1, repeat.min) : repeat.max;
    if (copies > 1 && (long) copies * size(repeat.body) > unroll) {
      layCounted(repeat, task);
      return;
    }
    int now = task.from;
    int unrolled = repeat.max == Expression.UNBOUNDED ? repeat.min - 1 : repeat.max;
    for (int i = 0; i < unrolled; i++) {
      int then = network.addState();
      todo.push(new Task(repeat.body, now, then));
      if (i >= repeat.min) {
        network.epsilon(now, task.to);
      }
      now = then;
    }
    if (repeat.max == Expression.UNBOUNDED) {
      layLoop(repeat, now, task.to, todo);
    } else {
      network.epsilon(now, task.to);
    }
  }

  /** Lays the body any number of times, but at least once if the repeat says so. */
  private void layLoop(Node.Repeat repeat, int from, int to, Deque<Task> todo) {
    if (!dissolving && isText(repeat.body)) {
      int part = network.addPart(network.current);
      Expression loop =
          Expression.repeat(repeat.body, Math.min(repeat.min, 1), Expression.UNBOUNDED);
      Optional<DfaRule> leaf = tryAsLeaf(part, loop).leaf;
      network.truncate(network.states(), network.edges(), part);
      if (leaf.isPresent() && hasWideLoop(leaf.get().dfa())) {
        callLeaf(leaf.get(), from, to);
        return;
      }
    }
    int before = network.addState();
    int after = repeat.min == 0 ? before : network.addState();
    network.epsilon(from, before);
    todo.push(new Task(repeat.body, before, after));
    network.epsilon(after, before);
    network.epsilon(after, to);
  }

  /** Lays the body with a counter: as a leaf rule if it is regular, else as calls of a part. */
  private void layCounted(Node.Repeat repeat, Task task) {
    if (++counterDepth > COUNTER_DEPTH) {
      throw new GrammarLimitException(
          network.current,
          "rule " + network.current + ": more than " + COUNTER_DEPTH + " nested large repeats");
    }
    int part = network.addPart(network.current);
    Attempt body = tryAsLeaf(part, repeat.body);
    if (body.regular) {
      network.truncate(network.states(), network.edges(), part);
      layCountedLeaf(body.leaf, repeat, task);
    } else if (!dissolving) { // else the part that stays says that the whole is not regular
      fill(part, repeat.body);
      layCountedCalls(part, repeat, task);
    }
    counterDepth--;
  }

  private void layCountedLeaf(Optional<DfaRule> body, Node.Repeat repeat, Task task) {
    boolean nullable = body.isPresent() && body.get().dfa().accepts(Dfa.START);
    if (repeat.min == 0 || nullable) {
      network.epsilon(task.from, task.to);
    }
    Optional<DfaRule> solid = body.flatMap(NetworkBuilder::withoutEmpty);
    if (solid.isPresent()) {
      int min = nullable ? 1 : Math.max(1, repeat.min);
      Rule<?> rule = new RepeatRule(network.current, solid.get().dfa(), min, repeat.max);
      network.call(Network.SOLID_CALL, task.from, network.callee(rule), task.to);
    }
  }

  /**
   * Lays the first time as a call of its own, so that recursion through the repeat is seen, and the
   * others as a counted callee.
   */
  private void layCountedCalls(int part, Node.Repeat repeat, Task task) {
    int then = network.addState();
    int once = network.callee(part, 1, 1);
    int max = repeat.max == Expression.UNBOUNDED ? repeat.max : repeat.max - 1;
    int others = network.callee(part, Math.max(1, repeat.min - 1), max);
    network.call(Network.SOLID_CALL, task.from, once, then);
    network.call(Network.CALL, then, others, task.to);
    network.call(Network.SKIP, task.from, once, task.to);
    if (repeat.min <= 1) {
      network.epsilon(then, task.to);
    }
    if (repeat.min == 0) {
      network.epsilon(task.from, task.to);
    }
  }

  /** Returns about how many states an expression needs, as far as that decides on unrolling. */
  private int size(Expression expression) {
    record Sized(Expression expression, int copies) {}
    Deque<Sized> todo = new ArrayDeque<>(List.of(new Sized(expression, 1)));
    int size = 0;
    while (!todo.isEmpty() && size <= unroll) {
      Sized next = todo.pop();
      size += next.copies * weight(next.expression);
      int copies = next.copies * copies(next.expression);
      for (Expression child : Node.children(next.expression)) {
        todo.push(new Sized(child, Math.min(copies, unroll + 1)));
      }
    }
    return size;
  }

  private int weight(Expression expression) {
    int states = 1;
    if (expression instanceof Node.Literal literal) {
      states = literal.bytes.length;
    } else if (expression instanceof Node.Regular regular) {
      states = regular.dfa.states() - 1;
    } else if (expression instanceof Node.Leaf leaf) {
      states = leaf.rule.dfa().states() - 1;
    } else if (!Node.children(expression).isEmpty()) {
      states = 0;
    }
    return Math.min(Math.max(states, 0), unroll + 1);
  }

  private int copies(Expression expression) {
    if (!(expression instanceof Node.Repeat repeat)) {
      return 1;
    }
    int copies = repeat.max == Expression.UNBOUNDED ? Math.max(1, repeat.min) : repeat.max;
    return Math.min(copies, unroll + 1);
  }
}
