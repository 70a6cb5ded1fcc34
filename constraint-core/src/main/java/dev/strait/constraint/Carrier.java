package dev.strait.constraint;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Rebuilds a configuration of a universe that was given up in the one that followed it. */
final class Carrier {
  private final Universe target;
  private final Map<Stack, Stack> carried = new HashMap<>();

  private Carrier(Universe target) {
    this.target = target;
  }

  /** Returns the same configuration in {@code target}. Complexity: linear in its stack nodes. */
  static Configuration carry(Configuration from, Universe target) {
    return new Carrier(target).carry(from);
  }

  private Configuration carry(Configuration from) {
    Integer[] order = new Integer[from.nodes.length];
    Node[] nodes = new Node[order.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      nodes[i] = from.nodes[i].in(target);
    }
    Arrays.sort(order, (a, b) -> Integer.compare(nodes[a].id, nodes[b].id));
    Node[] sorted = new Node[order.length];
    Stack[] stacks = new Stack[order.length];
    for (int i = 0; i < order.length; i++) {
      sorted[i] = nodes[order[i]];
      stacks[i] = carry(from.stacks[order[i]]);
    }
    return target.intern(new Configuration(target, sorted, stacks, from.text));
  }

  /** Carries a stack, those below it first, without recursion. */
  private Stack carry(Stack top) {
    ArrayDeque<Stack> open = new ArrayDeque<>();
    open.push(top);
    while (!open.isEmpty()) {
      Stack stack = open.peek();
      if (carried.containsKey(stack)) {
        open.pop();
      } else if (!pushMissing(stack, open)) {
        carried.put(stack, rebuilt(stack));
        open.pop();
      }
    }
    return Objects.requireNonNull(carried.get(top));
  }

  private boolean pushMissing(Stack stack, ArrayDeque<Stack> open) {
    int before = open.size();
    for (Stack frame : stack.frames) {
      if (!carried.containsKey(frame)) {
        open.push(frame);
      }
    }
    if (stack.parent != null && !carried.containsKey(stack.parent)) {
      open.push(stack.parent);
    }
    return open.size() > before;
  }

  private Stack rebuilt(Stack stack) {
    if (stack.isUnion()) {
      return Arrays.stream(stack.frames)
          .map(frame -> Objects.requireNonNull(carried.get(frame)))
          .reduce(target::union)
          .orElseThrow();
    }
    if (stack.parent == null) {
      return target.bottom;
    }
    Stack parent = Objects.requireNonNull(carried.get(stack.parent));
    Node then = stack.then;
    if (then != null) {
      return parent.push(then.in(target), target);
    }
    Stack.Pending pending = Objects.requireNonNull(stack.pending);
    RuleTable table = target.table(pending.table().rule);
    return parent.push(new Stack.Pending(table, pending.capture(), pending.from()), target);
  }
}
