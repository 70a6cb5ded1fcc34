package dev.strait.grammar;

import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules read so far, and where names were first used. */
final class Definitions {

  private final Cursor cursor;
  private final Map<String, Expression> rules = new LinkedHashMap<>();

  /** Where each name was first referred to. */
  private final Map<String, Integer> uses = new LinkedHashMap<>();

  Definitions(Cursor cursor) {
    this.cursor = cursor;
  }

  boolean isDefined(String name) {
    return rules.containsKey(name);
  }

  void define(String name, Expression body, int at) {
    if (rules.putIfAbsent(name, body) != null) {
      throw cursor.error(at, "rule " + name + " is defined twice");
    }
  }

  Expression use(String name, int at) {
    uses.putIfAbsent(name, at);
    return Expression.reference(name);
  }

  TextGrammar finish(String start) {
    uses.forEach(
        (name, at) -> {
          if (!rules.containsKey(name)) {
            throw cursor.error(at, "rule " + name + " is not defined");
          }
        });
    if (!rules.containsKey(start)) {
      throw cursor.expected("a rule named " + start);
    }
    Grammar.Builder builder = Grammar.builder();
    rules.forEach(builder::rule);
    List<String> unused = new ArrayList<>(rules.keySet());
    unused.removeAll(uses.keySet());
    unused.remove(start);
    return new TextGrammar(builder.build(), start, unused);
  }
}
