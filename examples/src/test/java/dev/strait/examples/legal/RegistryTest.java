package dev.strait.examples.legal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private static final int MOST_UNKNOWN_REPORTERS = 12;

  private final Registry registry = Registry.load();

  @Test
  void everyEntryIsThereOnce() {
    List<String> names =
        registry.entries().stream().map(e -> e.group() + e.abbreviation()).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
    assertTrue(names.size() >= 200);
  }

  /** The public list spells with and without spaces; both count. */
  @Test
  void reportersAreKnownToThePublicList() throws IOException {
    Path file = Path.of("../../shared/data/legal/reporters.json");
    Path near = Path.of("../shared/data/legal/reporters.json");
    assumeTrue(Files.exists(file) || Files.exists(near));
    Set<String> known = new HashSet<>();
    for (JsonNode reporter :
        new ObjectMapper().readTree((Files.exists(file) ? file : near).toFile())) {
      known.add(squeezed(reporter.path("abbreviation").asText()));
      reporter.path("editions").forEach(edition -> known.add(squeezed(edition.asText())));
    }
    List<String> unknown =
        registry.abbreviations("reporter").stream()
            .filter(name -> !known.contains(squeezed(name)))
            .toList();
    assertTrue(unknown.size() <= MOST_UNKNOWN_REPORTERS, unknown.toString());
  }

  private static String squeezed(String name) {
    return name.replace(" ", "").replace("’", "'");
  }
}
