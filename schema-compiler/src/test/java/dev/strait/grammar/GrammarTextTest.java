package dev.strait.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Matcher;
import dev.strait.rule.EmptyLanguageException;
import dev.strait.rule.Rule;
import dev.strait.schema.SchemaOptions;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the notations have of their own, and their errors. */
class GrammarTextTest {

  private static boolean gbnf(String grammar, String text) {
    return Walks.matches(Gbnf.parse(grammar).compile(), text);
  }

  private static boolean lark(String grammar, String text) {
    return Walks.matches(Lark.parse(grammar).compile(), text);
  }

  private static String error(Function<String, TextGrammar> reader, String grammar) {
    GrammarSyntaxException error =
        assertThrows(GrammarSyntaxException.class, () -> reader.apply(grammar));
    return error.getMessage();
  }

  @Test
  void gbnfEscapesAndClasses() {
    String grammar = "root ::= \"\\x41\\u00e9\\U0001F600\\t\\r\\n\\\\\\\"\\[\\]\" [\\]\\-a-c-] .";
    assertTrue(gbnf(grammar, "A\u00e9\uD83D\uDE00\t\r\n\\\"[]]\n"));
    assertTrue(gbnf("root ::= [a-c-]{2}", "-b"));
    assertTrue(gbnf("root ::= [^a-c\\n]", "é"));
    assertFalse(gbnf("root ::= [^a-c\\n]", "b"));
    assertFalse(gbnf("root ::= .", "ab"));
  }

  @Test
  void gbnfLineEndsCommentsAndRepeats() {
    String grammar =
        """
        # the start
        root ::= ( # a group
          "a"
          | "b" ) tail{2,}   # twice or more
          | "z"
        tail ::=
          "c"{1} | "d" {0,1} "e"{ 2 , 3 } |
          "f"
        """;
    assertTrue(gbnf(grammar, "acf"));
    assertTrue(gbnf(grammar, "bdeeeec"));
    assertTrue(gbnf(grammar, "z"));
    assertFalse(gbnf(grammar, "ac"));
    assertFalse(gbnf(grammar, "adef"));
  }

  @Test
  void gbnfTokens() {
    String grammar =
        "root ::= <|call|> [a-z]+ <[" + Walks.END_CALL + "]> !<|call|>* <[" + (int) 'q' + "]>";
    Matcher matcher = Walks.constraint(Gbnf.parse(grammar, Walks.VOCABULARY).compile()).matcher();
    assertFalse(matcher.accept('a'));
    assertTrue(matcher.accept(Walks.CALL));
    assertFalse(matcher.accept(Walks.END_CALL));
    assertTrue(matcher.accept('a') && matcher.accept(Walks.END_CALL));
    assertFalse(matcher.accept(Walks.CALL), "the negated token");
    assertTrue(matcher.accept('Q') && matcher.accept(Walks.END_CALL + 1));
    assertFalse(matcher.isComplete());
    assertTrue(matcher.accept('q') && matcher.isComplete());
    assertTrue(
        error(g -> Gbnf.parse(g, Walks.VOCABULARY), "root ::= <|nothing|>").contains("no token"));
  }

  @Test
  void gbnfErrorsNameThePlace() {
    assertEquals(
        "line 2, column 6: expected '::=', found '='\nroot = \"a\"\n     ^",
        error(Gbnf::parse, "# first\nroot = \"a\"\n"));
    assertEquals(
        "line 1, column 13: rule b is not defined\nroot ::= \"a\" b\n             ^"
            .replace("13", "14"),
        error(Gbnf::parse, "root ::= \"a\" b\n"));
    assertTrue(error(Gbnf::parse, "root ::= \"a").contains("found the end of the grammar"));
    assertTrue(error(Gbnf::parse, "root ::= (\"a\"\nx ::= \"b\"").contains("expected ')'"));
    assertTrue(error(Gbnf::parse, "root ::= [z-a]").contains("runs backwards"));
    assertTrue(error(Gbnf::parse, "root ::= \"\\q\"").contains("unknown escape \\q"));
    assertTrue(error(Gbnf::parse, "root ::= \"\\ud800\"").contains("no character"));
    assertTrue(error(Gbnf::parse, "root ::= \"a\"{3,2}").contains("at least 3 but at most 2"));
    assertTrue(error(Gbnf::parse, "root ::= \"a\"\nroot ::= \"b\"").contains("defined twice"));
    assertTrue(error(Gbnf::parse, "a ::= \"a\"").contains("a rule named root"));
    assertTrue(error(Gbnf::parse, "root ::= " + "(".repeat(5_000)).contains("groups inside"));
    assertTrue(error(Lark::parse, "start: " + "(".repeat(5_000)).contains("groups inside"));
    assertTrue(error(Gbnf::parse, "root ::= *").contains("expected an expression"));
    assertTrue(error(Gbnf::parse, "root ::= \"a\"{99999999999}").contains("too large"));
  }

  @Test
  void unusedRulesAndEmptyLanguages() {
    assertEquals(List.of("b"), Gbnf.parse("root ::= \"a\"\nb ::= \"b\"").unused());
    TextGrammar endless = Gbnf.parse("root ::= \"a\" root");
    assertThrows(EmptyLanguageException.class, endless::compile);
  }

