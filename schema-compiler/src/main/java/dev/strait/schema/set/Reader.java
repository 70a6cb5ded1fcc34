package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.regex.RegexException;
import dev.strait.schema.graph.Dialect.Group;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.graph.SchemaNode;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaException;
import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the keywords of one subschema into the normal form. */
final class Reader {
  private static final Set<String> TYPES =
      Set.of("null", "boolean", "integer", "number", "string", "array", "object");

  private static final List<String> BINDINGS = List.of("x-span-of", "x-entry-of");

  /** The key of draft 4's integers, which have no fraction even of zeros. */
  private static final String PLAIN_INTEGER = "plain integer";

  private final Sets sets;
  private final Algebra algebra;
  private final SchemaGraph graph;
  private final Formulas formulas;
  private final Sets.Options options;

  /** The values of each type asked for alone. */
  private final Map<String, ValueSet> single = new HashMap<>();

  Reader(Sets sets, Algebra algebra, SchemaGraph graph, Sets.Options options) {
    this.sets = sets;
    this.algebra = algebra;
    this.graph = graph;
    this.formulas = sets.formulas();
    this.options = options;
  }

  /**
   * Returns the values valid under a subschema.
   *
   * @param tracking whether alternatives must know what they have evaluated
   */
  ValueSet read(Located at, boolean tracking) {
    SchemaNode node = at.node();
    if (!node.json().isObject()) {
      if (node.json().isBoolean()) {
        return node.json().booleanValue() ? sets.all() : ValueSet.none();
      }
      throw malformed(node, "", "a schema is an object or a boolean");
    }
    if (node.get("$ref") != null && !node.draft().atLeast(Draft.DRAFT_2019_09)) {
      return applied(graph.ref(at, string(node, "$ref")), tracking);
    }
    boolean unevaluated =
        unevaluated(node, "unevaluatedProperties") || unevaluated(node, "unevaluatedItems");
    ValueSet set = local(at, tracking || unevaluated);
    set = references(at, set, tracking || unevaluated);
    set = applicators(at, set, tracking || unevaluated);
    if (unevaluated) {
      set = unevaluatedItems(at, unevaluatedProperties(at, set));
    }
    return tracking || !unevaluated ? set : untracked(set);
  }

  private static boolean unevaluated(SchemaNode node, String keyword) {
    return node.get(keyword) != null
        && node.draft().atLeast(Draft.DRAFT_2019_09)
        && node.dialect().has(Group.UNEVALUATED);
  }

  /** Returns the normal form of a subschema that applies to the same value. */
  private ValueSet applied(Located at, boolean tracking) {
    if (!tracking) {
      return sets.set(formulas.schema(at));
    }
    return at.node().json().isBoolean() || at.node().json().isEmpty()
        ? sets.set(formulas.schema(at))
        : sets.tracked(at);
  }

  // ---- keywords that do not look at other subschemas of the same value

  private ValueSet local(Located at, boolean tracking) {
    SchemaNode node = at.node();
    boolean validation = node.dialect().has(Group.VALIDATION);
    ValueSet set = validation ? types(node) : sets.all();
    if (validation) {
      set = numbers(node, set);
    }
    if (!set.strings().isEmpty()) {
      set = strings(node, set, validation);
    }
    if (!set.arrays().isEmpty()) {
      set = set.withArrays(arrays(at, validation, tracking));
    }
    if (!set.objects().isEmpty()) {
      set = set.withObjects(objects(at, validation, tracking));
    }
    return validation ? constants(node, set) : set;
  }

  private ValueSet types(SchemaNode node) {
    JsonNode type = node.get("type");
    if (type == null) {
      return sets.all();
    }
    if (type.isTextual()) {
      String name = type.textValue();
      String key = name.equals("integer") && node.draft() == Draft.DRAFT_4 ? PLAIN_INTEGER : name;
      return single.computeIfAbsent(key, n -> types(node, Set.of(name)));
    }
    Set<String> names = new LinkedHashSet<>();
    if (type.isArray()) {
      type.forEach(t -> names.add(t.asText()));
    } else {
      throw malformed(node, "type", "'" + type.asText() + "' is not a type");
    }
    return types(node, names);
  }

