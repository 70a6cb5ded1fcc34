package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.rules.TextPolicy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks that pick allowed bytes at random never meet an empty mask, can always be finished within
 * the shortest completion, and end in a valid value.
 */
class SchemaWalkTest {
  private static final int WALKS = 12;

  static List<String> schemas() {
    return List.of(
        "{}",
        "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'string'}},'required':['b']}",
        "{'type':'object','properties':{'name':{'const':'x'},'named':{'enum':[1,2]},'n':true},"
            + "'additionalProperties':false,'minProperties':2}",
        "{'type':'object','patternProperties':{'^(a|b)$':{'type':'boolean'}},"
            + "'additionalProperties':false,'minProperties':2}",
        "{'type':'object','additionalProperties':{'type':'null'},'maxProperties':2,'required':['é']}",
        "{'type':'object','propertyNames':{'enum':['p','q','r']},'minProperties':3}",
        "{'type':'array','items':{'enum':[1,2,3]},'uniqueItems':true,'minItems':3}",
        "{'type':'array','prefixItems':[{'enum':['a','b']},{'const':'a'}],'uniqueItems':true,"
            + "'minItems':2,'items':{'type':'boolean'}}",
        "{'type':'array','contains':{'const':7},'minContains':2,'maxContains':3,'maxItems':5,"
            + "'items':{'enum':[6,7]}}",
        "{'type':'array','contains':{'type':'null'},'items':{'type':['null','boolean']},'minItems':2}",
        "{'oneOf':[{'type':'object','required':['a']},{'type':'object','required':['b']}]}",
        "{'anyOf':[{'properties':{'k':{'const':'x'}},'required':['k','v']},"
            + "{'type':'array','maxItems':1}]}",
        "{'type':'object','not':{'required':['a']},'properties':{'a':true,'b':{'type':'null'}}}",
        "{'type':'object','not':{'properties':{'a':{'type':'string'}}},'maxProperties':2}",
        "{'type':'object','properties':{'a':{'enum':[true,false]}},'additionalProperties':false,"
            + "'not':{'enum':[{},{'a':true}]}}",
        "{'type':'array','items':{'type':'object','properties':{'k':{'type':'boolean'}},"
            + "'required':['k'],'additionalProperties':false},'uniqueItems':true,'minItems':2}",
        "{'$ref':'#/$defs/tree','$defs':{'tree':{'type':'object','properties':{'v':{'type':'null'},"
            + "'l':{'$ref':'#/$defs/tree'},'r':{'$ref':'#/$defs/tree'}},'required':['v'],"
            + "'additionalProperties':false}}}",
        "{'type':'object','properties':{'t':{'enum':['a','b']}},'required':['t'],"
            + "'if':{'properties':{'t':{'const':'a'}}},'then':{'required':['x']},"
            + "'else':{'maxProperties':1}}",
        "{'type':'object','properties':{'a':{'type':'null'}},'dependentRequired':{'a':['b']},"
            + "'unevaluatedProperties':{'type':'boolean'}}",
        "{'type':'array','prefixItems':[{'type':'null'}],'unevaluatedItems':false}",
        "{'type':'array','not':{'uniqueItems':true},'items':{'enum':[1,2]},'maxItems':3}",
        "{'type':'array','not':{'uniqueItems':true},'prefixItems':[{'type':'null'}],"
            + "'items':{'type':['boolean','object']},'minItems':4}",
        "{'type':'array','oneOf':[{'uniqueItems':true},{'maxItems':2}],'items':{'type':'boolean'}}",
        "{'uniqueItems':true,'type':'array','items':{'type':'object'},'minItems':3}",
        "{'type':'array','minItems':3,'items':{'type':'array','maxItems':1}}",
        // Few free keys, which cannot be followed by declared ones.
        "{'type':'object','properties':{'b':true,'c':true},'propertyNames':{'enum':['a','b','c']},"
            + "'required':['b'],'minProperties':3}",
        // The shortest keys are declared.
        "{'type':'object','properties':{'':true,'a':true},'minProperties':2}",
        "{'type':'object','properties':{'a':true,'b':true,'c':true},'minProperties':2,"
            + "'patternProperties':{'^[ab]':true},'additionalProperties':false}");
  }

  static List<TextPolicy> policies() {
    return List.of(
        TextPolicy.compact(), TextPolicy.spaced(), TextPolicy.indented(2), TextPolicy.lenient());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void walksEndInValidValues(String quoted) throws Exception {
    String schema = quoted.replace('\'', '"');
    for (TextPolicy policy : policies()) {
      CompiledSchema compiled =
          JsonSchema.compile(schema, SchemaOptions.defaults().withPolicy(policy));
      Constraint constraint = compiled.constraint(Suite.BYTES);
      for (int seed = 0; seed < WALKS; seed++) {
        walk(schema + " " + policy + " seed " + seed, compiled, constraint, new Random(seed));
      }
    }
  }

  static void walk(String what, CompiledSchema compiled, Constraint constraint, Random random)
      throws Exception {
    Matcher matcher = constraint.matcher();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long[] words = new long[Suite.BYTES.maskWords()];
    int free = random.nextInt(60);
    long least = Long.MAX_VALUE;
    for (int i = 0; ; i++) {
      boolean closing = i >= free;
      long left = matcher.shortestCompletion();
      if (closing) {
        assertTrue(left < least, what + ": " + out + " shortest " + left + " after " + least);
        least = left;
      }
      if (closing && matcher.isComplete()) {
        break;
      }
      matcher.mask(words, closing ? (int) left : Integer.MAX_VALUE);
      int[] allowed = allowed(words);
      if (allowed.length == 0) {
        assertTrue(matcher.isComplete(), what + ": stuck after " + out);
        break;
      }
      int token = allowed[random.nextInt(allowed.length)];
      assertTrue(matcher.accept(token), what + ": mask lies after " + out);
      out.write(token);
    }
    JsonNode value = JsonRules.parse(out.toString(StandardCharsets.UTF_8));
    assertTrue(compiled.isValid(value), what + ": " + out);
  }

  private static int[] allowed(long[] words) {
    return java.util.stream.IntStream.range(0, 256)
        .filter(t -> (words[t >> 6] >> t & 1) != 0)
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void witnessesAreValid(String quoted) throws Exception {
    CompiledSchema compiled = JsonSchema.compile(quoted.replace('\'', '"'));
    JsonNode witness = JsonRules.parse(compiled.witness());
    assertTrue(compiled.isValid(witness), quoted + ": " + witness);
    assertFalse(Suite.accepts(compiled, compiled.witness() + "x"));
  }
}
