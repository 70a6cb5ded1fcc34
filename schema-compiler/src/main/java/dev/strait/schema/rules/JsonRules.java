package dev.strait.schema.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.rule.Rule;
import dev.strait.schema.graph.Draft;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.SchemaLimits;
import dev.strait.schema.set.ArrayPlan;
import dev.strait.schema.set.ArraySet;
import dev.strait.schema.set.Condition;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.ObjectMix;
import dev.strait.schema.set.ObjectPlan;
import dev.strait.schema.set.ObjectSet;
import dev.strait.schema.set.Sets;
import dev.strait.schema.set.ValueSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of formulas: one rule for each formula, made when first asked for. The rules of all
 * JSON values, objects and arrays are shared by all constraints of a policy.
 */
public final class JsonRules {
  private static final ObjectMapper MAPPER = mapper();
  private static final Map<TextPolicy, JsonRules> SHARED = new ConcurrentHashMap<>();

  private final Object lock = new Object();
  private final Sets sets;
  private final TextPolicy policy;
  private final Map<String, Rule<?>> bindings;
  private final @Nullable JsonRules shared;
  private final Lengths lengths;
  private final ShortValues shortValues;
  private final Map<ObjectSet, Map<Integer, ObjectRule>> objects = new IdentityHashMap<>();
  private final Map<List<ObjectSet>, Map<Integer, MixRule>> mixes = new HashMap<>();
  private final Map<ArraySet, Map<Integer, Rule<?>>> arrays = new IdentityHashMap<>();
  private final Map<Integer, Gaps> gaps = new HashMap<>();

  /** Makes the rules of one compilation. */
  public JsonRules(Sets sets, TextPolicy policy, Map<String, Rule<?>> bindings) {
    this(sets, policy, bindings, SHARED.computeIfAbsent(policy, JsonRules::sharedRules));
  }

  private JsonRules(
      Sets sets, TextPolicy policy, Map<String, Rule<?>> bindings, @Nullable JsonRules shared) {
    this.sets = sets;
    this.policy = policy;
    this.bindings = Map.copyOf(bindings);
    this.shared = shared;
    this.lengths = new Lengths(this);
    this.shortValues = new ShortValues(this);
  }

  private static JsonRules sharedRules(TextPolicy policy) {
    SchemaGraph none = new SchemaGraph(Map.of(), uri -> Optional.empty(), Draft.DRAFT_2020_12);
    SchemaLimits limits = new SchemaLimits(Integer.MAX_VALUE, Long.MAX_VALUE, 400);
    Sets sets = new Sets(none, new Budget(limits, () -> false), new Sets.Options(true, Set.of()));
    return new JsonRules(sets, policy, Map.of(), null);
  }

