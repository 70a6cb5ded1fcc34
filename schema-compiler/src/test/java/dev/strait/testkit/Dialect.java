package dev.strait.testkit;

import com.networknt.schema.SpecVersion.VersionFlag;

/** The drafts of JSON Schema, in the order of their appearance. */
public enum Dialect {
  DRAFT_4("http://json-schema.org/draft-04/schema#", VersionFlag.V4),
  DRAFT_6("http://json-schema.org/draft-06/schema#", VersionFlag.V6),
  DRAFT_7("http://json-schema.org/draft-07/schema#", VersionFlag.V7),
  DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema", VersionFlag.V201909),
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema", VersionFlag.V202012);

  private final String uri;
  private final VersionFlag flag;

  Dialect(String uri, VersionFlag flag) {
    this.uri = uri;
    this.flag = flag;
  }

  /** Returns what {@code $schema} says. */
  public String uri() {
    return uri;
  }

  /** Returns whether this is the given draft or a later one. */
  public boolean atLeast(Dialect other) {
    return compareTo(other) >= 0;
  }

  /** Returns the dialect that {@code $schema} names; 2020-12 if none. */
  public static Dialect of(com.fasterxml.jackson.databind.JsonNode schema) {
    String named = schema.path("$schema").asText(DRAFT_2020_12.uri);
    for (Dialect dialect : values()) {
      if (dialect.uri.equals(named)) {
        return dialect;
      }
    }
    throw new IllegalArgumentException("no dialect: " + named);
  }

  VersionFlag flag() {
    return flag;
  }
}
