package dev.strait.llama;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own for what could end this one. */
public final class ChildJvm {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private ChildJvm() {}

  /** Returns the builder of a process that runs a class of the tests. */
  public static ProcessBuilder of(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(JAVA, "-Xmx1g", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
