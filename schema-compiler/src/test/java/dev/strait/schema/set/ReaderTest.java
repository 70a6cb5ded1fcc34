package dev.strait.schema.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.testkit.JsonText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each keyword says in each draft, and which schemas are malformed where. */
class ReaderTest {
  private static final JsonNode META =
      JsonText.read(
          """
          {"http://x/assertions": {"$id": "http://x/assertions", "$vocabulary": {
             "https://json-schema.org/draft/2020-12/vocab/validation": true}},
           "http://x/subschemas": {"$id": "http://x/subschemas", "$vocabulary": {
             "https://json-schema.org/draft/2020-12/vocab/applicator": true}},
           "http://x/formats": {"$id": "http://x/formats", "$vocabulary": {
             "https://json-schema.org/draft/2020-12/vocab/format-assertion": true}}}
          """);

  private static SchemaGraph graph(Draft draft) {
    return new SchemaGraph(Map.of(), uri -> Optional.ofNullable(META.get(uri)), draft);
  }

  private static Sets sets(SchemaGraph graph, boolean formats) {
    Budget budget = new Budget(SchemaLimits.defaults(), () -> false);
    return new Sets(graph, budget, new Sets.Options(formats, Set.of("document")));
  }

  private static Predicate<JsonNode> validity(String schema, Draft draft, boolean formats) {
    SchemaGraph graph = graph(draft);
    Sets sets = sets(graph, formats);
    Formula f = sets.formulas().schema(graph.root(JsonText.read(quoted(schema)), ""));
    return value -> sets.contains(f, value);
  }

