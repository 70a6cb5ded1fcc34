package dev.strait.constraint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads symbols from a configuration. Scratch of one thread; items between the bytes of a token are
 * not interned, only the configuration after the last.
 */
final class Stepper {

  /** Calls and returns are followed by recursion to this depth, then by a queue. */
  private static final int DEEPEST = 200;

  /** So many (node, stack) pairs of one step are searched one by one. */
  private static final int LISTED = 12;

  private Universe universe;
  private Node[] nodes = new Node[4];
  private Stack[] stacks = new Stack[4];
  private int count;
  private @Nullable Text text;

  private Node[] oldNodes = new Node[4];
  private Stack[] oldStacks = new Stack[4];
  private @Nullable Text before;

  /** Stacks of nodes that were emitted more than once for the present symbol. */
  private final Map<Node, List<Stack>> more = new HashMap<>();

  private int symbol;
  private int depth;
  private boolean general;
  private long[] entered = new long[LISTED];
  private int enteredCount;
  private final Set<Long> enteredMany = new HashSet<>();
  private final ArrayDeque<Object> queue = new ArrayDeque<>();

  Stepper(Universe universe) {
    this.universe = universe;
  }

  Universe universe() {
    return universe;
  }

  /** Begins at a configuration. */
  void load(Configuration from) {
    universe = from.universe;
    count = from.nodes.length;
    if (nodes.length < count) {
      nodes = new Node[count];
      stacks = new Stack[count];
    }
    System.arraycopy(from.nodes, 0, nodes, 0, count);
    System.arraycopy(from.stacks, 0, stacks, 0, count);
    text = from.text;
    general = false;
    if (depth > 0 || enteredCount > 0 || !more.isEmpty()) {
      forgetFailure();
    }
  }

  /** Clears what a step that ended in an exception left behind. */
  private void forgetFailure() {
    depth = 0;
    enteredCount = 0;
    enteredMany.clear();
    more.clear();
    queue.clear();
  }

  /** Returns whether anything but a leaf's own edges was followed since the load. */
  boolean wasGeneral() {
    return general;
  }

  /** Reads all bytes; returns false, with the items lost, if one of them leads nowhere. */
  boolean read(byte[] bytes) {
    for (int i = 0; i < bytes.length; ) {
      int ahead = count == 1 ? readLeaf(bytes, i) : i;
      if (ahead > i) {
        i = ahead;
      } else if (!read(bytes[i] & 0xff)) {
        return false;
      } else {
        i++;
      }
    }
    return true;
  }

  /** Follows one leaf's own edges as far as possible; returns the index of the next byte. */
  private int readLeaf(byte[] bytes, int from) {
    if (text != null || !(nodes[0] instanceof DfaNode leaf) || leaf.accepts()) {
      return from;
    }
    int state = leaf.state;
    int i = from;
    while (i < bytes.length) {
      int next = leaf.dfa.step(state, bytes[i] & 0xff);
      if (next < 0) {
        break;
      }
      state = next;
      i++;
      if (leaf.dfa.accepts(state)) {
        break;
      }
    }
    if (i > from) {
      nodes[0] = leaf.sibling(state);
    }
    return i;
  }

  /** Reads one symbol; returns false, with the items lost, if it leads nowhere. */
  boolean read(int next) {
    swap();
    symbol = next;
    general = true;
    before = null;
    for (int i = 0; i < oldCount; i++) {
      oldNodes[i].step(next, oldStacks[i], this);
    }
    drain();
    if (!more.isEmpty()) {
      uniteStacks();
    }
    if (enteredCount > 0) {
      enteredCount = 0;
      enteredMany.clear();
    }
    text = isCapturing() ? textAfter() : null;
    return count > 0;
  }

  private int oldCount;

  private void swap() {
    Node[] n = oldNodes;
    Stack[] s = oldStacks;
    oldNodes = nodes;
    oldStacks = stacks;
    oldCount = count;
    nodes = n;
    stacks = s;
    count = 0;
  }

  private void drain() {
    while (!queue.isEmpty()) {
      Node node = (Node) queue.poll();
      node.step(symbol, (Stack) queue.poll(), this);
    }
  }

  private boolean isCapturing() {
    for (int i = 0; i < count; i++) {
      if (stacks[i].captures) {
        return true;
      }
    }
    return false;
  }

  private Text textAfter() {
    Text start = textBefore();
    return symbol < Node.CONTROL ? start.plus(symbol, universe) : start;
  }

  /** Returns the text read before the present symbol, empty where no capture was open. */
  Text textBefore() {
    Text known = before;
    if (known == null) {
      known = text != null ? text : universe.emptyText;
      before = known;
    }
    return known;
  }

  /** Unites the further stacks of nodes that were emitted with several. */
  private void uniteStacks() {
    for (int i = 0; i < count; i++) {
      List<Stack> others = more.get(nodes[i]);
      if (others != null) {
        others.add(stacks[i]);
        stacks[i] = universe.union(others);
      }
    }
    more.clear();
  }

  /** Adds an item; the stacks of one node are united when the symbol has been read. */
  void emit(Node node, Stack stack) {
    for (int i = 0; i < count; i++) {
      if (nodes[i] == node) {
        if (stacks[i] != stack) {
          more.computeIfAbsent(node, n -> new ArrayList<>()).add(stack);
        }
        return;
      }
    }
    if (count == nodes.length) {
      nodes = Arrays.copyOf(nodes, count * 2);
      stacks = Arrays.copyOf(stacks, count * 2);
    }
    nodes[count] = node;
    stacks[count++] = stack;
  }

