package dev.strait.examples.legal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reporters, codes, registers, constitutions and rules that the citation schema accepts, by
 * class. Immutable.
 */
public final class Registry {

  /**
   * One entry.
   *
   * @param group the class: reporter, code, regulation, register, constitution or rule
   * @param abbreviation as it is written in a citation
   * @param name the full name
   * @param jurisdiction whose it is
   * @param weight how often generated text uses it, relative to its class
   */
  public record Entry(
      String group, String abbreviation, String name, String jurisdiction, int weight) {}

  private static final String RESOURCE = "registry.tsv";

  private final Map<String, List<Entry>> groups;

  private Registry(Map<String, List<Entry>> groups) {
    this.groups = groups;
  }

  /**
   * Reads the registry that comes with the program.
   *
   * @throws UncheckedIOException if the resource cannot be read
   */
  public static Registry load() {
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    for (String line : Resources.lines(RESOURCE)) {
      if (!line.startsWith("#")) {
        Entry entry = parse(line);
        groups.computeIfAbsent(entry.group(), g -> new ArrayList<>()).add(entry);
      }
    }
    return new Registry(groups);
  }

  private static Entry parse(String line) {
    String[] cells = line.split("\t", -1);
    return new Entry(cells[0], cells[1], cells[2], cells[3], Integer.parseInt(cells[4]));
  }

  /** Returns the entries of a class, in file order; empty if there is no such class. */
  public List<Entry> group(String name) {
    return List.copyOf(groups.getOrDefault(name, List.of()));
  }

  /** Returns the abbreviations of a class, in file order. */
  public List<String> abbreviations(String group) {
    return group(group).stream().map(Entry::abbreviation).toList();
  }

  /** Returns all entries. */
  public List<Entry> entries() {
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /** Returns the first entry with this abbreviation, whatever its class. */
  public Optional<Entry> find(String abbreviation) {
    return entries().stream().filter(e -> e.abbreviation().equals(abbreviation)).findFirst();
  }

  /** Text resources of this package. */
  static final class Resources {

    private Resources() {}

    /** Returns the lines of a resource that are not blank. */
    static List<String> lines(String name) {
      try (InputStream in = Registry.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("missing resource " + name);
        }
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