  private static JsonNode values(String list) {
    return JsonText.read(quoted(list == null ? "[]" : "[" + list + "]"));
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static Draft draft(int number) {
    return switch (number) {
      case 4 -> Draft.DRAFT_4;
      case 6 -> Draft.DRAFT_6;
      case 7 -> Draft.DRAFT_7;
      case 2019 -> Draft.DRAFT_2019_09;
      default -> Draft.DRAFT_2020_12;
    };
  }

  /** Of all drafts from one to another, both inclusive. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // types
        "4 | 2020 | {'type':'null'} | null | 0, false",
        "4 | 2020 | {'type':'boolean'} | true, false | null, 0",
        "4 | 2020 | {'type':'number'} | 0, 1.5, 1.0 | '0'",
        "4 | 4 | {'type':'integer'} | 0, -1 | 1.0, 1e0, 1.5, '0'",
        "6 | 2020 | {'type':'integer'} | 0, -1, 1.0, 1e0 | 1.5, '0'",
        "4 | 4 | {'type':['integer','null']} | 0, null | 1.0",
        "6 | 2020 | {'type':['integer','null']} | 0, 1.0, null | 1.5, true",
        "4 | 2020 | {'type':['integer','number']} | 0, 1.0, 1.5 | null",
        "4 | 2020 | {'type':'string'} | '', 'a' | null",
        "4 | 2020 | {'type':'array'} | [], [1] | {}",
        "4 | 2020 | {'type':'object'} | {}, {'a':1} | []",
        // constants
        "4 | 4 | {'const':1} | 1, 2 | -",
        "6 | 2020 | {'const':1} | 1, 1.0 | 2, '1'",
        "6 | 2020 | {'const':{'a':[1.0]}} | {'a':[1]} | {'a':[2]}, {'a':[1],'b':1}",
        "4 | 2020 | {'enum':[1,'a',[null]]} | 1, 1.0, 'a', [null] | 2, [], null",
        "4 | 2020 | {'type':'string','enum':[1,'a']} | 'a' | 1",
        // numbers
        "4 | 2020 | {'multipleOf':0.5} | 0, 1, 1.5, 'a' | 0.7",
        "4 | 2020 | {'minimum':1,'maximum':2} | 1, 2, 'a' | 0.9, 2.1",
        "4 | 4 | {'minimum':1,'exclusiveMinimum':true} | 1.1 | 1",
        "4 | 4 | {'minimum':1,'exclusiveMinimum':false} | 1 | 0.9",
        "4 | 4 | {'maximum':1,'exclusiveMaximum':true} | 0.9 | 1",
        "4 | 4 | {'exclusiveMaximum':true} | 1 | -",
        "4 | 4 | {'exclusiveMaximum':1} | 2 | -",
        "6 | 2020 | {'exclusiveMinimum':1} | 1.1 | 1, 0",
        "6 | 2020 | {'exclusiveMaximum':1} | 0.9 | 1, 2",
        "6 | 2020 | {'minimum':2,'exclusiveMinimum':1} | 2 | 1.5",
        // strings
        "4 | 2020 | {'minLength':1,'maxLength':2} | 'a', 'ab', '\uD83D\uDE00x', 1 | '', 'abc'",
        "4 | 2020 | {'minLength':1} | 'a', 'abc' | ''",
        "4 | 2020 | {'maxLength':1.0} | '', 'a' | 'ab'",
        "4 | 2020 | {'minLength':2,'maxLength':1} | 1 | '', 'a', 'ab'",
        "4 | 2020 | {'minLength':3000000000} | 1 | '', 'a'",
        "4 | 2020 | {'pattern':'b'} | 'abc', 1 | 'ac'",
        "4 | 2020 | {'pattern':'b','maxLength':2} | 'ab' | 'abc', 'a'",
        "4 | 2020 | {'format':'date'} | '2024-02-29', 1 | '2024-02-30'",
        "4 | 2020 | {'format':'odd'} | 'a' | -",
        "4 | 2020 | {'format':1} | 'a' | -",
        // arrays
        "4 | 2020 | {'items':{'type':'null'}} | [], [null], {} | [1], [null,1]",
        "4 | 2019 | {'items':[{'type':'null'}]} | [], [null], [null,1] | [1]",
        "4 | 2019 | {'items':[{'type':'null'}],'additionalItems':false} | [null] | [null,1]",
        "4 | 2019 | {'items':{'type':'null'},'additionalItems':false} | [null,null] | [1]",
        "4 | 2020 | {'additionalItems':false} | [1] | -",
        "2020 | 2020 | {'prefixItems':[{'type':'null'}]} | [], [null,1] | [1]",
        "2020 | 2020 | {'prefixItems':[{'type':'null'}],'items':{'const':1}} | [null,1] | [1]",
        "4 | 2019 | {'prefixItems':[{'type':'null'}]} | [1] | -",
        "4 | 2020 | {'minItems':1,'maxItems':2} | [1], [1,2], {} | [], [1,2,3]",
        "4 | 2020 | {'minItems':2,'maxItems':1} | 1 | [], [1], [1,2]",
        "4 | 2020 | {'minItems':100000000000000000000} | {} | [1]",
        "4 | 2020 | {'uniqueItems':true} | [1,2], [] | [1,1.0]",
        "4 | 2020 | {'uniqueItems':false} | [1,1] | -",
        "4 | 4 | {'contains':{'const':1}} | [] | -",
        "6 | 2020 | {'contains':{'const':1}} | [1], [2,1,1], 1 | [], [2]",
        "6 | 7 | {'contains':{'const':1},'minContains':2} | [1] | []",
        "6 | 7 | {'contains':{'const':1},'maxContains':1} | [1,1] | []",
        "2019 | 2020 | {'contains':{'const':1},'minContains':2} | [1,1], {} | [1], []",
        "2019 | 2020 | {'contains':{'const':1},'minContains':0} | [], [2] | -",
        "2019 | 2020 | {'contains':{'const':1},'maxContains':1} | [1,2] | [1,1], [2]",
        "2019 | 2020 | {'contains':{'const':1},'minContains':0,'maxContains':1} | [], [1] | [1,1]",
        "2019 | 2020 | {'contains':{'const':1},'minContains':2,'maxContains':1} | 1 | [], [1,1]",
        "2019 | 2020 | {'minContains':2} | [], 1 | -",
        // objects
        "4 | 2020 | {'properties':{'a':{'type':'null'}}} | {}, {'a':null,'b':1}, [] | {'a':1}",
        "4 | 2020 | {'patternProperties':{'b':{'type':'null'}}} | {'a':1,'ab':null} | {'ab':1}",
        "4 | 2020 | {'additionalProperties':false} | {}, [1] | {'a':1}",
        "4 | 2020 | {'properties':{'a':{}},'additionalProperties':false} | {'a':1} | {'b':1}",
        "4 | 2020 | {'patternProperties':{'a':{}},'additionalProperties':false} | {'ab':1} | {'b':1}",
        "4 | 2020 | {'additionalProperties':{'type':'null'}} | {'a':null} | {'a':1}",
        "4 | 2020 | {'required':['a']} | {'a':1}, [] | {}, {'b':1}",
        "4 | 2020 | {'minProperties':1,'maxProperties':2} | {'a':1}, [] | {}, {'a':1,'b':1,'c':1}",
        "4 | 2020 | {'minProperties':2,'maxProperties':1} | 1 | {}, {'a':1}",
        "4 | 4 | {'propertyNames':{'maxLength':1}} | {'ab':1} | -",
        "6 | 2020 | {'propertyNames':{'maxLength':1}} | {}, {'a':1} | {'ab':1}",
        "4 | 7 | {'dependencies':{'a':['b']}} | {}, {'b':1}, {'a':1,'b':1}, 1 | {'a':1}",
        "4 | 7 | {'dependencies':{'a':[]}} | {'a':1} | -",
        "4 | 7 | {'dependencies':{'a':{'minProperties':2}}} | {'b':1}, {'a':1,'b':1} | {'a':1}",
        "2019 | 2020 | {'dependencies':{'a':['b']}} | {'a':1} | -",
        "2019 | 2020 | {'dependentRequired':{'a':['b']}} | {'b':1}, {'a':1,'b':1} | {'a':1}",
        "2019 | 2020 | {'dependentSchemas':{'a':{'minProperties':2}}} | {'b':1} | {'a':1}",
        "4 | 7 | {'dependentRequired':{'a':['b']}} | {'a':1} | -",
        "4 | 7 | {'dependentSchemas':{'a':{'minProperties':2}}} | {'a':1} | -",
        "2019 | 2020 | {'type':'null','dependentRequired':{'a':['b']}} | null | {}",
        // branches
        "4 | 2020 | {'allOf':[{'minimum':1},{'maximum':2}]} | 1, 2 | 0, 3",
        "4 | 2020 | {'anyOf':[{'maximum':1},{'minimum':2}]} | 1, 2 | 1.5",
        "4 | 2020 | {'oneOf':[{'maximum':2},{'minimum':1}]} | 0, 3 | 1, 2",
        "4 | 2020 | {'not':{'minimum':1}} | 0 | 1, 'a'",
        "4 | 6 | {'if':{'minimum':1},'then':{'maximum':2}} | 3 | -",
        "7 | 2020 | {'if':{'minimum':1},'then':{'maximum':2}} | 0, 1 | 3",
        "7 | 2020 | {'if':{'minimum':1},'else':{'minimum':0}} | 0, 3 | -1",
        "7 | 2020 | {'if':{'minimum':1},'then':{'maximum':2},'else':{'minimum':0}} | 0, 2 | -1, 3",
        "7 | 2020 | {'if':{'minimum':1}} | 0, 3 | -",
        "7 | 2020 | {'then':{'minimum':1},'else':false} | 0, 3 | -",
        // references
        "4 | 7 | {'$ref':'#/definitions/a','maximum':2,'definitions':{'a':{'minimum':1}}} | 1, 3 | 0",
        "2019 | 2020 | {'$ref':'#/$defs/a','maximum':2,'$defs':{'a':{'minimum':1}}} | 1 | 0, 3",
        "2019 | 2019 | {'items':{'$recursiveRef':'#'},'minItems':1} | [1], [[1]] | [], [[]]",
        "2020 | 2020 | {'items':{'$recursiveRef':'#'},'minItems':1} | [[]] | []",
        "2020 | 2020 | {'items':{'$dynamicRef':'#'},'minItems':1} | [1], [[1]] | [], [[]]",
        "4 | 2019 | {'items':{'$dynamicRef':'#'},'minItems':1} | [[]] | []",
        // what is evaluated
        "4 | 7 | {'unevaluatedProperties':false,'unevaluatedItems':false} | {'a':1}, [1] | -",
        "2019 | 2020 | {'unevaluatedProperties':false} | {}, 1, [1] | {'a':1}",
        "2019 | 2020 | {'unevaluatedProperties':{'const':1}} | {'a':1} | {'a':2}",
        "2019 | 2020 | {'unevaluatedProperties':true} | {'a':1} | -",
        "2019 | 2020 | {'properties':{'a':{}},'unevaluatedProperties':false} | {'a':1} | {'b':1}",
        "2019 | 2020 | {'patternProperties':{'a':{}},'unevaluatedProperties':false}"
            + " | {'ab':1} | {'b':1}",
        "2019 | 2020 | {'additionalProperties':{'const':1},'unevaluatedProperties':false}"
            + " | {'a':1} | {'a':2}",
        "2019 | 2020 | {'allOf':[{'properties':{'a':{}}}],'unevaluatedProperties':false}"
            + " | {'a':1} | {'b':1}",
        "2019 | 2020 | {'allOf':[{'allOf':[{'properties':{'a':{}}}]},{'$ref':'#/$defs/b'}],"
            + "'$defs':{'b':{'$ref':'#/$defs/c'},'c':{'properties':{'c':{}}}},"
            + "'unevaluatedProperties':false} | {'a':1}, {'c':1} | {'b':1}",
        "2019 | 2020 | {'allOf':[true,{}],'unevaluatedProperties':false} | {} | {'b':1}",
        "2019 | 2020 | {'anyOf':[{'properties':{'a':{'const':1}}},{'required':['b']}],"
            + "'unevaluatedProperties':false} | {}, {'a':1} | {'b':1}, {'a':2,'b':1}, {'a':1,'b':1}",
        "2019 | 2020 | {'oneOf':[{'properties':{'a':{'const':1}},'required':['a']},"
            + "{'properties':{'b':{}},'required':['b']}],'unevaluatedProperties':false}"
            + " | {'a':1}, {'b':1} | {'a':1,'b':1}, {'a':2,'b':1}, {}",
        "2019 | 2020 | {'not':{'properties':{'a':{'const':1}}},'unevaluatedProperties':false}"
            + " | - | {'a':2}, {}, 1",
        "2019 | 2020 | {'if':{'properties':{'a':{'const':1}},'required':['a']},"
            + "'then':{'properties':{'b':{}}},'else':{'properties':{'c':{}}},"
            + "'unevaluatedProperties':false}"
            + " | {'a':1,'b':1}, {'c':1}, {} | {'a':1,'c':1}, {'b':1}, {'a':2}",
        "2019 | 2020 | {'if':{'properties':{'a':{'const':1}},'required':['a']},"
            + "'unevaluatedProperties':false} | {'a':1}, {} | {'a':2}, {'b':1}",
        "2019 | 2020 | {'dependentSchemas':{'a':{'properties':{'a':{},'b':{}}}},"
            + "'unevaluatedProperties':false} | {'a':1,'b':1}, {} | {'b':1}, {'a':1,'c':1}",
        "2019 | 2020 | {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'a':{}}}},"
            + "'unevaluatedProperties':false} | {'a':1} | {'b':1}",
        "2019 | 2020 | {'properties':{'o':{'properties':{'a':{}}}},'allOf':[{'properties':{'o':"
            + "{'unevaluatedProperties':false}}}]} | {'o':{}} | {'o':{'a':1}}",
        "2019 | 2020 | {'allOf':[{'properties':{'a':{}},'unevaluatedProperties':{'const':1}}],"
            + "'unevaluatedProperties':false} | {'a':2,'b':1} | {'b':2}",
        "2019 | 2019 | {'items':[{}],'unevaluatedItems':false} | [], [1] | [1,2]",
        "2019 | 2019 | {'items':[{}],'additionalItems':true,'unevaluatedItems':false} | [1,2] | -",
        "2019 | 2020 | {'items':{'const':1},'unevaluatedItems':false} | [1,1] | [2]",
        "2019 | 2019 | {'contains':{'const':1},'unevaluatedItems':{'const':2}} | - | [1], [2,1]",
        "2020 | 2020 | {'prefixItems':[{}],'unevaluatedItems':{'const':2}} | [1,2], [] | [2,1]",
        "2020 | 2020 | {'contains':{'const':1},'unevaluatedItems':{'const':2}}"
            + " | [2,1], [1] | [3,1], []",
        "2020 | 2020 | {'unevaluatedItems':false} | [], {'a':1} | [1]",
        "2020 | 2020 | {'prefixItems':[{}],'unevaluatedItems':true} | [1,2] | -",
        "2020 | 2020 | {'prefixItems':[{}],'contains':{'const':1},'unevaluatedItems':{'const':2}}"
            + " | [3,1], [1,2], [3,2,1] | [3,3,1], [3]",
        // vocabularies
        "2020 | 2020 | {'$schema':'http://x/assertions','type':'array','items':false} | [1] | 1",
        "2020 | 2020 | {'$schema':'http://x/assertions','properties':{'a':false},'required':['a']}"
            + " | {'a':1} | {}",
        "2020 | 2020 | {'$schema':'http://x/assertions','allOf':[false],'maxItems':1,"
            + "'unevaluatedItems':false} | 1, [1] | [1,2]",
        "2020 | 2020 | {'$schema':'http://x/assertions','dependentRequired':{'a':['b']}} | {'a':1} | -",
        "2020 | 2020 | {'$schema':'http://x/subschemas','type':'array','minItems':1,'minLength':1,"
            + "'pattern':'a','minimum':1,'enum':[1],'required':['a'],'properties':{'b':false}}"
            + " | [], 0, '', {} | {'b':1}",
        "2020 | 2020 | {'$schema':'http://x/subschemas','contains':{'not':{}},'minContains':0}"
            + " | {} | []",
        "2020 | 2020 | {'$schema':'http://x/subschemas','dependentRequired':{'a':['b']},"
            + "'unevaluatedProperties':false} | {'a':1} | -",
      })
  void keywordsSayWhatTheirDraftSays(
      int from, int to, String schema, String valid, String invalid) {
    for (int number : new int[] {4, 6, 7, 2019, 2020}) {
      if (number >= from && number <= to) {
        Predicate<JsonNode> isValid = validity(schema, draft(number), true);
        for (JsonNode value : values(valid)) {
          assertTrue(isValid.test(value), () -> number + ": " + value);
        }
        for (JsonNode value : values(invalid)) {
          assertFalse(isValid.test(value), () -> number + ": " + value);
        }
      }
    }
  }

  @Test
  void formatsAssertWhereTheyAreSaidTo() {
    JsonNode odd = JsonText.read("\"x\"");
    String date = "{'format':'date'}";
    String asserted = "{'$schema':'http://x/formats','format':'date'}";
    assertTrue(validity(date, Draft.DRAFT_7, false).test(odd));
    assertFalse(validity(date, Draft.DRAFT_7, true).test(odd));
    assertFalse(validity(asserted, Draft.DRAFT_2020_12, false).test(odd));
  }

  /** From each draft on that is told, to the newest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "4 | {'type':'odd'} | type | MALFORMED",
        "4 | {'type':['null','odd']} | type | MALFORMED",
        "4 | {'type':1} | type | MALFORMED",
        "4 | {'enum':{}} | enum | MALFORMED",
        "4 | {'enum':[[1e-10001]]} | enum | LIMIT",
        "6 | {'const':{'a':1e10001}} | const | LIMIT",
        "4 | {'minimum':1e10001} | minimum | LIMIT",
        "4 | {'maximum':'1'} | maximum | MALFORMED",
        "4 | {'multipleOf':0} | multipleOf | MALFORMED",
        "4 | {'multipleOf':-1} | multipleOf | MALFORMED",
        "6 | {'exclusiveMinimum':true} | exclusiveMinimum | MALFORMED",
        "4 | {'minLength':-1} | minLength | MALFORMED",
        "4 | {'minLength':1.5} | minLength | MALFORMED",
        "4 | {'maxLength':'1'} | maxLength | MALFORMED",
        "4 | {'pattern':1} | pattern | MALFORMED",
        "4 | {'pattern':'('} | pattern | MALFORMED",
        "4 | {'pattern':'^(a)\\\\1$'} | pattern | UNSUPPORTED",
        "2020 | {'pattern':'^(([ab]c?){900}){900}$'} | pattern | LIMIT",
        "4 | {'x-span-of':'other'} | x-span-of | UNSUPPORTED",
        "4 | {'x-span-of':'document','maxLength':1} | x-span-of | UNSUPPORTED",
        "4 | {'x-entry-of':1} | x-entry-of | MALFORMED",
        "4 | {'minItems':-1} | minItems | MALFORMED",
        "4 | {'maxItems':1.5} | maxItems | MALFORMED",
        "4 | {'uniqueItems':1} | uniqueItems | MALFORMED",
        "4 | {'items':1} | items | MALFORMED",
        "2020 | {'items':[{}]} | items | MALFORMED",
        "2020 | {'prefixItems':{}} | prefixItems | MALFORMED",
        "2020 | {'prefixItems':{},'items':[{}]} | prefixItems | MALFORMED",
        "2019 | {'contains':{},'minContains':-1} | minContains | MALFORMED",
        "4 | {'properties':[]} | properties | MALFORMED",
        "4 | {'properties':{'a':1}} | properties | MALFORMED",
        "4 | {'patternProperties':{'(':{}}} | patternProperties | MALFORMED",
        "4 | {'required':'a'} | required | MALFORMED",
        "4 | {'required':[1]} | required | MALFORMED",
        "4 | {'minProperties':-1} | minProperties | MALFORMED",
        "2019 | {'dependentRequired':{'a':'b'}} | dependentRequired | MALFORMED",
        "2019 | {'dependentSchemas':{'a':['b']}} | dependentSchemas | MALFORMED",
        "4 | {'allOf':[]} | allOf | MALFORMED",
        "4 | {'anyOf':{}} | anyOf | MALFORMED",
        "4 | {'oneOf':[1]} | oneOf | MALFORMED",
        "4 | {'not':1} | not | MALFORMED",
        "7 | {'if':1,'then':{}} | if | MALFORMED",
        "7 | {'if':true,'then':1} | then | MALFORMED",
        "7 | {'if':true,'else':1} | else | MALFORMED",
        "4 | {'$ref':1} | $ref | MALFORMED",
      })
  void whatIsMalformedIsNamed(int from, String schema, String keyword, String kind) {
    for (int number : new int[] {4, 6, 7, 2019, 2020}) {
      if (number >= from) {
        refused(schema, draft(number), keyword, kind);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'minimum':1,'exclusiveMinimum':1} | exclusiveMinimum",
        "{'items':true} | items",
        "{'properties':{'a':false}} | properties",
        "{'not':true} | not",
        "{'dependencies':{'a':true}} | dependencies"
      })
  void draft4HasNoneOfThese(String schema, String keyword) {
    refused(schema, Draft.DRAFT_4, keyword, "MALFORMED");
  }

  private static void refused(String schema, Draft draft, String keyword, String kind) {
    SchemaException e =
        assertThrows(
            SchemaException.class,
            () -> {
              SchemaGraph graph = graph(draft);
              Sets sets = sets(graph, true);
              sets.set(sets.formulas().schema(graph.root(JsonText.read(quoted(schema)), "")));
            },
            schema);
    assertEquals(kind, e.kind().name(), schema);
    assertEquals(keyword, e.keyword(), schema);
  }

  @Test
  void bindingsTakeTheStrings() {
    for (String keyword : new String[] {"x-span-of", "x-entry-of"}) {
      SchemaGraph graph = graph(Draft.DRAFT_2020_12);
      Sets sets = sets(graph, true);
      String schema = "{\"type\":[\"string\",\"null\"],\"" + keyword + "\":\"document\"}";
      ValueSet set = sets.set(sets.formulas().schema(graph.root(JsonText.read(schema), "")));
      assertEquals(Set.of("document"), set.bound());
      assertTrue(set.strings().isEmpty() && set.nulls());
    }
  }
}
