package dev.strait.grammar;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.regex.Regex;
import dev.strait.regex.RegexException;
import dev.strait.rule.EmptyLanguageException;
import dev.strait.rule.Expression;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads Lark, in the dialect used for constrained decoding.
 *
 * <p>Rules and terminals (priorities are read and ignored), {@code * + ?}, {@code ~n..m}, groups
 * and {@code [optional]} parts, strings with flag {@code i}, regular expressions with flags {@code
 * i s u}, ranges {@code "a".."z"}, aliases, templates, {@code %ignore}, {@code %import
 * common.NAME}, {@code %json {…}}, {@code %regex {…}} with {@code substring_chars}, {@code
 * substring_words} or {@code substring_chunks}, special tokens {@code <|name|>} and {@code <[id]>},
 * {@code name[capture]}. The start rule is {@code start}.
 *
 * <p>There is no lexer: a text is in the language if <em>some</em> division into terminals fits the
 * rules, with ignored terminals allowed before, between and after. Lark itself would take the
 * longest terminal, so that {@code "if" NAME} does not match {@code ifx} there, but does here;
 * write what must stand between as a terminal. Regular expressions have the meaning of ECMA-262:
 * {@code \d} and {@code \w} are ASCII.
 *
 * <p>Refused by name: {@code %declare}, {@code %override}, {@code %extend}, imports from elsewhere,
 * regular-expression flags {@code l m x}, other attributes than {@code capture}.
 */
public final class Lark {

  /** The rule of what may stand after each terminal; no name of a grammar can be this. */
  private static final String IGNORED = "%ignore";

  private static final String START = "%start";

  /** Most instances of templates. */
  private static final int INSTANCES = 10_000;

  /** Most instances that are read inside one another. */
  private static final int INSTANCE_DEPTH = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String text;
  private final Cursor cursor;
  private final Tokens tokens;
  private final Definitions definitions;
  private final SchemaOptions schemas;
  private final List<Expression> ignored = new ArrayList<>();
  private final Map<String, Template> templates = new HashMap<>();
  private final Set<String> instances = new HashSet<>();
  private final Set<String> imported = new HashSet<>();

  /** What the parameters of the template being read stand for. */
  private Map<String, Argument> arguments = Map.of();

  private boolean inTerminal;
  private int nesting;
  private int instanceDepth;

  /** A template: its parameters, and where its body begins in the text. */
  private record Template(List<String> parameters, int body) {}

  /** What a parameter stands for; equal keys, equal values. */
  private record Argument(Expression value, String key) {}

  private Lark(String text, @Nullable Vocabulary vocabulary, SchemaOptions schemas) {
    this.text = text;
    this.cursor = new Cursor(text);
    this.tokens = new Tokens(vocabulary, cursor);
    this.definitions = new Definitions(cursor);
    this.schemas = schemas;
  }

  /**
   * Reads a grammar that names no tokens; its schemas are compiled with the default options.
   *
   * @throws GrammarSyntaxException if it cannot be read, or refers to what is not defined
   */
  public static TextGrammar parse(String text) {
    return new Lark(text, null, SchemaOptions.defaults()).read();
  }

  /**
   * Reads a grammar.
   *
   * @param vocabulary where special tokens are looked up, or null if there are none
   * @param schemas how the schemas of {@code %json} are compiled
   * @throws GrammarSyntaxException if it cannot be read, or refers to what is not defined
   */
  public static TextGrammar parse(
      String text, @Nullable Vocabulary vocabulary, SchemaOptions schemas) {
    return new Lark(text, vocabulary, schemas).read();
  }

  private TextGrammar read() {
    findTemplates();
    skipSpace(true);
    while (cursor.peek() != Cursor.END) {
      statement();
      skipSpace(true);
    }
    definitions.define(IGNORED, Expression.zeroOrMore(Expression.choice(ignored)), 0);
    if (!definitions.isDefined("start")) {
      throw cursor.expected("a rule named start");
    }
    Expression start =
        Expression.sequence(Expression.reference(IGNORED), definitions.use("start", 0));
    definitions.define(START, start, 0);
    definitions.use(IGNORED, 0);
    return definitions.finish(START);
  }

