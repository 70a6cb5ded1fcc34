package dev.strait.constraint;

import dev.strait.rule.Capture;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A state of a general rule; its edges are asked for when they are first needed. */
final class StateNode extends RuleNode {
  final Object state;
  private @Nullable Expansion expansion;
  private long shortest = -1;
  private @Nullable Map<Tails, Long> worst;

  StateNode(RuleTable table, Object state) {
    super(table);
    this.state = state;
  }

  Expansion expansion() {
    Expansion known = expansion;
    if (known == null) {
      known = Expansion.of(table, state);
      expansion = known;
      universe.weigh(1);
    }
    return known;
  }

  @Override
  boolean accepts() {
    return expansion().accepts;
  }

  @Override
  boolean isEnd() {
    return expansion().isEnd();
  }

  @Override
  boolean hasControls() {
    Expansion e = expansion();
    if (e.controls.length > 0) {
      return true;
    }
    for (int i = 0; i < e.callees.length; i++) {
      if (e.callees[i].hasControls() || (e.callees[i].nullable() && e.then(i).hasControls())) {
        return true;
      }
    }
    return false;
  }

  @Override
  void addControls(IntBuffer out) {
    Expansion e = expansion();
    for (int control : e.controls) {
      out.add(control);
    }
    for (int i = 0; i < e.callees.length; i++) {
      e.callees[i].addControls(out);
      if (e.callees[i].nullable()) {
        e.then(i).addControls(out);
      }
    }
  }

  @Override
  void step(int symbol, Stack stack, Stepper out) {
    Expansion e = expansion();
    if (symbol < CONTROL) {
      for (int i = 0; i < e.targets.length; i++) {
        if (e.covers(i, symbol)) {
          out.emit(e.targets[i], stack);
        }
      }
    } else {
      for (int i = 0; i < e.controls.length; i++) {
        if (e.controls[i] == symbol - CONTROL) {
          out.emit(e.controlTargets[i], stack);
        }
      }
    }
    for (int i = 0; i < e.callees.length; i++) {
      stepCall(e, i, symbol, stack, out);
    }
    if (e.accepts) {
      out.stepReturn(stack);
    }
  }

  private void stepCall(Expansion e, int i, int symbol, Stack stack, Stepper out) {
    Node callee = e.callees[i];
    if (callee.mayRead(symbol)) {
      out.stepInside(callee, pushed(e, i, stack, out));
    }
    if (callee.nullable()) {
      Capture<Object> capture = e.captures[i];
      Node then = capture == null ? e.then(i) : table.node(capture.returnState(new byte[0]));
      out.stepFrom(then, stack);
    }
  }

  private Stack pushed(Expansion e, int i, Stack stack, Stepper out) {
    Capture<Object> capture = e.captures[i];
    if (capture != null) {
      return stack.push(new Stack.Pending(table, capture, out.textBefore()), out.universe());
    }
    Node then = e.then(i);
    return then.isEnd() ? stack : stack.push(then, out.universe());
  }

  @Override
  void walkInto(Tails tails, Collector out, boolean suspect) {
    Expansion e = expansion();
    Node twin = e.twin;
    if (twin != null) {
      out.adopt(twin.walk(tails), suspect);
      return;
    }
    Node superset = e.superset;
    if (superset != null && e.isDeterministic() && superset.isDeterministic()) {
      Restriction.walk(this, superset, tails, out, suspect);
      return;
    }
    walkEdges(e, tails, out, suspect || e.vague);
  }

  private void walkEdges(Expansion e, Tails tails, Collector out, boolean suspect) {
    if (!out.visit(this, tails, suspect)) {
      return;
    }
    if (e.accepts) {
      out.exit(tails, suspect);
    }
    if (e.targets.length > 0) {
      walkBytes(e, tails.level(), out, suspect);
    }
    for (int i = 0; i < e.callees.length; i++) {
      walkCall(e, i, tails, out, suspect);
    }
  }

  private void walkBytes(Expansion e, Tails.Level level, Collector out, boolean suspect) {
    for (int i = 0; i < e.targets.length; i++) {
      int first = e.first(i);
      int last = e.last(i);
      if (first == last) {
        int edge = level.find(first);
        if (edge >= 0) {
          follow(e.targets[i], level, edge, out, suspect);
        }
      } else {
        for (int edge = level.from(first);
            edge < level.size() && (level.bytes[edge] & 0xff) <= last;
            edge++) {
          follow(e.targets[i], level, edge, out, suspect);
        }
      }
    }
  }