  /** Reads the symbol from a callee. */
  void stepInside(Node node, Stack stack) {
    enter(node, stack);
  }

  /** Reads the symbol from where a call ended without reading anything. */
  void stepFrom(Node node, Stack stack) {
    if (node.mayRead(symbol) || node.nullable()) {
      enter(node, stack);
    }
  }

  /** Reads the symbol after a rule's end. */
  void stepReturn(Stack stack) {
    if (stack.isUnion()) {
      for (Stack frame : stack.frames) {
        stepReturn(frame);
      }
      return;
    }
    Stack parent = stack.parent;
    if (parent != null) {
      stepFrom(returnNode(stack), parent);
    }
  }

  private Node returnNode(Stack frame) {
    Node then = frame.then;
    if (then != null) {
      return then;
    }
    Stack.Pending pending = Objects.requireNonNull(frame.pending);
    byte[] read = textBefore().since(pending.from());
    return pending.table().node(pending.capture().returnState(read));
  }

  private void enter(Node node, Stack stack) {
    if (!isNew((long) node.id << 32 | stack.id)) {
      return;
    }
    if (depth == DEEPEST) {
      queue.add(node);
      queue.add(stack);
      return;
    }
    depth++;
    node.step(symbol, stack, this);
    depth--;
  }

  private boolean isNew(long pair) {
    int listed = Math.min(enteredCount, LISTED);
    for (int i = 0; i < listed; i++) {
      if (entered[i] == pair) {
        return false;
      }
    }
    if (enteredCount < LISTED) {
      entered[enteredCount++] = pair;
      return true;
    }
    enteredCount++;
    return enteredMany.add(pair);
  }

  /** Returns whether the present items are surely those of a configuration of one item. */
  boolean isAt(Configuration at) {
    return count == 1
        && at.nodes.length == 1
        && nodes[0] == at.nodes[0]
        && stacks[0] == at.stacks[0]
        && text == at.text;
  }

  /** Returns the configuration of the present items, interned. */
  Configuration toConfiguration() {
    if (count > 1) {
      sort();
    }
    return universe.intern(
        new Configuration(
            universe, Arrays.copyOf(nodes, count), Arrays.copyOf(stacks, count), text));
  }

  private void sort() {
    for (int i = 1; i < count; i++) {
      Node node = nodes[i];
      Stack stack = stacks[i];
      int k = i;
      for (; k > 0 && nodes[k - 1].id > node.id; k--) {
        nodes[k] = nodes[k - 1];
        stacks[k] = stacks[k - 1];
      }
      nodes[k] = node;
      stacks[k] = stack;
    }
  }

  /** Returns the fewest bytes from the present items to the end of the language. */
  long shortest() {
    long least = Long.MAX_VALUE;
    int length = text == null ? 0 : text.length();
    for (int i = 0; i < count; i++) {
      least = Math.min(least, stacks[i].shortest(nodes[i].shortest(), length));
    }
    return least;
  }

  /** Returns whether the grammar may end at a configuration. */
  boolean canEnd(Configuration at) {
    universe = at.universe;
    text = at.text;
    before = null;
    Set<Stack> seen = new HashSet<>();
    for (int i = 0; i < at.nodes.length; i++) {
      if (at.nodes[i].nullable() && canEnd(at.stacks[i], seen)) {
        return true;
      }
    }
    return false;
  }

  private boolean canEnd(Stack top, Set<Stack> seen) {
    ArrayDeque<Stack> open = new ArrayDeque<>();
    open.add(top);
    while (!open.isEmpty()) {
      Stack stack = open.pop();
      if (stack.isBottom()) {
        return true;
      }
      if (!seen.add(stack)) {
        continue;
      }
      if (stack.isUnion()) {
        for (Stack frame : stack.frames) {
          open.push(frame);
        }
      } else if (returnNode(stack).nullable()) {
        open.push(Objects.requireNonNull(stack.parent));
      }
    }
    return false;
  }

  /** Adds the bytes that may be read next at a configuration. */
  void addFirst(Configuration at, ByteSet out) {
    forEachOpen(at, node -> out.addAll(node.first()));
  }

  /** Adds the control tokens that may be read next at a configuration. */
  void addControls(Configuration at, IntBuffer out) {
    forEachOpen(
        at,
        node -> {
          if (node.hasControls()) {
            node.addControls(out);
          }
        });
  }

  /** Visits the nodes from which the next symbol can be read: the items', and after ends. */
  void forEachOpen(Configuration at, java.util.function.Consumer<Node> visitor) {
    universe = at.universe;
    text = at.text;
    before = null;
    Set<Stack> seen = new HashSet<>();
    ArrayDeque<Stack> open = new ArrayDeque<>();
    for (int i = 0; i < at.nodes.length; i++) {
      visitor.accept(at.nodes[i]);
      if (at.nodes[i].nullable()) {
        open.push(at.stacks[i]);
      }
    }
    while (!open.isEmpty()) {
      Stack stack = open.pop();
      if (!seen.add(stack)) {
        continue;
      }
      if (stack.isUnion()) {
        for (Stack frame : stack.frames) {
          open.push(frame);
        }
      } else if (stack.parent != null) {
        Node node = returnNode(stack);
        visitor.accept(node);
        if (node.nullable()) {
          open.push(stack.parent);
        }
      }
    }
  }
}
