package dev.strait.constraint;

import java.util.List;

/**
 * Where a matcher stands, in words.
 *
 * @param places what the states stand for: schema pointers or grammar rules; innermost first, each
 *     once
 * @param next the bytes that may come next, canonically: {@code '"' 'a'..'z' 0a}
 * @param complete whether the text may end here
 * @param shortest fewest bytes to a valid end
 */
public record Explanation(List<String> places, String next, boolean complete, long shortest) {

  /** Copies the list. */
  public Explanation {
    places = List.copyOf(places);
  }

  @Override
  public String toString() {
    return "in "
        + String.join(" in ", places)
        + "; next: "
        + (next.isEmpty() ? "nothing" : next)
        + (complete ? "; may end" : "; " + shortest + " bytes to an end");
  }
}
