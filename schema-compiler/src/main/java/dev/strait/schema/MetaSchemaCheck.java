package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.report.SchemaException;
import java.util.stream.Collectors;

/** Explains a malformed schema in the words of its draft's meta-schema. */
final class MetaSchemaCheck {
  private static final int MESSAGES = 3;

  private MetaSchemaCheck() {}

  /** Returns the error with what the meta-schema finds, if it finds anything. */
  static SchemaException explain(SchemaException error, JsonNode schema, Draft otherwise) {
    Draft draft = Draft.of(schema.path("$schema").asText()).orElse(otherwise);
    String found =
        JsonSchemaFactory.getInstance(version(draft))
            .getSchema(SchemaLocation.of(version(draft).getId()))
            .validate(schema)
            .stream()
            .limit(MESSAGES)
            .map(ValidationMessage::getMessage)
            .collect(Collectors.joining("; "));
    return found.isEmpty()
        ? error
        : new SchemaException(
            error.kind(),
            error.keyword(),
            error.pointer(),
            error.reason() + " (the meta-schema: " + found + ")",
            error.wayOut());
  }

  private static VersionFlag version(Draft draft) {
    return switch (draft) {
      case DRAFT_4 -> VersionFlag.V4;
      case DRAFT_6 -> VersionFlag.V6;
      case DRAFT_7 -> VersionFlag.V7;
      case DRAFT_2019_09 -> VersionFlag.V201909;
      case DRAFT_2020_12 -> VersionFlag.V202012;
    };
  }
}
