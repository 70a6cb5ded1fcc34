package dev.strait.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Matcher;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.values.Escapes;
import dev.strait.values.NumberPolicy;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The official JSON Schema Test Suite: reads its files, feeds each instance's own compact text to a
 * matcher over single bytes, and reports what differs.
 */
final class Suite {
  static final Vocabulary BYTES =
      Vocabulary.of(
          Stream.concat(
                  IntStream.range(0, 256).mapToObj(i -> new byte[] {(byte) i}),
                  Stream.of(new byte[] {'<', '/', 's', '>'}))
              .toList(),
          256);

  static final TextPolicy POLICY =
      TextPolicy.compact()
          .withOrder(TextPolicy.Order.ANY)
          .withEscapes(Escapes.ANY)
          .withNumbers(NumberPolicy.wide());

  private final Path root;
  private final SchemaOptions options;

  /** One test: its place, the schema, the instance's compact text, and whether it is valid. */
  record Case(String name, JsonNode schema, String text, boolean valid) {}

  Suite(Path root, boolean formats) throws IOException {
    this.root = root;
    this.options =
        SchemaOptions.defaults()
            .withPolicy(POLICY)
            .withFormats(formats)
            .withDocuments(remotes(root.resolve("remotes")));
  }

  private static Map<String, JsonNode> remotes(Path folder) throws IOException {
    Map<String, JsonNode> documents = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String uri =
            "http://localhost:1234/" + folder.relativize(file).toString().replace('\\', '/');
        documents.put(uri, JsonRules.parse(Files.readString(file)));
      }
    }
    return documents;
  }

  /** Returns the tests of one file below {@code tests/}. */
  List<Case> cases(String file) throws IOException {
    String text = Files.readString(root.resolve("tests").resolve(file));
    List<String> instances = instances(text);
    List<Case> cases = new ArrayList<>();
    for (JsonNode group : JsonRules.parse(text)) {
      for (JsonNode test : group.get("tests")) {
        String name =
            file
                + ": "
                + group.get("description").asText()
                + ": "
                + test.get("description").asText();
        boolean valid = test.get("valid").booleanValue();
        cases.add(new Case(name, group.get("schema"), instances.get(cases.size()), valid));
      }
    }
    return cases;
  }

  /** Returns the texts of all {@code data} members at the depth of tests, without whitespace. */
  private static List<String> instances(String text) throws IOException {
    List<String> all = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 4 && token == JsonToken.FIELD_NAME && parser.currentName().equals("data")) {
          token = parser.nextToken();
          int from = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          if (token.isScalarValue()) {
            parser.getText();
          }
          all.add(compact(text.substring(from, (int) parser.currentLocation().getCharOffset())));
        }
      }
    }
    return all;
  }

  /** Returns JSON text without the whitespace between its tokens. */
  static String compact(String json) {
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted || !Character.isWhitespace(c)) {
        out.append(c);
      }
      if (quoted && c == '\\') {
        out.append(json.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return out.toString();
  }

  /** Returns whether a matcher of the schema accepts the text as a whole. */
  static boolean accepts(CompiledSchema schema, String text) {
    Matcher matcher = schema.constraint(BYTES).matcher();
    return matcher.acceptBytes(text.getBytes(StandardCharsets.UTF_8)) && matcher.isComplete();
  }

  /** Returns the options for a draft's folder. */
  SchemaOptions options(String folder) {
    return options.withDraft(
        switch (folder) {
          case "draft4" -> Draft.DRAFT_4;
          case "draft6" -> Draft.DRAFT_6;
          case "draft7" -> Draft.DRAFT_7;
          case "draft2019-09" -> Draft.DRAFT_2019_09;
          default -> Draft.DRAFT_2020_12;
        });
  }

  /** Returns what is wrong with a case, or the empty string. */
  static String check(Case test, SchemaOptions options) {
    try {
      boolean accepted;
      try {
        CompiledSchema schema = JsonSchema.compile(test.schema(), options);
        accepted = accepts(schema, test.text());
        boolean member = schema.isValid(JsonRules.parse(test.text()));
        if (member != accepted && accepted == test.valid()) {
          return "MEMBERSHIP " + member + " but accepted " + accepted;
        }
      } catch (SchemaException e) {
        if (e.kind() != SchemaException.Kind.UNSATISFIABLE) {
          throw e;
        }
        accepted = false;
      }
      return accepted == test.valid() ? "" : accepted ? "ACCEPTED invalid" : "REJECTED valid";
    } catch (RuntimeException | IOException | StackOverflowError e) {
      StackTraceElement at = e.getStackTrace().length > 0 ? e.getStackTrace()[0] : null;
      return "REFUSED " + e + " " + (e instanceof SchemaException ? "" : at);
    }
  }

  /** Arguments: the suite's folder, then names of folders or files below {@code tests/}. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    for (int i = 1; i < args.length; i++) {
      boolean formats = args[i].contains("/format");
      Suite suite = new Suite(root, formats);
      run(suite, args[i]);
    }
  }

  private static void run(Suite suite, String name) throws IOException {
    Path tests = suite.root.resolve("tests");
    Path start = tests.resolve(name);
    List<String> files;
    try (Stream<Path> walk = Files.isDirectory(start) ? Files.list(start) : Stream.of(start)) {
      files =
          walk.filter(f -> f.toString().endsWith(".json"))
              .map(f -> tests.relativize(f).toString())
              .sorted()
              .toList();
    }
    int right = 0;
    int total = 0;
    for (String file : files) {
      for (Case test : suite.cases(file)) {
        total++;
        String wrong = check(test, suite.options(file.substring(0, file.indexOf('/'))));
        if (wrong.isEmpty()) {
          right++;
        } else {
          System.out.println(wrong + " | " + test.name() + " | " + test.text());
        }
      }
    }
    System.out.println(name + ": " + right + " of " + total);
  }
}
