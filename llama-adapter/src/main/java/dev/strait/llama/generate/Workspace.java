package dev.strait.llama.generate;

import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import java.util.BitSet;

/**
 * A context and who uses which of its sequences. Belongs to one thread at a time, like the context;
 * only {@link #close()} may be called from anywhere.
 */
public final class Workspace implements AutoCloseable {

  private final ModelContext context;
  private final BitSet taken = new BitSet();

  private Workspace(ModelContext context) {
    this.context = context;
  }

  /** Opens a context of a model for sessions and batches; closing the workspace closes it. */
  public static Workspace open(LanguageModel model, ContextSettings settings) {
    return new Workspace(model.open(settings));
  }

  /** Returns the model. */
  public LanguageModel model() {
    return context.model();
  }

  /** Returns the context, for those who evaluate themselves. */
  public ModelContext context() {
    return context;
  }

  /**
   * Returns a new, empty session.
   *
   * @throws ContextFullException if all sequences are taken
   */
  public Session session() {
    return new Session(this, take());
  }

  /** Takes a free sequence. */
  int take() {
    try (Ownership.Hold hold = context.hold()) {
      int sequence = taken.nextClearBit(0);
      if (sequence >= context.sequences()) {
        throw new ContextFullException(
            "all "
                + context.sequences()
                + " sequences are taken: close a session, or open the"
                + " context with more sequences");
      }
      taken.set(sequence);
      return sequence;
    }
  }

  /** Returns how many sequences are free. */
  int free() {
    return context.sequences() - taken.cardinality();
  }

  /** Empties a sequence and gives it back. */
  void release(int sequence) {
    try (Ownership.Hold hold = context.hold()) {
      context.truncate(sequence, 0);
      taken.clear(sequence);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
