package dev.strait.constraint;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The oracle: whole stacks in a set, every symbol stepped one by one, nothing remembered. */
final class NaiveRecogniser {

  record Frame(
      Rule<Object> rule,
      @Nullable Object then,
      @Nullable Capture<Object> capture,
      String read,
      @Nullable Frame below) {
    Frame plus(int b) {
      Frame deeper = below == null ? null : below.plus(b);
      return new Frame(rule, then, capture, capture == null ? read : read + (char) b, deeper);
    }
  }

  record Item(Rule<Object> rule, Object state, @Nullable Frame stack) {}

  final Set<Item> items;

  private NaiveRecogniser(Set<Item> items) {
    this.items = items;
  }

  @SuppressWarnings("unchecked")
  static NaiveRecogniser start(Rule<?> rule) {
    return new NaiveRecogniser(
        Set.of(new Item((Rule<Object>) rule, ((Rule<Object>) rule).start(), null)));
  }

  boolean isAlive() {
    return !items.isEmpty();
  }

  boolean isComplete() {
    return closure().stream().anyMatch(i -> i.stack == null && Edge.of(i).accepts);
  }

  NaiveRecogniser step(byte[] bytes) {
    NaiveRecogniser at = this;
    for (byte b : bytes) {
      at = at.step(b & 0xff);
    }
    return at;
  }

  /** Symbols from 256 on are control tokens. */
  NaiveRecogniser step(int symbol) {
    Set<Item> next = new LinkedHashSet<>();
    for (Item item : closure()) {
      Edge edges = Edge.of(item);
      Frame stack = item.stack == null || symbol >= 256 ? item.stack : item.stack.plus(symbol);
      for (Target t : edges.targets) {
        if (t.first <= symbol && symbol <= t.last) {
          next.add(new Item(t.rule, t.state, stack));
        }
      }
    }
    return new NaiveRecogniser(next);
  }

  private Set<Item> closure() {
    Set<Item> all = new LinkedHashSet<>();
    List<Item> open = new ArrayList<>(items);
    while (!open.isEmpty()) {
      Item item = open.remove(open.size() - 1);
      if (!all.add(item)) {
        continue;
      }
      Edge edges = Edge.of(item);
      for (Frame call : edges.calls) {
        open.add(
            new Item(
                call.rule,
                call.rule.start(),
                new Frame(item.rule, call.then, call.capture, "", item.stack)));
      }
      Frame frame = item.stack;
      if (edges.accepts && frame != null) {
        Object then =
            frame.capture == null
                ? frame.then
                : frame.capture.returnState(
                    frame.read.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        open.add(new Item(frame.rule, then, frame.below));
      }
    }
    return all;
  }

  record Target(int first, int last, Rule<Object> rule, Object state) {}

  /** The edges of one state as lists; a literal becomes a chain of states of its own. */
  static final class Edge implements Edges<Object> {
    final Rule<Object> rule;
    boolean accepts;
    final List<Target> targets = new ArrayList<>();
    final List<Frame> calls = new ArrayList<>();

    Edge(Rule<Object> rule) {
      this.rule = rule;
    }

    static Edge of(Item item) {
      Edge edge = new Edge(item.rule);
      if (item.state instanceof InLiteral in) {
        edge.literal(in.text, in.from, in.target);
      } else {
        item.rule.expand(item.state, edge);
      }
      return edge;
    }

    record InLiteral(byte[] text, int from, Object target) {}

    @Override
    public void accept() {
      accepts = true;
    }

    @Override
    public void bytes(int first, int last, Object target) {
      targets.add(new Target(first, last, rule, target));
    }

    @Override
    public void literal(byte[] text, int from, Object target) {
      Object next = from + 1 == text.length ? target : new InLiteral(text, from + 1, target);
      targets.add(new Target(text[from] & 0xff, text[from] & 0xff, rule, next));
    }

    @SuppressWarnings("unchecked")
    @Override
    public <T> void jump(int first, int last, Rule<T> other, T target) {
      targets.add(new Target(first, last, (Rule<Object>) (Rule<?>) other, target));
    }

    @SuppressWarnings("unchecked")
    @Override
    public void call(Rule<?> callee, Object then) {
      calls.add(new Frame((Rule<Object>) callee, then, null, "", null));
    }

    @SuppressWarnings("unchecked")
    @Override
    public void capture(Rule<?> callee, Capture<Object> capture) {
      calls.add(new Frame((Rule<Object>) callee, null, capture, "", null));
    }

    @Override
    public void control(int token, Object target) {
      targets.add(new Target(256 + token, 256 + token, rule, target));
    }

    @Override
    public void sameMaskAs(Object state) {}

    @Override
    public <T> void restricts(Rule<T> other, T state) {}

    @Override
    public void vague() {}

    @Override
    public int horizon() {
      return 1 << 20;
    }
  }
}