  private void statement() {
    int at = cursor.position();
    if (cursor.take("%ignore")) {
      readIgnore();
    } else if (cursor.take("%import")) {
      readImport();
    } else if (cursor.take("%llguidance")) {
      skipSpace(false);
      if (!json().isEmpty()) {
        throw cursor.error(at, "options of %llguidance are not supported");
      }
    } else if (cursor.peek() == '%') {
      cursor.expect("%");
      throw cursor.error(at, "%" + name("a directive") + " is not supported");
    } else {
      readDefinition();
    }
    endOfStatement();
  }

  private void endOfStatement() {
    skipSpace(false);
    int c = cursor.peek();
    if (c != Cursor.END && c != '\n' && c != '\r') {
      throw cursor.expected("an expression, '|' or the end of the line");
    }
  }

  private void readIgnore() {
    skipSpace(false);
    ignored.add(asTerminal(this::alternatives));
  }

  private Expression asTerminal(Supplier<Expression> reader) {
    boolean outer = inTerminal;
    inTerminal = true;
    Expression read = reader.get();
    inTerminal = outer;
    return read;
  }

  private void readImport() {
    skipSpace(false);
    int at = cursor.position();
    if (!name("a library").equals("common")) {
      throw cursor.error(at, "only the library common can be imported from");
    }
    skipSpace(false);
    if (cursor.take(".")) {
      int nameAt = cursor.position();
      String name = name("a terminal of the library");
      skipSpace(false);
      String alias = name;
      if (cursor.take("->")) {
        skipSpace(false);
        alias = name("a name");
      }
      importTerminal(name, alias, nameAt);
      return;
    }
    cursor.expect("(");
    do {
      skipSpace(true);
      int nameAt = cursor.position();
      String name = name("a terminal of the library");
      importTerminal(name, name, nameAt);
      skipSpace(true);
    } while (cursor.take(","));
    cursor.expect(")");
  }

  private void importTerminal(String name, String alias, int at) {
    String pattern = CommonTerminals.BY_NAME.get(name);
    if (pattern == null) {
      throw cursor.error(at, "the library common has no terminal " + name);
    }
    Expression body = Expression.regular(Patterns.whole(pattern, Set.of()));
    if (imported.add(alias + "=" + name)) {
      definitions.define(alias, body, at);
    }
  }

  /** Reads {@code name: body}, or passes over a template. */
  private void readDefinition() {
    while (cursor.take("?") || cursor.take("!")) {
      continue;
    }
    int at = cursor.position();
    String name = name("the name of a rule, a directive or the end of the grammar");
    if (templates.containsKey(name)) {
      skipTemplate(name);
      return;
    }
    skipSpace(false);
    if (cursor.take(".")) {
      cursor.take("-");
      cursor.number();
      skipSpace(false);
    }
    String capture = readAttributes(name);
    skipSpace(false);
    cursor.expect(":");
    Expression body = isTerminal(name) ? asTerminal(this::alternatives) : alternatives();
    definitions.define(name, capture.isEmpty() ? body : Expression.named(capture, body), at);
  }

  /** Reads {@code [capture]} or {@code [capture="name"]}; returns the name, or nothing. */
  private String readAttributes(String rule) {
    if (!cursor.take("[")) {
      return "";
    }
    skipSpace(true);
    int at = cursor.position();
    String attribute = name("an attribute");
    if (!attribute.equals("capture")) {
      throw cursor.error(at, "attribute " + attribute + " is not supported");
    }
    skipSpace(true);
    String capture = rule;
    if (cursor.take("=")) {
      skipSpace(true);
      cursor.expect("\"");
      capture = string();
      skipSpace(true);
    }
    cursor.expect("]");
    return capture;
  }

  private static boolean isTerminal(String name) {
    int letter = 0;
    while (letter < name.length() - 1 && name.charAt(letter) == '_') {
      letter++;
    }
    return Character.isUpperCase(name.charAt(letter));
  }

