package dev.strait.constraint;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The edges of one rule state, resolved to nodes; immutable. */
final class Expansion {
  private static final Node[] NO_NODES = {};
  private static final int[] NO_INTS = {};

  final boolean accepts;

  /** Byte range i as first | last shifted left by 8, both inclusive, 0 to 255. */
  private final int[] ranges;

  /** Range i to its target. */
  final Node[] targets;

  /** Call i to the callee's start. */
  final Node[] callees;

  /** Call i to the capture that decides where to go on, or null. */
  final @Nullable Capture<Object>[] captures;

  /** Call i to where to go on; for a capture, to what stands for it in masks. */
  private final Node[] thens;

  /** Control edge i to its token id. */
  final int[] controls;

  final Node[] controlTargets;
  final @Nullable Node twin;
  final @Nullable Node superset;
  final boolean vague;

  private static final int UNKNOWN = 0;
  private static final int YES = 1;
  private static final int NO = 2;

  /** Racy but idempotent. */
  private int deterministic;

  private Expansion(Builder b) {
    accepts = b.accepts;
    ranges = b.ranges.size == 0 ? NO_INTS : b.ranges.toArray();
    targets = b.targets.isEmpty() ? NO_NODES : b.targets.toArray(NO_NODES);
    callees = b.callees.isEmpty() ? NO_NODES : b.callees.toArray(NO_NODES);
    captures = b.captures();
    thens = b.thens.isEmpty() ? NO_NODES : b.thens.toArray(NO_NODES);
    controls = b.controls.size == 0 ? NO_INTS : b.controls.toArray();
    controlTargets = b.controlTargets.toArray(NO_NODES);
    twin = b.twin;
    superset = b.superset;
    vague = b.vague;
  }

  static Expansion of(RuleTable table, Object state) {
    Builder builder = new Builder(table);
    table.rule.expand(state, builder);
    return new Expansion(builder);
  }

  /** Returns where call i goes on; for a capture, what stands for that in masks. */
  Node then(int call) {
    return thens[call];
  }

  int first(int range) {
    return ranges[range] & 0xff;
  }

  int last(int range) {
    return ranges[range] >>> 8;
  }

  boolean covers(int range, int b) {
    return first(range) <= b && b <= last(range);
  }

  boolean isEnd() {
    return accepts && targets.length == 0 && callees.length == 0 && controls.length == 0;
  }

  /** Returns whether each byte is read by at most one edge, and nothing is called. */
  boolean isDeterministic() {
    int known = deterministic;
    if (known == UNKNOWN) {
      known = computeDeterministic() ? YES : NO;
      deterministic = known;
    }
    return known == YES;
  }

  private boolean computeDeterministic() {
    ByteSet read = new ByteSet();
    for (int i = 0; i < ranges.length; i++) {
      for (int b = first(i); b <= last(i); b++) {
        if (read.has(b)) {
          return false;
        }
      }
      read.add(first(i), last(i));
    }
    return callees.length == 0;
  }

  /** Collects what a rule reports. */
  private static final class Builder implements Edges<Object> {
    private final RuleTable table;
    private boolean accepts;
    private boolean vague;
    private final IntBuffer ranges = new IntBuffer();
    private final List<Node> targets = new ArrayList<>(4);
    private final List<Node> callees = new ArrayList<>(2);
    private final List<@Nullable Capture<Object>> captures = new ArrayList<>(2);
    private final List<Node> thens = new ArrayList<>(2);
    private final IntBuffer controls = new IntBuffer();
    private final List<Node> controlTargets = new ArrayList<>(0);
    private @Nullable Node twin;
    private @Nullable Node superset;

    Builder(RuleTable table) {
      this.table = table;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    @Nullable Capture<Object>[] captures() {
      return captures.toArray(new Capture[0]);
    }

    @Override
    public void accept() {
      accepts = true;
    }

    @Override
    public void bytes(int first, int last, Object target) {
      range(first, last, table.node(target));
    }

    private void range(int first, int last, Node target) {
      if (first < 0 || last > 255 || first > last) {
        throw new IllegalArgumentException("not a byte range: " + first + " to " + last);
      }
      ranges.add(first | last << 8);
      targets.add(target);
    }

    @Override
    public void literal(byte[] text, int from, Object target) {
      if (from < 0 || from >= text.length) {
        throw new IllegalArgumentException("nothing is left of the literal at " + from);
      }
      LiteralNode.Literal literal = new LiteralNode.Literal(text, table.node(target));
      range(text[from] & 0xff, text[from] & 0xff, literal.at(from + 1));
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> rule, T target) {
      range(first, last, table.universe.table(rule).node(target));
    }

    @Override
    public void call(Rule<?> callee, Object then) {
      callees.add(table.universe.table(callee).start());
      captures.add(null);
      thens.add(table.node(then));
    }

    @Override
    public void capture(Rule<?> callee, Capture<Object> capture) {
      callees.add(table.universe.table(callee).start());
      captures.add(capture);
      thens.add(table.node(capture.anyReturn()));
    }

    @Override
    public void control(int token, Object target) {
      table.universe.sawControls();
      controls.add(token);
      controlTargets.add(table.node(target));
    }

    @Override
    public void sameMaskAs(Object state) {
      twin = table.node(state);
    }

    @Override
    public <T> void restricts(Rule<T> rule, T state) {
      superset = table.universe.table(rule).node(state);
    }

    @Override
    public void vague() {
      vague = true;
    }

    @Override
    public int horizon() {
      return table.universe.index.vocabulary.longestToken();
    }
  }

  @Override
  public String toString() {
    return (accepts ? "accept " : "") + Arrays.toString(targets) + Arrays.toString(callees);
  }
}
