package dev.strait.llama.extract;

import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.Generation;
import dev.strait.llama.generate.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A running extraction: an iterator over the fields and list elements of the value, inner ones
 * first, each final as soon as it is there. Belongs to one thread at a time.
 *
 * @param <T> the type of the value
 */
public final class Extraction<T> implements Iterator<Part>, AutoCloseable {

  private final Session session;
  private final Generation generation;
  private final Function<Generated, Extracted<T>> reader;
  private final PartScanner scanner = new PartScanner();
  private final Deque<Part> ready = new ArrayDeque<>();

  Extraction(Session session, Generation generation, Function<Generated, Extracted<T>> reader) {
    this.session = session;
    this.generation = generation;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && generation.hasNext()) {
      ready.addAll(scanner.append(generation.next().text()));
    }
    return !ready.isEmpty();
  }

  @Override
  public Part next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the value is complete");
    }
    return ready.remove();
  }

  /**
   * Runs to the end and returns the value.
   *
   * @throws ExtractionException if the output was ended early, or the type refused its value
   */
  public Extracted<T> finish() {
    return reader.apply(generation.finish());
  }

  /** Asks the extraction to end; may be called by any thread. */
  public void cancel() {
    generation.cancel();
  }

  /** Returns the parts for one subscriber; the model works on a thread of the executor. */
  public Flow.Publisher<Part> publisher(Executor executor) {
    AtomicBoolean used = new AtomicBoolean();
    return subscriber -> {
      if (used.getAndSet(true)) {
        throw new IllegalStateException("an extraction has one subscriber");
      }
      SubmissionPublisher<Part> parts = new SubmissionPublisher<>(Runnable::run, 256);
      parts.subscribe(subscriber);
      executor.execute(() -> publish(parts));
    };
  }

  private void publish(SubmissionPublisher<Part> parts) {
    try {
      while (hasNext()) {
        if (!parts.hasSubscribers()) {
          cancel();
        }
        parts.submit(next());
      }
      parts.close();
    } catch (RuntimeException e) {
      parts.closeExceptionally(e);
    }
  }

  /** Ends the extraction and gives its memory back. */
  @Override
  public void close() {
    generation.close();
    session.close();
  }
}
