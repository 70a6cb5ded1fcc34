package dev.strait.grammar;

import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Free text in which a trigger switches to a constrained part, until its end: the frame of tool
 * calls.
 *
 * <p>The output is free text, then a tag, then free text and so on. Free text never holds a
 * trigger: the first one that occurs begins a tag, and from there the tag's beginning, body and end
 * are forced. That is exact, by complement of automata, also where triggers overlap each other or
 * the text before them.
 *
 * <p>Immutable; each {@code with} method returns a changed copy.
 */
public final class StructuralTags {

  /** How many tags an output has. */
  public enum Count {
    /** Any number, also none. */
    ANY,
    /** None or one. */
    AT_MOST_ONE,
    /** Exactly one. */
    ONE,
    /** At least one. */
    AT_LEAST_ONE
  }

  /**
   * A constrained part.
   *
   * @param trigger what switches to it: the beginning, or a text that the beginning starts with
   * @param begin the whole beginning
   * @param body what stands between beginning and end
   * @param end the end; an empty text if the body itself ends it
   */
  public record Tag(Marker trigger, Marker begin, Expression body, Marker end) {

    /** Checks that the beginning starts with the trigger. */
    public Tag {
      boolean fits =
          trigger.isText()
              ? begin.isText() && begin.text().startsWith(trigger.text())
              : trigger.equals(begin);
      if (!fits || trigger.text().isEmpty()) {
        throw new IllegalArgumentException(
            "the beginning " + begin.text() + " does not start with the trigger " + trigger.text());
      }
    }

    /** Returns a tag whose whole beginning is its trigger. */
    public static Tag of(Marker begin, Expression body, Marker end) {
      return new Tag(begin, begin, body, end);
    }

    /** What follows the trigger. */
    private Expression rest() {
      Expression name =
          begin.isText()
              ? Expression.literal(begin.text().substring(trigger.text().length()))
              : Expression.empty();
      return Expression.sequence(name, body, end.expression());
    }
  }

  private final List<Tag> tags;
  private final Count count;
  private final boolean freeText;
  private final int most;
  private final Expression prologue;

  private StructuralTags(
      List<Tag> tags, Count count, boolean freeText, int most, Expression prologue) {
    this.tags = List.copyOf(tags);
    this.count = count;
    this.freeText = freeText;
    this.most = most;
    this.prologue = prologue;
  }

  /** Returns any number of tags in free text of any length. */
  public static StructuralTags of(List<Tag> tags) {
    return new StructuralTags(tags, Count.ANY, true, Expression.UNBOUNDED, Expression.empty());
  }

  /** Returns the same tags, a number of times. */
  public StructuralTags withCount(Count newCount) {
    return new StructuralTags(tags, newCount, freeText, most, prologue);
  }

  /** Returns the same tags with nothing between them. */
  public StructuralTags withoutFreeText() {
    return new StructuralTags(tags, count, false, most, prologue);
  }

  /**
   * Returns the same tags with bounded free text.
   *
   * @param characters most characters of each stretch of free text, inclusive
   */
  public StructuralTags withFreeText(int characters) {
    return new StructuralTags(tags, count, true, characters, prologue);
  }

  /**
   * Returns the same tags after a block of reasoning, which is free but for its end.
   *
   * @param begin its beginning; an empty text if the prompt has begun it
   * @param end its end
   * @param required whether the block must be there
   */
  public StructuralTags withReasoning(Marker begin, Marker end, boolean required) {
    Expression thoughts =
        end.isText()
            ? Parts.until(end.text())
            : Expression.sequence(Parts.anyText(), end.expression());
    Expression block = Expression.sequence(begin.expression(), thoughts);
    return new StructuralTags(
        tags, count, freeText, most, required ? block : Expression.optional(block));
  }

  /** Returns the whole output as an expression. */
  public Expression expression() {
    Map<Marker, List<Expression>> byTrigger = new LinkedHashMap<>();
    for (Tag tag : tags) {
      byTrigger.computeIfAbsent(tag.trigger, t -> new ArrayList<>()).add(tag.rest());
    }
    List<String> words =
        byTrigger.keySet().stream().filter(Marker::isText).map(Marker::text).toList();
    List<Expression> units = new ArrayList<>();
    byTrigger.forEach(
        (trigger, rests) ->
            units.add(Expression.sequence(reach(trigger, words), Expression.choice(rests))));
    Expression unit = Expression.choice(units);
    Expression tail = freeText ? Parts.textWithout(words, most) : Expression.empty();
    return Expression.sequence(prologue, times(unit), tail);
  }

  /** Free text and the trigger that ends it, or the trigger alone. */
  private Expression reach(Marker trigger, List<String> words) {
    if (!freeText) {
      return trigger.expression();
    }
    return trigger.isText()
        ? Parts.until(trigger.text(), words, most)
        : Expression.sequence(Parts.textWithout(words, most), trigger.expression());
  }

  private Expression times(Expression unit) {
    return switch (count) {
      case ANY -> Expression.zeroOrMore(unit);
      case AT_MOST_ONE -> Expression.optional(unit);
      case ONE -> unit;
      case AT_LEAST_ONE -> Expression.oneOrMore(unit);
    };
  }

  /** Returns the whole output as a rule. */
  public Rule<?> compile() {
    return Grammar.builder().rule("output", expression()).build().compile("output");
  }
}
