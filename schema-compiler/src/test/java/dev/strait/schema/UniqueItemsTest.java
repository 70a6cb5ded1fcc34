package dev.strait.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.NumberPolicy;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arrays whose items must differ, of all kinds of items: accepted if and only if valid, masks are
 * what single bytes say, walks end within the shortest completion, and many items cost little.
 */
class UniqueItemsTest {

  /** Tokens across the borders of items, which the shapes below can begin and end. */
  private static final List<String> CROSSING =
      List.of(
          "[\"a\",\"b\"",
          "\"a\",\"",
          "a\",\"a\"",
          "a\",\"b\",\"",
          "\",\"a",
          "b\"]",
          "a\"]",
          "\",\"",
          "],[",
          "[1],[1",
          "[1],[2]",
          "1,",
          "1,2",
          "1,1",
          ",1]",
          "2]",
          "0,1",
          "1.0",
          ",1.0,",
          "1e0",
          "{\"k\":",
          "{\"k\":1},{\"k\":",
          ":1}",
          "1},{\"",
          "1,\"l\":",
          "true,false",
          "e,true",
          "null,",
          "},{\"k\":2}]",
          "\"k\":1,\"l\":1}",
          "{},",
          "{},{",
          "[],[",
          "\"x\"",
          "x\",",
          "\"x\",\"x\"");

  private static final Vocabulary TOKENS =
      Vocabulary.of(
          java.util.stream.Stream.concat(
                  IntStream.range(0, 256).mapToObj(i -> new byte[] {(byte) i}),
                  java.util.stream.Stream.concat(
                      CROSSING.stream().map(text -> text.getBytes(UTF_8)),
                      java.util.stream.Stream.of("</s>".getBytes(UTF_8))))
              .toList(),
          256 + CROSSING.size());

  /** Items to make arrays of. */
  private static final List<String> ITEMS =
      List.of(
          "'a'",
          "'b'",
          "'\\u0061'",
          "'ab'",
          "''",
          "'x'",
          "1",
          "1.0",
          "2",
          "10e-1",
          "0",
          "-0",
          "1.50",
          "1.5",
          "12",
          "-1",
          "true",
          "false",
          "null",
          "{}",
          "{'k':1}",
          "{'k':1.0}",
          "{'k':2}",
          "{'k':1,'l':1}",
          "{'l':1,'k':1}",
          "{'k':'a'}",
          "{'k':2,'m':1}",
          "{'k':1,'l':1,'m':1}",
          "{'l':1}",
          "{'l':2,'k':'a'}",
          "[]",
          "[1]",
          "[1.0]",
          "[2]",
          "[1,1]",
          "[{'k':1}]",
          "[{'k':2}]");

