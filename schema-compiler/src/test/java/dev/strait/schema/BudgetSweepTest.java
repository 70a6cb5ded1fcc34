package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.Escapes;
import dev.strait.values.NumberPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Budgets of the shortest completion and a few bytes more, from places that random walks reach: the
 * mask is never empty before the end, and the value is valid. Of the schemas whose least lengths
 * are hard to know, with all text policies.
 */
class BudgetSweepTest {
  /** Random schemas of each kind, and walks through each. */
  private static final int SCHEMAS = Math.max(1, 6 * Integer.getInteger("strait.share", 100) / 100);

  private static final int WALKS = 6;

  private enum Kind {
    SAME_ITEMS,
    OBJECTS,
    RECURSIVE,
    NUMBERS,
    COUNTED,
    MIXED,
    NESTED
  }

  static Stream<Kind> kinds() {
    return Stream.of(Kind.values());
  }

  private static List<TextPolicy> policies() {
    return List.of(
        TextPolicy.compact(),
        TextPolicy.compact().withOrder(TextPolicy.Order.ANY),
        TextPolicy.compact().withNumbers(new NumberPolicy(4, 3, 1, false)),
        TextPolicy.indented(1).withEscapes(Escapes.ANY),
        TextPolicy.lenient().withNumbers(NumberPolicy.plain()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void budgetsAreEnough(Kind kind) throws Exception {
    for (int i = 0; i < SCHEMAS; i++) {
      for (int p = 0; p < policies().size(); p++) {
        Random random = seeded(i, kind.ordinal());
        check(schema(kind, random), policies().get(p), seeded(i, p));
      }
    }
  }

  /** Seeds that are near each other begin with the same numbers. */
  private static Random seeded(int i, int j) {
    return new Random((i * 100L + j) * 0x9E3779B97F4A7C15L);
  }

  /** Checks random walks through a schema, which may be written with apostrophes. */
  static void check(String quoted, TextPolicy policy, Random random) throws Exception {
    String schema = quoted.replace('\'', '"');
    try {
      CompiledSchema compiled =
          JsonSchema.compile(schema, SchemaOptions.defaults().withPolicy(policy));
      Constraint constraint = compiled.constraint(Suite.BYTES);
      for (int i = 0; i < WALKS; i++) {
        walk(schema + " as " + policy, compiled, constraint.matcher(), random);
      }
    } catch (SchemaException e) {
      assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind(), schema + ": " + e.getMessage());
    }
  }

  /** Reads bytes at random, then within a budget. */
  private static void walk(String what, CompiledSchema compiled, Matcher matcher, Random random)
      throws Exception {
    StringBuilder text = new StringBuilder();
    int free = random.nextInt(random.nextInt(3) == 0 ? 60 : 16);
    for (int i = 0; i < free && next(matcher, Integer.MAX_VALUE, text, random); i++) {}
    long promised = matcher.shortestCompletion();
    String from = what + " after " + text + " promised " + promised;
    assertTrue(promised < 100_000, from);
    long budget = promised + (random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(6));
    long left = budget;
    while (next(matcher, left, text, random)) {
      left--;
      if (matcher.shortestCompletion() > left) {
        throw new AssertionError(
            from
                + ", of "
                + budget
                + " left "
                + left
                + " promised "
                + matcher.shortestCompletion()
                + " after "
                + text);
      }
      if (matcher.isComplete() && random.nextInt(8) == 0) {
        break;
      }
    }
    assertTrue(matcher.isComplete(), from + ", of " + budget + " left " + left + " at " + text);
    assertTrue(compiled.isValid(JsonRules.parse(text.toString())), what + ": " + text);
  }

  /** Reads one of the bytes allowed within a budget; returns whether there is one. */
  private static boolean next(Matcher matcher, long budget, StringBuilder text, Random random) {
    long[] words = new long[Suite.BYTES.maskWords()];
    matcher.mask(words, (int) Math.min(budget, Integer.MAX_VALUE));
    List<Integer> allowed = new ArrayList<>();
    for (int b = 0; b < 128; b++) {
      if ((words[b >> 6] >> b & 1) != 0) {
        allowed.add(b);
      }
    }
    // Whitespace and long strings lead nowhere new.
    List<Integer> marks = allowed.stream().filter(b -> "\"{}[],:ad01".indexOf(b) >= 0).toList();
    if (!marks.isEmpty() && random.nextInt(4) > 0) {
      allowed = marks;
    }
    if (allowed.isEmpty()) {
      return false;
    }
    int next = allowed.get(random.nextInt(allowed.size()));
    assertTrue(matcher.acceptBytes(new byte[] {(byte) next}), "the mask lies after " + text);
    text.append((char) next);
    return true;
  }

  // ---- schemas

  private static final List<String> SCALARS =
      List.of(
          "{'type':'boolean'}",
          "{'type':['null','boolean']}",
          "{'type':'integer','minimum':-2}",
          "{'type':'string'}",
          "{'type':'string','maxLength':2}",
          "{'enum':['a','ab',1,12,null]}",
          "{'enum':['a','abcdefgh']}",
          "{'const':'abc'}",
          "{'type':'number','minimum':0.25,'maximum':9}");

  private static final List<String> KEYS =
      List.of("k", "a", "ab", "", "aVeryLongPropertyNameOfManyBytes", "dd");

  private static <T> T of(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static String schema(Kind kind, Random random) {
    return switch (kind) {
      case SAME_ITEMS ->
          "{'type':'array','not':{'uniqueItems':true},"
              + (random.nextBoolean() ? "'maxItems':" + (2 + random.nextInt(2)) + "," : "")
              + (random.nextInt(3) == 0 ? "'minItems':" + random.nextInt(3) + "," : "")
              + (random.nextInt(3) == 0 ? "'prefixItems':[" + value(random, 1) + "]," : "")
              + "'items':"
              + value(random, 2)
              + "}";
      case OBJECTS ->
          "{'type':'array','uniqueItems':true,'minItems':"
              + random.nextInt(5)
              + ",'items':"
              + object(random, 1)
              + "}";
      case RECURSIVE -> recursive(random);
      case NUMBERS ->
          "{'type':'array','uniqueItems':true,'minItems':"
              + random.nextInt(16)
              + ",'items':"
              + number(random)
              + "}";
      case COUNTED ->
          "{'type':'array','contains':"
              + value(random, 1)
              + ",'minContains':"
              + random.nextInt(3)
              + (random.nextBoolean() ? ",'maxContains':" + (1 + random.nextInt(3)) : "")
              + ",'minItems':"
              + random.nextInt(4)
              + (random.nextInt(3) == 0 ? ",'uniqueItems':true" : "")
              + ",'items':{'anyOf':["
              + value(random, 1)
              + ","
              + value(random, 0)
              + "]}}";
      case MIXED -> mixed(random);
      case NESTED ->
          "{'type':'array','uniqueItems':true,'minItems':"
              + (1 + random.nextInt(3))
              + ",'items':{'type':'array',"
              + (random.nextBoolean() ? "'uniqueItems':true," : "")
              + (random.nextBoolean() ? "'maxItems':" + (1 + random.nextInt(3)) + "," : "")
              + (random.nextBoolean() ? "'minItems':1," : "")
              + "'items':"
              + value(random, 2)
              + "}}";
    };
  }

  private static String number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "{'type':'number'}";
      case 1 -> "{'type':'integer','minimum':" + random.nextInt(2000) + "}";
      case 2 ->
          "{'type':'number','exclusiveMinimum':0.5,'maximum':" + (1 + random.nextInt(50)) + "}";
      default -> "{'type':'number','multipleOf':0.5,'minimum':0}";
    };
  }

  private static String value(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 8 : 5);
    return switch (kind) {
      case 5, 6 -> object(random, depth - 1);
      case 7 ->
          "{'type':'array','items':"
              + value(random, depth - 1)
              + (random.nextBoolean() ? ",'maxItems':2" : "")
              + "}";
      default -> of(SCALARS, random);
    };
  }

