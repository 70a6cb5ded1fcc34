package dev.strait.schema.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.schema.report.SchemaException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one compilation and the references between them. Documents are looked up among
 * those registered, then asked of the loader, then among the drafts' meta-schemas.
 *
 * <p>Nodes are made when first visited. A document is read through for anchors and embedded
 * resources only when a reference needs one. Not thread-safe: confined to the compiler's lock.
 */
public final class SchemaGraph {
  private static final Set<String> SINGLE =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");
  private static final Set<String> LISTS =
      Set.of("allOf", "anyOf", "oneOf", "prefixItems", "items");
  private static final Set<String> MAPS =
      Set.of(
          "properties",
          "patternProperties",
          "$defs",
          "definitions",
          "dependentSchemas",
          "dependencies");

  private final Map<String, JsonNode> registered;
  private final Function<String, Optional<JsonNode>> loader;
  private final Draft defaultDraft;
  private final Map<String, SchemaNode> resources = new HashMap<>();
  private final Map<String, Dialect> dialects = new HashMap<>();
  private final List<Document> documents = new ArrayList<>();

  /** Makes a graph without documents of its own. */
  public SchemaGraph(
      Map<String, JsonNode> registered,
      Function<String, Optional<JsonNode>> loader,
      Draft defaultDraft) {
    this.registered = new HashMap<>();
    registered.forEach((uri, json) -> this.registered.put(Uris.withoutFragment(uri), json));
    this.loader = loader;
    this.defaultDraft = defaultDraft;
  }

  /**
   * A subschema in a dynamic scope.
   *
   * @param scope the scope after entering the node's resource
   */
  public record Located(SchemaNode node, Scope scope) {}

  /**
   * Adds a document that was retrieved from {@code uri} (empty: from nowhere); returns its root.
   */
  public Located root(JsonNode json, String uri) {
    return enter(load(Uris.withoutFragment(uri), json), Scope.EMPTY);
  }

  private static Located enter(SchemaNode node, Scope scope) {
    return new Located(node, scope.enter(node.resource()));
  }

  /** Returns the subschema {@code json}, which stands at {@code tokens} below {@code parent}. */
  public Located child(Located parent, JsonNode json, String... tokens) {
    StringBuilder pointer = new StringBuilder(parent.node().pointer());
    for (String token : tokens) {
      pointer.append('/').append(Uris.toPointerToken(token));
    }
    SchemaNode node = node(parent.node().resource(), json, pointer.toString());
    return node.resource() == parent.node().resource()
        ? new Located(node, parent.scope())
        : enter(node, parent.scope());
  }

  /** Returns what {@code $ref: ref} at {@code from} refers to. */
  public Located ref(Located from, String ref) {
    return enter(resolve(from.node(), ref, "$ref"), from.scope());
  }

  /** Returns what {@code $dynamicRef: ref} at {@code from} refers to. */
  public Located dynamicRef(Located from, String ref) {
    SchemaNode first = resolve(from.node(), ref, "$dynamicRef");
    String name = Uris.fragment(ref);
    boolean dynamic = first.resource().dynamicAnchors().get(name) == first && !name.isEmpty();
    SchemaNode outermost = dynamic ? from.scope().outermost().get(name) : null;
    return enter(outermost != null ? outermost : first, from.scope());
  }

  /** Returns what {@code $recursiveRef: "#"} at {@code from} refers to. */
  public Located recursiveRef(Located from) {
    SchemaNode first = from.node().resource().root();
    boolean dynamic = first.resource().dynamicAnchors().containsKey("");
    SchemaNode outermost = dynamic ? from.scope().outermost().get("") : null;
    return enter(outermost != null ? outermost : first, from.scope());
  }

  private SchemaNode resolve(SchemaNode from, String ref, String keyword) {
    String target = Uris.withoutFragment(ref);
    String fragment = Uris.fragment(ref);
    Resource resource = from.resource();
    if (!target.isEmpty()) {
      String uri = Uris.resolve(resource.base(), target);
      resource = uri.equals(resource.base()) ? resource : find(uri, from, ref, keyword).resource();
    }
    SchemaNode node =
        fragment.isEmpty() || fragment.startsWith("/")
            ? walk(resource.root(), fragment)
            : anchor(resource, fragment);
    if (node == null) {
      throw dangling(from, ref, keyword);
    }
    return node;
  }

  private static SchemaException dangling(SchemaNode from, String ref, String keyword) {
    return new SchemaException(
        SchemaException.Kind.REFERENCE,
        keyword,
        from.place(),
        "nothing is found at '" + ref + "'",
        "Register the document it is in, or give a loader");
  }

  private @Nullable SchemaNode anchor(Resource resource, String name) {
    index(resource.document());
    return resource.anchors().get(name);
  }

