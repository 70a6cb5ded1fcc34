package dev.strait.examples.cite;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The JSON strings that are one of a list of names, as a tree of their bytes. */
final class EntryRule implements Rule<Integer> {

  private final String name;
  private final List<TreeMap<Integer, Integer>> children = new ArrayList<>();
  private final List<Long> shortest = new ArrayList<>();

  /**
   * Returns the rule of some names.
   *
   * @param entries at least one, without quotes, backslashes and control characters
   */
  EntryRule(String name, Collection<String> entries) {
    this.name = name;
    addNode();
    for (String entry : entries) {
      add(("\"" + entry + "\"").getBytes(StandardCharsets.UTF_8));
    }
  }

  private int addNode() {
    children.add(new TreeMap<>());
    shortest.add(Long.MAX_VALUE);
    return children.size() - 1;
  }

  private void add(byte[] word) {
    int node = 0;
    for (int i = 0; i < word.length; i++) {
      shortest.set(node, Math.min(shortest.get(node), (long) word.length - i));
      node = children.get(node).computeIfAbsent(word[i] & 0xff, b -> addNode());
    }
    shortest.set(node, 0L);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Integer start() {
    return 0;
  }

  @Override
  public void expand(Integer state, Edges<Integer> edges) {
    if (shortest.get(state) == 0) {
      edges.accept();
    }
    children.get(state).forEach((label, child) -> edges.bytes(label, label, child));
  }

  @Override
  public long shortest(Integer state) {
    return shortest.get(state);
  }
}
