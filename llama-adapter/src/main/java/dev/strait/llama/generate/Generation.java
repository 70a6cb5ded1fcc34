package dev.strait.llama.generate;

import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.TokenBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A running generation: an iterator over the pieces of its output. The model works inside {@link
 * #next()}; who stops asking stops it.
 *
 * <pre>{@code
 * try (Generation generation = session.generate(constraint, options)) {
 *   generation.forEachRemaining(piece -> System.out.print(piece.text()));
 *   Generated done = generation.result();
 * }
 * }</pre>
 *
 * <p>Belongs to one thread at a time; only {@link #cancel()} may be called from anywhere.
 */
public final class Generation implements Iterator<Piece>, AutoCloseable {

  private final Session session;
  private final ModelContext context;
  private final Slot slot;
  private final Decoding decoding;
  private final Sampler sampler;
  private final TokenBatch batch = new TokenBatch();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private @Nullable Piece ahead;
  private boolean ended;

  Generation(Session session, Slot slot, Sampler sampler) {
    this.session = session;
    this.context = session.context();
    this.slot = slot;
    this.decoding = slot.decoding();
    this.sampler = sampler;
    this.ahead = take();
  }

  @Override
  public boolean hasNext() {
    return ahead != null || !ended;
  }

  /**
   * Returns the next piece, evaluating the model as often as that needs; its text may be empty.
   *
   * @throws NoSuchElementException if the output is finished
   * @throws dev.strait.llama.model.ModelException if the model fails or was closed; the generation
   *     is over then
   */
  @Override
  public Piece next() {
    Piece piece = ahead;
    if (piece != null) {
      ahead = null;
      return piece;
    }
    if (ended) {
      throw new NoSuchElementException("the generation is finished");
    }
    try (Ownership.Hold hold = context.hold()) {
      return step();
    } catch (RuntimeException e) {
      if (!(e instanceof dev.strait.llama.model.ConcurrentUseException)) {
        end();
      }
      throw e;
    }
  }

  private Piece step() {
    int before = decoding.outputSize();
    while (!decoding.isFinished() && decoding.outputSize() == before) {
      if (cancelled.get()) {
        decoding.cancel();
        break;
      }
      batch.clear();
      slot.fill(batch, context.batchSize());
      context.evaluate(batch);
      slot.evaluated();
    }
    return take();
  }

  private Piece take() {
    Piece piece = decoding.piece();
    session.took(piece.tokens());
    if (decoding.isFinished()) {
      end();
    }
    return piece;
  }

  private void end() {
    if (!ended) {
      ended = true;
      sampler.close();
      session.ended();
    }
  }

  /** Asks the generation to end after the token it is at; may be called by any thread. */
  public void cancel() {
    cancelled.set(true);
  }

  /** Runs to the end and returns the outcome. */
  public Generated finish() {
    while (hasNext()) {
      next();
    }
    return result();
  }

  /**
   * Returns the outcome.
   *
   * @throws IllegalStateException if the generation is not finished
   */
  public Generated result() {
    return decoding.result();
  }

  /**
   * Returns the pieces for one subscriber; the model works on a thread of the executor once there
   * is one. A subscriber that cancels ends the generation.
   */
  public Flow.Publisher<Piece> publisher(Executor executor) {
    AtomicBoolean used = new AtomicBoolean();
    return subscriber -> {
      if (used.getAndSet(true)) {
        throw new IllegalStateException("a generation has one subscriber");
      }
      SubmissionPublisher<Piece> pieces = new SubmissionPublisher<>(Runnable::run, 256);
      pieces.subscribe(subscriber);
      executor.execute(() -> publish(pieces));
    };
  }

  private void publish(SubmissionPublisher<Piece> pieces) {
    try {
      while (hasNext()) {
        if (!pieces.hasSubscribers()) {
          cancel();
        }
        pieces.submit(next());
      }
      pieces.close();
    } catch (RuntimeException e) {
      pieces.closeExceptionally(e);
    }
  }

  /** Ends the generation where it is; does nothing if it has ended. */
  @Override
  public void close() {
    if (!ended) {
      decoding.cancel();
      end();
    }
  }
}
