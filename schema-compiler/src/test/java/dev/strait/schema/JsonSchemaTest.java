package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.schema.report.Report;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.Escapes;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

  private static SchemaException refused(String schema) {
    return assertThrows(SchemaException.class, () -> JsonSchema.compile(schema.replace('\'', '"')));
  }

  private static boolean accepts(String schema, TextPolicy policy, String text) {
    SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
    return Suite.accepts(JsonSchema.compile(schema.replace('\'', '"'), options), text);
  }

  @Test
  void contradictionIsFoundWithItsPointer() {
    SchemaException e =
        refused(
            "{'type':'object','required':['a'],'properties':{'a':{'type':'string','enum':[1]}}}");
    assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind());
    assertEquals("#/properties/a", e.pointer());
  }

  /** In draft 4 it matters how a number is written: membership and texts say the same. */
  @Test
  void numbersOfDraft4AreWhatIsWritten() throws Exception {
    String draft = "'$schema':'http://json-schema.org/draft-04/schema#'";
    List<String> schemas =
        List.of(
            "{" + draft + ",'not':{'type':'integer'}}",
            "{" + draft + ",'type':'integer'}",
            "{" + draft + ",'type':'array','items':{'not':{'type':'integer'}}}",
            "{" + draft + ",'type':'array','items':{'type':'integer'},'uniqueItems':true}",
            "{'not':{'type':'integer'}}");
    SchemaOptions options = SchemaOptions.defaults().withPolicy(Suite.POLICY);
    for (String schema : schemas) {
      CompiledSchema compiled = JsonSchema.compile(schema.replace('\'', '"'), options);
      for (String number : List.of("0", "0.0", "1", "1.0", "1e0", "1.5", "-0")) {
        for (String text : List.of(number, "[" + number + "]", "[" + number + ",7]")) {
          boolean accepted = Suite.accepts(compiled, text);
          assertEquals(accepted, compiled.isValid(JsonRules.parse(text)), schema + ": " + text);
        }
      }
    }
  }

  @Test
  void valuesThatNeedThemselvesAreNone() {
    SchemaException e = refused("{'type':'array','minItems':2,'items':{'$ref':'#'}}");
    assertEquals(SchemaException.Kind.UNSATISFIABLE, e.kind());
    assertEquals("#/items", e.pointer());
  }

  @Test
  void malformedKeywordIsNamed() {
    SchemaException e = refused("{'properties':{'a':{'minLength':-1}},'required':['a']}");
    assertEquals(SchemaException.Kind.MALFORMED, e.kind());
    assertEquals("minLength", e.keyword());
    assertTrue(e.reason().contains("meta-schema"), e.reason());
    assertEquals("#/properties/a", e.pointer());
  }

  @Test
  void nothingMayFollowTheSchema() {
    for (String schema : List.of("{} x", "{}{}", "{'type':'null'}]", "true false", "{} //")) {
      assertEquals(SchemaException.Kind.MALFORMED, refused(schema).kind(), schema);
    }
    assertTrue(accepts(" {'type':'null'}\n", TextPolicy.compact(), "null"));
    assertTrue(accepts("\ttrue ", TextPolicy.compact(), "1"));
  }

  @Test
  void endlessReferenceIsRefused() {
    assertEquals(SchemaException.Kind.REFERENCE, refused("{'$ref':'#'}").kind());
    assertEquals(SchemaException.Kind.REFERENCE, refused("{'$ref':'#/nowhere'}").kind());
  }

  @Test
  void backReferenceIsRefused() {
    SchemaException e = refused("{'type':'string','pattern':'^(a)\\\\1$'}");
    assertEquals(SchemaException.Kind.UNSUPPORTED, e.kind());
    assertEquals("pattern", e.keyword());
  }

  @Test
  void limitIsNamed() {
    SchemaOptions options = SchemaOptions.defaults().withLimits(new SchemaLimits(10, 1, 10));
    SchemaException e =
        assertThrows(
            SchemaException.class,
            () -> JsonSchema.compile("{\"items\":{\"type\":\"null\"},\"minItems\":1}", options));
    assertEquals(SchemaException.Kind.LIMIT, e.kind());
  }

  @Test
  void noKeyTwiceWhateverItsSpelling() {
    TextPolicy any = TextPolicy.compact().withEscapes(Escapes.ANY);
    assertTrue(accepts("{}", any, "{\"a\":1,\"\\u0062\":2}"));
    assertFalse(accepts("{}", any, "{\"a\":1,\"\\u0061\":2}"));
    assertFalse(accepts("{'properties':{'a':true}}", any, "{\"a\":1,\"\\u0061\":2}"));
  }

  @Test
  void declaredOrderIsKept() {
    String schema = "{'properties':{'b':true,'a':true}}";
    assertTrue(accepts(schema, TextPolicy.compact(), "{\"b\":1,\"a\":2,\"0\":3}"));
    assertFalse(accepts(schema, TextPolicy.compact(), "{\"a\":2,\"b\":1}"));
    assertFalse(accepts(schema, TextPolicy.compact(), "{\"0\":3,\"b\":1}"));
    TextPolicy any = TextPolicy.compact().withOrder(TextPolicy.Order.ANY);
    assertTrue(accepts(schema, any, "{\"0\":3,\"a\":2,\"b\":1}"));
  }

  @Test
  void whitespaceFollowsThePolicy() {
    String schema = "{'items':{'type':'integer'}}";
    assertTrue(accepts(schema, TextPolicy.spaced(), "[1, 2]"));
    assertFalse(accepts(schema, TextPolicy.spaced(), "[1,2]"));
    assertTrue(accepts(schema, TextPolicy.indented(2), "[\n  1,\n  2\n]"));
    assertTrue(accepts(schema, TextPolicy.indented(2), "[]"));
    assertTrue(accepts(schema, TextPolicy.flexible(2), "[ \n1 ,2]"));
    assertFalse(accepts(schema, TextPolicy.flexible(2), "[   1]"));
  }

  @Test
  void reportTellsWhatIsIgnored() {
    CompiledSchema schema =
        JsonSchema.compile("{\"type\":\"string\",\"format\":\"odd\",\"title\":\"t\",\"x\":1}");
    Report report = schema.report();
    assertEquals(2, report.of(Report.Status.IGNORED).size());
    assertEquals("title", report.of(Report.Status.ANNOTATION).get(0).keyword());
    assertEquals("type", report.of(Report.Status.COMPILED).get(0).keyword());
  }

  /** Whether a branch is empty can need the set that is being worked out from it. */
  @Test
  void branchesThatNeedTheWhole() {
    String schema =
        """
        {"$ref": "#/$defs/n", "$defs": {"n": {
          "anyOf": [
            {"type": "object", "additionalProperties": false, "minProperties": 2,
             "properties": {"a": {"const": "abcdefgh"}, "b": {"type": "number"}}},
            {"type": "object", "additionalProperties": false, "maxProperties": 2, "required": ["b"],
             "properties":
               {"a": {"$ref": "#/$defs/n"}, "b": {"enum": [1, 2]}, "cc": {"type": "boolean"}},
             "not": {"enum": [{"a": "a", "b": "a"}]}}],
          "not": {"required": ["cc"]}}}}
        """;
    CompiledSchema compiled = JsonSchema.compile(schema);
    assertTrue(Suite.accepts(compiled, "{\"a\":{\"a\":{\"b\":2},\"b\":1},\"b\":1}"));
    assertTrue(Suite.accepts(compiled, "{\"a\":\"abcdefgh\",\"b\":7}"));
    assertFalse(Suite.accepts(compiled, "{\"b\":1,\"cc\":true}"));
    assertFalse(Suite.accepts(compiled, "{\"b\":7}"));
  }

  record Point(@Min(0) @Max(9) int x, Optional<String> label, List<Boolean> flags) {}

  @Test
  void recordsAreCompiled() {
    CompiledSchema schema = JsonSchema.compile(Point.class, SchemaOptions.defaults());
    assertTrue(Suite.accepts(schema, "{\"x\":9,\"label\":\"n\",\"flags\":[true]}"));
    assertTrue(Suite.accepts(schema, "{\"x\":0,\"flags\":[]}"));
    assertFalse(Suite.accepts(schema, "{\"x\":10,\"flags\":[]}"));
    assertFalse(Suite.accepts(schema, "{\"x\":1}"));
  }
}
