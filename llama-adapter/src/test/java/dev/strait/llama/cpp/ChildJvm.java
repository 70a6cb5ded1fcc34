package dev.strait.llama.cpp;

import java.nio.file.Path;

/** A process of its own for what could end this one. */
final class ChildJvm {
  private ChildJvm() {}

  /** Returns the builder of a process that runs a class of the tests. */
  static ProcessBuilder of(Class<?> main) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }
}
