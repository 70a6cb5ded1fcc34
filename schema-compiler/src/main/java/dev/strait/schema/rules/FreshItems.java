package dev.strait.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.rule.WordsRule;
import dev.strait.schema.rules.ArrayRule.ItemCapture;
import dev.strait.schema.rules.ArrayRule.Items;
import dev.strait.schema.rules.ArrayRule.State;
import dev.strait.schema.set.ArraySet;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Measure;
import dev.strait.schema.set.ObjectSet;
import dev.strait.schema.set.Seen;
import dev.strait.schema.set.Sets;
import dev.strait.schema.set.ValueSet;
import dev.strait.values.KeySet;
import dev.strait.values.NumberPolicy;
import dev.strait.values.NumberSet;
import dev.strait.values.StringSet;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The edges of an item that must differ from those seen, by type. What has been seen is never made
 * part of a formula: few strings are words of which some are left, other strings are read beside
 * the trie of those seen, and objects know which of those seen they still agree with.
 */
final class FreshItems {
  private final JsonRules rules;
  private final Formula item;
  private final Seen seen;
  private final int depth;

  /**
   * @param item what the item satisfies
   * @param depth the depth of the item
   */
  FreshItems(JsonRules rules, Formula item, Seen seen, int depth) {
    this.rules = rules;
    this.item = item;
    this.seen = seen;
    this.depth = rules.level(depth);
  }

  /** The strings of a formula that has few, less those seen. */
  private record Words(ArrayRule rule, Items after, KeySet strings, BitSet words)
      implements WordsRule.Selection<State> {
    @Override
    public State after(int word) {
      return rule.valued(after.seeing(Sets.string(strings.get(word))));
    }

    @Override
    public boolean equals(Object object) {
      return object instanceof Words other
          && rule == other.rule
          && strings == other.strings
          && after.equals(other.after);
    }

    @Override
    public int hashCode() {
      return after.hashCode();
    }
  }

  /** The ways to read an item. */
  private interface Ways {
    void text(Rule<?> rule);

    void words(KeySet few, BitSet left);

    void constant(JsonNode value);
  }

  /**
   * Reports the edges of an item.
   *
   * @param after the items after it, less the item itself
   */
  void report(Edges<State> edges, ArrayRule rule, Items after) {
    ItemCapture capture = new ItemCapture(rule, after, false);
    visit(
        rule,
        new Ways() {
          @Override
          public void text(Rule<?> text) {
            edges.capture(text, capture);
          }

          @Override
          public void words(KeySet few, BitSet left) {
            Words words = new Words(rule, after, few, left);
            dev.strait.rule.Words texts = few.opened(rules.policy().escapes());
            edges.jump('"', '"', rule.words(), new WordsRule.State<>(texts, words));
          }

          @Override
          public void constant(JsonNode value) {
            edges.call(Gaps.literal(value.toString()), rule.valued(after.seeing(value)));
          }
        });
    JsonNode value = listed();
    if (value != null) {
      Rule<?> text = rules.rule(rules.sets().values(Set.of(value)), depth);
      edges.call(text, rule.valued(after.seeing(value)));
    }
  }

  /**
   * Returns the first value listed that has not been seen, if it is an object or array: it takes
   * what has been promised, whatever the rules of its type say. Of scalars these are exact.
   */
  private @Nullable JsonNode listed() {
    if (seen.isEmpty() || rules.sets().isFlat(item)) {
      return null;
    }
    JsonNode value = rules.shortValues().first(item, seen::contains, depth);
    return value != null && value.isContainerNode() ? value : null;
  }

  /** Returns the least number of bytes of an item. */
  long shortest(ArrayRule rule) {
    JsonNode value = listed();
    long read = read(rule);
    return value == null ? read : Math.min(read, rules.lengths().bytes(value, depth));
  }

  private long read(ArrayRule rule) {
    long[] best = {Measure.NEVER};
    visit(
        rule,
        new Ways() {
          @Override
          public void text(Rule<?> text) {
            best[0] = Math.min(best[0], Gaps.bytes(text));
          }

          @Override
          public void words(KeySet few, BitSet left) {
            dev.strait.rule.Words texts = few.opened(rules.policy().escapes());
            left.stream().forEach(word -> best[0] = Math.min(best[0], 1 + texts.rest(word)));
          }

          @Override
          public void constant(JsonNode value) {
            best[0] = Math.min(best[0], value.toString().length());
          }
        });
    return best[0];
  }

  private void visit(ArrayRule rule, Ways ways) {
    ValueSet set = rules.sets().set(item);
    if (!set.bound().isEmpty()) {
      ways.text(rules.rule(rules.sets().less(item, seen), depth));
      return;
    }
    if (!set.strings().isEmpty()) {
      strings(set.strings(), rule, ways);
    }
    constant(set.nulls(), NullNode.instance, ways);
    constant(set.trues(), BooleanNode.TRUE, ways);
    constant(set.falses(), BooleanNode.FALSE, ways);
    numbers(set.numbers(), ways);
    for (ObjectSet o : set.objects()) {
      if (!rules.sets().isEmpty(o)) {
        object(o, ways);
      }
    }
    for (ArraySet a : set.arrays()) {
      if (!rules.sets().isEmpty(a)) {
        array(a, ways);
      }
    }
  }

  private void strings(StringSet strings, ArrayRule rule, Ways ways) {
    KeySet few = rule.fewStrings(strings);
    if (few.isEmpty()) {
      strings.toRuleExcept(seen.strings(), rules.policy().escapes()).ifPresent(ways::text);
      return;
    }
    BitSet left = new BitSet();
    left.set(0, few.size());
    left.andNot(seen.among(few));
    if (!left.isEmpty()) {
      ways.words(few, left);
    }
  }

  private void constant(boolean possible, JsonNode value, Ways ways) {
    if (possible && !seen.contains(value)) {
      ways.constant(value);
    }
  }

  private void numbers(NumberSet set, Ways ways) {
    NumberPolicy policy = rules.policy().numbers();
    Optional<KeySet> plain = seen.plainNumbers();
    if (set.isEmpty()) {
      return;
    }
    if (policy.exponentDigits() == 0 && plain.isPresent()) {
      set.toRuleExcept(plain.get(), policy).ifPresent(ways::text);
      return;
    }
    NumberSet left = set.without(seen.numbers());
    if (!left.isEmpty()) {
      ways.text(left.toRule(policy));
    }
  }

  private void object(ObjectSet o, Ways ways) {
    Set<JsonNode> others = seen.of(JsonNodeType.OBJECT);
    if (others.isEmpty()) {
      ways.text(o.isMixed() ? rules.mix(List.of(o), depth) : rules.object(o, depth));
    } else if (o.isMixed()) {
      rules.mixExcept(o, others, depth).ifPresent(ways::text);
    } else if (Sets.isPlain(o)) {
      rules.objectExcept(o, others, depth).ifPresent(ways::text);
    } else {
      left(rules.sets().less(o, others), ways);
    }
  }

  private void array(ArraySet a, Ways ways) {
    Set<JsonNode> others = seen.of(JsonNodeType.ARRAY);
    if (others.isEmpty()) {
      ways.text(rules.array(a, depth));
    } else {
      left(rules.sets().less(a, others), ways);
    }
  }

  private void left(Formula left, Ways ways) {
    if (!rules.sets().isEmpty(left)) {
      ways.text(rules.rule(left, depth));
    }
  }
}
