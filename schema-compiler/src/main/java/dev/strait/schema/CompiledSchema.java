package dev.strait.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.rule.Rule;
import dev.strait.schema.graph.SchemaGraph;
import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.report.Budget;
import dev.strait.schema.report.Report;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.JsonRules;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Sets;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A schema, ready to be decoded. Its parts are worked out when a generation first visits them.
 * Thread-safe.
 */
public final class CompiledSchema {
  private final Sets sets;
  private final JsonRules rules;
  private final Formula root;
  private final Rule<?> rule;
  private final SchemaOptions options;

  private CompiledSchema(
      Sets sets, JsonRules rules, Formula root, Rule<?> rule, SchemaOptions options) {
    this.sets = sets;
    this.rules = rules;
    this.root = root;
    this.rule = rule;
    this.options = options;
  }

  static CompiledSchema of(JsonNode schema, SchemaOptions options) {
    SchemaGraph graph = new SchemaGraph(options.documents(), options.loader(), options.draft());
    Budget budget = new Budget(options.limits(), options.cancelled());
    Sets sets =
        new Sets(graph, budget, new Sets.Options(options.formats(), options.bindings().keySet()));
    JsonRules rules = new JsonRules(sets, options.policy(), options.bindings());
    try {
      Located at = graph.root(schema, options.uri());
      Formula root = sets.formulas().schema(at);
      if (sets.isEmpty(root)) {
        throw Contradiction.find(sets, root);
      }
      return new CompiledSchema(sets, rules, root, rules.rule(root, 0), options);
    } catch (SchemaException e) {
      throw e.kind() == SchemaException.Kind.MALFORMED
          ? MetaSchemaCheck.explain(e, schema, options.draft())
          : e;
    } catch (StackOverflowError e) {
      throw Budget.limit("subschemas are nested too deeply for the thread's stack", "#");
    }
  }

  /** Returns the rule of the schema's JSON texts. */
  public Rule<?> rule() {
    return rule;
  }

  /** Returns the options that the schema was compiled with. */
  public SchemaOptions options() {
    return options;
  }

  /** Returns the constraint over a vocabulary, within the default limits. */
  public Constraint constraint(Vocabulary vocabulary) {
    return constraint(vocabulary, Limits.defaults());
  }

  /**
   * Returns the constraint over a vocabulary, with the first mask worked out: until then nothing of
   * the schema but what decides whether it is satisfiable has been looked at.
   *
   * @throws SchemaException if what the first mask needs cannot be compiled
   */
  public Constraint constraint(Vocabulary vocabulary, Limits limits) {
    return Constraint.compile(rule, vocabulary, limits).prepare();
  }

  /** Returns whether a value is valid, without regard to the text policy. */
  public boolean isValid(JsonNode value) {
    synchronized (rules.lock()) {
      return sets.contains(root, value);
    }
  }

  /** Returns a short valid document: the text of least length that the rules know of. */
  public String witness() {
    List<byte[]> bytes = IntStream.range(0, 256).mapToObj(i -> new byte[] {(byte) i}).toList();
    Vocabulary vocabulary = Vocabulary.of(bytes);
    byte[] text = constraint(vocabulary).matcher().exampleCompletion(1 << 20);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Returns what has been compiled, ignored and doubted so far. */
  public Report report() {
    synchronized (rules.lock()) {
      return Reports.of(sets.visited(), options);
    }
  }
}
