package dev.strait.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import java.time.Duration;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Least lengths of values that must, or must not, differ from others: known figures, and that along
 * a text some byte always keeps what was promised before it, and masks within budgets allow just
 * those that keep to the budget.
 */
class LeastLengthsTest {
  private static final String LONG = "aVeryLongPropertyNameOfManyBytes";

  private static Matcher matcher(String schema, TextPolicy.Order order) {
    return JsonSchema.compile(
            text(schema),
            SchemaOptions.defaults().withPolicy(TextPolicy.compact().withOrder(order)))
        .constraint(Suite.BYTES)
        .matcher();
  }

  private static String text(String quoted) {
    return quoted.replace('\'', '"').replace("LONG", LONG);
  }

  /** Returns the array schema of unique items that are the definition {@code n}. */
  private static String unique(int least, String definitions) {
    return "{'type':'array','uniqueItems':true,'minItems':"
        + least
        + ",'items':{'$ref':'#/$defs/n'},'$defs':{"
        + definitions.replace("->n", "{'$ref':'#/$defs/n'}").replace("->m", "{'$ref':'#/$defs/m'}")
        + "}}";
  }

  private static String closed(String properties) {
    return "{'type':'object','additionalProperties':false,'properties':{" + properties + "}}";
  }

  private static void agree(String schema, String prefix) {
    for (TextPolicy.Order order : TextPolicy.Order.values()) {
      agree(matcher(schema, order), text(prefix), order + " " + schema);
    }
  }

  private static void agree(Matcher matcher, String prefix, String what) {
    for (int i = 0; ; i++) {
      String at = what + " after " + prefix.substring(0, i) + ": ";
      long promised = matcher.shortestCompletion();
      long[] after = IntStream.range(0, 256).mapToLong(b -> after(matcher, b)).toArray();
      long least = IntStream.range(0, 256).mapToLong(b -> after[b]).min().orElseThrow();
      assertTrue(matcher.isComplete() || least < promised, at + promised + ", then " + least);
      assertTrue(promised < 1_000_000_000, at + promised);
      long most = Math.min(100_000, promised + 300);
      for (long budget = 1; budget <= most; budget += budget < promised ? 1 + promised / 50 : 7) {
        BitSet allowed = mask(matcher, (int) budget);
        for (int b = 0; b < 256; b++) {
          assertEquals(after[b] < budget, allowed.get(b), at + (char) b + " within " + budget);
        }
      }
      if (i == prefix.length()) {
        return;
      }
      assertTrue(matcher.acceptBytes(new byte[] {(byte) prefix.charAt(i)}), at + prefix.charAt(i));
    }
  }

  private static long after(Matcher matcher, int b) {
    Matcher after = matcher.fork();
    return after.acceptBytes(new byte[] {(byte) b}) ? after.shortestCompletion() : Long.MAX_VALUE;
  }

  private static BitSet mask(Matcher matcher, int budget) {
    long[] words = new long[Suite.BYTES.maskWords()];
    matcher.mask(words, budget);
    BitSet allowed = BitSet.valueOf(words);
    allowed.clear(256, allowed.length() + 256);
    return allowed;
  }

  private static long length(String text) {
    return text(text).length();
  }

  private static long least(String schema, String prefix) {
    Matcher matcher = matcher(schema, TextPolicy.Order.DECLARED);
    assertTrue(matcher.acceptBytes(text(prefix).getBytes(UTF_8)), prefix);
    return matcher.shortestCompletion();
  }

  // ---- items that must differ

  @Test
  void chainsOfObjects() {
    String schema = unique(4, "'n':" + closed("'LONG':->n"));
    String three = "{'LONG':{}},{'LONG':{'LONG':{}}},{'LONG':{'LONG':{'LONG':{}}}}]";
    assertEquals(length("[{}," + three), least(schema, ""));
    assertEquals(length("}," + three), least(schema, "[{"));
    agree(schema, "[{},{'LONG':{'LONG':{}}},{'LONG':{'");
  }

