package dev.strait.examples.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A progress bar on standard error: drawn only on a terminal, and only once the work has taken
 * longer than half a second. Elsewhere it prints nothing.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("schemas", 3760)) {
 *   for (...) {
 *     ...
 *     progress.step();
 *   }
 * }
 * }</pre>
 *
 * <p>Work that cannot be counted has a clock instead, which a thread of its own keeps going.
 */
public final class Progress implements AutoCloseable {
  /** The total of work whose amount is not known. */
  public static final long UNKNOWN = -1;

  private static final long FIRST_DRAW_NANOS = 500_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int BAR = 30;
  private static final long TICK_MILLIS = 250;

  private final String label;
  private final long total;
  private final boolean shown;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long done;
  private long nextDraw = start + FIRST_DRAW_NANOS;
  private boolean drawn;
  private String note = "";
  private boolean counted = true;
  private volatile boolean closed;

  Progress(String label, long total, boolean shown, PrintStream out) {
    this.label = label;
    this.total = total;
    this.shown = shown;
    this.out = out;
  }

  /** Starts a bar for {@code total} units of work, or {@link #UNKNOWN}. */
  public static Progress of(String label, long total) {
    return new Progress(label, total, Terminal.isInteractive(), System.err);
  }

  /** Starts a clock for work that is not counted; it stops when closed. */
  public static Progress waiting(String label) {
    return waiting(label, Terminal.isInteractive(), System.err);
  }

  /** Runs work that is not counted beside a clock. */
  public static <T> T during(String label, Supplier<T> work) {
    Progress clock = waiting(label);
    try {
      return work.get();
    } finally {
      clock.close();
    }
  }

  static Progress waiting(String label, boolean shown, PrintStream out) {
    Progress progress = new Progress(label, UNKNOWN, shown, out);
    progress.counted = false;
    if (shown) {
      Thread clock = new Thread(progress::tick, "progress");
      clock.setDaemon(true);
      clock.start();
    }
    return progress;
  }

  private void tick() {
    try {
      while (!closed) {
        Thread.sleep(TICK_MILLIS);
        at(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sets the words shown behind the bar. */
  public void note(String words) {
    note = words;
  }

  /** Reports one unit done. */
  public void step() {
    at(done + 1);
  }

  /** Reports that {@code units} are done in all. */
  public synchronized void at(long units) {
    done = units;
    if (shown && !closed) {
      long now = System.nanoTime();
      if (now >= nextDraw) {
        nextDraw = now + REDRAW_NANOS;
        draw((now - start) / 1e9);
      }
    }
  }

  private void draw(double seconds) {
    drawn = true;
    out.print("\r\u001b[K" + line(seconds));
    out.flush();
  }

  /** The bar as text. */
  String line(double seconds) {
    String count = total == UNKNOWN ? done + "  " : done + "/" + total + "  ";
    String text =
        label + " " + bar() + (counted ? count : "") + clock(seconds) + remaining(seconds);
    return note.isEmpty() ? text : text + "  " + note;
  }

  private String bar() {
    if (total <= 0) {
      return "";
    }
    int full = (int) Math.min(BAR, BAR * done / total);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] ";
  }

  private String remaining(double seconds) {
    if (total <= 0 || done <= 0 || done >= total) {
      return "";
    }
    return ", " + clock(seconds * (total - done) / done) + " to go";
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** Takes the bar off the screen; may be called again. */
  @Override
  public synchronized void close() {
    closed = true;
    if (drawn) {
      out.print("\r\u001b[K");
      out.flush();
      drawn = false;
    }
  }
}
