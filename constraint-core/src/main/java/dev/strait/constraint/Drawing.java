package dev.strait.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration's items and the stacks below them, numbered for a print or a drawing.
 *
 * <p>Items and the frames of a union are ordered by their labels and stacks numbered as they are
 * met, so the order in which states were learnt does not show. At most {@link #MOST_STACKS} stacks
 * are visited; those beyond are drawn without what is below them.
 */
final class Drawing {

  /** So many stacks are drawn. */
  private static final int MOST_STACKS = 200;

  /** So many bytes of a literal are shown. */
  private static final int SHOWN_BYTES = 40;

  private static final Comparator<Stack> BY_LABEL =
      Comparator.comparing((Stack s) -> label(s)).thenComparingInt(s -> s.id);

  private record Item(String label, Stack stack) {}

  private final List<Item> items = new ArrayList<>();
  private final Map<Stack, Integer> numbers = new LinkedHashMap<>();
  private final List<Stack> order = new ArrayList<>();

  Drawing(Configuration at) {
    for (int i = 0; i < at.nodes.length; i++) {
      items.add(new Item(label(at.nodes[i]), at.stacks[i]));
    }
    items.sort(Comparator.comparing(Item::label));
    items.forEach(item -> number(item.stack));
    for (int i = 0; i < order.size() && i < MOST_STACKS; i++) {
      below(order.get(i)).forEach(this::number);
    }
  }

  private int number(Stack stack) {
    Integer known = numbers.putIfAbsent(stack, order.size());
    if (known != null) {
      return known;
    }
    order.add(stack);
    return order.size() - 1;
  }

  private static List<Stack> below(Stack stack) {
    if (stack.isUnion()) {
      return Arrays.stream(stack.frames).sorted(BY_LABEL).toList();
    }
    return stack.parent == null ? List.of() : List.of(stack.parent);
  }

  private static String label(Node node) {
    String place = node.describe();
    if (node instanceof StateNode general) {
      return place + " " + general.state;
    }
    if (node instanceof DfaNode leaf) {
      return place + " " + leaf.state;
    }
    return node instanceof LiteralNode literal ? place + " " + rest(literal) : place;
  }

  private static String rest(LiteralNode node) {
    byte[] text = node.literal.text;
    StringBuilder rest = new StringBuilder();
    for (int i = node.index; i < text.length && i < node.index + SHOWN_BYTES; i++) {
      rest.append(i == node.index ? "" : " ").append(ByteSet.name(text[i] & 0xff));
    }
    return rest.append(text.length - node.index > SHOWN_BYTES ? " ..." : "").toString();
  }

  private static String label(Stack stack) {
    if (stack.isUnion()) {
      return "one of";
    }
    Node then = stack.standIn();
    if (then == null) {
      return "end";
    }
    return stack.pending == null ? label(then) : "by its text, such as " + label(then);
  }

  /**
   * Returns a line an item ({@code state / stack}) and a line a stack ({@code n: then / below}).
   */
  String print() {
    StringBuilder out = new StringBuilder();
    for (Item item : items) {
      out.append(item.label).append(" / ").append(numbers.get(item.stack)).append('\n');
    }
    for (int i = 0; i < order.size(); i++) {
      out.append(i).append(": ").append(label(order.get(i)));
      String separator = " / ";
      for (Stack stack : below(order.get(i))) {
        out.append(separator).append(name(stack));
        separator = " ";
      }
      out.append('\n');
    }
    return out.toString();
  }

  private String name(Stack stack) {
    @Nullable Integer number = numbers.get(stack);
    return number == null ? "..." : number.toString();
  }

  /** Returns the picture for Graphviz: items as boxes above the stacks they stand on. */
  String dot() {
    StringBuilder out = new StringBuilder("digraph configuration {\n");
    for (int i = 0; i < items.size(); i++) {
      draw(out, "i" + i, "box", items.get(i).label);
      link(out, "i" + i, items.get(i).stack);
    }
    for (int i = 0; i < order.size(); i++) {
      Stack stack = order.get(i);
      String shape = stack.isUnion() ? "diamond" : stack.isBottom() ? "doublecircle" : "ellipse";
      draw(out, "s" + i, shape, label(stack));
      below(stack).stream().filter(numbers::containsKey).forEach(s -> link(out, name(stack), s));
    }
    return out.append("}\n").toString();
  }

  private static void draw(StringBuilder out, String id, String shape, String label) {
    String quoted = label.replace("\\", "\\\\").replace("\"", "\\\"");
    out.append("  ").append(id).append(" [shape=").append(shape);
    out.append(", label=\"").append(quoted).append("\"];\n");
  }

  private void link(StringBuilder out, String from, Stack to) {
    String id = from.startsWith("i") ? from : "s" + from;
    out.append("  ").append(id).append(" -> s").append(numbers.get(to)).append(";\n");
  }
}