  private ValueSet types(SchemaNode node, Set<String> names) {
    for (String name : names) {
      if (!TYPES.contains(name)) {
        throw malformed(node, "type", "'" + name + "' is not a type");
      }
    }
    return new ValueSet(
        names.contains("null"),
        names.contains("boolean"),
        names.contains("boolean"),
        numberType(node, names),
        names.contains("string") ? StringSet.all() : StringSet.none(),
        Set.of(),
        names.contains("array") ? List.of(sets.allArrays()) : List.of(),
        names.contains("object") ? List.of(ObjectSet.ALL) : List.of());
  }

  private static NumberSet numberType(SchemaNode node, Set<String> names) {
    if (names.contains("number")) {
      return NumberSet.all();
    }
    if (!names.contains("integer")) {
      return NumberSet.none();
    }
    return node.draft() == Draft.DRAFT_4 ? NumberSet.plainIntegers() : NumberSet.integers();
  }

  private ValueSet constants(SchemaNode node, ValueSet set) {
    JsonNode constant = node.get("const");
    if (constant != null && node.draft().atLeast(Draft.DRAFT_6)) {
      bounded(constant, node, "const");
      set = algebra.and(set, algebra.values(Set.of(Json.normal(constant))));
    }
    JsonNode list = node.get("enum");
    if (list != null) {
      if (!list.isArray()) {
        throw malformed(node, "enum", "it must be an array");
      }
      bounded(list, node, "enum");
      Set<JsonNode> values = new LinkedHashSet<>();
      list.forEach(v -> values.add(Json.normal(v)));
      set = algebra.and(set, sets.set(formulas.values(values)));
    }
    return set;
  }

  private ValueSet numbers(SchemaNode node, ValueSet set) {
    if (set.numbers().isEmpty()) {
      return set;
    }
    NumberSet numbers = set.numbers();
    JsonNode divisor = node.get("multipleOf");
    if (divisor != null) {
      BigDecimal by = number(node, "multipleOf");
      if (by.signum() <= 0) {
        throw malformed(node, "multipleOf", "it must be greater than 0");
      }
      numbers = numbers.and(NumberSet.multipleOf(by));
    }
    numbers = bound(node, numbers, "minimum", "exclusiveMinimum", true);
    numbers = bound(node, numbers, "maximum", "exclusiveMaximum", false);
    return numbers == set.numbers() ? set : set.withNumbers(numbers);
  }

  private NumberSet bound(
      SchemaNode node, NumberSet numbers, String inclusive, String exclusive, boolean lower) {
    NumberSet result = numbers;
    boolean old = node.draft() == Draft.DRAFT_4;
    if (node.get(inclusive) != null) {
      JsonNode flag = old ? node.get(exclusive) : null;
      if (flag != null && !flag.isBoolean()) {
        throw malformed(node, exclusive, "in draft 4 it must be a boolean");
      }
      boolean open = flag != null && flag.booleanValue();
      result = result.and(range(number(node, inclusive), open, lower));
    }
    if (!old && node.get(exclusive) != null) {
      result = result.and(range(number(node, exclusive), true, lower));
    }
    return result;
  }

  private static NumberSet range(BigDecimal at, boolean open, boolean lower) {
    return lower ? NumberSet.range(at, open, null, false) : NumberSet.range(null, false, at, open);
  }

  private ValueSet strings(SchemaNode node, ValueSet set, boolean validation) {
    StringSet strings = set.strings();
    if (validation && (node.get("minLength") != null || node.get("maxLength") != null)) {
      int min = (int) Math.min(count(node, "minLength", 0), Integer.MAX_VALUE - 1);
      int max = (int) Math.min(count(node, "maxLength", Integer.MAX_VALUE), Integer.MAX_VALUE);
      strings = min > max ? StringSet.none() : strings.and(StringSet.length(min, max));
    }
    if (validation && node.get("pattern") != null) {
      strings = strings.and(pattern(node, "pattern", string(node, "pattern")));
    }
    JsonNode format = node.get("format");
    if (format != null
        && format.isTextual()
        && (options.formats() || node.dialect().formatAsserted())) {
      Optional<StringSet> known = StringSet.format(format.textValue());
      strings = known.isPresent() ? strings.and(known.get()) : strings;
    }
    Set<String> bound = bound(node);
    if (bound.isEmpty()) {
      return strings == set.strings() ? set : set.withStrings(strings, Set.of());
    }
    if (!strings.isAll()) {
      throw new SchemaException(
          SchemaException.Kind.UNSUPPORTED,
          "x-span-of",
          node.place(),
          "bound strings cannot be narrowed by other string keywords",
          "State other conditions in the binding itself");
    }
    return set.withStrings(StringSet.none(), bound);
  }

