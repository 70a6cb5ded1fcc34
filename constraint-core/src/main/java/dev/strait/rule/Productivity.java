package dev.strait.rule;

/**
 * Deletes the calls of parts that match nothing but the empty text, or nothing at all. Expects
 * calls that read at least one symbol ({@link Nullability}).
 */
final class Productivity {

  private Productivity() {}

  static void trim(Network network) {
    long[] cost = costs(network);
    for (int state = 0; state < network.states(); state++) {
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        int called = network.calledPart(e);
        if (called != Network.NONE && cost[network.parts.get(called).first] == ShortestPaths.FAR) {
          network.setKind(e, Network.DELETED);
        }
      }
    }
  }

  private static long[] costs(Network network) {
    ShortestPaths paths = new ShortestPaths(network.states());
    network.parts.forEach(part -> paths.end(part.end));
    for (int state = 0; state < network.states(); state++) {
      for (int e = network.head(state); e != Network.NONE; e = network.next(e)) {
        int called = network.calledPart(e);
        if (called != Network.NONE) {
          paths.call(state, network.parts.get(called).first, 1, network.target(e));
        } else if (network.kind(e) != Network.DELETED) {
          paths.edge(state, 0, network.target(e));
        }
      }
    }
    return paths.solve();
  }
}