  /** Skips blanks and comments; line ends too, if they are not significant or inside brackets. */
  private void skipSpace(boolean lines) {
    while (true) {
      int c = cursor.peek();
      if (c == '#' || cursor.at("//")) {
        cursor.skipLine();
      } else if (c == ' ' || c == '\t' || ((lines || nesting > 0) && (c == '\n' || c == '\r'))) {
        cursor.next("");
      } else {
        return;
      }
    }
  }

  private String name(String expected) {
    int from = cursor.position();
    int c = cursor.peek();
    while (c == '_' || (c < 128 && Character.isLetterOrDigit(c))) {
      cursor.next(expected);
      c = cursor.peek();
    }
    if (from == cursor.position()) {
      throw cursor.expected(expected);
    }
    return cursor.slice(from);
  }

  private Expression alternatives() {
    List<Expression> alternatives = new ArrayList<>();
    skipSpace(false);
    alternatives.add(sequence());
    while (takeBar()) {
      skipSpace(true);
      alternatives.add(sequence());
    }
    return Expression.choice(alternatives);
  }

  /** Moves past a bar, also one that begins a later line. */
  private boolean takeBar() {
    int before = cursor.position();
    skipSpace(true);
    if (cursor.take("|")) {
      return true;
    }
    cursor.moveTo(before);
    return false;
  }

  private Expression sequence() {
    List<Expression> parts = new ArrayList<>();
    while (beginsItem(cursor.peek())) {
      parts.add(quantified(item()));
      skipSpace(false);
    }
    if (cursor.take("->")) {
      skipSpace(false);
      name("the name of an alias");
      skipSpace(false);
    }
    return Expression.sequence(parts);
  }

  private static boolean beginsItem(int c) {
    return c == '_'
        || c == '"'
        || c == '/'
        || c == '('
        || c == '['
        || c == '<'
        || c == '%'
        || (c < 128 && c >= 0 && Character.isLetter(c));
  }

  private Expression quantified(Expression item) {
    if (cursor.take("*")) {
      return Expression.zeroOrMore(item);
    }
    if (cursor.take("+")) {
      return Expression.oneOrMore(item);
    }
    if (cursor.take("?")) {
      return Expression.optional(item);
    }
    int before = cursor.position();
    skipSpace(false);
    if (!cursor.take("~")) {
      cursor.moveTo(before);
      return item;
    }
    skipSpace(false);
    int min = cursor.number();
    int max = min;
    skipSpace(false);
    if (cursor.take("..")) {
      skipSpace(false);
      max = cursor.number();
    }
    if (min > max) {
      throw cursor.error(before, "at least " + min + " but at most " + max);
    }
    return Expression.repeat(item, min, max);
  }

  private Expression item() {
    if (cursor.take("(")) {
      return group(")");
    }
    if (cursor.take("[")) {
      return Expression.optional(group("]"));
    }
    if (cursor.peek() == '<') {
      return terminal(tokens.read());
    }
    if (cursor.peek() == '%') {
      return terminal(embedded());
    }
    if (cursor.take("\"")) {
      return terminal(literal());
    }
    return cursor.take("/") ? terminal(pattern()) : reference();
  }

  private Expression group(String close) {
    cursor.enter();
    nesting++;
    Expression body = alternatives();
    skipSpace(true);
    cursor.expect(close);
    nesting--;
    cursor.leave();
    return body;
  }

  /** Lets ignored terminals follow, unless inside a terminal. */
  private Expression terminal(Expression body) {
    return inTerminal ? body : Expression.sequence(body, Expression.reference(IGNORED));
  }

  private Expression reference() {
    int at = cursor.position();
    String name = name("an expression");
    if (cursor.peek() == '{') {
      return instance(name, at);
    }
    Argument argument = arguments.get(name);
    if (argument != null) {
      return argument.value;
    }
    Expression use = definitions.use(name, at);
    return isTerminal(name) ? terminal(use) : use;
  }

