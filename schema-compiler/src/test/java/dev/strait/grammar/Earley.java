package dev.strait.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.testkit.WrittenGrammar;
import dev.strait.testkit.WrittenGrammar.Choice;
import dev.strait.testkit.WrittenGrammar.Literal;
import dev.strait.testkit.WrittenGrammar.Part;
import dev.strait.testkit.WrittenGrammar.Range;
import dev.strait.testkit.WrittenGrammar.Reference;
import dev.strait.testkit.WrittenGrammar.Repeat;
import dev.strait.testkit.WrittenGrammar.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Earley's algorithm over bytes, for tests: an independent judge of what a grammar matches and of
 * which bytes may come next. No lookahead, no caching; productions that lead to no text are removed
 * first, so that every item can be finished.
 */
final class Earley {

  /** A symbol of a production: a rule's name, or the texts of a terminal. */
  private record Symbol(String rule, Set<String> texts) {
    static Symbol rule(String name) {
      return new Symbol(name, Set.of());
    }

    boolean isRule() {
      return texts.isEmpty();
    }
  }

  private record Production(String left, List<Symbol> right) {}

  /** A place in a production, bytes of the next terminal that were read, and where it began. */
  private record Item(Production production, int dot, String read, int begin) {
    boolean isDone() {
      return dot == production.right.size();
    }

    Symbol next() {
      return production.right.get(dot);
    }

    Item after() {
      return new Item(production, dot + 1, "", begin);
    }
  }

  private static final String START = "";

  private final Map<String, List<Production>> productions = new HashMap<>();
  private final List<Set<Item>> sets = new ArrayList<>();
  private int names;

  Earley(WrittenGrammar grammar) {
    add(START, List.of(Symbol.rule(grammar.start())));
    grammar.rules().forEach((name, body) -> add(name, List.of(symbol(body))));
    removeUnproductive();
    Set<Item> first = new LinkedHashSet<>();
    predict(START, 0, first);
    sets.add(first);
    close(0);
  }

  private void add(String left, List<Symbol> right) {
    productions.computeIfAbsent(left, l -> new ArrayList<>()).add(new Production(left, right));
  }

  private Symbol symbol(Part part) {
    if (part instanceof Literal literal && !literal.text().isEmpty()) {
      return new Symbol("", Set.of(bytes(literal.text())));
    } else if (part instanceof Range range) {
      return new Symbol("", characters(range));
    } else if (part instanceof Reference reference) {
      return Symbol.rule(reference.rule());
    }
    String name = "#" + names++;
    if (part instanceof Sequence sequence) {
      add(name, sequence.parts().stream().map(this::symbol).toList());
    } else if (part instanceof Choice choice) {
      choice.parts().forEach(alternative -> add(name, List.of(symbol(alternative))));
    } else if (part instanceof Repeat repeat) {
      repeat(name, repeat);
    } else {
      add(name, List.of());
    }
    return Symbol.rule(name);
  }

  private void repeat(String name, Repeat repeat) {
    Symbol body = symbol(repeat.body());
    List<Symbol> least = IntStream.range(0, repeat.least()).mapToObj(i -> body).toList();
    if (repeat.most() != WrittenGrammar.UNBOUNDED) {
      for (int times = repeat.least(); times <= repeat.most(); times++) {
        add(name, IntStream.range(0, times).mapToObj(i -> body).toList());
      }
      return;
    }
    String more = name + "*";
    add(more, List.of());
    add(more, List.of(body, Symbol.rule(more)));
    add(name, Stream.concat(least.stream(), Stream.of(Symbol.rule(more))).toList());
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static Set<String> characters(Range range) {
    Set<String> texts = new HashSet<>();
    for (int c = range.first(); c <= range.last(); c++) {
      texts.add(bytes(Character.toString(c)));
    }
    return texts;
  }

  private void removeUnproductive() {
    Set<String> productive = new HashSet<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (List<Production> all : productions.values()) {
        for (Production one : all) {
          changed |= isProductive(one, productive) && productive.add(one.left);
        }
      }
    }
    productions.values().forEach(all -> all.removeIf(one -> !isProductive(one, productive)));
  }

  private static boolean isProductive(Production production, Set<String> productive) {
    return production.right.stream().allMatch(s -> !s.isRule() || productive.contains(s.rule));
  }

  private void predict(String rule, int at, Set<Item> into) {
    for (Production production : productions.getOrDefault(rule, List.of())) {
      into.add(new Item(production, 0, "", at));
    }
  }

  /** Predicts and completes until nothing is added; simple, so that it is surely right. */
  private void close(int at) {
    Set<Item> set = sets.get(at);
    int before = -1;
    while (before != set.size()) {
      before = set.size();
      Deque<Item> work = new ArrayDeque<>(set);
      for (Item item : work) {
        if (item.isDone()) {
          String done = item.production.left;
          List.copyOf(sets.get(item.begin)).stream()
              .filter(i -> !i.isDone() && i.next().isRule() && i.next().rule.equals(done))
              .forEach(i -> set.add(i.after()));
        } else if (item.next().isRule()) {
          predict(item.next().rule, at, set);
        }
      }
    }
  }

  /** Returns whether any text matches. */
  boolean isEmpty() {
    return sets.get(0).isEmpty();
  }

  /** Returns whether the bytes read so far match. */
  boolean isComplete() {
    return sets.get(sets.size() - 1).stream()
        .anyMatch(item -> item.isDone() && item.production.left.equals(START));
  }

  /** Returns the bytes that may come next. */
  BitSet next() {
    BitSet next = new BitSet();
    for (Item item : sets.get(sets.size() - 1)) {
      if (!item.isDone() && !item.next().isRule()) {
        item.next().texts.stream()
            .filter(text -> text.startsWith(item.read))
            .forEach(text -> next.set(text.charAt(item.read.length())));
      }
    }
    return next;
  }

  /** Reads a byte that may come next. */
  void read(int value) {
    Set<Item> after = new LinkedHashSet<>();
    for (Item item : sets.get(sets.size() - 1)) {
      if (!item.isDone() && !item.next().isRule()) {
        String read = item.read + (char) value;
        if (item.next().texts.contains(read)) {
          after.add(item.after());
        } else if (item.next().texts.stream().anyMatch(text -> text.startsWith(read))) {
          after.add(new Item(item.production, item.dot, read, item.begin));
        }
      }
    }
    sets.add(after);
    close(sets.size() - 1);
  }
}
