package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A written-down grammar: named expressions that refer to each other.
 *
 * <p>Recursion of every kind is allowed. {@link #compile} yields a rule whose automata are trimmed
 * and free of left recursion, deterministic over bytes, calls and control tokens.
 *
 * <p>Immutable and thread-safe.
 */
public final class Grammar {

  private final Map<String, Expression> rules;

  private Grammar(Map<String, Expression> rules) {
    this.rules = rules;
  }

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the rules in the order of their definition; unmodifiable. */
  public Map<String, Expression> rules() {
    return rules;
  }

  /**
   * Compiles the grammar with {@code start} as its first rule; rules that are not reached from
   * there are left out.
   *
   * <p>Complexity: linear in the expressions (large repeats are counted), then that of making each
   * rule's automaton deterministic.
   *
   * @throws UndefinedRuleException if the start rule is not defined
   * @throws EmptyLanguageException if no text matches
   * @throws GrammarLimitException if an automaton grows too large
   */
  public Rule<?> compile(String start) {
    if (!rules.containsKey(start)) {
      throw new UndefinedRuleException(start, "");
    }
    return GrammarCompiler.compile(rules, start);
  }

  /** Returns the canonical print: a line {@code name ::= expression} for each rule. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    rules.forEach((name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
    return text.toString();
  }

  /** Collects rules. */
  public static final class Builder {
    private final Map<String, Expression> rules = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Defines a rule.
     *
     * @throws GrammarException if the name is defined already
     */
    public Builder rule(String name, Expression body) {
      if (rules.putIfAbsent(name, body) != null) {
        throw new GrammarException(name, "rule " + name + " is defined twice");
      }
      return this;
    }

    /**
     * Builds the grammar.
     *
     * @throws UndefinedRuleException if a rule refers to a name that is not defined
     */
    public Grammar build() {
      rules.forEach(this::checkReferences);
      return new Grammar(Collections.unmodifiableMap(new LinkedHashMap<>(rules)));
    }

    private void checkReferences(String name, Expression body) {
      Deque<Expression> todo = new ArrayDeque<>();
      todo.push(body);
      while (!todo.isEmpty()) {
        Expression next = todo.pop();
        if (next instanceof Node.Reference reference && !rules.containsKey(reference.name)) {
          throw new UndefinedRuleException(reference.name, name);
        }
        Node.children(next).forEach(todo::push);
      }
    }
  }
}
