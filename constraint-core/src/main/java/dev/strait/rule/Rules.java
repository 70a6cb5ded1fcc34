package dev.strait.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints and draws rules of every kind by visiting their states, breadth first from the start and
 * rules in the order of their first call, so that equal rules print equally.
 */
public final class Rules {

  /** Of one rule: the numbers of the states met so far, and their print. */
  private static final class Page {
    final Map<Object, Integer> numbers = new LinkedHashMap<>();
    final List<Line> lines = new ArrayList<>();
  }

  /** One state's print. */
  private record Line(boolean accepts, List<Arrow> arrows) {}

  /** One edge's print. */
  private record Arrow(String label, String target) {}

  private final Map<Rule<?>, Page> pages = new IdentityHashMap<>();
  private final List<Rule<?>> order = new ArrayList<>();
  private int left;

  private Rules(Rule<?> start, int mostStates) {
    left = mostStates;
    page(start);
    for (int i = 0; i < order.size(); i++) {
      visit(order.get(i));
    }
  }

  /**
   * Returns the canonical print of a rule and all that it calls: each rule's name, then a line a
   * state: the number, {@code *} if it accepts, and its edges such as {@code a-z>1} or {@code
   * callee>2}.
   *
   * @param mostStates states after which the print ends
   */
  public static String print(Rule<?> start, int mostStates) {
    Rules rules = new Rules(start, mostStates);
    StringBuilder text = new StringBuilder();
    for (Rule<?> rule : rules.order) {
      text.append(rule.name()).append('\n');
      List<Line> lines = rules.page(rule).lines;
      for (int i = 0; i < lines.size(); i++) {
        text.append(i).append(lines.get(i).accepts ? "*:" : ":");
        lines.get(i).arrows.forEach(a -> text.append(' ').append(a.label + ">" + a.target));
        text.append('\n');
      }
    }
    return rules.left > 0 ? text.toString() : text.append("and more states\n").toString();
  }

  /**
   * Returns a drawing for Graphviz of a rule and all that it calls.
   *
   * @param mostStates states after which the drawing ends
   */
  public static String dot(Rule<?> start, int mostStates) {
    Rules rules = new Rules(start, mostStates);
    StringBuilder dot = new StringBuilder("digraph rules {\n  rankdir=LR;\n");
    for (int r = 0; r < rules.order.size(); r++) {
      String name = Bytes.quoted(rules.order.get(r).name());
      dot.append("  subgraph cluster_").append(r).append(" {\n    label=").append(name);
      dot.append(";\n");
      List<Line> lines = rules.page(rules.order.get(r)).lines;
      for (int i = 0; i < lines.size(); i++) {
        drawState(dot, r + "_", i, lines.get(i));
      }
      dot.append("  }\n");
    }
    return dot.append("}\n").toString();
  }

  private static void drawState(StringBuilder dot, String prefix, int state, Line line) {
    String shape = line.accepts ? "doublecircle" : "circle";
    dot.append("    \"").append(prefix).append(state).append("\" [label=").append(state);
    dot.append(", shape=").append(shape).append("];\n");
    for (Arrow arrow : line.arrows) {
      dot.append("    \"").append(prefix).append(state).append("\" -> \"").append(prefix);
      dot.append(arrow.target).append("\" [label=").append(Bytes.quoted(arrow.label));
      dot.append("];\n");
    }
  }

  private Page page(Rule<?> rule) {
    return pages.computeIfAbsent(
        rule,
        added -> {
          order.add(added);
          return new Page();
        });
  }

  private <S> void visit(Rule<S> rule) {
    Page page = page(rule);
    List<S> states = new ArrayList<>(List.of(rule.start()));
    page.numbers.put(rule.start(), 0);
    for (int i = 0; i < states.size() && left > 0; i++, left--) {
      Printer<S> printer = new Printer<>(page, states);
      rule.expand(states.get(i), printer);
      page.lines.add(new Line(printer.accepts, printer.arrows));
    }
  }

  /** Collects one state's edges. */
  private final class Printer<S> extends EmptyEdges<S> {
    private final Page page;
    private final List<S> states;
    private final List<Arrow> arrows = new ArrayList<>();
    private boolean accepts;

    Printer(Page page, List<S> states) {
      this.page = page;
      this.states = states;
    }

    private void arrow(String label, S target) {
      Integer known = page.numbers.putIfAbsent(target, states.size());
      if (known == null) {
        states.add(target);
      }
      arrows.add(new Arrow(label, String.valueOf(known == null ? states.size() - 1 : known)));
    }

    @Override
    public void accept() {
      accepts = true;
    }

    @Override
    public void bytes(int first, int last, S target) {
      arrow(Bytes.range(first, last), target);
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      arrow(Bytes.quoted(Arrays.copyOfRange(text, from, text.length)), target);
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> rule, T target) {
      arrows.add(new Arrow(Bytes.range(first, last), rule.name() + " " + target));
    }

    @Override
    public void call(Rule<?> callee, S then) {
      page(callee);
      arrow(callee.name(), then);
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      page(callee);
      arrow(callee.name() + "=", capture.anyReturn());
    }

    @Override
    public void control(int token, S target) {
      arrow("<[" + token + "]>", target);
    }
  }
}
