package dev.strait.llama.model;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may use a context: one thread at a time, nobody after it was closed. For implementations of
 * {@link ModelContext}.
 */
public final class Ownership {

  private final ReentrantLock lock = new ReentrantLock();
  private final String name;
  private volatile boolean closing;

  /** A thread's right to a context; closed by the thread that got it. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Makes the ownership of something called {@code name} in messages. */
  public Ownership(String name) {
    this.name = name;
  }

  /**
   * Takes the right for the calling thread; nests.
   *
   * @throws ConcurrentUseException if another thread has it
   * @throws ClosedException if the thing is closed, or about to be
   */
  public Hold hold() {
    if (!lock.tryLock()) {
      checkOpen();
      throw new ConcurrentUseException(
          name + " is being used by another thread; give each thread its own");
    }
    if (closing) {
      lock.unlock();
      checkOpen();
    }
    return lock::unlock;
  }

  /** Returns whether the calling thread has the right. */
  public boolean isHeld() {
    return lock.isHeldByCurrentThread();
  }

  /**
   * Throws if the thing is closed, or about to be.
   *
   * @throws ClosedException then
   */
  public void checkOpen() {
    if (closing) {
      throw new ClosedException(name + " is closed");
    }
  }

  /**
   * Closes once: refuses new holds, interrupts the present one, waits for its end, frees.
   *
   * @param interrupt asks the holder to come to an end; called from the closing thread
   * @param free called at most once, when nobody has the right
   */
  public void close(Runnable interrupt, Runnable free) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    interrupt.run();
    lock.lock();
    try {
      free.run();
    } finally {
      lock.unlock();
    }
  }
}
