package dev.strait.formats;

import dev.strait.automaton.ByteDfa;
import dev.strait.regex.Regex;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The formats by name. Where a format is no regular language, what is accepted is a part of it:
 *
 * <ul>
 *   <li>{@code hostname} and {@code idn-hostname}: no A-labels ({@code xn--…}), whose validity asks
 *       for their decoding; the latter's other limits stand at {@link IdnNames};
 *   <li>{@code regex}: groups nested to a depth of 2, no named groups, ranges of letters or digits.
 * </ul>
 */
public final class Formats {
  /** RFC 6901. */
  private static final String POINTER = "(?:/(?:[^~/]|~[01])*)*";

  private static final Map<String, Supplier<Format>> BUILDERS = new TreeMap<>();

  /**
   * The texts of {@code texts} with {@code min} to {@code max} code points, both inclusive; {@link
   * Integer#MAX_VALUE}: no upper bound.
   */
  public record Format(ByteDfa texts, int min, int max) {
    private Format(ByteDfa texts) {
      this(texts, 0, Integer.MAX_VALUE);
    }
  }

  static {
    BUILDERS.put("date", () -> new Format(DateTimes.date()));
    BUILDERS.put("time", () -> new Format(DateTimes.time()));
    BUILDERS.put("date-time", () -> new Format(DateTimes.dateTime()));
    BUILDERS.put("duration", () -> whole(DateTimes.DURATION));
    BUILDERS.put("email", () -> whole(Names.email(false)));
    BUILDERS.put("idn-email", () -> whole(Names.email(true)));
    BUILDERS.put("hostname", () -> new Format(Names.hostname(), 1, 253));
    BUILDERS.put("idn-hostname", () -> new Format(IdnNames.hostname(), 1, 253));
    BUILDERS.put("ipv4", () -> whole(Addresses.IPV4));
    BUILDERS.put("ipv6", () -> whole(Addresses.IPV6));
    BUILDERS.put("uri", () -> whole(Addresses.uri(false)));
    BUILDERS.put("uri-reference", () -> whole(Addresses.reference(false)));
    BUILDERS.put("iri", () -> whole(Addresses.uri(true)));
    BUILDERS.put("iri-reference", () -> whole(Addresses.reference(true)));
    BUILDERS.put("uri-template", () -> whole(Addresses.TEMPLATE));
    BUILDERS.put("uuid", () -> whole("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"));
    BUILDERS.put("json-pointer", () -> whole(POINTER));
    BUILDERS.put("relative-json-pointer", () -> whole("(?:0|[1-9][0-9]*)(?:#|" + POINTER + ")"));
    BUILDERS.put("regex", () -> whole(RegexSyntax.pattern(2)));
  }

  private Formats() {}

  private static Format whole(String pattern) {
    return new Format(Regex.parse(pattern).whole());
  }

  /** Returns the names of the known formats. */
  public static Set<String> names() {
    return BUILDERS.keySet();
  }

  /**
   * Builds the texts of a format, anew at every call.
   *
   * @throws IllegalArgumentException if the format is not known
   */
  public static Format build(String name) {
    Supplier<Format> builder = BUILDERS.get(name);
    if (builder == null) {
      throw new IllegalArgumentException("unknown format " + name);
    }
    return builder.get();
  }
}