  private static String object(Random random, int depth) {
    List<String> members = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (String key : KEYS) {
      if (random.nextInt(3) == 0) {
        members.add("'" + key + "':" + value(random, depth));
        if (random.nextInt(3) == 0) {
          required.add("'" + key + "'");
        }
      }
    }
    String rest =
        switch (random.nextInt(4)) {
          case 0 -> ",'additionalProperties':" + value(random, depth);
          case 1 ->
              ",'additionalProperties':false,'patternProperties':{'^[kl]$':"
                  + value(random, depth)
                  + "}";
          default -> ",'additionalProperties':false";
        };
    return "{'type':'object','properties':{"
        + String.join(",", members)
        + "},'required':["
        + String.join(",", required)
        + "]"
        + rest
        + (random.nextInt(4) == 0 ? ",'maxProperties':" + (required.size() + 1) : "")
        + (random.nextInt(5) == 0 && !members.isEmpty() ? ",'minProperties':1" : "")
        + "}";
  }

  /** Objects within objects, mutually, and arrays of them, that must or must not differ. */
  private static String recursive(Random random) {
    String n = "{'$ref':'#/$defs/n'}";
    String m = "{'$ref':'#/$defs/m'}";
    return "{'type':'array','minItems':"
        + (1 + random.nextInt(5))
        + (random.nextInt(4) == 0 ? ",'not':{'uniqueItems':true}" : ",'uniqueItems':true")
        + (random.nextInt(4) == 0 ? ",'maxItems':6" : "")
        + ",'items':"
        + n
        + ",'$defs':{'n':"
        + node(random, List.of(n, m))
        + ",'m':"
        + node(random, List.of(n, n, m))
        + "}}";
  }

