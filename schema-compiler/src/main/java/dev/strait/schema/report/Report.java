package dev.strait.schema.report;

import java.util.List;

/**
 * What was compiled, ignored and doubted. It covers the subschemas visited so far: compiling is
 * lazy. Immutable.
 *
 * @param entries one per keyword and place, in the order of visits
 */
public record Report(List<Entry> entries) {

  /** How a keyword was taken. */
  public enum Status {
    /** It constrains the value. */
    COMPILED,
    /** It is there for readers or tools and constrains nothing, as the specification says. */
    ANNOTATION,
    /** It is not known, or not of this draft or vocabulary, or stands beside a {@code $ref}. */
    IGNORED,
    /** It was taken, but probably does not do what was meant. */
    WARNING
  }

  /**
   * One keyword at one place.
   *
   * @param pointer the JSON pointer of the subschema that has the keyword
   * @param note why, or the empty string
   */
  public record Entry(String pointer, String keyword, Status status, String note) {
    @Override
    public String toString() {
      return pointer + " " + keyword + ": " + status + (note.isEmpty() ? "" : " (" + note + ")");
    }
  }

  /** Copies the entries. */
  public Report {
    entries = List.copyOf(entries);
  }

  /** Returns the entries of one status. */
  public List<Entry> of(Status status) {
    return entries.stream().filter(e -> e.status() == status).toList();
  }
}
