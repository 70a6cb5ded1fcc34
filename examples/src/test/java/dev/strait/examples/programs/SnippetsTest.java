package dev.strait.examples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the README, in the guides and on the package pages is what the compiler takes. */
class SnippetsTest {

  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("constraint-core", "schema-compiler", "llama-adapter");
  private static final Pattern IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL);

  /** What a snippet may take for granted: imports, and things that were made before it. */
  private static final String FRAME =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;
      import com.fasterxml.jackson.annotation.*;
      import com.fasterxml.jackson.databind.JsonNode;
      import dev.strait.automaton.*;
      import dev.strait.constraint.*;
      import dev.strait.grammar.*;
      import dev.strait.llama.cpp.*;
      import dev.strait.llama.extract.*;
      import dev.strait.llama.generate.*;
      import dev.strait.llama.gguf.*;
      import dev.strait.llama.model.*;
      import dev.strait.regex.*;
      import dev.strait.rule.*;
      import dev.strait.schema.*;
      import dev.strait.schema.graph.*;
      import dev.strait.schema.report.*;
      import dev.strait.schema.rules.*;
      import dev.strait.testkit.*;
      import dev.strait.values.*;
      import dev.strait.vocabulary.*;
      import jakarta.validation.constraints.*;
      import java.math.*;
      import java.nio.file.Path;
      import java.time.*;
      import java.util.*;

      class Snippet%d {
        void run(%s) throws Exception {
      %s
        }
      }
      """;

  private static final List<String> GIVEN =
      List.of(
          "Path path",
          "long deadline",
          "String text",
          "int token",
          "JsonNode address",
          "JsonNode schema",
          "Rule<?> rule",
          "Vocabulary vocabulary",
          "Constraint constraint",
          "LanguageModel model",
          "Workspace workspace",
          "Session session",
          "GenerationOptions options",
          "LlamaShape shape",
          "Map<String, float[]> weights",
          "List<byte[][]> merges");

  private static final String MODEL = "src/main/resources/dev/strait/examples/cite/citations.gguf";

  private record Snippet(Path file, String code) {

    /** Returns a class of the snippet; a variable that it declares itself is not given. */
    JavaFileObject source(int number) {
      String given =
          GIVEN.stream()
              .filter(g -> !declares(g.substring(g.lastIndexOf(' ') + 1)))
              .collect(Collectors.joining(", "));
      String content = FRAME.formatted(number, given, code.replace("model.gguf", MODEL));
      return new SimpleJavaFileObject(
          URI.create("string:///Snippet" + number + ".java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
          return content;
        }
      };
    }

    private boolean declares(String name) {
      return Pattern.compile("[\\w>\\]] " + name + " (=|:)").matcher(code).find();
    }
  }

  private static List<Snippet> in(Path file, Pattern pattern) {
    try {
      Matcher found = pattern.matcher(Files.readString(file));
      List<Snippet> snippets = new ArrayList<>();
      while (found.find()) {
        snippets.add(new Snippet(file, found.group(1).replaceAll("(?m)^ \\* ?", "")));
      }
      return snippets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Snippet> snippets() throws IOException {
    List<Snippet> all = new ArrayList<>(in(ROOT.resolve("README.md"), IN_MARKDOWN));
    for (String module : MODULES) {
      files(ROOT.resolve(module).resolve("docs"), ".md")
          .forEach(file -> all.addAll(in(file, IN_MARKDOWN)));
      files(ROOT.resolve(module).resolve("src/main/java"), ".java")
          .forEach(file -> all.addAll(in(file, IN_JAVADOC)));
    }
    return all;
  }

  @Test
  void theyCompileAndThoseOfTheReadmeRun(@TempDir Path classes) throws Exception {
    List<Snippet> snippets = snippets();
    assertTrue(snippets.size() > 20, () -> snippets.size() + " snippets found");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<JavaFileObject> sources = new ArrayList<>();
    for (Snippet snippet : snippets) {
      sources.add(snippet.source(sources.size()));
    }
    compiler
        .getTask(
            new StringWriter(),
            null,
            problems,
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")),
            null,
            sources)
        .call();
    String errors =
        problems.getDiagnostics().stream()
            .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
            .map(problem -> at(problem.getSource(), snippets) + ": " + problem)
            .collect(Collectors.joining("\n"));
    assertEquals("", errors);
    for (int i = 0; i < snippets.size(); i++) {
      if (snippets.get(i).file().endsWith("README.md")) {
        run(classes, i);
      }
    }
  }

  private static Path at(JavaFileObject source, List<Snippet> snippets) {
    String number = source.getName().replaceAll("\\D", "");
    return snippets.get(Integer.parseInt(number)).file();
  }

  /** Runs those of the README, with the model in the jar for the reader's own. */
  private static void run(Path classes, int number) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, SnippetsTest.class.getClassLoader())) {
      Class<?> type = loader.loadClass("Snippet" + number);
      Method method =
          Stream.of(type.getDeclaredMethods())
              .filter(m -> m.getName().equals("run"))
              .findFirst()
              .orElseThrow();
      Object[] arguments =
          Stream.of(method.getParameterTypes())
              .map(parameter -> parameter == Vocabulary.class ? Models.bytes() : given(parameter))
              .toArray();
      method.setAccessible(true);
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      method.invoke(constructor.newInstance(), arguments);
    }
  }

  private static Object given(Class<?> type) {
    return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
  }
}