  private Set<String> bound(SchemaNode node) {
    for (String keyword : BINDINGS) {
      if (node.get(keyword) != null) {
        String name = string(node, keyword);
        if (!options.bindings().contains(name)) {
          throw new SchemaException(
              SchemaException.Kind.UNSUPPORTED,
              keyword,
              node.place(),
              "there is no binding named '" + name + "'",
              "Give one with SchemaOptions.bind");
        }
        return Set.of(name);
      }
    }
    return Set.of();
  }

  private StringSet pattern(SchemaNode node, String keyword, String pattern) {
    try {
      return StringSet.pattern(pattern);
    } catch (RegexException e) {
      SchemaException.Kind kind =
          switch (e.kind()) {
            case SYNTAX -> SchemaException.Kind.MALFORMED;
            case UNSUPPORTED -> SchemaException.Kind.UNSUPPORTED;
            case LIMIT -> SchemaException.Kind.LIMIT;
          };
      throw new SchemaException(
          kind,
          keyword,
          node.place(),
          String.valueOf(e.getMessage()),
          "Write the pattern otherwise");
    } catch (dev.strait.automaton.AutomatonLimitException e) {
      throw new SchemaException(
          SchemaException.Kind.LIMIT,
          keyword,
          node.place(),
          String.valueOf(e.getMessage()),
          "Write the pattern otherwise");
    }
  }

  // ---- arrays

  private List<ArraySet> arrays(Located at, boolean validation, boolean tracking) {
    SchemaNode node = at.node();
    ArraySet.Builder b = algebra.allArrays();
    if (node.dialect().has(Group.APPLICATOR)) {
      items(at, b);
      contains(at, b, validation);
    }
    if (validation) {
      b.count(
          count(node, "minItems", 0),
          node.get("maxItems") == null ? ObjectSet.UNBOUNDED : count(node, "maxItems", 0));
      b.unique = flag(node, "uniqueItems");
    }
    if (!tracking) {
      b.evaluated = Positions.NONE;
    }
    return b.min > b.max ? List.of() : List.of(b.build());
  }

  private void items(Located at, ArraySet.Builder b) {
    SchemaNode node = at.node();
    boolean newest = node.draft() == Draft.DRAFT_2020_12;
    JsonNode items = node.get("items");
    JsonNode prefix = newest ? node.get("prefixItems") : items;
    String prefixName = newest ? "prefixItems" : "items";
    boolean tuple = prefix != null && prefix.isArray();
    if (newest && (prefix != null && !tuple || items != null && items.isArray())) {
      String keyword = prefix != null && !tuple ? "prefixItems" : "items";
      throw new SchemaException(
          SchemaException.Kind.MALFORMED,
          keyword,
          node.place(),
          keyword.equals("items") ? "it must be a schema" : "it must be an array of schemas",
          "Use prefixItems for tuples, or name an older draft in $schema");
    }
    if (prefix != null && tuple) {
      for (int i = 0; i < prefix.size(); i++) {
        b.prefix.add(schema(at, prefix.get(i), prefixName, String.valueOf(i)));
      }
      b.evaluated = new Positions(false, prefix.size(), List.of());
    }
    String restName = newest || !tuple ? "items" : "additionalItems";
    JsonNode rest = node.get(restName);
    if (rest != null) {
      b.rest = schema(at, rest, restName);
      b.evaluated = Positions.ALL;
    }
  }

