package dev.strait.values;

import dev.strait.rule.Capture;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words of leaf rules, read off their edges. */
final class RuleWords {
  private RuleWords() {}

  /** A state of a rule, whatever its type. */
  record Place<S>(Rule<S> rule, S state) {
    static <S> Place<S> start(Rule<S> rule) {
      return new Place<>(rule, rule.start());
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Place<?> other
          && rule.equals(other.rule)
          && state.equals(other.state);
    }

    @Override
    public int hashCode() {
      return 31 * rule.hashCode() + state.hashCode();
    }

    long shortest() {
      return rule.shortest(state);
    }

    Leaf<S> expand() {
      Leaf<S> leaf = new Leaf<>(rule);
      rule.expand(state, leaf);
      return leaf;
    }
  }

  /** An edge: bytes inclusive, 0 to 255. */
  record Edge(int first, int last, Place<?> target) {}

  /** Collects the edges of a state of a leaf rule. */
  static final class Leaf<S> implements Edges<S> {
    private final Rule<S> rule;
    private final List<Edge> edges = new ArrayList<>();
    private boolean accepts;

    Leaf(Rule<S> rule) {
      this.rule = rule;
    }

    List<Edge> edges() {
      return edges;
    }

    boolean accepts() {
      return accepts;
    }

    @Override
    public void accept() {
      accepts = true;
    }

    @Override
    public void bytes(int first, int last, S target) {
      edges.add(new Edge(first, last, new Place<>(rule, target)));
    }

    @Override
    public <T> void jump(int first, int last, Rule<T> other, T target) {
      edges.add(new Edge(first, last, new Place<>(other, target)));
    }

    @Override
    public void literal(byte[] text, int from, S target) {
      Chain.first(text, from, new Place<>(rule, target), this);
    }

    @Override
    public int horizon() {
      return Integer.MAX_VALUE / 4;
    }

    @Override
    public void call(Rule<?> callee, S then) {
      throw notALeaf();
    }

    @Override
    public void capture(Rule<?> callee, Capture<S> capture) {
      throw notALeaf();
    }

    @Override
    public void control(int token, S target) {
      throw notALeaf();
    }

    private IllegalStateException notALeaf() {
      return new IllegalStateException(rule.name() + " is no leaf rule");
    }

    @Override
    public void sameMaskAs(S state) {}

    @Override
    public <T> void restricts(Rule<T> other, T state) {}

    @Override
    public void vague() {}
  }

  /** Returns a shortest word; of several, one of letters and digits where there is one. */
  static byte[] shortest(Rule<?> rule) {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    Place<?> now = Place.start(rule);
    while (now.shortest() > 0) {
      long rest = now.shortest() - 1;
      Edge best = null;
      for (Edge edge : now.expand().edges()) {
        if (edge.target().shortest() <= rest && (best == null || rank(edge) < rank(best))) {
          best = edge;
        }
      }
      if (best == null) {
        throw new IllegalStateException("the shortest completion of " + rule.name() + " is wrong");
      }
      word.write(nicest(best));
      now = best.target();
    }
    return word.toByteArray();
  }

  private static int rank(Edge edge) {
    int c = nicest(edge);
    return Character.isLowerCase(c) ? 0 : Character.isLetterOrDigit(c) ? 1 : c == '\\' ? 3 : 2;
  }

  private static int nicest(Edge edge) {
    for (int c : new int[] {'a', '0', 'A'}) {
      if (edge.first() <= c && c <= edge.last()) {
        return c;
      }
    }
    return edge.first();
  }

  private record Branch(byte[] word, Place<?> place) {}

  /** Returns the words of a finite language if there are at most {@code limit}. */
  static Optional<List<byte[]>> all(Rule<?> rule, int limit) {
    List<byte[]> words = new ArrayList<>();
    Deque<Branch> stack = new ArrayDeque<>();
    stack.push(new Branch(new byte[0], Place.start(rule)));
    while (!stack.isEmpty()) {
      Branch branch = stack.pop();
      Leaf<?> leaf = branch.place.expand();
      if (leaf.accepts()) {
        if (words.size() == limit) {
          return Optional.empty();
        }
        words.add(branch.word);
      }
      for (Edge edge : leaf.edges()) {
        for (int value = edge.first(); value <= edge.last(); value++) {
          byte[] longer = Arrays.copyOf(branch.word, branch.word.length + 1);
          longer[branch.word.length] = (byte) value;
          stack.push(new Branch(longer, edge.target()));
        }
      }
    }
    return Optional.of(words);
  }
}
