package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.rule.Rule;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.schema.rules.TextPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * How schemas are compiled. Immutable; each {@code with} method returns changed options:
 *
 * <pre>{@code
 * SchemaOptions options =
 *     SchemaOptions.defaults().withPolicy(TextPolicy.spaced()).withFormats(false);
 * }</pre>
 */
public final class SchemaOptions {
  private static final SchemaOptions DEFAULTS = new SchemaOptions(new Values());

  private final Values values;

  private static final class Values {
    TextPolicy policy = TextPolicy.compact();
    Draft draft = Draft.DRAFT_2020_12;
    boolean formats = true;
    SchemaLimits limits = SchemaLimits.defaults();
    BooleanSupplier cancelled = () -> false;
    String uri = "";
    Map<String, JsonNode> documents = Map.of();
    Function<String, Optional<JsonNode>> loader = uri -> Optional.empty();
    Map<String, Rule<?>> bindings = Map.of();

    Values copy() {
      Values v = new Values();
      v.policy = policy;
      v.draft = draft;
      v.formats = formats;
      v.limits = limits;
      v.cancelled = cancelled;
      v.uri = uri;
      v.documents = documents;
      v.loader = loader;
      v.bindings = bindings;
      return v;
    }
  }

  private SchemaOptions(Values values) {
    this.values = values;
  }

  /** Returns the defaults: compact text, draft 2020-12, formats asserted, no documents. */
  public static SchemaOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another text policy. */
  public SchemaOptions withPolicy(TextPolicy policy) {
    Values v = values.copy();
    v.policy = policy;
    return new SchemaOptions(v);
  }

  /** Returns these options with another draft for schemas that do not name theirs. */
  public SchemaOptions withDraft(Draft draft) {
    Values v = values.copy();
    v.draft = draft;
    return new SchemaOptions(v);
  }

  /** Returns these options with {@code format} asserted, or taken as an annotation. */
  public SchemaOptions withFormats(boolean asserted) {
    Values v = values.copy();
    v.formats = asserted;
    return new SchemaOptions(v);
  }

  /** Returns these options with other limits. */
  public SchemaOptions withLimits(SchemaLimits limits) {
    Values v = values.copy();
    v.limits = limits;
    return new SchemaOptions(v);
  }

  /** Returns these options with a question that is asked while compiling: true ends it. */
  public SchemaOptions withCancellation(BooleanSupplier cancelled) {
    Values v = values.copy();
    v.cancelled = cancelled;
    return new SchemaOptions(v);
  }

  /** Returns these options with the URI from which the schema was retrieved. */
  public SchemaOptions withUri(String uri) {
    Values v = values.copy();
    v.uri = uri;
    return new SchemaOptions(v);
  }

  /** Returns these options with one more document that references may lead to. */
  public SchemaOptions withDocument(String uri, JsonNode json) {
    return withDocuments(Map.of(uri, json));
  }

  /** Returns these options with more documents, by URI, that references may lead to. */
  public SchemaOptions withDocuments(Map<String, JsonNode> documents) {
    Values v = values.copy();
    Map<String, JsonNode> all = new LinkedHashMap<>(v.documents);
    all.putAll(documents);
    v.documents = Map.copyOf(all);
    return new SchemaOptions(v);
  }

  /** Returns these options with a loader for documents that are not registered, by URI. */
  public SchemaOptions withLoader(Function<String, Optional<JsonNode>> loader) {
    Values v = values.copy();
    v.loader = loader;
    return new SchemaOptions(v);
  }

  /**
   * Returns these options with one more binding: the strings that {@code x-span-of: name} or {@code
   * x-entry-of: name} stand for. The rule reads the quoted JSON text; see {@code
   * dev.strait.values.Evidence}.
   */
  public SchemaOptions bind(String name, Rule<?> strings) {
    Values v = values.copy();
    Map<String, Rule<?>> all = new LinkedHashMap<>(v.bindings);
    all.put(name, strings);
    v.bindings = Map.copyOf(all);
    return new SchemaOptions(v);
  }

  /** Returns the text policy. */
  public TextPolicy policy() {
    return values.policy;
  }

  /** Returns the draft of schemas that do not name theirs. */
  public Draft draft() {
    return values.draft;
  }

  /** Returns whether {@code format} asserts. */
  public boolean formats() {
    return values.formats;
  }

  /** Returns the limits. */
  public SchemaLimits limits() {
    return values.limits;
  }

  BooleanSupplier cancelled() {
    return values.cancelled;
  }

  String uri() {
    return values.uri;
  }

  Map<String, JsonNode> documents() {
    return values.documents;
  }

  Function<String, Optional<JsonNode>> loader() {
    return values.loader;
  }

  Map<String, Rule<?>> bindings() {
    return values.bindings;
  }
}
