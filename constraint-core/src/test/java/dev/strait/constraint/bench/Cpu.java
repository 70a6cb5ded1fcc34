package dev.strait.constraint.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The processor time of a benchmark, which other processes disturb less than the wall clock. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Microseconds of processor time for one operation; JMH's summary adds up the iterations. */
  public double cpuMicros;

  private long start;

  void start() {
    start = THREADS.getCurrentThreadCpuTime();
  }

  long stop(int operations, long result) {
    cpuMicros = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / operations;
    return result;
  }
}