  private void contains(Located at, ArraySet.Builder b, boolean validation) {
    SchemaNode node = at.node();
    JsonNode contains = node.get("contains");
    if (contains == null || !node.draft().atLeast(Draft.DRAFT_6)) {
      return;
    }
    boolean counted = validation && node.draft().atLeast(Draft.DRAFT_2019_09);
    long min = counted ? count(node, "minContains", 1) : 1;
    long max =
        counted && node.get("maxContains") != null
            ? count(node, "maxContains", 0)
            : ObjectSet.UNBOUNDED;
    Formula item = schema(at, contains, "contains");
    if (min > max) {
      b.count(1, 0);
    } else if (min > 0 || max < ObjectSet.UNBOUNDED) {
      b.contains.add(new ArraySet.Contains(item, 0, min, max));
      b.count(min, ObjectSet.UNBOUNDED);
    }
    if (node.draft() == Draft.DRAFT_2020_12) {
      b.evaluated = b.evaluated.or(new Positions(false, 0, List.of(item)));
    }
  }

  // ---- objects

  private List<ObjectSet> objects(Located at, boolean validation, boolean tracking) {
    SchemaNode node = at.node();
    ObjectSet.Builder b = new ObjectSet.Builder();
    if (node.dialect().has(Group.APPLICATOR)) {
      members(at, b);
    }
    if (validation) {
      required(node, "required").forEach(b::require);
      b.count(
          count(node, "minProperties", 0),
          node.get("maxProperties") == null
              ? ObjectSet.UNBOUNDED
              : count(node, "maxProperties", 0));
    }
    if (!tracking) {
      b.evaluated = KeyClass.NONE;
    }
    if (b.min > b.max) {
      return List.of();
    }
    ObjectSet set = b.build();
    return List.of(Algebra.isAll(set) ? ObjectSet.ALL : set);
  }

  private void members(Located at, ObjectSet.Builder b) {
    SchemaNode node = at.node();
    Map<String, Formula> properties = new LinkedHashMap<>();
    List<ObjectSet.Pattern> patterns = new ArrayList<>();
    Formula additional = formulas.anything();
    map(node, "properties")
        .forEach((key, json) -> properties.put(key, schema(at, json, "properties", key)));
    map(node, "patternProperties")
        .forEach(
            (key, json) ->
                patterns.add(
                    new ObjectSet.Pattern(
                        pattern(node, "patternProperties", key),
                        schema(at, json, "patternProperties", key))));
    JsonNode rest = node.get("additionalProperties");
    if (rest != null) {
      additional = schema(at, rest, "additionalProperties");
    }
    if (!properties.isEmpty() || !patterns.isEmpty() || !additional.isAnything()) {
      b.layer(properties, patterns, additional);
    }
    b.evaluated =
        rest != null
            ? KeyClass.ALL
            : new KeyClass(
                false,
                properties.keySet(),
                patterns.stream().map(ObjectSet.Pattern::keys).toList());
    if (rest == null && properties.isEmpty() && patterns.isEmpty()) {
      b.evaluated = KeyClass.NONE;
    }
    JsonNode names = node.get("propertyNames");
    if (names != null && node.draft().atLeast(Draft.DRAFT_6)) {
      Formula name = schema(at, names, "propertyNames");
      if (!name.isAnything()) {
        b.names.add(name);
      }
    }
  }

  private List<String> required(SchemaNode node, String keyword) {
    JsonNode list = node.get(keyword);
    return list == null ? List.of() : strings(node, keyword, list);
  }

  private List<String> strings(SchemaNode node, String keyword, JsonNode list) {
    if (!list.isArray()) {
      throw malformed(node, keyword, "it must be an array of strings");
    }
    List<String> all = new ArrayList<>();
    for (JsonNode item : list) {
      if (!item.isTextual()) {
        throw malformed(node, keyword, "it must be an array of strings");
      }
      all.add(item.textValue());
    }
    return all;
  }

  // ---- keywords that apply other subschemas to the same value

