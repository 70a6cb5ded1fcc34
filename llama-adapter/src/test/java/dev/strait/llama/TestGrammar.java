package dev.strait.llama;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Small languages for tests, as rules for the engine and, apart from that, by backtracking. */
public sealed interface TestGrammar {

  /** These bytes. */
  record Text(String text) implements TestGrammar {}

  /** One byte of a range, both ends included. */
  record OneOf(int first, int last) implements TestGrammar {}

  /** One after the other. */
  record Sequence(List<TestGrammar> parts) implements TestGrammar {}

  /** Any of them. */
  record Choice(List<TestGrammar> options) implements TestGrammar {}

  /** Any number of times. */
  record Star(TestGrammar part) implements TestGrammar {}

  static TestGrammar seq(Object... parts) {
    return new Sequence(List.of(parts).stream().map(TestGrammar::of).toList());
  }

  static TestGrammar or(Object... parts) {
    return new Choice(List.of(parts).stream().map(TestGrammar::of).toList());
  }

  private static TestGrammar of(Object part) {
    return part instanceof TestGrammar grammar ? grammar : new Text((String) part);
  }

  /** Returns a JSON string of lower-case letters and blanks. */
  static TestGrammar string() {
    return seq("\"", new Star(or(new OneOf('a', 'z'), " ")), "\"");
  }

  /** Returns a whole number without leading zeros. */
  static TestGrammar number() {
    return or("0", seq(new OneOf('1', '9'), new Star(new OneOf('0', '9'))));
  }

  /** Returns a random document shape: objects of fixed keys, arrays, unions, enumerations. */
  static TestGrammar random(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> string();
      case 1 -> number();
      case 2 -> or("true", "false", "null");
      case 3 -> or("\"" + word(random) + "\"", "\"" + word(random) + "x\"");
      case 4 -> {
        TestGrammar item = random(random, depth - 1);
        yield seq("[", or("", seq(item, new Star(seq(", ", item)))), "]");
      }
      default -> object(random, depth);
    };
  }

  private static TestGrammar object(Random random, int depth) {
    List<Object> parts = new ArrayList<>(List.of("{"));
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Object field = seq("\"" + word(random) + i + "\": ", random(random, depth - 1));
      parts.add(
          i == 0 ? field : random.nextBoolean() ? seq(", ", field) : or("", seq(", ", field)));
    }
    parts.add("}");
    return seq(parts.toArray());
  }

  private static String word(Random random) {
    String[] words = {"name", "id", "the", "value", "x", "a long property", "type", "é"};
    return words[random.nextInt(words.length)];
  }

  /** Returns the rule. */
  default Rule<?> rule() {
    return new Nfa(this);
  }

  /** Returns whether the whole text belongs to the language, by backtracking. */
  default boolean matches(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    BitSet from = new BitSet();
    from.set(0);
    return ends(bytes, from).get(bytes.length);
  }

  private BitSet ends(byte[] text, BitSet from) {
    BitSet to = new BitSet();
    if (this instanceof Text literal) {
      byte[] bytes = literal.text().getBytes(StandardCharsets.UTF_8);
      from.stream()
          .filter(at -> at + bytes.length <= text.length)
          .filter(
              at -> java.util.Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length))
          .forEach(at -> to.set(at + bytes.length));
    } else if (this instanceof OneOf one) {
      from.stream()
          .filter(at -> at < text.length)
          .filter(at -> (text[at] & 0xff) >= one.first() && (text[at] & 0xff) <= one.last())
          .forEach(at -> to.set(at + 1));
    } else if (this instanceof Sequence sequence) {
      BitSet now = from;
      for (TestGrammar part : sequence.parts()) {
        now = part.ends(text, now);
      }
      return now;
    } else if (this instanceof Choice choice) {
      choice.options().forEach(option -> to.or(option.ends(text, from)));
    } else if (this instanceof Star star) {
      BitSet fresh = from;
      while (!fresh.isEmpty()) {
        to.or(fresh);
        fresh = star.part().ends(text, fresh);
        fresh.andNot(to);
      }
    }
    return to;
  }

  /** The rule of a grammar: states are sets of positions of its automaton. */
  final class Nfa implements Rule<Integer> {
    private final List<List<Edge>> edges = new ArrayList<>();
    private final int end;
    private long @Nullable [] shortest;

    private record Edge(int first, int last, int to) {}

    Nfa(TestGrammar grammar) {
      int start = state();
      this.end = state();
      build(grammar, start, end);
    }

    private int state() {
      edges.add(new ArrayList<>());
      return edges.size() - 1;
    }

    private void build(TestGrammar grammar, int from, int to) {
      if (grammar instanceof Text text) {
        byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
        int at = from;
        for (byte b : bytes) {
          int next = state();
          edges.get(at).add(new Edge(b & 0xff, b & 0xff, next));
          at = next;
        }
        silent(at, to);
      } else if (grammar instanceof OneOf one) {
        edges.get(from).add(new Edge(one.first(), one.last(), to));
      } else if (grammar instanceof Sequence sequence) {
        int at = from;
        for (TestGrammar part : sequence.parts()) {
          int next = state();
          build(part, at, next);
          at = next;
        }
        silent(at, to);
      } else if (grammar instanceof Choice choice) {
        choice.options().forEach(option -> build(option, from, to));
      } else if (grammar instanceof Star star) {
        int loop = state();
        silent(from, loop);
        build(star.part(), loop, loop);
        silent(loop, to);
      }
    }

    private void silent(int from, int to) {
      edges.get(from).add(new Edge(1, 0, to));
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Integer start() {
      return 0;
    }

    private TreeSet<Integer> closure(int state) {
      TreeSet<Integer> all = new TreeSet<>(List.of(state));
      List<Integer> open = new ArrayList<>(List.of(state));
      while (!open.isEmpty()) {
        for (Edge edge : edges.get(open.remove(open.size() - 1))) {
          if (edge.first() == 1 && edge.last() == 0 && all.add(edge.to())) {
            open.add(edge.to());
          }
        }
      }
      return all;
    }

    @Override
    public void expand(Integer state, Edges<Integer> out) {
      for (int member : closure(state)) {
        if (member == end) {
          out.accept();
        }
        for (Edge edge : edges.get(member)) {
          if (edge.first() <= edge.last()) {
            out.bytes(edge.first(), edge.last(), edge.to());
          }
        }
      }
    }

    @Override
    public long shortest(Integer state) {
      if (shortest == null) {
        shortest = distances();
      }
      return shortest[state];
    }

    private long[] distances() {
      long[] best = new long[edges.size()];
      java.util.Arrays.fill(best, 1_000_000);
      best[end] = 0;
      for (int round = 0; round < edges.size(); round++) {
        for (int state = 0; state < best.length; state++) {
          for (Edge edge : edges.get(state)) {
            long cost = edge.first() <= edge.last() ? 1 : 0;
            best[state] = Math.min(best[state], cost + best[edge.to()]);
          }
        }
      }
      return best;
    }
  }
}
