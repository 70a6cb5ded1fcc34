package dev.strait.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.extract.Extractor;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Strait as modules: the library is found, structures are read, values are bound. In a package that
 * no module has, so that the child's main class is found on the class path.
 */
class ModulePathTest {

  private static final Pattern TESTS_ONLY =
      Pattern.compile("test-classes|-tests\\.jar|junit|jqwik|opentest4j|apiguardian");

  /** Run in a child process. */
  public static final class Child {
    private Child() {}

    /** What is extracted. */
    public record Answer(boolean yes, int count) {}

    /** Extracts a value by a model of random weights. */
    public static void main(String[] args) {
      try (LlamaModel model = LlamaModel.load(Path.of(args[0]));
          Workspace workspace = Workspace.open(model, ContextSettings.defaults().withThreads(1))) {
        Extractor<Answer> answers = Extractor.of(workspace, Answer.class);
        System.out.println(answers.extract("Six?").value().getClass().getSimpleName());
        System.out.println(LlamaModel.class.getModule() + ", " + Extractor.class.getModule());
      }
    }
  }

  @Test
  void extractsFromTheModulePath() throws Exception {
    List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    String modules =
        all.stream()
            .filter(entry -> !TESTS_ONLY.matcher(entry).find())
            .collect(Collectors.joining(File.pathSeparator));
    String tests =
        all.stream()
            .filter(entry -> entry.contains("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    Process child =
        new ProcessBuilder(
                Stream.of(
                        ChildJvm.JAVA,
                        "-Xmx512m",
                        "--module-path",
                        modules,
                        "--add-modules",
                        "dev.strait.llama",
                        "-cp",
                        tests,
                        Child.class.getName(),
                        TestModels.byteLevel(3).toString())
                    .toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), output);
    assertTrue(
        output.endsWith("Answer\nmodule dev.strait.llama, module dev.strait.llama\n"), output);
  }
}