  static List<String> schemas() {
    return List.of(
        "{'uniqueItems':true,'type':'array'}",
        "{'uniqueItems':true,'type':'array','items':{'type':'string'}}",
        "{'uniqueItems':true,'type':'array','items':{'type':['string','null'],'maxLength':2}}",
        "{'uniqueItems':true,'type':'array','items':{'enum':['a','ab','b','x']}}",
        "{'uniqueItems':true,'type':'array','items':{'enum':['a','b',1,2,true,null,{'k':1},[1]]},"
            + "'minItems':3}",
        "{'uniqueItems':true,'type':'array','items':{'enum':['a','b','x']},'minItems':3}",
        "{'uniqueItems':true,'type':'array','prefixItems':[{'enum':['a','b']},{'const':'a'}],"
            + "'items':{'enum':['x','b']},'minItems':3}",
        "{'uniqueItems':true,'type':'array','items':{'type':'integer'}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'number','minimum':0,'maximum':2}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'integer','minimum':-1,'maximum':12}}",
        "{'uniqueItems':true,'type':'array','items':{'multipleOf':0.5,'minimum':0}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'boolean'}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object'}}",
        "{'uniqueItems':true,'items':{'type':'object'},'minItems':3,'type':'array'}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object'},'contains':true,"
            + "'minContains':2,'maxItems':4}",
        "{'uniqueItems':true,'type':'array','minItems':3,'items':{'type':'array','uniqueItems':true,"
            + "'items':{'type':'boolean'}}}",
        // Few keys, none declared: what differs are their values.
        "{'uniqueItems':true,'type':'array','minItems':3,'items':{'type':'object',"
            + "'patternProperties':{'^[kl]$':{'enum':[1,'a']}},'additionalProperties':false}}",
        "{'uniqueItems':true,'type':'array','minItems':3,'items':{'type':'object','maxProperties':1,"
            + "'additionalProperties':{'type':'integer'}}}",
        // Two items must be equal.
        "{'not':{'uniqueItems':true},'type':'array','items':{'type':'object'},'minItems':3}",
        "{'not':{'uniqueItems':true},'type':'array','items':{'type':['null','boolean','string']}}",
        "{'not':{'uniqueItems':true},'type':'array','prefixItems':[{'enum':['a']},{'enum':[{'k':1}]}],"
            + "'items':{'type':'boolean'}}",
        "{'not':{'uniqueItems':true},'type':'array','prefixItems':[{'type':'object'},{'enum':['a']}],"
            + "'items':{'enum':['a','b',{'k':1}]},'maxItems':3}",
        "{'not':{'uniqueItems':true},'type':'array','items':{'enum':['a',1,true]},'maxItems':2}",
        "{'not':{'uniqueItems':true},'type':'array','contains':{'enum':[1]},'maxContains':1,"
            + "'items':{'enum':[1,2]},'maxItems':3}",
        "{'type':'array','maxItems':3,'allOf':[{'not':{'uniqueItems':true}},"
            + "{'not':{'enum':[[1,1],['a','a']]}}],'items':{'enum':['a',1]}}",
        "{'type':'array','oneOf':[{'uniqueItems':true},{'minItems':3}],'items':{'enum':[1,'a']}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object','properties':{'k':{'type':"
            + "'boolean'}},'required':['k'],'additionalProperties':false},'minItems':2}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object','properties':{'k':{'type':"
            + "['integer','string']},'l':{'const':1}},'additionalProperties':false}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object','properties':{'k':{'enum':"
            + "[1,2]},'l':{'const':1}},'required':['k'],'additionalProperties':false}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object','minProperties':1,"
            + "'patternProperties':{'^[kl]$':{'enum':[1,'a']}},'additionalProperties':false}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object','not':{'required':['l']}}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'array','items':{'enum':[1,2,{'k':1}]},"
            + "'maxItems':2}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'array'}}",
        "{'uniqueItems':true,'type':'array','contains':{'enum':['x']},'items':{'type':'string'}}",
        "{'uniqueItems':true,'type':'array','contains':{'enum':['x','a']},'minContains':2,"
            + "'items':{'type':['string','integer']}}",
        "{'uniqueItems':true,'type':'array','contains':{'enum':['x']},'minItems':3,"
            + "'items':{'type':'string','maxLength':1}}",
        "{'uniqueItems':true,'type':'array','contains':{'type':'integer'},'maxContains':1,"
            + "'items':{'enum':['a','b',1,2]},'minItems':3}",
        "{'uniqueItems':true,'type':'array','not':{'enum':[['a'],[1,2],[]]},'maxItems':3}",
        "{'uniqueItems':true,'type':'array','items':{'anyOf':[{'type':'object','required':['k'],"
            + "'properties':{'k':{'const':1}}},{'type':'object','required':['l']},{'type':'null'}]}}",
        // Mixtures: what the members of an object must meet depends on its other members.
        "{'uniqueItems':true,'type':'array','items':{'type':'object','additionalProperties':false,"
            + "'properties':{'k':{'enum':[1,2,'a']},'l':{'enum':[1,2]},'m':{'const':1}},"
            + "'dependentSchemas':{'k':{'anyOf':[{'properties':{'k':{'const':1}}},"
            + "{'required':['m']}]},'l':{'not':{'required':['k','m']}},"
            + "'m':{'not':{'required':['k','l']}}}}}",
        "{'uniqueItems':true,'type':'array','minItems':2,'items':{'type':'object','allOf':["
            + "{'anyOf':[{'properties':{'k':{'const':1}}},{'properties':{'l':{'const':2}}}]},"
            + "{'anyOf':[{'required':['k']},{'required':['l']},{'maxProperties':0}]},"
            + "{'oneOf':[{'properties':{'k':{'type':'integer'}}},{'required':['l']}]}]}}");
  }