  private ValueSet references(Located at, ValueSet set, boolean tracking) {
    SchemaNode node = at.node();
    ValueSet result = set;
    if (node.get("$ref") != null) {
      Located target = graph.ref(at, string(node, "$ref"));
      result = algebra.and(result, applied(target, tracking));
    }
    if (node.get("$dynamicRef") != null && node.draft() == Draft.DRAFT_2020_12) {
      Located target = graph.dynamicRef(at, string(node, "$dynamicRef"));
      result = algebra.and(result, applied(target, tracking));
    }
    if (node.get("$recursiveRef") != null && node.draft() == Draft.DRAFT_2019_09) {
      result = algebra.and(result, applied(graph.recursiveRef(at), tracking));
    }
    return result;
  }

  private ValueSet applicators(Located at, ValueSet local, boolean tracking) {
    SchemaNode node = at.node();
    if (!node.dialect().has(Group.APPLICATOR)) {
      return local;
    }
    ValueSet set = local;
    for (Located part : list(at, "allOf")) {
      set = algebra.and(set, applied(part, tracking));
    }
    if (node.get("anyOf") != null) {
      set = algebra.and(set, anyOf(list(at, "anyOf"), tracking));
    }
    if (node.get("oneOf") != null) {
      set = algebra.and(set, oneOf(list(at, "oneOf"), tracking));
    }
    if (node.get("not") != null) {
      set = algebra.minus(set, applied(child(at, node.need("not"), "not"), false));
    }
    if (node.get("if") != null && node.draft().atLeast(Draft.DRAFT_7)) {
      set = algebra.and(set, conditional(at, tracking));
    }
    return dependencies(at, set, tracking);
  }

  private ValueSet anyOf(List<Located> branches, boolean tracking) {
    if (!tracking) {
      return algebra.or(branches.stream().map(b -> applied(b, false)).toList());
    }
    ValueSet set = ValueSet.none();
    for (Located branch : branches) {
      set = algebra.orTracked(set, applied(branch, true));
    }
    return set;
  }

