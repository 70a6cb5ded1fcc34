package dev.strait.testkit;

import dev.strait.rule.EmptyLanguageException;
import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A grammar that can be looked into: it is compiled by {@link Grammar}, and judged here by the
 * definition alone, which is the oracle.
 *
 * @param rules by name
 * @param start the first rule's name
 */
public record WrittenGrammar(Map<String, Part> rules, String start) {

  /** No upper bound of a repeat. */
  public static final int UNBOUNDED = Expression.UNBOUNDED;

  private static final int DEEPEST = 14;

  /** A part of a rule. Characters are code units outside the surrogates. */
  public sealed interface Part permits Literal, Range, Reference, Repeat, Sequence, Choice {}

  /** A text. */
  public record Literal(String text) implements Part {}

  /** One character from first to last, both inclusive. */
  public record Range(char first, char last) implements Part {}

  /** What another rule matches. */
  public record Reference(String rule) implements Part {}

  /** A part from {@code least} to {@code most} times, both inclusive. */
  public record Repeat(Part body, int least, int most) implements Part {}

  /** One part after the other. */
  public record Sequence(List<Part> parts) implements Part {}

  /** Any one of the parts. */
  public record Choice(List<Part> parts) implements Part {}

  /** Returns the grammar in the form that is compiled. */
  public Grammar grammar() {
    Grammar.Builder builder = Grammar.builder();
    rules.forEach((name, body) -> builder.rule(name, expression(body)));
    return builder.build();
  }

  /** Returns the compiled rule, or empty if no text matches. */
  public Optional<Rule<?>> compile() {
    try {
      return Optional.of(grammar().compile(start));
    } catch (EmptyLanguageException e) {
      return Optional.empty();
    }
  }

  private static Expression expression(Part part) {
    if (part instanceof Literal literal) {
      return Expression.literal(literal.text);
    } else if (part instanceof Range range) {
      return Expression.codePoints(range.first, range.last);
    } else if (part instanceof Reference reference) {
      return Expression.reference(reference.rule);
    } else if (part instanceof Repeat repeat) {
      return Expression.repeat(expression(repeat.body), repeat.least, repeat.most);
    } else if (part instanceof Sequence sequence) {
      return Expression.sequence(sequence.parts.stream().map(WrittenGrammar::expression).toList());
    }
    return Expression.choice(children(part).stream().map(WrittenGrammar::expression).toList());
  }

  private static List<Part> children(Part part) {
    return part instanceof Sequence sequence
        ? sequence.parts
        : part instanceof Choice choice
            ? choice.parts
            : part instanceof Repeat repeat ? List.of(repeat.body) : List.of();
  }

  // --- the oracle ---

  /** Returns whether a text matches, by iterating the definition until nothing is added. */
  public boolean matches(String text) {
    Ends ends = new Ends(text);
    return ends.of(new Reference(start), 0).get(text.length());
  }

  /** Where what begins at a place may end, for every rule and place. */
  private final class Ends {
    private final String text;
    private final Map<Map.Entry<String, Integer>, BitSet> known = new HashMap<>();
    private boolean changed = true;

    Ends(String text) {
      this.text = text;
      while (changed) {
        changed = false;
        rules.forEach(
            (name, body) ->
                IntStream.rangeClosed(0, text.length()).forEach(at -> update(name, body, at)));
      }
    }

    private void update(String name, Part body, int at) {
      BitSet before = known.computeIfAbsent(Map.entry(name, at), key -> new BitSet());
      BitSet now = of(body, at);
      now.or(before);
      changed |= !now.equals(before);
      known.put(Map.entry(name, at), now);
    }

    BitSet of(Part part, int at) {
      BitSet ends = new BitSet();
      if (part instanceof Literal literal) {
        ends.set(at + literal.text.length(), text.startsWith(literal.text, at));
      } else if (part instanceof Range range) {
        boolean in =
            at < text.length() && range.first <= text.charAt(at) && text.charAt(at) <= range.last;
        ends.set(at + 1, in);
      } else if (part instanceof Reference reference) {
        ends.or(known.getOrDefault(Map.entry(reference.rule, at), new BitSet()));
      } else if (part instanceof Choice choice) {
        choice.parts.forEach(alternative -> ends.or(of(alternative, at)));
      } else if (part instanceof Sequence sequence) {
        ends.set(at);
        sequence.parts.forEach(next -> replace(ends, after(next, ends)));
      } else if (part instanceof Repeat repeat) {
        repeated(repeat, at, ends);
      }
      return ends;
    }

