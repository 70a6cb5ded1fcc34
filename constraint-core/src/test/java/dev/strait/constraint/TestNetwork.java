package dev.strait.constraint;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A random recursive transition network: rules with nondeterministic edges, calls, nullable rules
 * and ambiguity, trimmed, without left recursion. Rule 0 is the start.
 */
final class TestNetwork {
  private static final long FAR = Long.MAX_VALUE / 4;

  final List<Net> rules = new ArrayList<>();

  record ByteEdge(int first, int last, int target) {}

  record CallEdge(Net callee, int then) {
    @Override
    public String toString() {
      return callee.name + ">" + then;
    }
  }

  record ControlEdge(int token, int target) {}

  /** One rule; states are Integers. */
  static final class Net implements Rule<Integer> {
    final String name;
    final int states;
    final boolean[] accepts;
    final List<List<ByteEdge>> bytes = new ArrayList<>();
    final List<List<CallEdge>> calls = new ArrayList<>();
    final List<List<ControlEdge>> controls = new ArrayList<>();
    final long[] shortest;
    private boolean shared;

    Net(String name, int states) {
      this.name = name;
      this.states = states;
      this.accepts = new boolean[states];
      this.shortest = new long[states];
      for (int s = 0; s < states; s++) {
        bytes.add(new ArrayList<>());
        calls.add(new ArrayList<>());
        controls.add(new ArrayList<>());
      }
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
    public void expand(Integer s, Edges<Integer> out) {
      if (accepts[s]) {
        out.accept();
      }
      bytes.get(s).forEach(e -> out.bytes(e.first, e.last, e.target));
      calls.get(s).forEach(e -> out.call(e.callee, e.then));
      controls.get(s).forEach(e -> out.control(e.token, e.target));
    }

    @Override
    public long shortest(Integer s) {
      return shortest[s];
    }

    @Override
    public boolean isShared() {
      return shared;
    }

    private boolean callsOthers() {
      return calls.stream().flatMap(List::stream).anyMatch(e -> !e.callee.shared);
    }

    @Override
    public String toString() {
      return name + " accepts " + Arrays.toString(accepts) + " bytes " + bytes + " calls " + calls;
    }
  }

  /** Returns a network whose rule 0 has a non-empty language. */
  static TestNetwork random(Random random, int controlToken) {
    while (true) {
      TestNetwork network = new TestNetwork();
      network.generate(random, controlToken);
      network.measure();
      if (network.rules.get(0).shortest[0] < FAR) {
        network.trim();
        return network;
      }
    }
  }

  /** Has all rules shared that may be: not the first, nor those through which it is called. */
  void share() {
    for (Net net : rules.subList(1, rules.size())) {
      net.shared = true;
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Net net : rules) {
        if (net.shared && net.callsOthers()) {
          net.shared = false;
          changed = true;
        }
      }
    }
  }

  private void generate(Random random, int controlToken) {
    int count = 1 + random.nextInt(4);
    for (int r = 0; r < count; r++) {
      rules.add(new Net("r" + r, 1 + random.nextInt(5)));
    }
    for (int r = 0; r < count; r++) {
      Net net = rules.get(r);
      for (int s = 0; s < net.states; s++) {
        net.accepts[s] = random.nextInt(3) == 0;
        for (int e = random.nextInt(3); e > 0; e--) {
          int first = 'a' + random.nextInt(3);
          int last = Math.min('c', first + random.nextInt(2));
          net.bytes.get(s).add(new ByteEdge(first, last, random.nextInt(net.states)));
        }
        // A call without a byte read before goes to a later rule and a later state only.
        for (int e = random.nextInt(2); e > 0; e--) {
          if (r + 1 < count && s + 1 < net.states) {
            Net callee = rules.get(r + 1 + random.nextInt(count - r - 1));
            int then = s + 1 + random.nextInt(net.states - s - 1);
            net.calls.get(s).add(new CallEdge(callee, then));
          }
        }
        if (controlToken >= 0 && random.nextInt(6) == 0) {
          net.controls.get(s).add(new ControlEdge(controlToken, random.nextInt(net.states)));
        }
      }
    }
    // Recursion: byte, then a call of any rule, through a fresh rule of the form x = byte any.
    for (int r = 0; r < count; r++) {
      if (random.nextInt(2) == 0) {
        Net wrap = new Net("w" + r, 4);
        wrap.bytes.get(0).add(new ByteEdge('a', 'b', 1));
        wrap.calls.get(1).add(new CallEdge(rules.get(random.nextInt(count)), 2));
        wrap.accepts[2] = random.nextBoolean();
        wrap.bytes.get(2).add(new ByteEdge('b', 'c', 3));
        wrap.accepts[3] = true;
        rules.add(wrap);
        Net net = rules.get(r);
        net.calls.get(0).add(new CallEdge(wrap, random.nextInt(net.states)));
        if (net.calls.get(0).get(net.calls.get(0).size() - 1).then == 0) {
          net.accepts[0] = true;
        }
      }
    }
  }

  private void measure() {
    rules.forEach(net -> Arrays.fill(net.shortest, FAR));
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Net net : rules) {
        for (int s = 0; s < net.states; s++) {
          long best = net.accepts[s] ? 0 : FAR;
          for (ByteEdge e : net.bytes.get(s)) {
            best = Math.min(best, 1 + net.shortest[e.target]);
          }
          for (ControlEdge e : net.controls.get(s)) {
            best = Math.min(best, 1 + net.shortest[e.target]);
          }
          for (CallEdge e : net.calls.get(s)) {
            best = Math.min(best, e.callee.shortest[0] + net.shortest[e.then]);
          }
          if (best < net.shortest[s]) {
            net.shortest[s] = best;
            changed = true;
          }
        }
      }
    }
  }

  private void trim() {
    for (Net net : rules) {
      for (int s = 0; s < net.states; s++) {
        net.bytes.get(s).removeIf(e -> net.shortest[e.target] >= FAR);
        net.controls.get(s).removeIf(e -> net.shortest[e.target] >= FAR);
        net.calls.get(s).removeIf(e -> e.callee.shortest[0] >= FAR || net.shortest[e.then] >= FAR);
      }
    }
  }
}