  /** Each branch less those others that it overlaps: disjoint branches are left as they are. */
  private ValueSet oneOf(List<Located> branches, boolean tracking) {
    List<ValueSet> plain = branches.stream().map(b -> applied(b, tracking)).toList();
    List<ValueSet> exact = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      List<ValueSet> others = new ArrayList<>(plain);
      others.remove(i);
      exact.add(algebra.minus(plain.get(i), others));
    }
    return algebra.or(exact);
  }

  private ValueSet conditional(Located at, boolean tracking) {
    SchemaNode node = at.node();
    JsonNode then = node.get("then");
    JsonNode otherwise = node.get("else");
    if (then == null && otherwise == null && !tracking) {
      return sets.all();
    }
    ValueSet condition = applied(child(at, node.need("if"), "if"), tracking);
    ValueSet failed = algebra.not(condition);
    ValueSet yes =
        then == null
            ? condition
            : algebra.and(condition, applied(child(at, then, "then"), tracking));
    ValueSet no =
        otherwise == null
            ? failed
            : algebra.and(failed, applied(child(at, otherwise, "else"), tracking));
    return algebra.or(List.of(yes, no));
  }

  private ValueSet dependencies(Located at, ValueSet local, boolean tracking) {
    SchemaNode node = at.node();
    ValueSet set = local;
    boolean split = node.draft().atLeast(Draft.DRAFT_2019_09);
    for (Map.Entry<String, JsonNode> e :
        map(node, split ? "dependentSchemas" : "dependencies").entrySet()) {
      String keyword = split ? "dependentSchemas" : "dependencies";
      if (e.getValue().isArray() && !split) {
        set = depends(set, e.getKey(), strings(node, keyword, e.getValue()));
      } else {
        Located then = child(at, e.getValue(), keyword, e.getKey());
        set = dependent(set, e.getKey(), () -> applied(then, tracking));
      }
    }
    if (split && node.dialect().has(Group.VALIDATION)) {
      for (Map.Entry<String, JsonNode> e : map(node, "dependentRequired").entrySet()) {
        set = depends(set, e.getKey(), strings(node, "dependentRequired", e.getValue()));
      }
    }
    return set;
  }

  private ValueSet depends(ValueSet set, String key, List<String> needed) {
    ObjectSet.Builder b = new ObjectSet.Builder();
    needed.forEach(b::require);
    ValueSet then = sets.all().withObjects(List.of(b.build()));
    return needed.isEmpty() ? set : dependent(set, key, () -> then);
  }

  private ValueSet dependent(ValueSet set, String key, Supplier<ValueSet> then) {
    if (set.objects().isEmpty()) {
      return set;
    }
    ValueSet lacking = sets.all().withObjects(List.of(algebra.lacking(key)));
    ObjectSet having = new ObjectSet.Builder().require(key).build();
    ValueSet has = ValueSet.none().withObjects(List.of(having));
    return algebra.and(set, algebra.or(List.of(lacking, algebra.and(has, then.get()))));
  }

  /** Returns the subschemas that must be satisfied by some part of every value; for messages. */
  List<Formula> necessary(Located at) {
    SchemaNode node = at.node();
    List<Formula> all = new ArrayList<>();
    if (node.get("$ref") != null) {
      all.add(formulas.schema(graph.ref(at, string(node, "$ref"))));
    }
    list(at, "allOf").forEach(part -> all.add(formulas.schema(part)));
    Map<String, JsonNode> properties = map(node, "properties");
    for (String key : required(node, "required")) {
      JsonNode value = properties.get(key);
      if (value != null) {
        all.add(schema(at, value, "properties", key));
      }
    }
    JsonNode items = node.get("items");
    if (items != null && !items.isArray() && count(node, "minItems", 0) > 0) {
      all.add(schema(at, items, "items"));
    }
    return all;
  }

  // ---- unevaluated

  private ValueSet unevaluatedProperties(Located at, ValueSet set) {
    if (!unevaluated(at.node(), "unevaluatedProperties")) {
      return set;
    }
    Formula rest = schema(at, at.node().need("unevaluatedProperties"), "unevaluatedProperties");
    Set<ObjectSet> objects = new LinkedHashSet<>();
    for (ObjectSet o : set.objects()) {
      ObjectSet.Builder b = o.toBuilder();
      b.evaluated = KeyClass.ALL;
      KeyClass done = o.evaluated();
      if (!done.all() && !rest.isAnything()) {
        Map<String, Formula> names = new LinkedHashMap<>();
        done.names().forEach(name -> names.put(name, formulas.anything()));
        List<ObjectSet.Pattern> patterns = new ArrayList<>();
        done.patterns().forEach(p -> patterns.add(new ObjectSet.Pattern(p, formulas.anything())));
        b.layer(names, patterns, rest);
        b.constant = null;
      }
      objects.add(b.build());
    }
    return set.withObjects(List.copyOf(objects));
  }

  private ValueSet unevaluatedItems(Located at, ValueSet set) {
    if (!unevaluated(at.node(), "unevaluatedItems")) {
      return set;
    }
    Formula rest = schema(at, at.node().need("unevaluatedItems"), "unevaluatedItems");
    Set<ArraySet> arrays = new LinkedHashSet<>();
    for (ArraySet a : set.arrays()) {
      ArraySet.Builder b = a.toBuilder();
      Positions done = a.evaluated();
      if (!done.all() && !rest.isAnything()) {
        ArraySet.Builder layer = algebra.allArrays();
        for (int i = 0; i < done.prefix(); i++) {
          layer.prefix.add(formulas.anything());
        }
        List<Formula> allowed = new ArrayList<>(done.formulas());
        allowed.add(rest);
        layer.rest = formulas.or(allowed);
        b = a.and(layer.build(), formulas).toBuilder();
      }
      b.evaluated = Positions.ALL;
      arrays.add(b.build());
    }
    return set.withArrays(List.copyOf(arrays));
  }

  private static ValueSet untracked(ValueSet set) {
    Set<ObjectSet> objects = new LinkedHashSet<>();
    for (ObjectSet o : set.objects()) {
      ObjectSet.Builder b = o.toBuilder();
      b.evaluated = KeyClass.NONE;
      objects.add(b.build());
    }
    Set<ArraySet> arrays = new LinkedHashSet<>();
    for (ArraySet a : set.arrays()) {
      ArraySet.Builder b = a.toBuilder();
      b.evaluated = Positions.NONE;
      arrays.add(b.build());
    }
    return set.withObjects(List.copyOf(objects)).withArrays(List.copyOf(arrays));
  }

  // ---- reading JSON

  private Located child(Located at, JsonNode json, String... tokens) {
    if (!json.isObject() && !json.isBoolean()) {
      throw malformed(at.node(), tokens[0], "a schema is an object or a boolean");
    }
    if (json.isBoolean()
        && at.node().draft() == Draft.DRAFT_4
        && !tokens[0].startsWith("additional")) {
      throw malformed(at.node(), tokens[0], "draft 4 has no boolean schemas");
    }
    return graph.child(at, json, tokens);
  }

  private Formula schema(Located at, JsonNode json, String... tokens) {
    return formulas.schema(child(at, json, tokens));
  }

  private List<Located> list(Located at, String keyword) {
    JsonNode list = at.node().get(keyword);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray() || list.isEmpty()) {
      throw malformed(at.node(), keyword, "it must be an array of at least one schema");
    }
    List<Located> all = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      all.add(child(at, list.get(i), keyword, String.valueOf(i)));
    }
    return all;
  }

  private Map<String, JsonNode> map(SchemaNode node, String keyword) {
    JsonNode map = node.get(keyword);
    if (map == null) {
      return Map.of();
    }
    if (!map.isObject()) {
      throw malformed(node, keyword, "it must be an object");
    }
    Map<String, JsonNode> all = new LinkedHashMap<>();
    map.fields().forEachRemaining(e -> all.put(e.getKey(), e.getValue()));
    return all;
  }

  private static String string(SchemaNode node, String keyword) {
    JsonNode value = node.need(keyword);
    if (!value.isTextual()) {
      throw malformed(node, keyword, "it must be a string");
    }
    return value.textValue();
  }

  /**
   * Most digits of a bound, a step or a constant, zeros before or after the point included: time
   * and memory grow with their square.
   */
  private static final long MOST_DIGITS = 10_000;

  private static BigDecimal number(SchemaNode node, String keyword) {
    JsonNode value = node.need(keyword);
    if (!value.isNumber()) {
      throw malformed(node, keyword, "it must be a number");
    }
    bounded(value, node, keyword);
    return value.decimalValue();
  }

  /** Refuses numbers with too many digits in a value of the schema. */
  private static void bounded(JsonNode value, SchemaNode node, String keyword) {
    if (value.isContainerNode()) {
      value.forEach(part -> bounded(part, node, keyword));
    } else if (value.isBigDecimal() || value.isBigInteger()) {
      BigDecimal number = value.decimalValue();
      if (number.precision() + Math.abs((long) number.scale()) > MOST_DIGITS) {
        throw new SchemaException(
            SchemaException.Kind.LIMIT,
            keyword,
            node.place(),
            "written out, a number has more than " + MOST_DIGITS + " digits",
            "Use a number nearer to 1 or with fewer digits");
      }
    }
  }

  private static boolean flag(SchemaNode node, String keyword) {
    JsonNode value = node.get(keyword);
    if (value != null && !value.isBoolean()) {
      throw malformed(node, keyword, "it must be a boolean");
    }
    return value != null && value.booleanValue();
  }

  private static long count(SchemaNode node, String keyword, long otherwise) {
    @Nullable JsonNode value = node.get(keyword);
    if (value == null) {
      return otherwise;
    }
    BigDecimal count = value.isNumber() ? value.decimalValue().stripTrailingZeros() : null;
    if (count == null || count.signum() < 0 || count.scale() > 0) {
      throw malformed(node, keyword, "it must be an integer of at least 0");
    }
    return count.precision() - count.scale() > 15 ? 1_000_000_000_000_000L : count.longValue();
  }

  private static SchemaException malformed(SchemaNode node, String keyword, String reason) {
    return new SchemaException(
        SchemaException.Kind.MALFORMED, keyword, node.place(), reason, "Correct the schema");
  }

  static SchemaException limit(SchemaNode node, String reason) {
    return Budget.limit(reason, node.place());
  }
}