  private Expression literal() {
    int at = cursor.position();
    String first = string();
    if (cursor.take("..")) {
      cursor.expect("\"");
      String last = string();
      if (first.codePointCount(0, first.length()) != 1
          || last.codePointCount(0, last.length()) != 1
          || first.codePointAt(0) > last.codePointAt(0)) {
        throw cursor.error(at, "a range needs one character at each end, ascending");
      }
      return Expression.codePoints(first.codePointAt(0), last.codePointAt(0));
    }
    boolean ignoringCase = cursor.at("i");
    if (ignoringCase) {
      cursor.expect("i");
      return Expression.regular(Patterns.ignoringCase(first));
    }
    return Expression.literal(first);
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    while (!cursor.take("\"")) {
      if (cursor.peek() == '\n') {
        throw cursor.expected("'\"'");
      }
      int c = cursor.next("'\"'");
      string.appendCodePoint(c == '\\' ? escape() : c);
    }
    return string.toString();
  }

  private int escape() {
    int c = cursor.next("an escape");
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'x' -> cursor.hex(2);
      case 'u' -> cursor.hex(4);
      case 'U' -> cursor.hex(8);
      case '\\', '"', '/', '\'' -> c;
      default ->
          throw cursor.error(
              cursor.position() - Character.charCount(c),
              "unknown escape \\" + Character.toString(c));
    };
  }

  private Expression pattern() {
    int at = cursor.position();
    while (cursor.peek() != '/') {
      if (cursor.peek() == '\n') {
        throw cursor.expected("'/'");
      }
      if (cursor.next("'/'") == '\\') {
        cursor.next("'/'");
      }
    }
    String pattern = cursor.slice(at);
    cursor.expect("/");
    Set<Regex.Flag> flags = flags();
    try {
      return Expression.regular(Patterns.whole(pattern, flags));
    } catch (RegexException | EmptyLanguageException problem) {
      throw cursor.error(at, String.valueOf(problem.getMessage()));
    }
  }

  private Set<Regex.Flag> flags() {
    Set<Regex.Flag> flags = EnumSet.noneOf(Regex.Flag.class);
    while (cursor.peek() < 128 && Character.isLetter(cursor.peek())) {
      int flag = cursor.next("a flag");
      switch (flag) {
        case 'i' -> flags.add(Regex.Flag.IGNORE_CASE);
        case 's' -> flags.add(Regex.Flag.DOT_ALL);
        case 'u' -> {}
        default ->
            throw cursor.error(
                cursor.position() - 1, "flag " + Character.toString(flag) + " is not supported");
      }
    }
    return flags;
  }

  private Expression embedded() {
    int at = cursor.position();
    cursor.expect("%");
    String kind = name("'json' or 'regex'");
    skipSpace(false);
    JsonNode value = json();
    if (kind.equals("regex")) {
      return substring(value, at);
    }
    if (!kind.equals("json")) {
      throw cursor.error(at, "%" + kind + " is not supported here");
    }
    return Parts.json(value, schemas);
  }

  /** Reads a JSON value at the cursor. */
  private JsonNode json() {
    int at = cursor.position();
    try (JsonParser parser = JSON.createParser(text.substring(at))) {
      JsonNode value = JSON.readTree(parser);
      if (value == null) {
        throw cursor.expected("a JSON value");
      }
      cursor.moveTo(at + (int) parser.currentLocation().getCharOffset());
      return value;
    } catch (IOException malformed) {
      throw cursor.error(at, "expected a JSON value: " + malformed.getMessage());
    }
  }

  private Expression substring(JsonNode options, int at) {
    if (options.size() == 1 && options.path("substring_chars").isTextual()) {
      String whole = options.path("substring_chars").textValue();
      return runs(whole.codePoints().mapToObj(Character::toString).toList());
    }
    if (options.size() == 1 && options.path("substring_words").isTextual()) {
      String whole = options.path("substring_words").textValue();
      return runs(Arrays.asList(whole.split("(?<=\\s)(?=\\S)|(?<=\\S)(?=\\s)")));
    }
    if (options.size() == 1 && options.path("substring_chunks").isArray()) {
      List<String> chunks = new ArrayList<>();
      options.path("substring_chunks").forEach(chunk -> chunks.add(chunk.asText()));
      return runs(chunks);
    }
    throw cursor.error(
        at, "%regex takes one of substring_chars, substring_words and substring_chunks");
  }

  private static Expression runs(List<String> chunks) {
    List<String> solid = chunks.stream().filter(chunk -> !chunk.isEmpty()).toList();
    return Expression.regular(Automata.runs(solid));
  }

  /** Finds the definitions {@code name{a, b}: body}, so that they may be used before. */
  private void findTemplates() {
    Matcher found =
        Pattern.compile("(?m)^[?!]*([a-zA-Z_]\\w*)\\{([\\w\\s,]*)\\}\\s*:").matcher(text);
    while (found.find()) {
      List<String> parameters = Arrays.asList(found.group(2).strip().split("\\s*,\\s*"));
      templates.put(found.group(1), new Template(parameters, found.end()));
    }
  }

  /** Passes over a template's body, which is read where the template is used. */
  private void skipTemplate(String name) {
    cursor.moveTo(template(name, cursor.position()).body);
    int depth = 0;
    while (cursor.peek() != Cursor.END && (depth > 0 || !endsStatement())) {
      int c = cursor.next("");
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (c == '"') {
        string();
      } else if (c == '/') {
        pattern();
      }
    }
  }

  private boolean endsStatement() {
    int c = cursor.peek();
    if (c != '\n' && c != '\r') {
      return false;
    }
    int before = cursor.position();
    skipSpace(true);
    boolean ends = !cursor.at("|");
    cursor.moveTo(before);
    if (!ends) {
      skipSpace(true);
    }
    return ends;
  }

  private Template template(String name, int at) {
    Template template = templates.get(name);
    if (template == null) {
      throw cursor.error(at, "template " + name + " is not defined");
    }
    return template;
  }

  private Expression instance(String name, int at) {
    Template template = template(name, at);
    cursor.expect("{");
    List<Argument> given = new ArrayList<>();
    nesting++;
    do {
      skipSpace(true);
      given.add(argument());
      skipSpace(true);
    } while (cursor.take(","));
    nesting--;
    cursor.expect("}");
    if (given.size() != template.parameters.size()) {
      throw cursor.error(
          at, "template " + name + " takes " + template.parameters.size() + " arguments");
    }
    String instance =
        given.stream().map(Argument::key).collect(Collectors.joining(", ", name + "{", "}"));
    if (instances.add(instance)) {
      if (instances.size() > INSTANCES || ++instanceDepth > INSTANCE_DEPTH) {
        throw cursor.error(at, "template " + name + " is instantiated without end");
      }
      instantiate(template, given, instance, at);
      instanceDepth--;
    }
    return definitions.use(instance, at);
  }

  /** Reads an argument. Its key is its text, with what the parameters in it stand for. */
  private Argument argument() {
    int from = cursor.position();
    Expression value = quantified(item());
    String key = cursor.slice(from);
    for (Map.Entry<String, Argument> bound : arguments.entrySet()) {
      String parameter = "\\b" + bound.getKey() + "\\b";
      key = key.replaceAll(parameter, Matcher.quoteReplacement(bound.getValue().key));
    }
    return new Argument(value, key);
  }

  private void instantiate(Template template, List<Argument> given, String instance, int at) {
    Map<String, Argument> bound = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      bound.put(template.parameters.get(i), given.get(i));
    }
    int back = cursor.position();
    int outerNesting = nesting;
    boolean outerTerminal = inTerminal;
    Map<String, Argument> outerArguments = arguments;
    nesting = 0;
    inTerminal = false;
    arguments = bound;
    cursor.moveTo(template.body);
    definitions.define(instance, alternatives(), at);
    cursor.moveTo(back);
    nesting = outerNesting;
    inTerminal = outerTerminal;
    arguments = outerArguments;
  }
}
