package dev.strait.values;

import dev.strait.rule.Rule;
import dev.strait.values.RuleWords.Edge;
import dev.strait.values.RuleWords.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Reads leaf rules edge by edge: the naive recogniser. */
final class Walker {
  private Walker() {}

  static boolean reads(Rule<?> rule, String text) {
    return reads(rule, text.getBytes(StandardCharsets.UTF_8));
  }

  static boolean reads(Rule<?> rule, byte[] text) {
    Set<Place<?>> now = Set.of(Place.start(rule));
    for (byte b : text) {
      Set<Place<?>> next = new HashSet<>();
      for (Place<?> place : now) {
        for (Edge edge : place.expand().edges()) {
          if (edge.first() <= (b & 0xff) && (b & 0xff) <= edge.last()) {
            next.add(edge.target());
          }
        }
      }
      now = next;
    }
    return now.stream().anyMatch(p -> p.expand().accepts());
  }

  /** Walks at random, then ends by the shortest way; fails if a state has no way on. */
  static byte[] randomWord(Rule<?> rule, Random random, int steps) {
    java.io.ByteArrayOutputStream word = new java.io.ByteArrayOutputStream();
    Place<?> now = Place.start(rule);
    for (int i = 0; i < steps || now.shortest() > 0; i++) {
      var leaf = now.expand();
      boolean ends = leaf.accepts();
      if (ends != (now.shortest() == 0)) {
        throw new AssertionError("shortest and acceptance disagree in " + now);
      }
      if (leaf.edges().isEmpty()) {
        if (!ends) {
          throw new AssertionError("a dead end after " + word);
        }
        break;
      }
      Edge edge = leaf.edges().get(random.nextInt(leaf.edges().size()));
      if (i >= steps) {
        long rest = now.shortest() - 1;
        edge =
            leaf.edges().stream()
                .filter(e -> e.target().shortest() <= rest)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no edge keeps the promise of " + rest));
      }
      word.write(edge.first() + random.nextInt(edge.last() - edge.first() + 1));
      now = edge.target();
    }
    return word.toByteArray();
  }

  /**
   * Walks at random, at times by a shortest way, and fails if a state's shortest completion is not
   * a byte more than the least of those after it: if all agree so, all are exact.
   */
  static void checkShortest(Rule<?> rule, Random random, int steps) {
    StringBuilder text = new StringBuilder();
    Place<?> now = Place.start(rule);
    for (int i = 0; i < steps; i++) {
      var leaf = now.expand();
      long least = leaf.accepts() ? 0 : Long.MAX_VALUE;
      Edge nearest = null;
      for (Edge edge : leaf.edges()) {
        long after = edge.target().shortest();
        if (after < 0) {
          throw new AssertionError(after + " bytes after " + text + (char) edge.first());
        }
        if (after < least - 1) {
          least = after + 1;
          nearest = edge;
        }
      }
      if (now.shortest() != least) {
        throw new AssertionError(now.shortest() + " bytes, not " + least + ", after " + text);
      }
      if (leaf.edges().isEmpty()) {
        return;
      }
      Edge any = leaf.edges().get(random.nextInt(leaf.edges().size()));
      Edge edge = nearest == null || random.nextInt(3) > 0 ? any : nearest;
      text.append((char) (edge.first() + random.nextInt(edge.last() - edge.first() + 1)));
      now = edge.target();
    }
  }
}
