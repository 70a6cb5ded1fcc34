package dev.strait.constraint.bench;

import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * The shape of a JSON value, as a schema would give it: drawn at random from a seed, turned into a
 * rule, and written as texts. Two shapes of different seeds have nothing in common but the leaves.
 */
sealed interface Shape {

  /** A string of {@code min} to {@code max} characters, both inclusive. */
  record Text(int min, int max) implements Shape {}

  /** One of some strings. */
  record Choice(List<String> values) implements Shape {}

  /** An integer, a number, a boolean or any string. */
  enum Leaf implements Shape {
    INTEGER,
    NUMBER,
    BOOLEAN,
    STRING
  }

  /** An array of any length. */
  record Items(Shape item) implements Shape {}

  /** An object with its properties in their order. */
  record Members(List<Property> properties) implements Shape {}

  /** A property; its name needs no escapes. */
  record Property(String name, boolean required, Shape value) {}

  /** Returns a random object of 3 to 12 properties, nested at most {@code depth} times. */
  static Members object(Random random, int depth) {
    TreeSet<String> taken = new TreeSet<>();
    List<Property> properties = new ArrayList<>();
    int count = 3 + random.nextInt(10);
    while (properties.size() < count) {
      String name = Words.name(random);
      if (taken.add(name)) {
        properties.add(new Property(name, random.nextInt(3) > 0, value(random, depth)));
      }
    }
    return new Members(properties);
  }

  private static Shape value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0, 1 -> bounded(random);
      case 2 -> choice(random);
      case 3 -> Leaf.INTEGER;
      case 4 -> Leaf.NUMBER;
      case 5 -> Leaf.BOOLEAN;
      case 6 -> Leaf.STRING;
      case 7 -> object(random, depth - 1);
      default -> new Items(value(random, depth - 1));
    };
  }

  private static Shape bounded(Random random) {
    int min = random.nextInt(8);
    return new Text(min, min + 1 + random.nextInt(60));
  }

  private static Shape choice(Random random) {
    TreeSet<String> values = new TreeSet<>();
    for (int n = 2 + random.nextInt(7); n > 0; n--) {
      values.add(Words.name(random));
    }
    return new Choice(List.copyOf(values));
  }

  /** Returns the rule of this shape's texts; rules of one constraint, but for the leaves. */
  default Rule<?> rule() {
    if (this instanceof Text text) {
      return JsonRules.string(text.min, text.max);
    }
    if (this instanceof Choice choice) {
      return JsonRules.choice(choice.values);
    }
    if (this instanceof Items items) {
      Rule<?> item = items.item.rule();
      return JsonRules.array(item, shortest(item));
    }
    if (this instanceof Members members) {
      return new MembersRule(members);
    }
    return switch ((Leaf) this) {
      case INTEGER -> JsonRules.INTEGER;
      case NUMBER -> JsonRules.NUMBER;
      case BOOLEAN -> JsonRules.BOOLEAN;
      case STRING -> JsonRules.STRING;
    };
  }

  /** Returns the fewest bytes of a rule's texts. */
  static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }

  /** Returns a random text of this shape, with a space after commas and colons or without. */
  default String write(Random random) {
    StringBuilder out = new StringBuilder();
    write(random, random.nextBoolean() ? " " : "", out);
    return out.toString();
  }

  private void write(Random random, String space, StringBuilder out) {
    if (this instanceof Text text) {
      int length = text.min + random.nextInt(text.max - text.min + 1);
      out.append('"').append(Words.characters(random, length)).append('"');
    } else if (this instanceof Choice choice) {
      int picked = random.nextInt(choice.values.size());
      out.append('"').append(choice.values.get(picked)).append('"');
    } else if (this instanceof Items items) {
      out.append('[');
      for (int i = 0, n = random.nextInt(5); i < n; i++) {
        out.append(i == 0 ? "" : "," + space);
        items.item.write(random, space, out);
      }
      out.append(']');
    } else if (this instanceof Members members) {
      writeMembers(members, random, space, out);
    } else {
      out.append(leaf(random, (Leaf) this));
    }
  }

  private static void writeMembers(
      Members members, Random random, String space, StringBuilder out) {
    String before = "{";
    for (Property property : members.properties) {
      if (property.required || random.nextInt(5) < 3) {
        out.append(before).append('"').append(property.name).append("\":").append(space);
        property.value.write(random, space, out);
        before = "," + space;
      }
    }
    out.append(before.equals("{") ? "{}" : "}");
  }

  private static String leaf(Random random, Leaf leaf) {
    return switch (leaf) {
      case INTEGER -> String.valueOf(random.nextInt(10_000) - 100);
      case NUMBER -> random.nextInt(1000) + "." + random.nextInt(100);
      case BOOLEAN -> String.valueOf(random.nextBoolean());
      case STRING -> '"' + Words.characters(random, random.nextInt(60)) + '"';
    };
  }

  /** Returns a random document of general JSON, nested at most {@code depth} times. */
  static String document(Random random, int depth) {
    return object(random, depth).write(random);
  }
}
