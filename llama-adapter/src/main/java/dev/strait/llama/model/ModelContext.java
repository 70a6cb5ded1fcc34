package dev.strait.llama.model;

/**
 * A model's working memory: numbered sequences of evaluated tokens that share one pool of cells.
 *
 * <p>A context belongs to one thread at a time: a second thread that comes in while a call is
 * running gets a {@link ConcurrentUseException}. Only {@link #close()} may be called from anywhere:
 * it interrupts a running evaluation, whose caller gets a {@link ClosedException}.
 *
 * <p>Every argument is checked: sequence ids are 0 (inclusive) to {@link #sequences()} (exclusive),
 * token ids within the vocabulary.
 */
public interface ModelContext extends AutoCloseable {

  /**
   * Takes the context for the calling thread until the hold is closed; holds nest. Logits can only
   * be read under a hold: it keeps {@link #close()} waiting.
   *
   * @throws ConcurrentUseException if another thread has it
   * @throws ClosedException if it is closed, or about to be
   */
  Ownership.Hold hold();

  /** Returns the model. */
  LanguageModel model();

  /** Returns the number of cells, shared by all sequences. */
  int capacity();

  /** Returns the number of cells in use; a token shared by several sequences counts once. */
  int used();

  /** Returns the number of sequences. */
  int sequences();

  /** Returns the most tokens of one {@link #evaluate} call. */
  int batchSize();

  /** Returns the number of tokens in a sequence. */
  int length(int sequence);

  /**
   * Evaluates a batch: each token is appended to its sequence, in order.
   *
   * @throws ContextFullException if not enough cells are free; nothing has changed then
   * @throws EvaluationException if the model failed; nothing has changed then
   */
  void evaluate(TokenBatch batch);

  /**
   * Returns the logits of a row of the latest batch; valid until the next evaluation.
   *
   * @throws IllegalArgumentException if that row asked for no logits
   */
  Logits logits(int row);

  /** Makes {@code to}, which must be empty, a copy of {@code from}; the cells are shared. */
  void copy(int from, int to);

  /**
   * Shortens a sequence to its first {@code length} tokens; it must have as many.
   *
   * @throws EvaluationException if this kind of model can only forget everything
   */
  void truncate(int sequence, int length);

  /** Returns the evaluated state of a sequence, in the runtime's own format. */
  byte[] saveState(int sequence);

  /**
   * Fills an empty sequence with a state saved before, of the same model, and returns its length.
   *
   * @throws EvaluationException if the bytes are not such a state; the sequence is empty then
   * @throws ContextFullException if not enough cells are free
   */
  int loadState(int sequence, byte[] state);

  /** Returns a sampler with these settings; it must be closed, and not outlive the context. */
  Sampler sampler(Sampling settings);

  /** Frees the memory; does nothing the second time. */
  @Override
  void close();
}
