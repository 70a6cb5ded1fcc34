package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.testkit.Dice;
import dev.strait.testkit.JsonText;
import dev.strait.testkit.Oracle;
import dev.strait.testkit.SmallWorld;
import dev.strait.values.NumberPolicy;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole language of random schemas, in a world of few values: what can be read from a matcher's
 * masks, byte by byte, are the texts of the valid values, all of them and no others, and no way
 * leads to a dead end. Where members may come in any order a value has a text for each order; in
 * declared order, in which the branches of a schema may differ, it has at least one.
 */
class WholeLanguageTest {
  private static final int SCHEMAS = 30;
  private static final int FEW = 200;
  private static final int EVALUATED = 100;

  private static final NumberPolicy DIGITS = new NumberPolicy(1, 0, 0, false);

  /** All bytes: where some are missing, what cannot be spelled to its end is taken from masks. */
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          IntStream.rangeClosed(0, 256).mapToObj(b -> new byte[] {(byte) b}).toList(), 256);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void membersInAnyOrder(int group) {
    check(group, TextPolicy.Order.ANY);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void membersAsDeclared(int group) {
    check(group, TextPolicy.Order.DECLARED);
  }

  /**
   * Keys of a class are no way on where only objects that were seen can follow: of one member, and
   * of two, where a second key may decide.
   */
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 4"})
  void keysOfAClassOfObjectsThatMustDiffer(int members, int items) {
    List<String> objects = new ArrayList<>(List.of("{}", "{'a':1}", "{'b':1}", "{'a':1,'b':1}"));
    objects.removeIf(object -> object.length() > 3 + 6 * members);
    String schema =
        ("{'type':'array','uniqueItems':true,'minItems':%d,'maxItems':%d,'items':{'type':'object',"
                + "'maxProperties':%d,'patternProperties':{'^[ab]$':{'const':1}},"
                + "'additionalProperties':false}}")
            .formatted(items, items, members)
            .replace('\'', '"');
    Set<String> expected = new TreeSet<>();
    for (List<String> array : permutations(objects)) {
      List<String> texts = List.of("");
      for (String object : array) {
        List<String> longer = new ArrayList<>();
        for (String order : orders(JsonText.read(object.replace('\'', '"')))) {
          texts.forEach(text -> longer.add(text.isEmpty() ? order : text + "," + order));
        }
        texts = longer;
      }
      texts.forEach(text -> expected.add("[" + text + "]"));
    }
    JsonNode node = JsonText.read(schema);
    CompiledSchema compiled = compiled(node, TextPolicy.Order.ANY).orElseThrow();
    assertSame(expected, texts(compiled, node), node);
  }

  /** Of arrays and objects under many keywords at once few are left, or none. */
  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void fewAreLeftOfMany(int group) {
    SmallWorld world = SmallWorld.ofThree();
    int limits = 0;
    for (int i = 0; i < FEW; i++) {
      Dice dice = Dice.of(1_000L * group + i);
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      JsonNode random = i % 2 == 0 ? world.arrays(dice) : world.objects(dice);
      schema.putArray("allOf").add(random).add(world.schema());
      Oracle oracle = Oracle.of(schema);
      List<JsonNode> valid = new ArrayList<>(world.values());
      valid.removeIf(value -> !oracle.isValid(value));
      for (int left = dice.between(0, 3); left > 0 && !valid.isEmpty(); left--) {
        valid.remove(dice.pick(valid));
      }
      if (!valid.isEmpty() && !dice.once(4)) {
        schema.putObject("not").putArray("enum").addAll(valid);
      }
      limits += isCompared(world, schema, TextPolicy.Order.ANY) ? 0 : 1;
    }
    assertTrue(limits < FEW / 5, "limits met: " + limits);
  }

  /** Arrays of which an item must match: it can come only after some others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'uniqueItems':true,'prefixItems':[{'const':2},{'const':2}] | ",
        "'uniqueItems':true,'prefixItems':[{'enum':[2,3]},{'const':4},{'const':2}] | [3,4,2,1]",
        "'uniqueItems':true,'prefixItems':[{'enum':[2,4000]},{'enum':[2,4000]}]"
            + " | [2,4000,1];[4000,2,1]",
        "'uniqueItems':true,'prefixItems':[{'enum':[2]},{'enum':[2,300]},{'enum':[2,4000000]}]"
            + " | [2,300,4000000,1]",
        "'maxItems':3,'prefixItems':[{'enum':[2,30000]},{'enum':[4,50000]}],"
            + "'not':{'const':[2,4,1]} | [30000,4,1];[2,50000,1];[30000,50000,1]"
      })
  void matchesThatComeLate(String keywords, String expected) {
    String schema = "{'type':'array','items':{'const':1},'contains':{'const':1}," + keywords + "}";
    JsonNode node = JsonText.read(schema.replace('\'', '"'));
    Optional<CompiledSchema> compiled = compiled(node, TextPolicy.Order.ANY);
    Set<String> all = expected == null ? Set.of() : Set.of(expected.split(";"));
    assertSame(all, compiled.map(c -> texts(c, node)).orElse(Set.of()), node);
    long least =
        compiled.map(c -> c.constraint(VOCABULARY).matcher().shortestCompletion()).orElse(0L);
    assertTrue(all.stream().mapToInt(String::length).min().orElse(0) <= least, () -> "" + least);
  }

  /** What branches evaluate counts where they are alternatives, too. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void whatIsEvaluatedCounts(int group) {
    SmallWorld world = SmallWorld.ofThree();
    int limits = 0;
    for (int i = 0; i < EVALUATED; i++) {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      JsonNode random = world.evaluated(Dice.of(1_000L * group + i));
      schema.putArray("allOf").add(random).add(world.schema());
      limits += isCompared(world, schema, TextPolicy.Order.ANY) ? 0 : 1;
    }
    assertTrue(limits < EVALUATED / 5, "limits met: " + limits);
  }

  private static void check(int group, TextPolicy.Order order) {
    int limits = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      Dice dice = Dice.of(1_000L * group + i);
      SmallWorld world = i % 3 == 0 ? SmallWorld.nested() : SmallWorld.ofThree();
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      boolean declared = order == TextPolicy.Order.DECLARED;
      JsonNode whole = declared ? world.declaredSchema() : world.schema();
      JsonNode random = i % 2 == 0 ? world.mixture(dice, 1) : world.random(dice, 2);
      schema.putArray("allOf").add(random).add(whole);
      limits += isCompared(world, schema, order) ? 0 : 1;
    }
    assertTrue(limits < SCHEMAS / 5, "limits met: " + limits);
  }

  /** Returns false if a limit is met. */
  private static boolean isCompared(SmallWorld world, ObjectNode schema, TextPolicy.Order order) {
    try {
      compare(world, schema, order);
      return true;
    } catch (SchemaException e) {
      assertEquals(SchemaException.Kind.LIMIT, e.kind(), () -> schema + ": " + e);
      return false;
    }
  }

  private static void compare(SmallWorld world, JsonNode schema, TextPolicy.Order order) {
    Oracle oracle = Oracle.of(schema);
    List<JsonNode> valid = world.values().stream().filter(oracle::isValid).toList();
    Set<String> texts = compiled(schema, order).map(s -> texts(s, schema)).orElse(Set.of());
    if (order == TextPolicy.Order.ANY) {
      Set<String> expected = new TreeSet<>();
      valid.forEach(value -> expected.addAll(orders(value)));
      assertSame(expected, texts, schema);
    } else {
      Set<JsonNode> read = texts.stream().map(JsonText::read).collect(Collectors.toSet());
      assertSame(Set.copyOf(valid), read, schema);
    }
  }

  private static <T> void assertSame(Set<T> expected, Set<T> actual, JsonNode schema) {
    Set<T> missing = new LinkedHashSet<>(expected);
    missing.removeAll(actual);
    Set<T> wrong = new LinkedHashSet<>(actual);
    wrong.removeAll(expected);
    assertEquals("[] and []", missing + " and " + wrong, () -> "missing and wrong: " + schema);
  }

  private static Optional<CompiledSchema> compiled(JsonNode schema, TextPolicy.Order order) {
    SchemaOptions options =
        SchemaOptions.defaults()
            .withPolicy(TextPolicy.compact().withOrder(order).withNumbers(DIGITS))
            .withLimits(new SchemaLimits(500, 50_000, 400));
    try {
      return Optional.of(JsonSchema.compile(schema, options));
    } catch (SchemaException e) {
      if (e.kind() == SchemaException.Kind.UNSATISFIABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Set<String> texts(CompiledSchema compiled, JsonNode schema) {
    Set<String> texts = new TreeSet<>();
    read(compiled.constraint(VOCABULARY).matcher(), "", texts, schema);
    return texts;
  }

  /** Reads on in every way that the mask allows. */
  private static void read(Matcher matcher, String text, Set<String> texts, JsonNode schema) {
    long[] mask = new long[VOCABULARY.maskWords()];
    matcher.mask(mask);
    int before = texts.size();
    if (matcher.isComplete()) {
      texts.add(text);
    }
    for (int id = 0; id < 256; id++) {
      if ((mask[id >> 6] >> id & 1) != 0) {
        Matcher after = matcher.fork();
        assertTrue(after.accept(id));
        read(after, text + (char) id, texts, schema);
      }
    }
    assertTrue(texts.size() > before, () -> "a dead end: " + text + " of " + schema);
  }

  /** Returns the texts of a value for each order of its members. */
  private static List<String> orders(JsonNode value) {
    if (!value.isObject() || value.isEmpty()) {
      return List.of(value.toString());
    }
    List<String> members = new ArrayList<>();
    value.fields().forEachRemaining(e -> members.add("\"" + e.getKey() + "\":" + e.getValue()));
    return permutations(members).stream().map(m -> "{" + String.join(",", m) + "}").toList();
  }

  private static List<List<String>> permutations(List<String> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> orders = new ArrayList<>();
    for (String first : all) {
      List<String> others = new ArrayList<>(all);
      others.remove(first);
      for (List<String> rest : permutations(others)) {
        List<String> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }
}
