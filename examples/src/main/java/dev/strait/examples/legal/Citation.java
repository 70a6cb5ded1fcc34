package dev.strait.examples.legal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One citation as the citation schema writes it: a kind and named fields in the schema's order,
 * {@code text} (the verbatim span) first.
 *
 * @param kind the schema's discriminator, for example {@code case}
 * @param fields name to value, in the schema's order; unmodifiable
 */
public record Citation(String kind, Map<String, String> fields) {

  /** Copies the fields, keeping their order. */
  public Citation {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Returns a citation from alternating names and values; pairs whose value is empty are left out.
   *
   * @throws IllegalArgumentException if the number of arguments is odd
   */
  public static Citation of(String kind, String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].isEmpty()) {
        fields.put(namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return new Citation(kind, fields);
  }

  /** Returns the verbatim span; empty if the citation has none. */
  public String text() {
    return fields.getOrDefault("text", "");
  }

  /** Appends the compact JSON text of this citation: kind first, then the fields in order. */
  void appendTo(StringBuilder out) {
    out.append("{\"kind\":");
    JsonText.appendString(out, kind);
    fields.forEach(
        (name, value) -> {
          out.append(',');
          JsonText.appendString(out, name);
          out.append(':');
          JsonText.appendString(out, value);
        });
    out.append('}');
  }

  /** Returns the compact JSON text. */
  public String toJson() {
    StringBuilder out = new StringBuilder();
    appendTo(out);
    return out.toString();
  }
}