  private static ObjectMapper mapper() {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNestingDepth(Integer.MAX_VALUE)
            .build();
    return new ObjectMapper(JsonFactory.builder().streamReadConstraints(constraints).build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  /** Returns the lock under which the sets are used. */
  public Object lock() {
    return lock;
  }

  Sets sets() {
    return sets;
  }

  TextPolicy policy() {
    return policy;
  }

  Lengths lengths() {
    return lengths;
  }

  ShortValues shortValues() {
    return shortValues;
  }

  Rule<?> binding(String name) {
    return need(bindings.get(name));
  }

  /** Returns the depth as far as it matters to texts. */
  int level(int depth) {
    return policy.whitespace().layout() == TextPolicy.Layout.INDENTED ? depth : 0;
  }

  Gaps gaps(int depth) {
    return gaps.computeIfAbsent(level(depth), d -> Gaps.of(policy.whitespace(), d));
  }

  static <T> T need(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  static JsonNode parse(byte[] text) {
    try {
      return Sets.normal(MAPPER.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the string of a JSON string's text. */
  static String decode(byte[] text) {
    boolean plain = true;
    for (int i = 1; i < text.length - 1 && plain; i++) {
      plain = text[i] != '\\';
    }
    if (plain) {
      return new String(text, 1, text.length - 2, StandardCharsets.UTF_8);
    }
    return parse(text).textValue();
  }

  /** Parses JSON text with exact numbers; nothing may follow the value. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
  }

  /** Returns the rule of a formula at a depth of brackets; the formula must not be empty. */
  public Rule<?> rule(Formula f, int depth) {
    synchronized (lock) {
      int level = level(depth);
      if (f.isAnything() && shared != null) {
        return shared.rule(shared.sets.formulas().anything(), level);
      }
      Map<Integer, Rule<?>> known = attached(f);
      Rule<?> rule = known.get(level);
      if (rule == null) {
        rule = make(f, level);
        known.put(level, rule);
      }
      return rule;
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<Integer, Rule<?>> attached(Formula f) {
    Object attachment = f.attachment();
    if (attachment == null) {
      attachment = new HashMap<Integer, Rule<?>>(2);
      f.attach(attachment);
    }
    return (Map<Integer, Rule<?>>) attachment;
  }

  private Rule<?> make(Formula f, int depth) {
    ValueSet set = sets.set(f);
    List<Rule<?>> parts = new ArrayList<>();
    List<ObjectSet> mixed = new ArrayList<>();
    for (ObjectSet o : set.objects()) {
      if (!sets.isEmpty(o)) {
        if (o.isMixed()) {
          mixed.add(o);
        } else {
          parts.add(object(o, depth));
        }
      }
    }
    if (!mixed.isEmpty()) {
      parts.add(mix(mixed, depth));
    }
    for (ArraySet a : set.arrays()) {
      if (!sets.isEmpty(a)) {
        parts.add(array(a, depth));
      }
    }
    scalars(set, parts);
    if (parts.isEmpty()) {
      throw new IllegalStateException("no value satisfies " + f);
    }
    return parts.size() == 1
        ? parts.get(0)
        : new UnionRule("value", parts, () -> shortest(f, depth), shared == null);
  }

  private long shortest(Formula f, int depth) {
    synchronized (lock) {
      return lengths.of(f, depth);
    }
  }

  /** Returns the rule of the union of some sets with clauses, none of them empty. */
  MixRule mix(List<ObjectSet> mixed, int depth) {
    return mixes
        .computeIfAbsent(mixed, x -> new HashMap<>(2))
        .computeIfAbsent(
            depth,
            d -> {
              ObjectMix mix = mixed.size() == 1 ? sets.mix(mixed.get(0)) : sets.mix(mixed);
              return new MixRule(this, mix, d);
            });
  }

  private void scalars(ValueSet set, List<Rule<?>> parts) {
    if (!set.strings().isEmpty()) {
      parts.add(set.strings().toRule(policy.escapes()));
    }
    set.bound().forEach(name -> parts.add(binding(name)));
    if (!set.numbers().isEmpty()) {
      parts.add(set.numbers().toRule(policy.numbers()));
    }
    if (set.nulls()) {
      parts.add(Gaps.literal("null"));
    }
    if (set.trues()) {
      parts.add(Gaps.literal("true"));
    }
    if (set.falses()) {
      parts.add(Gaps.literal("false"));
    }
  }

  Rule<?> object(ObjectSet o, int depth) {
    if (shared != null && Sets.isAll(o)) {
      return shared.rule(shared.sets.everyObject(), depth);
    }
    return own(o, depth);
  }

  private ObjectRule own(ObjectSet o, int depth) {
    return objects
        .computeIfAbsent(o, x -> new HashMap<>(2))
        .computeIfAbsent(depth, d -> new ObjectRule(this, sets.plan(o), d, shared == null));
  }

  /** Returns the rule of the objects of a plain set less some values, if any are left. */
  Optional<Rule<?>> objectExcept(ObjectSet o, Set<JsonNode> values, int depth) {
    ObjectRule rule = own(o, depth);
    ObjectRule.At opened = rule.openedExcept(values);
    return rule.hasEnd(opened) ? Optional.of(new FreshObject<>(rule, opened)) : Optional.empty();
  }

  /**
   * Returns the rule of the objects of a set with clauses less some values, if any are left. It
   * goes on in the rule of the set, where what the values leave is one more condition, so that what
   * was worked out there serves again; unless the values have keys that are not laid out there.
   */
  Optional<Rule<?>> mixExcept(ObjectSet o, Set<JsonNode> values, int depth) {
    MixRule rule = mix(List.of(o), depth);
    Optional<Condition> start = sets.less(rule.layout(), values);
    if (start.isEmpty()) {
      Formula left = sets.less(o, values);
      return sets.isEmpty(left) ? Optional.empty() : Optional.of(rule(left, depth));
    }
    MixRule.At opened = rule.opened(start.get());
    return rule.hasEnd(opened) ? Optional.of(new FreshObject<>(rule, opened)) : Optional.empty();
  }

  Rule<?> array(ArraySet a, int depth) {
    if (shared != null && sets.isAll(a)) {
      return shared.rule(shared.sets.everyArray(), depth);
    }
    return arrays
        .computeIfAbsent(a, x -> new HashMap<>(2))
        .computeIfAbsent(depth, d -> new ArrayRule(this, sets.plan(a), d, shared == null));
  }

  String describe(ObjectPlan plan) {
    return "object with keys " + plan.declared();
  }

  String describe(ArrayPlan plan) {
    return "array of " + plan.min() + " or more items";
  }
}
