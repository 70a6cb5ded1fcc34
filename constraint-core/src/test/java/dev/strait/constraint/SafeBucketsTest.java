package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.strait.rule.Dfa;
import dk.brics.automaton.RegExp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a state by threads that learn about it together is what one thread learns. */
@Timeout(120)
class SafeBucketsTest {
  private static final Dfa DFA =
      Dfa.of(new RegExp("([a-z ]{6}|[a-d]{5}-)*([0-9]{4,7}[a-z]*\\\"|[ -~]{3})*").toAutomaton());

  private record Said(long safe, int reach, long around, long beyond) {
    static Said of(SafeBuckets buckets, int state) {
      long safe = buckets.of(state);
      return safe == 0
          ? new Said(0, 0, 0, 0)
          : new Said(safe, buckets.reach(state), buckets.around(state), buckets.beyond(state));
    }
  }

  /** By the definition: every text of safe bytes is followed as far as they are said to be safe. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a-z]*\"",
        "[ -~]*",
        "([a-z ]{6}|[a-d]{5}-)*([0-9]{4,7}[a-z]*\"|[ -~]{3})*",
        "[a-z]{6,9}\"",
        "[a-z]{30}([a-c]|\u00e9)*",
        "([ !#-~]|[\u00c2-\u00df][\u0080-\u00bf])*\"",
        "([a-z]|\u00c3[\u0080-\u00bf]|\u00e2[\u0080-\u00bf]{2})*[0-9]",
        "([a-z]|[\u0080-\u00bf])*",
        "(([a-y]|z[a-y])*z?)?\"",
        "[a-z]{9}(x|[0-9]*)",
        "([ -~]|[\u00c2-\u00df][\u0080-\u00a0])*",
        "([ -~]|[\u00c2-\u00de][\u0080-\u00bf]|\u00df[\u0080-\u00be])*",
        "([ -~]|[\u00e1-\u00ef][\u0080-\u00bf][\u0080-\u00be])*",
        "([ -~]|[\u00e1-\u00ec][\u0080-\u00be][\u0080-\u00bf])*",
        "([ -~]|[\u00f1-\u00f3][\u0080-\u00bf]{2}[\u0080-\u00be])*"
      })
  void whatIsSaidHoldsForEveryText(String pattern) {
    Dfa dfa = Dfa.of(new RegExp(pattern.replace("\"", "\\\""), RegExp.NONE).toAutomaton());
    SafeBuckets buckets = new SafeBuckets(dfa);
    int safe = 0;
    for (int state = 0; state < dfa.states(); state++) {
      if (buckets.of(state) != 0) {
        safe++;
        assertEquals(buckets.of(state), buckets.known(state));
        follow(dfa, state, Said.of(buckets, state), pattern + " state " + state);
      }
    }
    assertTrue(safe > 0, pattern);
  }

  private static void follow(Dfa dfa, int from, Said said, String where) {
    assertTrue(said.reach >= 1 && said.reach <= SafeBuckets.DEPTH, where);
    Set<List<Integer>> level = Set.of(List.of(from, Utf8Phase.BETWEEN));
    for (int bytes = 0; bytes <= said.reach; bytes++) {
      Set<List<Integer>> next = new HashSet<>();
      for (List<Integer> at : level) {
        for (int b = 0; b < 256; b++) {
          int target = dfa.step(at.get(0), b);
          int phase = Utf8Phase.after(at.get(1), b);
          boolean isSafe = (said.safe >>> TokenTrie.BUCKET[b] & 1) != 0;
          if (bytes < said.reach && phase != Utf8Phase.BROKEN && isSafe) {
            assertTrue(target != Dfa.DEAD, where + " dies on " + b + " after " + bytes);
            next.add(List.of(target, phase));
          }
          if (target != Dfa.DEAD) {
            long some = said.around & (bytes == said.reach ? said.beyond : -1L);
            assertTrue((some >>> TokenTrie.BUCKET[b] & 1) != 0, where + " is alive on " + b);
            boolean breaks = bytes < said.reach && phase == Utf8Phase.BROKEN;
            assertTrue(!breaks || (said.around & SafeBuckets.BREAKS) != 0, where + " " + b);
          }
        }
        boolean ends = bytes < said.reach && dfa.accepts(at.get(0));
        assertTrue(!ends || (said.around & SafeBuckets.ENDS) != 0, where + " ends");
      }
      level = next;
    }
  }

  @Test
  @Tag("slow")
  void threadsThatLearnTogetherSayWhatOneSays() throws Exception {
    SafeBuckets alone = new SafeBuckets(DFA);
    List<Said> expected = new ArrayList<>();
    for (int state = 0; state < DFA.states(); state++) {
      expected.add(Said.of(alone, state));
    }
    assertTrue(expected.stream().filter(said -> said.safe != 0).count() > 10);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 200; round++) {
        SafeBuckets shared = new SafeBuckets(DFA);
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<List<Said>>> running = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
          int step = t < 2 ? 1 : DFA.states() - 1;
          boolean waits = t % 2 == 1;
          running.add(threads.submit(() -> said(shared, step, waits ? expected : null, start)));
        }
        for (Future<List<Said>> said : running) {
          assertEquals(expected, said.get(), "round " + round);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Asks about all states, forwards or backwards; about those for which something is expected as
   * soon as another thread lets its buckets be seen.
   */
  private static List<Said> said(
      SafeBuckets shared, int step, @Nullable List<Said> expected, CyclicBarrier start)
      throws Exception {
    Said[] said = new Said[DFA.states()];
    start.await();
    for (int i = 0, state = 0; i < said.length; i++, state = (state + step) % said.length) {
      if (expected != null && expected.get(state).safe != 0) {
        while (shared.known(state) == 0) {
          Thread.onSpinWait();
        }
      }
      said[state] = Said.of(shared, state);
    }
    return List.of(said);
  }

  /**
   * The buckets of a state are read without the lock, so they may be seen before what else was
   * learnt with them: that is read under it. No machine at hand shows a thread the one without the
   * other, so what is seen here is that the lock is waited for.
   */
  @Test
  void whatLiesAroundAStateIsReadUnderTheLock() throws InterruptedException {
    SafeBuckets buckets = new SafeBuckets(DFA);
    assertTrue(buckets.of(Dfa.START) != 0);
    waits(buckets, buckets::around);
    waits(buckets, buckets::beyond);
  }

  private static void waits(SafeBuckets buckets, IntToLongFunction asked)
      throws InterruptedException {
    Thread asking = new Thread(() -> asked.applyAsLong(Dfa.START));
    synchronized (buckets) {
      asking.start();
      while (asking.getState() != Thread.State.BLOCKED) {
        if (!asking.isAlive()) {
          fail("answered while another thread was learning");
        }
        Thread.onSpinWait();
      }
    }
    asking.join();
  }
}