    private void repeated(Repeat repeat, int at, BitSet ends) {
      BitSet now = new BitSet();
      now.set(at);
      int enough = Math.min(repeat.most, repeat.least + text.length() + 1);
      for (int times = 0; times <= enough && !now.isEmpty(); times++) {
        if (times >= repeat.least) {
          ends.or(now);
        }
        now = after(repeat.body, now);
      }
    }

    private BitSet after(Part part, BitSet begins) {
      BitSet ends = new BitSet();
      begins.stream().forEach(begin -> ends.or(of(part, begin)));
      return ends;
    }
  }

  private static void replace(BitSet set, BitSet by) {
    set.clear();
    set.or(by);
  }

  // --- members ---

  /** Draws a text that matches, or empty if none is found. */
  Optional<String> member(Dice dice) {
    for (int i = 0; i < 20; i++) {
      StringBuilder out = new StringBuilder();
      if (derive(new Reference(start), dice, DEEPEST, out) && out.length() <= 40) {
        return Optional.of(out.toString());
      }
    }
    return Optional.empty();
  }

  private boolean derive(Part part, Dice dice, int depth, StringBuilder out) {
    if (depth < 0 || out.length() > 40) {
      return false;
    } else if (part instanceof Literal literal) {
      out.append(literal.text);
      return true;
    } else if (part instanceof Range range) {
      out.append((char) dice.between(range.first, range.last));
      return true;
    } else if (part instanceof Reference reference) {
      return derive(rules.get(reference.rule), dice, depth - 1, out);
    } else if (part instanceof Repeat repeat) {
      int times = repeat.least + Math.min(repeat.most - repeat.least, dice.between(0, 2));
      return IntStream.range(0, times).allMatch(i -> derive(repeat.body, dice, depth - 1, out));
    } else if (part instanceof Sequence sequence) {
      return sequence.parts.stream().allMatch(next -> derive(next, dice, depth - 1, out));
    }
    return derive(dice.pick(((Choice) part).parts), dice, depth - 1, out);
  }

  // --- smaller grammars ---

  Stream<WrittenGrammar> smaller() {
    List<WrittenGrammar> all = new ArrayList<>();
    rules.forEach(
        (name, body) ->
            smaller(body)
                .forEach(
                    next -> {
                      Map<String, Part> changed = new LinkedHashMap<>(rules);
                      changed.put(name, next);
                      all.add(new WrittenGrammar(changed, start));
                    }));
    return all.stream();
  }

  private static Stream<Part> smaller(Part part) {
    List<Part> all = new ArrayList<>(children(part));
    if (part instanceof Literal literal && literal.text.length() > 0) {
      all.add(new Literal(literal.text.substring(1)));
    } else if (!(part instanceof Literal)) {
      all.add(new Literal("a"));
    }
    List<Part> children = children(part);
    for (int i = 0; i < children.size(); i++) {
      int place = i;
      if (children.size() > 1) {
        all.add(with(part, place, null));
      }
      smaller(children.get(i)).forEach(next -> all.add(with(part, place, next)));
    }
    return all.stream();
  }

  private static Part with(Part part, int place, @org.jspecify.annotations.Nullable Part child) {
    List<Part> parts = new ArrayList<>(children(part));
    if (child == null) {
      parts.remove(place);
    } else {
      parts.set(place, child);
    }
    return part instanceof Repeat repeat
        ? new Repeat(parts.get(0), repeat.least, repeat.most)
        : part instanceof Sequence ? new Sequence(parts) : new Choice(parts);
  }

  long size() {
    return rules.values().stream().mapToLong(WrittenGrammar::size).sum();
  }

  private static long size(Part part) {
    long size = part instanceof Literal literal ? 1 + literal.text.length() : 3;
    return size + children(part).stream().mapToLong(child -> 1 + size(child)).sum();
  }

  @Override
  public String toString() {
    return "start " + start + "\n" + grammar();
  }
}
