package dev.strait.examples.legal;

import java.util.List;

/**
 * A stretch of legal prose and the citations in it, in the order of the text.
 *
 * @param text the prose
 * @param citations what an analyzer should find; each one's text is a span of the prose
 */
public record Passage(String text, List<Citation> citations) {

  /** Copies the list. */
  public Passage {
    citations = List.copyOf(citations);
  }

  /** Returns the compact JSON array of the citations: exactly what the model is to write. */
  public String citationsJson() {
    StringBuilder out = new StringBuilder("[");
    for (Citation citation : citations) {
      if (out.length() > 1) {
        out.append(',');
      }
      citation.appendTo(out);
    }
    return out.append(']').toString();
  }

  /** Returns one line of a data set: {@code {"text":…,"citations":[…]}}. */
  public String toJson() {
    StringBuilder out = new StringBuilder("{\"text\":");
    JsonText.appendString(out, text);
    return out.append(",\"citations\":").append(citationsJson()).append('}').toString();
  }
}