  private @Nullable SchemaNode walk(SchemaNode root, String fragment) {
    Resource resource = root.resource();
    JsonNode json = root.json();
    StringBuilder pointer = new StringBuilder(root.pointer());
    if (fragment.isEmpty()) {
      return root;
    }
    for (String token : fragment.substring(1).split("/", -1)) {
      String name = Uris.pointerToken(token);
      JsonNode next = json.isArray() ? element(json, name) : json.get(name);
      if (next == null) {
        return null;
      }
      json = next;
      pointer.append('/').append(token);
      if (json.isObject() && identifies(json, dialectOf(json, resource.dialect()))) {
        resource = node(resource, json, pointer.toString()).resource();
      }
    }
    return json.isObject() || json.isBoolean() ? nodeAt(resource, json, pointer.toString()) : null;
  }

  private SchemaNode nodeAt(Resource resource, JsonNode json, String pointer) {
    return resource.root().json() == json ? resource.root() : node(resource, json, pointer);
  }

  private static @Nullable JsonNode element(JsonNode array, String token) {
    try {
      return array.get(Integer.parseInt(token));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private SchemaNode find(String uri, SchemaNode from, String ref, String keyword) {
    SchemaNode known = known(uri);
    if (known == null) {
      known = fetched(uri);
    }
    if (known == null) {
      registered.forEach(this::loadOnce);
      known = known(uri);
    }
    if (known == null) {
      throw dangling(from, ref, keyword);
    }
    return known;
  }

  private @Nullable SchemaNode known(String uri) {
    SchemaNode known = resources.get(uri);
    for (int i = 0; known == null && i < documents.size(); i++) {
      index(documents.get(i));
      known = resources.get(uri);
    }
    return known;
  }

  private void loadOnce(String uri, JsonNode json) {
    if (!resources.containsKey(uri)) {
      load(uri, json);
    }
  }

  private @Nullable SchemaNode fetched(String uri) {
    JsonNode json = registered.get(uri);
    if (json == null) {
      json = loader.apply(uri).or(() -> MetaSchemas.find(uri)).orElse(null);
    }
    return json == null ? null : load(uri, json);
  }

  private SchemaNode load(String uri, JsonNode json) {
    Document document = new Document(uri, json);
    documents.add(document);
    Dialect dialect = dialectOf(json, Dialect.of(defaultDraft));
    String id = identifier(json, dialect);
    String base = id == null ? uri : Uris.resolve(uri, Uris.withoutFragment(id));
    SchemaNode root = new SchemaNode(json, null, base, dialect, document, "");
    resources.putIfAbsent(uri, root);
    resources.putIfAbsent(base, root);
    document.root(root);
    document.embedded().put(base, root);
    if (dialect.draft().atLeast(Draft.DRAFT_2019_09) && mentionsDynamicAnchor(json)) {
      index(document);
    }
    return root;
  }

  private static boolean mentionsDynamicAnchor(JsonNode json) {
    if (json.isObject() && (json.has("$dynamicAnchor") || json.has("$recursiveAnchor"))) {
      return true;
    }
    for (JsonNode child : json) {
      if (child.isContainerNode() && mentionsDynamicAnchor(child)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the one node for {@code json} lexically within {@code enclosing}. */
  private SchemaNode node(Resource enclosing, JsonNode json, String pointer) {
    Document document = enclosing.document();
    Map<JsonNode, SchemaNode> nodes = document.nodes(enclosing);
    SchemaNode known = nodes.get(json);
    if (known == null) {
      known = newNode(enclosing, json, pointer, document);
      nodes.put(json, known);
    }
    return known;
  }

  private SchemaNode newNode(Resource enclosing, JsonNode json, String pointer, Document document) {
    Dialect dialect = dialectOf(json, enclosing.dialect());
    if (!json.isObject() || !identifies(json, dialect)) {
      return new SchemaNode(json, enclosing, "", enclosing.dialect(), document, pointer);
    }
    String id = Uris.withoutFragment(String.valueOf(identifier(json, dialect)));
    String base = Uris.resolve(enclosing.base(), id);
    SchemaNode known = document.embedded().get(base);
    if (known != null && known.json() == json) {
      return known;
    }
    SchemaNode node = new SchemaNode(json, null, base, dialect, document, pointer);
    document.embedded().putIfAbsent(base, node);
    resources.putIfAbsent(base, node);
    return node;
  }

  /** Returns whether {@code json} begins a resource: it has an identifier beyond a fragment. */
  private static boolean identifies(JsonNode json, Dialect dialect) {
    String id = identifier(json, dialect);
    return id != null && !Uris.withoutFragment(id).isEmpty();
  }

  private static @Nullable String identifier(JsonNode json, Dialect dialect) {
    JsonNode id = json.get(dialect.draft().idKeyword());
    boolean hidden = !dialect.draft().atLeast(Draft.DRAFT_2019_09) && json.has("$ref");
    return id == null || !id.isTextual() || hidden ? null : id.textValue();
  }

  /** Finds all anchors and embedded resources of a document; linear in its size. */
  private void index(Document document) {
    if (document.startIndex()) {
      index(document.root());
    }
  }

  private void index(SchemaNode node) {
    anchors(node);
    Iterator<Map.Entry<String, JsonNode>> fields = node.json().fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode value = field.getValue();
      String at = node.pointer() + "/" + Uris.toPointerToken(field.getKey());
      if (value.isObject() && SINGLE.contains(field.getKey())) {
        index(node(node.resource(), value, at));
      } else if (value.isArray() && LISTS.contains(field.getKey())) {
        for (int i = 0; i < value.size(); i++) {
          indexChild(node, value.get(i), at + "/" + i);
        }
      } else if (value.isObject() && MAPS.contains(field.getKey())) {
        value
            .fields()
            .forEachRemaining(
                e -> indexChild(node, e.getValue(), at + "/" + Uris.toPointerToken(e.getKey())));
      }
    }
  }

  private void indexChild(SchemaNode parent, JsonNode json, String pointer) {
    if (json.isObject()) {
      index(node(parent.resource(), json, pointer));
    }
  }

  private static void anchors(SchemaNode node) {
    Resource resource = node.resource();
    if (!node.draft().atLeast(Draft.DRAFT_2019_09)) {
      String id = identifier(node.json(), node.dialect());
      if (id != null && !Uris.fragment(id).isEmpty()) {
        resource.anchors().putIfAbsent(Uris.fragment(id), node);
      }
      return;
    }
    JsonNode anchor = node.get("$anchor");
    if (anchor != null && anchor.isTextual()) {
      resource.anchors().putIfAbsent(anchor.textValue(), node);
    }
    if (node.draft() == Draft.DRAFT_2019_09) {
      JsonNode recursive = node.get("$recursiveAnchor");
      if (recursive != null && recursive.booleanValue() && resource.root() == node) {
        resource.dynamicAnchors().put("", node);
      }
      return;
    }
    JsonNode dynamic = node.get("$dynamicAnchor");
    if (dynamic != null && dynamic.isTextual()) {
      resource.anchors().putIfAbsent(dynamic.textValue(), node);
      resource.dynamicAnchors().putIfAbsent(dynamic.textValue(), node);
    }
  }

  private Dialect dialectOf(JsonNode json, Dialect otherwise) {
    JsonNode schema = json.get("$schema");
    if (schema == null || !schema.isTextual()) {
      return otherwise;
    }
    Dialect known = dialects.get(schema.textValue());
    if (known == null) {
      known = dialect(schema.textValue(), otherwise);
      dialects.put(schema.textValue(), known);
    }
    return known;
  }

  private Dialect dialect(String metaSchema, Dialect otherwise) {
    Optional<Draft> draft = Draft.of(metaSchema);
    if (draft.isPresent()) {
      return Dialect.of(draft.get());
    }
    String uri = Uris.withoutFragment(metaSchema);
    JsonNode json =
        registered.containsKey(uri) ? registered.get(uri) : loader.apply(uri).orElse(null);
    if (json == null || json.path("$schema").asText().equals(metaSchema)) {
      return otherwise;
    }
    return customized(json, dialectOf(json, otherwise));
  }

  private static Dialect customized(JsonNode metaSchema, Dialect parent) {
    JsonNode vocabulary = metaSchema.get("$vocabulary");
    if (vocabulary == null || !vocabulary.isObject()) {
      return parent;
    }
    EnumSet<Dialect.Group> groups = EnumSet.noneOf(Dialect.Group.class);
    boolean formats = false;
    Iterator<Map.Entry<String, JsonNode>> fields = vocabulary.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String uri = field.getKey();
      String name = uri.substring(uri.lastIndexOf('/') + 1);
      switch (name) {
        case "applicator" -> groups.add(Dialect.Group.APPLICATOR);
        case "validation" -> groups.add(Dialect.Group.VALIDATION);
        case "unevaluated" -> groups.add(Dialect.Group.UNEVALUATED);
        case "format-assertion" -> formats = true;
        case "format" -> formats = field.getValue().booleanValue();
        default -> {}
      }
    }
    if (parent.draft() == Draft.DRAFT_2019_09 && groups.contains(Dialect.Group.APPLICATOR)) {
      groups.add(Dialect.Group.UNEVALUATED);
    }
    return new Dialect(parent.draft(), groups, formats);
  }
}
