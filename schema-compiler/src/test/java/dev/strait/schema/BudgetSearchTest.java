package dev.strait.schema;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.NumberPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Budgets against a search through bytes, breadth first, from the states of random walks through
 * random schemas: where least lengths are exact, and where they are bounds.
 */
class BudgetSearchTest {
  private static final int SCHEMAS = 12;

  /** Ends farther away than this are not searched for. */
  private static final int DEEPEST = 6;

  /** So many states are looked at in a search; then nothing is known. */
  private static final int MOST_STATES = 300;

  /** Bytes of the texts; others spell longer strings and other digits, and nothing shorter. */
  private static final byte[] BYTES = "{}[]:,\"\\ -.0123456789eEabtrunlsfdx".getBytes(US_ASCII);

  private static final List<String> EXACT =
      List.of(
          "{'type':['null','boolean']}",
          "{'type':'integer','minimum':MIN}",
          "{'type':'number','exclusiveMinimum':0.5,'maximum':9}",
          "{'type':'number','minimum':12000}",
          "{'enum':['a','ab',1,12,null]}",
          "{'type':'string','pattern':'^(ab|b)*x$'}",
          "{'type':'string','minLength':2}");

  private static String value(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 10 : 7);
    if (kind < EXACT.size()) {
      return EXACT.get(kind).replace("MIN", Integer.toString(random.nextInt(30) - 9));
    }
    if (kind == 7) {
      return "{'type':'array','minItems':"
          + random.nextInt(3)
          + (random.nextBoolean() ? ",'prefixItems':[" + value(random, depth - 1) + "]" : "")
          + ",'items':"
          + value(random, depth - 1)
          + "}";
    }
    if (kind == 8) {
      return "{'anyOf':[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]}";
    }
    return "{'type':'object','additionalProperties':false,'properties':{'a':"
        + value(random, depth - 1)
        + ",'ab':"
        + value(random, depth - 1)
        + ",'b':true},'required':['"
        + (random.nextBoolean() ? "a" : "ab")
        + "'],'minProperties':"
        + random.nextInt(3)
        + "}";
  }

  /** Schemas of which only a bound is promised. */
  private static String bounded(Random random) {
    String value = value(random, 1);
    String other = value(random, 0);
    return switch (random.nextInt(5)) {
      case 0 -> "{'type':'array','uniqueItems':true,'minItems':2,'items':" + value + "}";
      case 1 ->
          "{'type':'array','not':{'uniqueItems':true},'maxItems':"
              + (2 + random.nextInt(2))
              + ",'items':"
              + value
              + "}";
      case 2 -> "{'type':'object','minProperties':2,'additionalProperties':" + value + "}";
      case 3 ->
          "{'type':'object','oneOf':[{'required':['a']},{'minProperties':2},"
              + "{'patternProperties':{'^a':"
              + value
              + "}}],'properties':{'b':"
              + other
              + "}}";
      default ->
          "{'type':'array','contains':"
              + value
              + ",'items':{'anyOf':["
              + value
              + ","
              + other
              + "]},'minItems':"
              + random.nextInt(3)
              + "}";
    };
  }

  private static List<TextPolicy> policies() {
    return List.of(
        TextPolicy.compact(),
        TextPolicy.compact()
            .withOrder(TextPolicy.Order.ANY)
            .withNumbers(new NumberPolicy(4, 3, 1, false)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void exact(int seed) {
    for (int i = 0; i < SCHEMAS; i++) {
      Random random = new Random(1_000L * seed + i);
      check(value(random, 2), random, true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void bounds(int seed) {
    for (int i = 0; i < SCHEMAS; i++) {
      Random random = new Random(1_000L * seed + i);
      check(bounded(random), random, false);
    }
  }

  /**
   * Within others a number costs what its own shortest form does, and what does not fit is none.
   */
  @Test
  void numbersArePricedInTheFormsOfThePolicy() {
    TextPolicy policy = TextPolicy.compact().withNumbers(new NumberPolicy(8, 3, 1, false));
    String schema = "{'type':'array','minItems':1,'items':{'type':'number','minimum':12000}}";
    Matcher matcher =
        JsonSchema.compile(schema.replace('\'', '"'), SchemaOptions.defaults().withPolicy(policy))
            .constraint(Suite.BYTES)
            .matcher();
    assertEquals("[2e4]".length(), matcher.shortestCompletion());
    assertTrue(mask(matcher, "[2e4]".length()).contains((int) '['));
    assertTrue(mask(matcher, "[2e4]".length() - 1).isEmpty());
  }

  private static void check(String quoted, Random random, boolean exact) {
    String schema = quoted.replace('\'', '"');
    TextPolicy policy = policies().get(random.nextInt(2));
    try {
      CompiledSchema compiled =
          JsonSchema.compile(schema, SchemaOptions.defaults().withPolicy(policy));
      Constraint constraint = compiled.constraint(Suite.BYTES);
      for (int i = 0; i < 3; i++) {
        walk(schema, constraint.matcher(), random, exact);
      }
    } catch (SchemaException e) {
      assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind(), schema + ": " + e.getMessage());
    }
  }

  /** Reads bytes at random, then within the least budget, and looks at some of the states. */
  private static void walk(String schema, Matcher matcher, Random random, boolean exact) {
    StringBuilder text = new StringBuilder();
    int free = random.nextInt(20);
    for (int i = 0; i < free || !matcher.isComplete(); i++) {
      String what = schema + " after " + text;
      long promised = matcher.shortestCompletion();
      if (random.nextInt(8) == 0) {
        compare(what, matcher, exact);
      }
      List<Integer> allowed = mask(matcher, i < free ? Integer.MAX_VALUE : (int) promised);
      if (allowed.isEmpty()) {
        assertTrue(matcher.isComplete(), "an empty mask of " + promised + ": " + what);
        return;
      }
      int next = allowed.get(random.nextInt(allowed.size()));
      assertTrue(matcher.acceptBytes(new byte[] {(byte) next}), what);
      text.append((char) next);
    }
  }

  private static void compare(String what, Matcher matcher, boolean exact) {
    long promised = matcher.shortestCompletion();
    int least = least(matcher, DEEPEST);
    if (least < 0) {
      return;
    }
    assertTrue(promised >= least, promised + ", but " + least + " are needed: " + what);
    if (!exact || least > DEEPEST) {
      return;
    }
    assertEquals(least, promised, what);
    for (int budget = least; budget <= Math.min(DEEPEST, least + 2); budget++) {
      List<Integer> allowed = mask(matcher, budget);
      for (byte b : BYTES) {
        Matcher after = matcher.fork();
        int rest = after.acceptBytes(new byte[] {b}) ? least(after, budget - 1) : budget;
        if (rest >= 0) {
          assertEquals(rest < budget, allowed.contains((int) b), (char) b + ": " + what);
        }
      }
    }
  }

  /** Returns the least number of bytes to an end, more than {@code deepest}, or -1: not known. */
  private static int least(Matcher matcher, int deepest) {
    List<Matcher> level = List.of(matcher);
    int looked = 0;
    for (int depth = 0; depth <= deepest; depth++) {
      List<Matcher> next = new ArrayList<>();
      for (Matcher at : level) {
        if (at.isComplete()) {
          return depth;
        }
        if (depth < deepest && ++looked > MOST_STATES) {
          return -1;
        }
        for (byte b : BYTES) {
          Matcher after = depth == deepest ? at : at.fork();
          if (depth < deepest && after.acceptBytes(new byte[] {b})) {
            next.add(after);
          }
        }
      }
      level = next;
    }
    return deepest + 1;
  }

  private static List<Integer> mask(Matcher matcher, int budget) {
    long[] words = new long[Suite.BYTES.maskWords()];
    matcher.mask(words, budget);
    List<Integer> allowed = new ArrayList<>();
    for (int b : BYTES) {
      if ((words[b >> 6] >> b & 1) != 0) {
        allowed.add(b);
      }
    }
    return allowed;
  }
}
