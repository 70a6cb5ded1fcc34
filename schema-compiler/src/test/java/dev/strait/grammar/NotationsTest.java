package dev.strait.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.strait.rule.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Grammars of real languages, each in GBNF and in Lark, with texts checked by hand. */
class NotationsTest {

  private record Language(
      String name, String gbnf, String lark, List<String> members, List<String> others) {}

  private static final List<Language> LANGUAGES =
      List.of(
          new Language(
              "JSON",
              """
              root   ::= value
              value  ::= object | array | string | number | "true" | "false" | "null"
              object ::= "{" ws (pair ("," ws pair)*)? "}" ws
              pair   ::= string ":" ws value ws
              array  ::= "[" ws (value ws ("," ws value ws)*)? "]" ws
              string ::= "\\"" ([^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\\""
              number ::= "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [-+]? [0-9]+)?
              ws     ::= [ \\n]*
              """,
              """
              start: value
              value: object | array | STRING | NUMBER | "true" | "false" | "null"
              object: "{" WS? [pair ("," WS? pair)*] "}" WS?
              pair: STRING ":" WS? value WS?
              array: "[" WS? [value WS? ("," WS? value WS?)*] "]" WS?
              STRING: /"([^"\\\\\\x00-\\x1F]|\\\\(["\\\\\\/bfnrt]|u[0-9a-fA-F]{4}))*"/
              NUMBER: /-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+\\-]?[0-9]+)?/
              WS: /[ \\n]+/
              """,
              List.of("{}", "[1, 2.5e-3, {\"a\\u00e9\": null}]", "\"x\"", "-0", "{\"a\":[]} "),
              List.of("{a:1}", "[1,]", "01", "\"\\x\"", "", "tru", "[1 2]")),
          new Language(
              "arithmetic with left recursion",
              """
              root ::= sum
              sum ::= sum [-+] product | product
              product ::= product ("*" | "/") power | power
              power ::= atom "^" power | atom
              atom ::= [0-9]+ | "(" sum ")" | "-" atom
              """,
              """
              start: sum
              sum: sum ("+" | "-") product | product
              product: product /[*\\/]/ power | power
              power: atom "^" power | atom
              atom: /[0-9]+/ | "(" sum ")" | "-" atom
              """,
              List.of("1", "1+2*3", "(1-2)^3^-4", "--1", "((7))/2"),
              List.of("", "+", "1+", "(1", "1**2", "1 + 2", ")")),
          new Language(
              "ISO dates",
              """
              root ::= date ("T" time)?
              date ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])
              time ::= ([01] [0-9] | "2" [0-3]) (":" [0-5] [0-9]){1,2} ("Z" | [-+] [01] [0-9] ":" [0-5] [0-9])?
              """,
              """
              start: date ["T" time]
              date: DIGIT~4 "-" (/0[1-9]/ | /1[0-2]/) "-" (/0[1-9]/ | /[12][0-9]/ | /3[01]/)
              time: (/[01][0-9]/ | /2[0-3]/) (":" /[0-5][0-9]/)~1..2 ["Z" | /[-+][01][0-9]:[0-5][0-9]/]
              DIGIT: "0".."9"
              """,
              List.of(
                  "2024-02-29",
                  "2024-12-31T23:59",
                  "1999-01-01T00:00:00Z",
                  "0000-10-10T10:10-05:30"),
              List.of("2024-13-01", "2024-1-1", "2024-01-32", "2024-01-01T24:00", "2024-01-01T1")),
          new Language(
              "chess moves",
              """
              root ::= "1. " move " " move "\\n" ([1-9] [0-9]? ". " move " " move "\\n")*
              move ::= (pawn | nonpawn | castle) [+#]?
              nonpawn ::= [NBKQR] [a-h]? [1-8]? "x"? [a-h] [1-8]
              pawn ::= ([a-h] "x")? [a-h] [1-8] ("=" [NBKQR])?
              castle ::= "O-O" "-O"?
              """,
              """
              start: "1. " move " " move "\\n" (/[1-9][0-9]?/ ". " move " " move "\\n")*
              move: (pawn | nonpawn | castle) /[+#]/?
              nonpawn: /[NBKQR][a-h]?[1-8]?x?[a-h][1-8]/
              pawn: [/[a-h]x/] /[a-h][1-8]/ ["=" /[NBKQR]/]
              castle: "O-O" ["-O"]
              """,
              List.of(
                  "1. e4 e5\n", "1. e4 c5\n2. Nf3 d6\n", "1. O-O-O exd8=Q#\n", "1. Ngf3 Raxb1+\n"),
              List.of("1. e4\n", "e4 e5\n", "1. e9 e5\n", "1. e4 e5", "1. e4  e5\n")),
          new Language(
              "C subset",
              """
              root ::= (declaration)*
              declaration ::= type " " name "(" parameters? ")" "{" statement* "}"
              type ::= "int" | "float" | "char"
              name ::= [a-zA-Z_] [a-zA-Z_0-9]*
              parameters ::= type " " name ("," type " " name)*
              statement ::= type " " name "=" expression ";" | name "=" expression ";"
                | "return " expression ";" | "while" "(" condition ")" "{" statement* "}"
                | "if" "(" condition ")" "{" statement* "}" ("else" "{" statement* "}")?
              condition ::= expression ("==" | "!=" | "<=" | "<" | ">=" | ">") expression
              expression ::= term (("+" | "-") term)*
              term ::= factor (("*" | "/") factor)*
              factor ::= name | name "(" (expression ("," expression)*)? ")" | [0-9]+ | "(" expression ")"
              """,
              """
              start: declaration*
              declaration: type " " NAME "(" [parameters] ")" "{" statement* "}"
              type: "int" | "float" | "char"
              NAME: /[a-zA-Z_][a-zA-Z_0-9]*/
              parameters: type " " NAME ("," type " " NAME)*
              statement: type " " NAME "=" expression ";" | NAME "=" expression ";"
                | "return " expression ";" | "while" "(" condition ")" "{" statement* "}"
                | "if" "(" condition ")" "{" statement* "}" ["else" "{" statement* "}"]
              condition: expression ("==" | "!=" | "<=" | "<" | ">=" | ">") expression
              expression: term (("+" | "-") term)*
              term: factor (("*" | "/") factor)*
              factor: NAME | NAME "(" [expression ("," expression)*] ")" | /[0-9]+/ | "(" expression ")"
              """,
              List.of(
                  "",
                  "int f(){return 1;}",
                  "int f(int a,char b){if(a<=b){a=a+1;}else{b=f(a,2*b);}while(a!=0){}return a;}"),
              List.of(
                  "int f()", "int f(){return 1}", "void f(){}", "int f(){if(a){}}", "int 1f(){}")),
          new Language(
              "SQL subset",
              """
              root ::= "SELECT " columns " FROM " name (" WHERE " condition)? (" ORDER BY " name (" ASC" | " DESC")?)? (" LIMIT " [0-9]+)? ";"
              columns ::= "*" | column (", " column)*
              column ::= name | ("COUNT" | "SUM" | "MIN" | "MAX") "(" ("*" | name) ")"
              condition ::= condition " OR " conjunction | conjunction
              conjunction ::= conjunction " AND " test | test
              test ::= name (" = " | " <> " | " < " | " > ") value | "NOT " test | "(" condition ")"
              value ::= [0-9]+ | "'" ([^'] | "''")* "'" | name
              name ::= [a-z_]+ ("." [a-z_]+)?
              """,
              """
              start: "SELECT " columns " FROM " NAME [" WHERE " condition] [" ORDER BY " NAME [" ASC" | " DESC"]] [" LIMIT " /[0-9]+/] ";"
              columns: "*" | column (", " column)*
              column: NAME | ("COUNT" | "SUM" | "MIN" | "MAX") "(" ("*" | NAME) ")"
              condition: condition " OR " conjunction | conjunction
              conjunction: conjunction " AND " test | test
              test: NAME (" = " | " <> " | " < " | " > ") value | "NOT " test | "(" condition ")"
              value: /[0-9]+/ | /'([^']|'')*'/ | NAME
              NAME: /[a-z_]+(\\.[a-z_]+)?/
              """,
              List.of(
                  "SELECT * FROM t;",
                  "SELECT a, COUNT(*) FROM t WHERE a = 'it''s' AND NOT (b < 3 OR c > d.e) ORDER BY a DESC LIMIT 10;"),
              List.of(
                  "SELECT FROM t;",
                  "SELECT * FROM t",
                  "SELECT * FROM t WHERE a = 'x;",
                  "select * from t;")),
          new Language(
              "list of items",
              """
              root ::= item+
              # a bullet, a text, a line end
              item ::= "- " [^\\r\\n\\x0b\\x0c\\x85\\u2028\\u2029]+ "\\n"
              """,
              """
              start: item+
              // a bullet, a text, a line end
              item: "- " /[^\\r\\n\\x0b\\x0c\\x85\\u2028\\u2029]+/ "\\n"
              """,
              List.of("- a\n", "- one\n- two – three\n"),
              List.of("", "- \n", "a\n", "- a", "- a\u2028b\n")),
          new Language(
              "Japanese",
              """
              root ::= jp-char+ ([ \\t\\n] jp-char+)*
              jp-char ::= hiragana | katakana | punctuation | cjk
              hiragana ::= [ぁ-ゟ]
              katakana ::= [ァ-ヿ]
              punctuation ::= [、-〾]
              cjk ::= [一-鿿]
              """,
              """
              start: JP+ (/[ \\t\\n]/ JP+)*
              JP: HIRAGANA | KATAKANA | PUNCTUATION | CJK
              HIRAGANA: "ぁ".."ゟ"
              KATAKANA: "ァ".."ヿ"
              PUNCTUATION: "、".."〾"
              CJK: "一".."鿿"
              """,
              List.of("日本語", "これは テスト\nです。"),
              List.of("", "a", "日本 ", "日本  語", " 日本")),
          new Language(
              "XML elements",
              """
              root ::= element
              element ::= "<" name attribute* ("/>" | ">" (element | text)* "</" name ">")
              attribute ::= " " name "=\\"" [^"<&]* "\\""
              text ::= [^<&] | "&" ("lt" | "amp" | "#" [0-9]+) ";"
              name ::= [a-zA-Z] [a-zA-Z0-9-]*
              """,
              """
              start: element
              element: "<" NAME attribute* ("/>" | ">" (element | text)* "</" NAME ">")
              attribute: " " NAME "=\\"" /[^"<&]*/ "\\""
              text: /[^<&]/ | "&" ("lt" | "amp" | "#" /[0-9]+/) ";"
              NAME: /[a-zA-Z][a-zA-Z0-9-]*/
              """,
              List.of("<a/>", "<a b=\"c\">x &lt; y<b></b></a>", "<a>&#38;</a>"),
              List.of("<a>", "a", "<a b=c/>", "<a>&x;</a>", "<a/><b/>")),
          new Language(
              "CSV",
              """
              root ::= row ("\\n" row)*
              row ::= field ("," field)*
              field ::= [^,"\\n]* | "\\"" ([^"] | "\\"\\"")* "\\""
              """,
              """
              start: row ("\\n" row)*
              row: field ("," field)*
              field: /[^,"\\n]*/ | /"([^"]|"")*"/
              """,
              List.of("", "a,b\nc,d", "\"x, \"\"y\"\"\n\",", ",,"),
              List.of("\"a", "\"a\"b", "a\"b")),
          new Language(
              "e-mail addresses",
              """
              root ::= local "@" domain
              local ::= atom ("." atom)*
              atom ::= [a-zA-Z0-9_+-]{1,64}
              domain ::= (label "."){1,8} [a-z]{2,24}
              label ::= [a-z0-9] ([a-z0-9-]{0,61} [a-z0-9])?
              """,
              """
              start: local "@" domain
              local: atom ("." atom)*
              atom: /[a-zA-Z0-9_+-]/~1..64
              domain: (label ".")~1..8 /[a-z]/~2..24
              label: /[a-z0-9]/ [/[a-z0-9-]/~0..61 /[a-z0-9]/]
              """,
              List.of("a@b.cd", "first.last+tag@mail-1.example.org"),
              List.of("a@b", "@b.cd", "a..b@c.de", "a@-b.cd", "a@b.c")),
          new Language(
              "semantic versions",
              """
              root ::= num "." num "." num ("-" pre ("." pre)*)? ("+" build ("." build)*)?
              num ::= "0" | [1-9] [0-9]*
              pre ::= num | [0-9]* [a-zA-Z-] [0-9a-zA-Z-]*
              build ::= [0-9a-zA-Z-]+
              """,
              """
              start: num "." num "." num ["-" pre ("." pre)*] ["+" build ("." build)*]
              num: "0" | /[1-9][0-9]*/
              pre: num | /[0-9]*[a-zA-Z-][0-9a-zA-Z-]*/
              build: /[0-9a-zA-Z-]+/
              """,
              List.of("0.0.0", "1.2.3-rc.1+build.5", "10.20.30-0a", "1.0.0+001"),
              List.of("1.2", "01.2.3", "1.2.3-01", "1.2.3-", "v1.2.3")),
          new Language(
              "S-expressions",
              """
              root ::= expr
              expr ::= atom | "(" (expr (" " expr)*)? ")" | "'" expr
              atom ::= [a-z+*/<>=!?-]+ | "-"? [0-9]+ | "\\"" [^"]* "\\""
              """,
              """
              start: expr
              expr: ATOM | "(" [expr (" " expr)*] ")" | "'" expr
              ATOM: /[a-z+*\\/<>=!?-]+/ | /-?[0-9]+/ | /"[^"]*"/
              """,
              List.of("()", "(define (f x) (+ x 1))", "'(a \"b c\")", "''-1"),
              List.of("(", "(a", "(a  b)", "( a)", "1a")),
          new Language(
              "palindromes of brackets",
              """
              root ::= "(" root ")" | "[" root "]" | root root |
              """,
              """
              start: "(" start ")" | "[" start "]" | start start |
              """,
              List.of("", "()", "([])()", "[[()]()]"),
              List.of("(", ")", "([)]", "(]")),
          new Language(
              "postal codes and phone numbers",
              """
              root ::= zip | phone | uk
              zip ::= [0-9]{5} ("-" [0-9]{4})?
              phone ::= ("+" [1-9] [0-9]{0,2} " ")? ("(" [0-9]{3} ") " | [0-9]{3} "-") [0-9]{3} "-" [0-9]{4}
              uk ::= [A-Z]{1,2} [0-9] [0-9A-Z]? " " [0-9] [A-Z]{2}
              """,
              """
              start: zip | phone | uk
              zip: D~5 ["-" D~4]
              phone: ["+" /[1-9]/ D~0..2 " "] ("(" D~3 ") " | D~3 "-") D~3 "-" D~4
              uk: U~1..2 D (D | U)? " " D U~2
              D: /[0-9]/
              U: "A".."Z"
              """,
              List.of(
                  "12345", "12345-6789", "+1 (555) 123-4567", "555-123-4567", "SW1A 1AA", "M1 1AE"),
              List.of("1234", "12345-", "+0 555-123-4567", "SW1A1AA", "555 123 4567")),
          new Language(
              "ini files",
              """
              root ::= section*
              section ::= "[" key "]\\n" (key " = " value? "\\n" | ";" [^\\n]* "\\n")*
              key ::= [a-z] [a-z0-9_]{0,2000}
              value ::= [^ \\n] [^\\n]{0,3000}
              """,
              """
              start: section*
              section: "[" key "]\\n" (key " = " [value] "\\n" | ";" /[^\\n]*/ "\\n")*
              key: /[a-z]/ /[a-z0-9_]/~0..2000
              value: /[^ \\n]/ /[^\\n]/~0..3000
              """,
              List.of("", "[a]\n", "[a]\nb = c d\n; x\ne = \n[f]\n"),
              List.of("a = b\n", "[a]", "[a]\nb=c\n", "[A]\n")));

