package dev.strait.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which rules refer to which. */
final class References {

  private References() {}

  /**
   * Returns the rules reached from {@code start} as groups that refer to each other, each group
   * after those it refers to. Complexity: linear in the expressions.
   */
  static List<List<String>> calleesFirst(Map<String, Expression> rules, String start) {
    List<String> names = new ArrayList<>(List.of(start));
    Map<String, Integer> numbers = new HashMap<>(Map.of(start, 0));
    List<int[]> successors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<Integer> called = new ArrayList<>();
      for (String name : references(Objects.requireNonNull(rules.get(names.get(i))))) {
        called.add(
            numbers.computeIfAbsent(
                name,
                added -> {
                  names.add(added);
                  return names.size() - 1;
                }));
      }
      successors.add(called.stream().mapToInt(n -> n).toArray());
    }
    List<List<String>> groups = new ArrayList<>();
    for (int[] component : Components.of(successors)) {
      List<String> group = new ArrayList<>();
      for (int number : component) {
        group.add(names.get(number));
      }
      groups.add(group);
    }
    return groups;
  }

  private static Set<String> references(Expression body) {
    Set<String> names = new LinkedHashSet<>();
    Deque<Expression> todo = new ArrayDeque<>(List.of(body));
    while (!todo.isEmpty()) {
      Expression next = todo.pop();
      if (next instanceof Node.Reference reference) {
        names.add(reference.name);
      }
      List<Expression> children = Node.children(next);
      for (int i = children.size() - 1; i >= 0; i--) {
        todo.push(children.get(i));
      }
    }
    return names;
  }
}
