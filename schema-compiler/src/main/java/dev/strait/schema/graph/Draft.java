package dev.strait.schema.graph;

import java.util.Optional;

/** The drafts of JSON Schema, oldest first. */
public enum Draft {
  /** Draft 4. */
  DRAFT_4("http://json-schema.org/draft-04/schema", "draft-04"),
  /** Draft 6. */
  DRAFT_6("http://json-schema.org/draft-06/schema", "draft-06"),
  /** Draft 7. */
  DRAFT_7("http://json-schema.org/draft-07/schema", "draft-07"),
  /** Draft 2019-09. */
  DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema", "draft/2019-09"),
  /** Draft 2020-12. */
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema", "draft/2020-12");

  private final String uri;
  private final String folder;

  Draft(String uri, String folder) {
    this.uri = uri;
    this.folder = folder;
  }

  /** Returns the URI of the draft's meta-schema, without a fragment. */
  public String uri() {
    return uri;
  }

  /** Returns the path of the draft's meta-schemas below {@code json-schema.org}. */
  String folder() {
    return folder;
  }

  /** Returns the draft with this meta-schema, an empty fragment and the scheme not regarded. */
  public static Optional<Draft> of(String metaSchema) {
    String bare =
        metaSchema.endsWith("#") ? metaSchema.substring(0, metaSchema.length() - 1) : metaSchema;
    String tail = bare.replaceFirst("^https?:", "");
    for (Draft draft : values()) {
      if (draft.uri.endsWith(tail)
          && !tail.isEmpty()
          && draft.uri.replaceFirst("^https?:", "").equals(tail)) {
        return Optional.of(draft);
      }
    }
    return Optional.empty();
  }

  /** Returns whether this draft is {@code other} or newer. */
  public boolean atLeast(Draft other) {
    return compareTo(other) >= 0;
  }

  /** Returns the keyword that gives a schema its URI. */
  public String idKeyword() {
    return this == DRAFT_4 ? "id" : "$id";
  }
}
