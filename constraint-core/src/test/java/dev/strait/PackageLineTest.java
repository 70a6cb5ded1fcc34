package dev.strait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packages of all modules form a straight line: each imports only those before it. */
@Tag("slow")
class PackageLineTest {

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package (dev\\.strait[\\w.]*);");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(dev\\.strait(?:\\.[a-z]\\w*)*)\\.");

  @Test
  void packagesOfAllModulesFormALine() throws IOException {
    Map<String, Set<String>> imports = new TreeMap<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.map(path -> path.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(module)) {
          read(module, imports);
        }
      }
    }
    assertTrue(imports.containsKey("dev.strait.rule"), "sources were found");
    List<String> line = line(imports);
    assertEquals(imports.size(), line.size());
    assertTrue(line.indexOf("dev.strait.vocabulary") < line.indexOf("dev.strait.constraint"));
  }

  private static void read(Path root, Map<String, Set<String>> imports) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        Matcher declared = PACKAGE.matcher(source);
        if (declared.find()) {
          Set<String> found = imports.computeIfAbsent(declared.group(1), p -> new TreeSet<>());
          IMPORT.matcher(source).results().forEach(match -> found.add(match.group(1)));
          found.remove(declared.group(1));
        }
      }
    }
  }

  /** Returns the packages, each after those it imports; fails if there is a cycle. */
  private static List<String> line(Map<String, Set<String>> imports) {
    List<String> line = new ArrayList<>();
    Map<String, Set<String>> left = new TreeMap<>(imports);
    while (!left.isEmpty()) {
      List<String> free =
          left.keySet().stream().filter(p -> line.containsAll(left.get(p))).toList();
      assertFalse(free.isEmpty(), () -> "packages import each other in a cycle: " + left);
      line.addAll(free);
      free.forEach(left::remove);
    }
    return line;
  }

  @Test
  void aCycleIsFound() {
    Map<String, Set<String>> cycle = Map.of("a", Set.of("b"), "b", Set.of("a"), "c", Set.of());
    assertThrows(AssertionError.class, () -> line(cycle));
  }
}