  @Test
  void larkIgnoresBetweenTerminals() {
    String grammar =
        """
        %import common (INT, WS)
        %import common.CNAME -> NAME
        %ignore WS
        %ignore /#[^\\n]*/
        ?start: sum
        sum: sum "+" INT -> plus
           | NAME "." NAME
           | INT
        """;
    assertTrue(lark(grammar, " 1 + 22\t+3 # end"));
    assertTrue(lark(grammar, "a . b+1"));
    assertFalse(lark(grammar, "1 2"));
    assertFalse(lark(grammar, "a b"));
  }

  @Test
  void larkTerminalsAreWhole() {
    String grammar = "start: AB \"c\"i~2\nAB.5: \"a\" _B\n_B: /b+/i\n%ignore \" \"";
    assertTrue(lark(grammar, "aBb cC "));
    assertFalse(lark(grammar, "a b cc"));
    assertFalse(lark(grammar, "abc"));
  }

  @Test
  void larkTemplates() {
    String grammar =
        """
        start: _list{"a", ","} | _list{/[0-9]/, _pair{";", ":"}} | nest{"x"}
        _list{item, sep}: item (sep item)*
        _pair{a, b}: a b
          | b
        nest{t}: "(" nest{t} ")" | t
        """;
    assertTrue(lark(grammar, "a,a"));
    assertTrue(lark(grammar, "1;:2:3"));
    assertTrue(lark(grammar, "((x))"));
    assertFalse(lark(grammar, "a;a"));
    assertFalse(lark(grammar, "1,2"));
    assertFalse(lark(grammar, "((x)"));
    assertTrue(
        error(Lark::parse, "start: t{\"a\"}\nt{x}: \"b\" t{x \"c\"}").contains("expected '}'"));
    assertTrue(error(Lark::parse, "start: t{\"a\"}\nt{x}: t{(x \"c\")}").contains("without end"));
  }

  @Test
  void larkEmbedsSchemasAndSubstrings() {
    String grammar =
        """
        start: "<" %json {"type": "object", "properties": {"a": {"type": "integer"}},
          "required": ["a"], "additionalProperties": false} ">"
          | "!" %regex {"substring_words": "the quick brown fox"}
          | "?" %regex {"substring_chunks": ["ab", "cd"]}
        """;
    assertTrue(lark(grammar, "<{\"a\":1}>"));
    assertFalse(lark(grammar, "<{\"a\":\"x\"}>"));
    assertTrue(lark(grammar, "!quick brown"));
    assertTrue(lark(grammar, "!"));
    assertFalse(lark(grammar, "!quick fox"));
    assertFalse(lark(grammar, "!uick"));
    assertTrue(lark(grammar, "?abcd") && lark(grammar, "?cd") && !lark(grammar, "?b"));
  }

  @Test
  void larkSpecialTokens() {
    String grammar = "start: <|call|> /[a-z]/ <[" + Walks.END_CALL + "]>\n%ignore \" \"";
    Rule<?> rule = Lark.parse(grammar, Walks.VOCABULARY, SchemaOptions.defaults()).compile();
    Matcher matcher = Walks.constraint(rule).matcher();
    assertTrue(matcher.accept(' ') && matcher.accept(Walks.CALL) && matcher.accept(' '));
    assertTrue(matcher.accept('x') && matcher.accept(Walks.END_CALL) && matcher.isComplete());
  }

  @Test
  void larkErrorsNameThePlaceAndTheConstruct() {
    assertEquals(
        "line 2, column 1: %declare is not supported\n%declare X\n^",
        error(Lark::parse, "start: X\n%declare X\n"));
    assertTrue(error(Lark::parse, "start: /a/x").contains("flag x is not supported"));
    assertTrue(error(Lark::parse, "start: /(a)\\1/").contains("line 1, column 9"));
    assertTrue(error(Lark::parse, "start: b").contains("rule b is not defined"));
    assertTrue(error(Lark::parse, "a: \"b\"").contains("a rule named start"));
    assertTrue(error(Lark::parse, "start[lazy]: \"b\"").contains("attribute lazy"));
    assertTrue(error(Lark::parse, "%import python.NAME").contains("only the library common"));
    assertTrue(error(Lark::parse, "%import common.NAME").contains("no terminal NAME"));
    assertTrue(error(Lark::parse, "start: \"a\" )").contains("expected an expression"));
    assertTrue(error(Lark::parse, "start: %json {\"a\": }").contains("expected a JSON value"));
    assertTrue(error(Lark::parse, "start: \"b\"..\"a\"").contains("ascending"));
  }

  @Test
  void theCommonTerminals() {
    String all = String.join(" | ", CommonTerminals.BY_NAME.keySet().stream().sorted().toList());
    String imports = "%import common (" + all.replace(" | ", ", ") + ")\n";
    assertTrue(lark(imports + "start: " + all, "\"a\\\"b\""));
    assertTrue(lark("%import common.FLOAT\nstart: FLOAT", "1e-5"));
    assertTrue(lark("%import common.FLOAT\nstart: FLOAT", ".5"));
    assertFalse(lark("%import common.FLOAT\nstart: FLOAT", "5"));
    assertTrue(lark("%import common.C_COMMENT\nstart: C_COMMENT", "/* a **/"));
    assertFalse(lark("%import common.C_COMMENT\nstart: C_COMMENT", "/* a */ */"));
    assertFalse(lark("%import common.ESCAPED_STRING\nstart: ESCAPED_STRING", "\"a\"b\""));
  }
}