  private void follow(Node target, Tails.Level level, int edge, Collector out, boolean suspect) {
    out.allow(level.ids[edge], suspect);
    Tails next = level.next[edge];
    if (next == null) {
      return;
    }
    if (target.universe == universe) {
      target.walkInto(next, out, suspect);
    } else {
      out.adopt(target.walk(next), suspect);
    }
  }

  private void walkCall(Expansion e, int i, Tails tails, Collector out, boolean suspect) {
    Walk inside = e.callees[i].walk(tails);
    if (inside == Walk.NOTHING) {
      return;
    }
    out.include(inside, suspect);
    Node then = e.then(i);
    Tails exits = inside.exits;
    if (exits != null) {
      afterCall(then, exits, out, suspect);
    }
    Tails doubtful = inside.suspectExits;
    if (doubtful != null) {
      afterCall(then, doubtful, out, true);
    }
  }

  private static void afterCall(Node then, Tails exits, Collector out, boolean suspect) {
    if (then.isEnd()) {
      out.exit(exits, suspect);
    } else {
      then.walkInto(exits, out, suspect);
    }
  }

  /** Memoised: in an ambiguous rule there are exponentially many ways to one position. */
  @Override
  long worst(Tails tails) {
    Map<Tails, Long> known = worst;
    if (known == null) {
      known = new ConcurrentHashMap<>(4);
      worst = known;
    }
    Long bound = known.get(tails);
    if (bound == null) {
      bound = computeWorst(tails);
      known.put(tails, bound);
      universe.weigh(1);
    }
    return bound;
  }

  private long computeWorst(Tails tails) {
    Expansion e = expansion();
    long worst = NO_END;
    Tails.Level level = tails.level();
    for (int i = 0; i < e.targets.length; i++) {
      for (int edge = level.from(e.first(i));
          edge < level.size() && (level.bytes[edge] & 0xff) <= e.last(i);
          edge++) {
        worst = Math.max(worst, worstOf(e.targets[i], level, edge));
      }
    }
    for (int i = 0; i < e.callees.length; i++) {
      worst = Math.max(worst, worstOf(e, i, tails));
    }
    return worst;
  }

  private static long worstOf(Node target, Tails.Level level, int edge) {
    long here = level.ids[edge].length > 0 ? target.shortest() : NO_END;
    Tails next = level.next[edge];
    return next == null ? here : Math.max(here, target.worst(next));
  }

  private static long worstOf(Expansion e, int call, Tails tails) {
    long worst = NO_END;
    long inside = e.callees[call].worst(tails);
    if (inside != NO_END) {
      Capture<Object> capture = e.captures[call];
      long rest = capture == null ? e.then(call).shortest() : capture.longestReturn();
      worst = Stack.sum(inside, rest);
    }
    Walk walk = e.callees[call].walk(tails);
    for (Tails exits : new Tails[] {walk.exits, walk.suspectExits}) {
      if (exits != null) {
        worst = Math.max(worst, e.then(call).worst(exits));
      }
    }
    return worst;
  }

  @Override
  long shortest() {
    if (shortest < 0) {
      shortest = table.rule.shortest(state);
    }
    return shortest;
  }

  @Override
  boolean isDeterministic() {
    return expansion().isDeterministic();
  }

  @Override
  @Nullable Node target(int b) {
    Expansion e = expansion();
    for (int i = 0; i < e.targets.length; i++) {
      if (e.covers(i, b)) {
        return e.targets[i];
      }
    }
    return null;
  }

  @Override
  void addFirst(ByteSet out) {
    Expansion e = expansion();
    for (int i = 0; i < e.targets.length; i++) {
      out.add(e.first(i), e.last(i));
    }
    for (int i = 0; i < e.callees.length; i++) {
      out.addAll(e.callees[i].first());
      if (e.callees[i].nullable()) {
        out.addAll(e.then(i).first());
      }
    }
  }

  @Override
  boolean computeNullable() {
    Expansion e = expansion();
    if (e.accepts) {
      return true;
    }
    for (int i = 0; i < e.callees.length; i++) {
      if (e.callees[i].nullable() && e.then(i).nullable()) {
        return true;
      }
    }
    return false;
  }

  @Override
  Object state() {
    return state;
  }
}
