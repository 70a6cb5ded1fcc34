package dev.strait.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShortestPathsTest {
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE / 4);

  /** An edge of a cost of its own where nothing is called, else a call so many times. */
  private record Edge(int from, int called, long weight, int to) {}

  /** The least costs are the least solution of their equations, cut off at the most. */
  @Property(tries = 200)
  void areTheLeastSolution(@ForAll long seed) {
    Random random = new Random(seed);
    int nodes = 1 + random.nextInt(60);
    ShortestPaths paths = new ShortestPaths(nodes);
    BigInteger[] cost = new BigInteger[nodes];
    Arrays.fill(cost, BigInteger.valueOf(ShortestPaths.FAR));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int end = random.nextInt(nodes);
      paths.end(end);
      cost[end] = BigInteger.ZERO;
    }
    List<Edge> edges = new ArrayList<>();
    for (int i = random.nextInt(4 * nodes); i > 0; i--) {
      int called = random.nextInt(3) == 0 ? random.nextInt(nodes) : -1;
      long weight = random.nextInt(4) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(3);
      weight = called < 0 ? weight : Math.max(1, weight);
      Edge edge = new Edge(random.nextInt(nodes), called, weight, random.nextInt(nodes));
      edges.add(edge);
      if (called < 0) {
        paths.edge(edge.from, weight, edge.to);
      } else {
        paths.call(edge.from, called, weight, edge.to);
      }
    }
    while (edges.stream().filter(edge -> relax(edge, cost)).count() > 0) {
      continue;
    }
    assertArrayEquals(
        Arrays.stream(cost).mapToLong(BigInteger::longValueExact).toArray(), paths.solve());
  }

  /** Returns whether the way over an edge is shorter than what was known. */
  private static boolean relax(Edge edge, BigInteger[] cost) {
    BigInteger far = BigInteger.valueOf(ShortestPaths.FAR);
    BigInteger own = BigInteger.valueOf(edge.weight);
    if (edge.called >= 0) {
      own = cost[edge.called].equals(far) ? far : own.multiply(cost[edge.called]);
    }
    if (own.equals(far) || cost[edge.to].equals(far)) {
      return false;
    }
    BigInteger way = own.min(MOST).add(cost[edge.to]).min(MOST);
    boolean shorter = way.compareTo(cost[edge.from]) < 0;
    cost[edge.from] = shorter ? way : cost[edge.from];
    return shorter;
  }

  @Property
  void productsAreCutOff(@ForAll long seed) {
    Random random = new Random(seed);
    long each = random.nextLong() >>> 2 + random.nextInt(61);
    long count = random.nextInt() >>> 1 + random.nextInt(30);
    assertProduct(each, count);
    assertProduct(1L << random.nextInt(61), 1L << random.nextInt(31));
  }

  private static void assertProduct(long each, long count) {
    BigInteger product = BigInteger.valueOf(each).multiply(BigInteger.valueOf(count));
    assertEquals(product.min(MOST).longValueExact(), ShortestPaths.times(each, count));
  }

  /** A text of 2^63 bytes at least, in repeats of repeats. */
  @Test
  void repeatsOfRepeatsAreLong() {
    int times = 1 << 30;
    Expression inner = Expression.repeat(Expression.literal("eight..."), times, times);
    Expression outer = Expression.repeat(inner, times + 1, times + 1);
    Rule<?> rule = Grammar.builder().rule("long", outer).build().compile("long");
    assertEquals(MOST.longValueExact(), shortest(rule));
  }

  private static <S> long shortest(Rule<S> rule) {
    return rule.shortest(rule.start());
  }
}
