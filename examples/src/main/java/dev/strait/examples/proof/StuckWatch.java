package dev.strait.examples.proof;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Names on standard error a piece of work that takes too long, with where it is. */
final class StuckWatch implements AutoCloseable {
  private static final int SHOWN_FRAMES = 25;

  private final Thread worker = Thread.currentThread();
  private final long limitNanos;
  private final ScheduledExecutorService timer;
  private volatile String name = "";
  private volatile long since;
  private String told = "";

  StuckWatch(int seconds) {
    limitNanos = TimeUnit.SECONDS.toNanos(seconds);
    timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "stuck-watch");
              thread.setDaemon(true);
              return thread;
            });
    var unused = timer.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /** Tells what is worked on from now on. */
  void begin(String work) {
    since = System.nanoTime();
    name = work;
  }

  private void look() {
    String now = name;
    if (!now.isEmpty() && !now.equals(told) && System.nanoTime() - since > limitNanos) {
      told = now;
      StringBuilder out = new StringBuilder("still at " + now + " after ");
      out.append(TimeUnit.NANOSECONDS.toSeconds(limitNanos)).append(" s:\n");
      StackTraceElement[] frames = worker.getStackTrace();
      for (int i = 0; i < Math.min(SHOWN_FRAMES, frames.length); i++) {
        out.append("  at ").append(frames[i]).append('\n');
      }
      System.err.print(out);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
