package dev.strait.schema.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The meta-schemas of the drafts, read from the class path of the networknt validator. */
final class MetaSchemas {
  private static final String HOST = "://json-schema.org/";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MetaSchemas() {}

  /** Returns the meta-schema with this URI (without fragment), if it is one. */
  static Optional<JsonNode> find(String uri) {
    int at = uri.indexOf(HOST);
    if (at < 0 || !uri.substring(at + HOST.length()).startsWith("draft")) {
      return Optional.empty();
    }
    String path = "/" + uri.substring(at + HOST.length());
    try (InputStream in = JsonSchemaFactory.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(MAPPER.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
