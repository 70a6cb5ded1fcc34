package dev.strait.schema.report;

/** A schema that cannot be compiled: which keyword, where, why, and what to do about it. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Kind {
    /** The schema is not a schema of its draft. */
    MALFORMED,
    /** The schema is right, but asks for something that is not supported. */
    UNSUPPORTED,
    /** A reference leads nowhere, or to itself without descending into the value. */
    REFERENCE,
    /** No value is valid. */
    UNSATISFIABLE,
    /** Compiling exceeds a limit. */
    LIMIT,
    /** Compiling was cancelled. */
    CANCELLED
  }

  private final Kind kind;
  private final String keyword;
  private final String pointer;
  private final String reason;
  private final String wayOut;

  /**
   * Describes the refusal.
   *
   * @param keyword the keyword that is at fault, or the empty string
   * @param pointer the JSON pointer of the subschema, after the document's URI and {@code #}
   * @param wayOut what the caller can do, or the empty string
   */
  public SchemaException(Kind kind, String keyword, String pointer, String reason, String wayOut) {
    super(message(keyword, pointer, reason, wayOut));
    this.kind = kind;
    this.keyword = keyword;
    this.pointer = pointer;
    this.reason = reason;
    this.wayOut = wayOut;
  }

  private static String message(String keyword, String pointer, String reason, String wayOut) {
    String at = keyword.isEmpty() ? "" : "'" + keyword + "' ";
    return at + "at " + pointer + ": " + reason + (wayOut.isEmpty() ? "" : ". " + wayOut);
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Returns the keyword at fault, or the empty string. */
  public String keyword() {
    return keyword;
  }

  /** Returns the place: a document's URI (empty for the root without one), {@code #}, a pointer. */
  public String pointer() {
    return pointer;
  }

  /** Returns why. */
  public String reason() {
    return reason;
  }

  /** Returns what the caller can do, or the empty string. */
  public String wayOut() {
    return wayOut;
  }
}