  @Test
  void treesOfObjects() {
    String schema = unique(5, "'n':" + closed("'a':->n,'b':->n"));
    assertEquals(length("[{},{'a':{}},{'b':{}},{'a':{'a':{}}},{'a':{'b':{}}}]"), least(schema, ""));
    assertEquals(length("'a':{'a':{}}},{'a':{'b':{}}}]"), least(schema, "[{},{'a':{}},{'b':{}},{"));
    agree(schema, "[{},{'a':{'b':{}}},{'a':{},'b':{'a':{},'b':");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'n':{'anyOf':[{'type':'null'},CLOSED('LONG':->m)]},'m':CLOSED('dd':->n,'':->m)",
        "'n':{'type':'array','maxItems':2,'uniqueItems':true,'items':->m},'m':CLOSED('':->n,'b':->n)",
        "'n':{'type':'array','items':->n,'maxItems':2}",
        "'n':{'type':'object','additionalProperties':->m,'maxProperties':1},'m':CLOSED('LONG':->n)",
        "'n':{'type':'object','additionalProperties':false,'minProperties':1,"
            + "'properties':{'a':->n,'b':{'const':1},'LONG':->n}}",
        "'n':{'type':'object','required':['v'],'additionalProperties':false,"
            + "'properties':{'v':{'type':'null'},'LONG':->n,'r':->n}}",
        "'n':{'type':'object','additionalProperties':false,'patternProperties':{'^[kl]$':->m}},"
            + "'m':{'enum':['a','abcdefgh']}",
      })
  void itemsWithinThemselves(String definitions) {
    String schema = unique(3, definitions.replaceAll("CLOSED\\(([^)]*)\\)", closed("$1")));
    for (TextPolicy.Order order : TextPolicy.Order.values()) {
      Matcher matcher = matcher(schema, order);
      Matcher shortest = matcher.fork();
      StringBuilder way = new StringBuilder();
      while (!shortest.isComplete()) {
        long promised = shortest.shortestCompletion();
        int next =
            IntStream.range(0, 256)
                .filter(b -> after(shortest, b) < promised)
                .findFirst()
                .orElseThrow(() -> new AssertionError(schema + " after " + way));
        shortest.acceptBytes(new byte[] {(byte) next});
        way.append((char) next);
      }
      agree(matcher, way.toString(), schema);
    }
  }

  /** The search may give up, and the values are few: the list of them does not. */
  @Test
  void mixturesThatMustDiffer() {
    agree(
        "{'type':'array','uniqueItems':true,'minItems':2,'items':{'type':'object','anyOf':["
            + "{'properties':{'k':{'type':'number','minimum':0.25},'a':{'type':'boolean'}},"
            + "'required':['a'],'additionalProperties':{'type':'array','maxItems':2}},"
            + "{'additionalProperties':{'type':'integer'}},{'required':['k']}]}}",
        "[{'0':1},{},{'0'");
  }

  @Test
  void arraysOfFewItems() {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':2,'items':{'type':'array',"
            + "'uniqueItems':true,'maxItems':2,'minItems':1,'items':{'enum':['a','abcdefgh']}}}";
    assertEquals(length("['abcdefgh']]"), least(schema, "[['a','abcdefgh'],['a'],"));
    agree(schema, "[['a','abcdefgh'],['a'],['abcdefgh'");
  }

  /** One of the members still to come must differ, not all. */
  @Test
  void objectsThatAgreeSoFar() {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':2,'items':{'type':'object',"
            + "'additionalProperties':false,'required':['a','b','c'],'properties':{"
            + "'a':{'type':'string'},'b':{'type':'string'},'c':{'type':'string'}}}}";
    assertEquals(length("'b':'','c':'x'}]"), least(schema, "[{'a':'zz','b':'','c':''},{'a':'zz',"));
    agree(schema, "[{'a':'zz','b':'','c':''},{'a':'zz','b':'','c':'");
  }

  @Test
  void arraysOfOneItemMore() {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':4,'items':{'type':'array','minItems':1,"
            + "'maxItems':2,'items':{'type':'string'}}}";
    assertEquals(length("'b'],['c']]"), least(schema, "[[''],['a'],["));
    agree(schema, "[[''],['a'],['','x'],['','");
    String three = schema.replace("'minItems':1,'maxItems':2", "'minItems':3");
    assertEquals(length(",'','x'],['','a','']]"), least(three, "[['zz','',''],['','',''],['zz'"));
  }

  /** Objects of which none is left take no bytes of those that are. */
  @Test
  void objectsOfWhichNoneIsLeft() {
    String none =
        "{'type':'object','properties':{'a':{'enum':[1,2]}},'required':['a'],"
            + "'additionalProperties':false,'not':{'enum':[{'a':1},{'a':2}]}}";
    String any = "{'anyOf':[" + none + ",{'const':'aLongWordOfManyLetters'},{'const':0.12345678}]}";
    agree(any, "");
    agree("{'type':'object','required':['k'],'properties':{'k':" + any + "}}", "{'k':");
    agree("{'type':'array','uniqueItems':true,'minItems':2,'items':" + any + "}", "[");
  }

  /** A value listed may be shorter than what its rule promises where none need be told apart. */
  @Test
  void whatIsListedIsNotPromisedToAny() {
    String free =
        "{'type':'object','properties':{'a':{'enum':[1,2,3]}},'required':['a'],"
            + "'additionalProperties':{'enum':[1]},'minProperties':2}";
    agree(
        "{'type':'array','uniqueItems':true,'minItems':2,'items':{'type':'array',"
            + "'uniqueItems':true,'not':{'enum':[[]]},'items':"
            + free
            + "}}",
        "[[");
    agree(
        "{'type':'array','uniqueItems':true,'minItems':3,'items':{'anyOf':[{'const':1},"
            + free
            + "]}}",
        "[1,{");
    String second =
        "{'type':'object','properties':{'b':{'enum':['aaaa','bbbb']},'cc':{'type':'object',"
            + "'additionalProperties':{'type':'integer'},'minProperties':2}},'required':['b'],"
            + "'additionalProperties':false}";
    agree(
        "{'type':'array','uniqueItems':true,'minItems':4,'items':" + second + "}",
        "[{'b':'aaaa'},{'b':'bbbb'},{'b':'bbbb','cc':{'':0,'x':0}},{'b':'aaaa','cc':{");
    String third =
        "{'type':'object','properties':{'b':{'enum':['aaaa','bbbb','cccc']},'cc':{'type':'object',"
            + "'properties':{'a':{'enum':[1,'long long long']}},"
            + "'additionalProperties':{'type':'integer'},'not':{'enum':[{},{'a':1}]}}},"
            + "'required':['b'],'additionalProperties':false}";
    agree(
        "{'type':'array','uniqueItems':true,'minItems':5,'items':" + third + "}",
        "[{'b':'aaaa'},{'b':'bbbb'},{'b':'cccc'},{'b':'bbbb','cc':{'':0}},{'b':'aaaa','cc':{");
  }

  /** A member for which there is no room is no way to differ. */
  @Test
  void membersForWhichThereIsNoRoom() {
    String two =
        "{'type':'object','properties':{'a':{'const':1},'cc':{'const':2}},'required':['a'],"
            + "'additionalProperties':{'enum':[3,4]},'minProperties':2,'maxProperties':2}";
    String schema = "{'type':'array','uniqueItems':true,'minItems':2,'items':" + two + "}";
    String prefix = "[{'a':1,'x':3},{'xy':3";
    agree(matcher(schema, TextPolicy.Order.ANY), text(prefix), schema);
  }

  /** Of a set within itself it is not known yet what its values take. */
  @Test
  void membersThatAreOfTheirOwnKind() {
    String kind =
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/m'}},'maxProperties':2,"
            + "'not':{'enum':[{},{'a':1},{'a':'a'},{'a':'a','b':'a'}]}}";
    agree(
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/m'}},'required':['a'],"
            + "'$defs':{'m':KIND}}".replace("KIND", kind),
        "{'a':{");
  }

  /** An array is none of others by an item more, where the first takes more than those after it. */
  @Test
  void anItemMoreComesWhereItComes() {
    agree(
        "{'type':'array','uniqueItems':true,'minItems':3,'items':{'type':'object','properties':"
            + "{'a':{'const':1},'b':{'type':'array','items':{'const':1},'maxItems':2,"
            + "'prefixItems':[{'type':'null'}]}},'required':['a','b'],"
            + "'additionalProperties':false}}",
        "[{'a':1,'b':[]},{'a':1,'b':[null]},{'a':1,'b':[");
  }

  /** Of few values both members must be those that are left. */
  @Test
  void arraysThatAgreeButForOneItem() {
    String flags = closed("'a':{'type':'boolean'},'b':{'type':'boolean'}");
    agree(
        "{'type':'array','uniqueItems':true,'minItems':6,'items':{'type':'array','minItems':2,"
            + "'maxItems':2,'items':"
            + flags
            + "}}",
        "[[F,{}],[F,{'a':true}],[F,{'b':true}],[F,{'a':false}],[F,{'b':false}],[F,{'"
            .replace("F", "{'b':false}"));
  }

  /** Of many words the shortest ones are enough, and are found without a look at each byte. */
  @Test
  void objectsOfManyWords() {
    String words =
        IntStream.range(0, 2_500)
            .mapToObj(i -> "'word " + "/".repeat(i % 7) + i + "'")
            .collect(Collectors.joining(","));
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':2,'items':{'type':'object','required':['k'],"
            + "'additionalProperties':false,'properties':{'k':{'enum':["
            + words
            + "]}}}}";
    assertEquals(length("[{'k':'word 0'},{'k':'word 7'}]"), least(schema, ""));
    assertEquals(length("':'word 7'}]"), least(schema, "[{'k':'word 0'},{'k"));
    agree(matcher(schema, TextPolicy.Order.DECLARED), text("[{'k':'word 0'},{'k':'w"), "words");
  }

  @Test
  void objectsOfNumbers() {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':3,'items':{'type':'object','required':['k'],"
            + "'additionalProperties':false,'properties':{'k':{'type':'integer','minimum':8}}}}";
    assertEquals(length("[{'k':8},{'k':9},{'k':10}]"), least(schema, ""));
    assertEquals(length("{'k':8}]"), least(schema, "[{'k':9},{'k':10},"));
    agree(schema, "[{'k':8},{'k':9},{'k':1");
  }

  // ---- where a list ends, or is long

  /** From a prefix on, some byte keeps each promise, and a mask within it allows one. */
  private static void keeps(String schema, String prefix, int steps) {
    Matcher matcher = matcher(schema, TextPolicy.Order.DECLARED);
    assertTrue(matcher.acceptBytes(text(prefix).getBytes(UTF_8)));
    StringBuilder way = new StringBuilder();
    for (int i = 0; i < steps && !matcher.isComplete(); i++) {
      long promised = matcher.shortestCompletion();
      assertTrue(promised < Integer.MAX_VALUE, schema + " after " + way + ": " + promised);
      BitSet allowed = mask(matcher, (int) promised);
      assertTrue(!allowed.isEmpty(), schema + " after " + way + ": no byte within " + promised);
      int b = allowed.nextSetBit(0);
      assertTrue(matcher.acceptBytes(new byte[] {(byte) b}));
      way.append((char) b);
      long now = matcher.shortestCompletion();
      assertTrue(now < promised, schema + " after " + way + ": " + now + " of " + promised);
    }
  }

  /** Strings that are used up are no way for an item to differ, however short they were. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'enum':['a','b']},{'type':'number','minimum':0.123456,'maximum':0.123459}",
        "{'enum':[1,2,3]},{'type':'string','minLength':20}",
        "{'enum':[1,2,{'LONG':1},[1]]},{'type':'string','pattern':'^long-[ab]{8}$'}",
        "{'enum':['a',true,null]},{'type':'integer','minimum':1000000}",
      })
  void fewOfOneType(String items) {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':6,'items':{'anyOf':[" + items + "]}}";
    keeps(schema, "", 200);
    agree(schema, "[");
  }

  /** Returns the array schema of unique items: so many numbers, or objects of a long key. */
  private static String numbersOrObjects(int least, int numbers) {
    return "{'type':'array','uniqueItems':true,'minItems':%d,'items':{'anyOf':[{'type':'integer',"
            .formatted(least)
        + "'minimum':0,'maximum':%d},{'type':'object','additionalProperties':false,"
            .formatted(numbers - 1)
        + "'required':['LONG'],'properties':{'LONG':{'type':'string'}}}]}}";
  }

  /** There are ten short values; the others, of which there are thousands, are longer. */
  @Test
  void thousandsThatDiffer() {
    String schema = numbersOrObjects(2_500, 10);
    keeps(schema, "", 200);
    assertTrue(least(schema, "") > 2_490 * length("{'LONG':'a'},"));
  }

  @Test
  void thousandsBefore() {
    String numbers =
        IntStream.range(0, 2_100).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String schema = numbersOrObjects(2_102, 2_100);
    assertEquals(length("{'LONG':''},{'LONG':'a'}]"), least(schema, "[" + numbers + ","));
    keeps(schema, "[" + numbers + ",", 100);
  }

  /** Without numbers and strings there are only more and more members. */
  @Test
  void thousandsOfTrees() {
    keeps(unique(2_300, "'n':" + closed("'a':->n,'b':->n")), "", 60);
  }

  /** Members are chosen on a way that meets all alternatives. */
  @Test
  void hundredsOfMixtures() {
    keeps(
        "{'type':'array','uniqueItems':true,'minItems':300,'items':{'type':'object',"
            + "'additionalProperties':false,'properties':{'k':{'type':'array','items':"
            + "{'const':'LONG'}},'l':{'const':1},'m':{'const':1}},'dependentSchemas':{'k':"
            + "{'anyOf':[{'required':['l']},{'required':['m']}]},"
            + "'l':{'not':{'required':['k','m']}}}}}",
        "",
        100);
  }

  /** Not each choice of items is an array of the kind; what is left is found without choices. */
  @Test
  void choicesInVain() {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':40,'items':{'anyOf':[{'const':1},"
            + "{'type':'array','minItems':6,'maxItems':6,'uniqueItems':true,'items':{'enum':"
            + "['a long one','another long one','b','c','d','e']}}]}}";
    keeps(schema, "", 120);
  }

  @Test
  void longValues() {
    String items =
        "{'anyOf':[{'enum':[0,1]},{'type':'object','additionalProperties':false,'required':['k'],"
            + "'properties':{'k':{'type':'string','minLength':12000}}}]}";
    keeps("{'type':'array','uniqueItems':true,'minItems':4,'items':" + items + "}", "", 30);
  }

  /** No number would be kept, so none is told; masks need none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"30000|0", "3|200000"})
  void tooManyOrTooLong(int items, int length) {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':%d,'items':{'type':'object','required':['k'],"
                .formatted(items)
            + "'additionalProperties':false,'properties':{'k':{'type':'string','minLength':%d}}}}"
                .formatted(length);
    Matcher matcher = matcher(schema, TextPolicy.Order.DECLARED);
    assertTrue(matcher.acceptBytes(text("[{'k'").getBytes(UTF_8)));
    long[] words = new long[Suite.BYTES.maskWords()];
    matcher.mask(words);
    assertTrue(BitSet.valueOf(words).get(':'));
    SchemaException e = assertThrows(SchemaException.class, matcher::shortestCompletion);
    assertEquals(SchemaException.Kind.LIMIT, e.kind());
  }

  // ---- what is not known yet when a mask is made

  /** The item that ends may be any, also the short one. */
  @Test
  void whateverTheLastItemWas() {
    agree(
        "{'type':'array','uniqueItems':true,'minItems':3,'items':"
            + closed("'ab':{'type':'number','minimum':0.25,'maximum':9}")
            + "}",
        "[{'ab':0.814},{'ab':5},{},{'");
  }

  /** Which of the objects before agree with a value is not known until it ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a':{'enum':['a','abcdefgh']},'':{'const':'abc'},'LONG':{'type':'integer'}"
            + "|[{'a':'a','':'abc'},{'a':'a','",
        "'a':{'type':'array','maxItems':1},'LONG':{'type':'integer'}|[{'a':[]},{'a':[],'",
      })
  void whicheverObjectsAgree(String properties, String prefix) {
    agree(
        "{'type':'array','uniqueItems':true,'minItems':2,'items':{'type':'object','required':['a'],"
            + "'additionalProperties':false,'properties':{"
            + properties.replaceAll("^\"|\"$", "")
            + "}}}",
        prefix);
  }

  /** A free key may be that of an object before. */
  @Test
  void whateverTheNextKeyIs() {
    agree(
        unique(
            3,
            "'n':{'type':'object','additionalProperties':->m,'properties':{'LONG':->m},"
                + "'required':['c']},'m':{'type':'array','items':->n,'maxItems':2}"),
        "[{'LONG':[],'c':[],'':[]},{'c':[],'");
  }

  // ---- two items that must be equal

  private static String twice(String items, String more) {
    return "{'type':'array','not':{'uniqueItems':true},'maxItems':2,'items':" + items + more + "}";
  }

  /** The second item repeats the first as far as that has been read, and its end. */
  @Test
  void theSecondOfTwoEqualItems() {
    String strings = twice("{'type':'string'}", "");
    assertEquals(length("['','']"), least(strings, ""));
    assertEquals(length("','l']"), least(strings, "['l"));
    assertEquals(length("','long']"), least(strings, "['long"));
    String objects = twice("{'type':'object','required':['v']}", "");
    assertEquals(length("':0},{'v':1,'a':0}]"), least(objects, "[{'v':1,'a"));
    agree(strings, "['lo','lo'");
    agree(objects, "[{'v':'x','a':[1,{}]},{'v':'x','a':[1");
  }

  /** Where an item must come first the second is farther away. */
  @Test
  void theSecondOfTwoEqualItemsBehindOthers() {
    String schema =
        "{'type':'array','not':{'uniqueItems':true},'maxItems':3,'minItems':3,'prefixItems':["
            + "{'type':'integer'},{'type':'string'}],'items':{'type':'integer'}}";
    assertEquals(length(",'',123]"), least(schema, "[123"));
    agree(schema, "[123,'x',12");
  }

  // ---- sets

  /** That a set has few values is seen though it names an empty one. */
  @Test
  void fewValuesBesideNone() {
    String schema =
        unique(
            2,
            "'n':{'anyOf':[{'type':'null'},{'type':'object','additionalProperties':false,"
                + "'required':['c'],'properties':{'a':->m}}]},'m':"
                + closed("'b':->n"));
    SchemaException e = assertThrows(SchemaException.class, () -> least(schema, ""));
    assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind());
  }

  /** Endless sets are not listed to be counted. */
  @Test
  void arraysOfOneItem() {
    String schema =
        "{'type':'array','uniqueItems':true,'minItems':3,'items':"
            + "{'type':'array','minItems':1,'items':{'const':'abc'}}}";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertEquals(length("[['abc'],['abc','abc'],['abc','abc','abc']]"), least(schema, "")));
  }
}