  /** Returns one of the grammars in GBNF. */
  static String gbnf(String language) {
    return LANGUAGES.stream().filter(l -> l.name.equals(language)).findFirst().orElseThrow().gbnf;
  }

  @TestFactory
  Stream<DynamicTest> membersAndOthers() {
    return LANGUAGES.stream()
        .flatMap(
            language ->
                Stream.of(
                    dynamicTest(
                        language.name + " in GBNF",
                        () -> check(language, Gbnf.parse(language.gbnf).compile())),
                    dynamicTest(
                        language.name + " in Lark",
                        () -> check(language, Lark.parse(language.lark).compile()))));
  }

  private static void check(Language language, Rule<?> rule) {
    language.members.forEach(text -> assertEquals(true, Walks.matches(rule, text), text));
    language.others.forEach(text -> assertEquals(false, Walks.matches(rule, text), text));
  }

  @TestFactory
  Stream<DynamicTest> bothNotationsGiveTheSameMasks() {
    return LANGUAGES.stream()
        .map(
            language ->
                dynamicTest(
                    language.name,
                    () -> {
                      Rule<?> gbnf = Gbnf.parse(language.gbnf).compile();
                      Rule<?> lark = Lark.parse(language.lark).compile();
                      for (int seed = 0; seed < 15; seed++) {
                        Walks.assertSameMasks(gbnf, lark, seed, 40);
                      }
                    }));
  }
}