  private static CompiledSchema compile(String quoted, TextPolicy policy) {
    return JsonSchema.compile(
        quoted.replace('\'', '"'), SchemaOptions.defaults().withPolicy(policy));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void acceptsWhatIsValid(String schema) throws Exception {
    acceptsWhatIsValid(schema, Suite.POLICY);
    acceptsWhatIsValid(schema, Suite.POLICY.withNumbers(new NumberPolicy(20, 20, 0, true)));
  }

  private static void acceptsWhatIsValid(String schema, TextPolicy policy) throws Exception {
    CompiledSchema compiled = compile(schema, policy);
    Constraint constraint = compiled.constraint(TOKENS);
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      List<String> items = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        items.add(ITEMS.get(random.nextInt(random.nextBoolean() ? 12 : ITEMS.size())));
      }
      String text = ("[" + String.join(",", items) + "]").replace('\'', '"');
      if (policy.numbers().exponentDigits() > 0 || !text.contains("e-")) {
        boolean expected = compiled.isValid(JsonRules.parse(text));
        Matcher matcher = constraint.matcher();
        boolean accepted = matcher.acceptBytes(text.getBytes(UTF_8)) && matcher.isComplete();
        assertEquals(expected, accepted, schema + ": " + text);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void masksAreWhatBytesSay(String schema) {
    for (TextPolicy policy : List.of(TextPolicy.compact(), Suite.POLICY)) {
      CompiledSchema compiled = compile(schema, policy);
      Constraint constraint = Constraint.compile(compiled.rule(), TOKENS, Limits.defaults());
      Constraint bytes = Constraint.compile(compiled.rule(), Suite.BYTES, Limits.defaults());
      for (int seed = 0; seed < 12; seed++) {
        compareMasks(schema, constraint.matcher(), bytes.matcher(), new Random(seed));
      }
    }
  }

  private static void compareMasks(String what, Matcher tokens, Matcher bytes, Random random) {
    StringBuilder text = new StringBuilder();
    long[] words = new long[TOKENS.maskWords()];
    for (int i = 0; i < 14; i++) {
      tokens.mask(words);
      List<Integer> allowed = new ArrayList<>();
      for (int id = 0; id < 256 + CROSSING.size(); id++) {
        boolean byBytes = bytes.fork().acceptBytes(TOKENS.bytes(id));
        String token = new String(TOKENS.bytes(id), UTF_8);
        assertEquals(byBytes, (words[id >> 6] >> id & 1) != 0, what + ": " + text + " | " + token);
        if (byBytes && (id >= 256 || id > ' ' && id < 127)) {
          allowed.add(id);
        }
      }
      List<Integer> wide = allowed.stream().filter(id -> id >= 256).toList();
      List<Integer> from = !wide.isEmpty() && random.nextInt(4) > 0 ? wide : allowed;
      if (from.isEmpty()) {
        return;
      }
      int token = from.get(random.nextInt(from.size()));
      assertTrue(tokens.accept(token), what + ": " + text);
      assertTrue(bytes.acceptBytes(TOKENS.bytes(token)), what + ": " + text);
      text.append(new String(TOKENS.bytes(token), UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void walksEndInTime(String schema) throws Exception {
    List<TextPolicy> policies =
        List.of(
            TextPolicy.compact(),
            TextPolicy.indented(1),
            TextPolicy.compact().withOrder(TextPolicy.Order.ANY),
            TextPolicy.lenient().withNumbers(NumberPolicy.plain()));
    for (TextPolicy policy : policies) {
      CompiledSchema compiled = compile(schema, policy);
      Constraint constraint = compiled.constraint(TOKENS);
      for (int seed = 0; seed < 10; seed++) {
        walk(schema + " seed " + seed, compiled, constraint.matcher(), new Random(seed));
      }
    }
  }

  /** Reads tokens at random, then bytes, each of which must bring the end nearer. */
  private static void walk(String what, CompiledSchema compiled, Matcher matcher, Random random)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long[] words = new long[TOKENS.maskWords()];
    int free = random.nextInt(12);
    while (!(free <= 0 && matcher.isComplete())) {
      long left = matcher.shortestCompletion();
      boolean closing = free-- <= 0;
      matcher.mask(words, closing ? (int) left : Integer.MAX_VALUE);
      List<Integer> allowed = new ArrayList<>();
      for (int id = 0; id < (closing ? 256 : 256 + CROSSING.size()); id++) {
        if ((words[id >> 6] >> id & 1) != 0) {
          allowed.add(id);
        }
      }
      if (allowed.isEmpty()) {
        assertTrue(matcher.isComplete(), what + ": stuck after " + out);
        break;
      }
      List<Integer> wide = allowed.stream().filter(id -> id >= 256).toList();
      List<Integer> from = !wide.isEmpty() && random.nextInt(4) > 0 ? wide : allowed;
      int token = from.get(random.nextInt(from.size()));
      assertTrue(matcher.accept(token), what + ": mask lies after " + out);
      out.writeBytes(TOKENS.bytes(token));
      long now = matcher.shortestCompletion();
      assertTrue(!closing || now < left, what + ": " + out + " " + now + " after " + left);
    }
    JsonNode value = JsonRules.parse(out.toString(UTF_8));
    assertTrue(compiled.isValid(value), what + ": " + out);
  }

  /**
   * What comes twice comes back from the text, so a way that is known must be open at each item.
   */
  @Test
  void twoMustBeEqualThoughAnyMayCome() {
    String schema =
        "{'type':'array','not':{'uniqueItems':true},'items':{'type':'string'},'maxItems':2}";
    Matcher matcher = compile(schema, TextPolicy.compact()).constraint(Suite.BYTES).matcher();
    assertEquals("[\"\",\"\"]".length(), matcher.shortestCompletion());
    assertTrue(matcher.acceptBytes("[\"long\",".getBytes(UTF_8)));
    assertEquals("\"long\"]".length(), matcher.shortestCompletion());
    assertFalse(matcher.fork().acceptBytes("\"lone\"".getBytes(UTF_8)));
    assertTrue(matcher.acceptBytes("\"long\"]".getBytes(UTF_8)));
  }

  /** Objects of one member, of a declared key or another, are three with the empty one. */
  @Test
  void declaredKeysAreNotTheOnlyOnes() {
    String schema =
        "{'uniqueItems':true,'type':'array','minItems':3,'items':{'type':'object',"
            + "'maxProperties':1,'properties':{'k':{'const':1}},'patternProperties':"
            + "{'^[kl]$':{'enum':[1]}},'additionalProperties':false}}";
    Matcher matcher = compile(schema, TextPolicy.compact()).constraint(Suite.BYTES).matcher();
    assertFalse(matcher.fork().acceptBytes("[{},{\"k\":1}]".getBytes(UTF_8)));
    assertFalse(matcher.fork().acceptBytes("[{},{\"k\":1},{\"k".getBytes(UTF_8)));
    assertTrue(matcher.acceptBytes("[{},{\"k\":1},{\"l\":1}]".getBytes(UTF_8)));
    assertTrue(matcher.isComplete());
  }

  /** Items that all differ, of which two are equal: there are none. */
  @Test
  void uniqueAndNotUnique() {
    String both = "{'uniqueItems':true,'type':'array','not':{'uniqueItems':true}}";
    SchemaException e =
        assertThrows(SchemaException.class, () -> compile(both, TextPolicy.compact()));
    assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind());
    String schema = "{'anyOf':[" + both + ",{'type':'array','items':{'const':1},'maxItems':2}]}";
    Matcher matcher = compile(schema, TextPolicy.compact()).constraint(Suite.BYTES).matcher();
    assertTrue(matcher.fork().acceptBytes("[1,1]".getBytes(UTF_8)));
    assertFalse(matcher.fork().acceptBytes("[2".getBytes(UTF_8)));
    assertFalse(matcher.fork().acceptBytes("[1,1,".getBytes(UTF_8)));
  }

  @Test
  void manyItemsOfWhichTwoMustBeEqualCostLittle() {
    String schema = "{'type':'array','not':{'uniqueItems':true},'items':{'type':'integer'}}";
    Matcher matcher = compile(schema, TextPolicy.compact()).constraint(Suite.BYTES).matcher();
    assertTrue(matcher.acceptBytes("[0".getBytes(UTF_8)));
    for (int i = 1; i < 1_000; i++) {
      assertTrue(matcher.acceptBytes(("," + i).getBytes(UTF_8)));
    }
    assertFalse(matcher.fork().acceptBytes("]".getBytes(UTF_8)));
    assertTrue(matcher.acceptBytes(",7]".getBytes(UTF_8)));
  }

  @Test
  void manyItemsCostLittle() {
    for (String items : List.of("{'type':'string'}", "{'type':'integer'}")) {
      String schema = "{'type':'array','uniqueItems':true,'items':" + items + "}";
      Matcher matcher = compile(schema, TextPolicy.compact()).constraint(Suite.BYTES).matcher();
      assertTrue(matcher.acceptBytes(new byte[] {'['}));
      for (int i = 0; i < 2_000; i++) {
        String item = items.contains("string") ? "\"item " + i + "\"" : Integer.toString(i);
        assertTrue(matcher.acceptBytes(((i > 0 ? "," : "") + item).getBytes(UTF_8)), item);
      }
      String again = items.contains("string") ? ",\"item 7\"" : ",7]";
      assertFalse(matcher.fork().acceptBytes(again.getBytes(UTF_8)));
      assertTrue(matcher.isComplete() || matcher.acceptBytes(new byte[] {']'}));
    }
  }
}