  private static String node(Random random, List<String> nodes) {
    String next = of(nodes, random);
    String object =
        "{'type':'object','additionalProperties':false,'properties':{'"
            + of(KEYS, random)
            + "':"
            + next
            + (random.nextBoolean() ? ",'b':" + of(nodes, random) : "")
            + (random.nextInt(3) == 0 ? ",'c':" + value(random, 1) : "")
            + "}"
            + (random.nextInt(4) == 0 ? ",'minProperties':1" : "")
            + (random.nextInt(4) == 0 ? ",'maxProperties':1" : "")
            + (random.nextInt(4) == 0 ? ",'required':['c']" : "")
            + "}";
    return switch (random.nextInt(6)) {
      case 0 -> "{'anyOf':[{'type':'null'}," + object + "]}";
      case 1 -> "{'anyOf':[" + of(SCALARS, random) + "," + object + "]}";
      case 2 ->
          "{'type':'array','items':"
              + next
              + (random.nextBoolean() ? ",'maxItems':2" : "")
              + (random.nextBoolean() ? ",'uniqueItems':true" : "")
              + "}";
      case 3 ->
          object.replace("'additionalProperties':false,", "'additionalProperties':" + next + ",");
      default -> object;
    };
  }

  private static String mixed(Random random) {
    String a = object(random, 1);
    String b = object(random, 1);
    String choice = random.nextBoolean() ? "oneOf" : "anyOf";
    String mixed =
        "{'type':'object','"
            + choice
            + "':["
            + a
            + ","
            + b
            + ",{'required':['"
            + of(KEYS, random)
            + "']}]}";
    return switch (random.nextInt(3)) {
      case 0 -> "{'type':'array','uniqueItems':true,'minItems':2,'items':" + mixed + "}";
      case 1 -> "{'type':'array','not':{'uniqueItems':true},'maxItems':3,'items':" + mixed + "}";
      default -> mixed;
    };
  }
}
