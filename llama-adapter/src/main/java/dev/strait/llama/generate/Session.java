package dev.strait.llama.generate;

import dev.strait.constraint.Constraint;
import dev.strait.llama.model.ClosedException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.EvaluationException;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.TokenBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One growing text in a workspace: prompts are appended, outputs generated, ends taken back.
 *
 * <p>Tokens are evaluated when they are first needed. Belongs to one thread at a time; while a
 * {@link Generation} runs, nothing else can be done with the session.
 */
public final class Session implements AutoCloseable {

  private final Workspace workspace;
  private final ModelContext context;
  private final int sequence;
  private final Tokens tokens = new Tokens();
  private @Nullable Generation running;
  private boolean closed;

  Session(Workspace workspace, int sequence) {
    this.workspace = workspace;
    this.context = workspace.context();
    this.sequence = sequence;
  }

  /** Returns the number of tokens of the text. */
  public int length() {
    try (Ownership.Hold hold = use()) {
      return tokens.size();
    }
  }

  /** Returns the text's tokens. */
  public int[] tokens() {
    try (Ownership.Hold hold = use()) {
      return tokens.toArray();
    }
  }

  /**
   * Appends tokens.
   *
   * @throws ContextFullException if they do not fit; nothing is appended then
   * @throws IndexOutOfBoundsException if an id is not in the vocabulary
   */
  public Session append(int... more) {
    try (Ownership.Hold hold = use()) {
      for (int token : more) {
        context.model().vocabulary().kind(token);
      }
      long waiting = tokens.size() - context.length(sequence);
      if (context.used() + waiting + more.length > context.capacity()) {
        throw new ContextFullException(
            more.length
                + " more tokens do not fit: "
                + (context.used() + waiting)
                + " of the context's "
                + context.capacity()
                + " cells are in use");
      }
      tokens.addAll(more);
      return this;
    }
  }

  /**
   * Appends a text.
   *
   * @param special whether names of control tokens become those tokens; not for strangers' texts
   */
  public Session append(String text, boolean special) {
    return append(context.model().tokenize(text, special));
  }

  /**
   * Takes back the last tokens.
   *
   * @throws IllegalArgumentException if the text has not so many
   */
  public Session rollback(int count) {
    try (Ownership.Hold hold = use()) {
      if (count < 0 || count > tokens.size()) {
        throw new IllegalArgumentException(
            "cannot take back " + count + " of " + tokens.size() + " tokens");
      }
      int left = tokens.size() - count;
      if (context.length(sequence) > left) {
        context.truncate(sequence, left);
      }
      tokens.cut(left);
      return this;
    }
  }

  /** Returns a new session with the same text; what is evaluated is shared. */
  public Session fork() {
    try (Ownership.Hold hold = use()) {
      evaluate();
      int other = workspace.take();
      context.copy(sequence, other);
      Session fork = new Session(workspace, other);
      fork.tokens.addAll(tokens.toArray());
      return fork;
    }
  }

  /** Evaluates what is not evaluated yet, in chunks of the context's batch size. */
  public Session evaluate() {
    try (Ownership.Hold hold = use()) {
      TokenBatch batch = new TokenBatch();
      int done = context.length(sequence);
      while (done < tokens.size()) {
        batch.clear();
        int count = Math.min(context.batchSize(), tokens.size() - done);
        for (int i = 0; i < count; i++) {
          batch.add(tokens.get(done + i), sequence, false);
        }
        context.evaluate(batch);
        done += count;
      }
      return this;
    }
  }

  /** Returns the text and its evaluated state as bytes, for {@link #load}. */
  public byte[] save() {
    try (Ownership.Hold hold = use()) {
      evaluate();
      byte[] state = context.saveState(sequence);
      ByteBuffer out = ByteBuffer.allocate(4 + 4 * tokens.size() + state.length);
      out.putInt(tokens.size());
      for (int token : tokens.toArray()) {
        out.putInt(token);
      }
      return out.put(state).array();
    }
  }

  /**
   * Fills this session, which must be empty, with a text saved before.
   *
   * @throws EvaluationException if the bytes are not a saved state of this model
   */
  public Session load(byte[] saved) {
    try (Ownership.Hold hold = use()) {
      if (tokens.size() > 0) {
        throw new IllegalStateException("the session is not empty");
      }
      int count = saved.length < 4 ? -1 : ByteBuffer.wrap(saved).getInt();
      if (count < 0 || count > (saved.length - 4) / 4) {
        throw new EvaluationException("these bytes are not a saved session");
      }
      int[] ids = new int[count];
      ByteBuffer.wrap(saved, 4, 4 * count).asIntBuffer().get(ids);
      for (int id : ids) {
        if (id < 0 || id >= context.model().vocabulary().size()) {
          throw new EvaluationException("the saved session has an unknown token: " + id);
        }
      }
      byte[] state = Arrays.copyOfRange(saved, 4 + 4 * count, saved.length);
      if (context.loadState(sequence, state) != count) {
        context.truncate(sequence, 0);
        throw new EvaluationException("the saved session's state has another length");
      }
      tokens.addAll(ids);
      return this;
    }
  }

  /**
   * Begins a generation after the text so far, which must not be empty. The output becomes part of
   * the text as it grows.
   *
   * @param constraint what the output must obey; null for free text
   * @throws dev.strait.llama.model.BudgetException if the smallest complete output does not fit
   */
  public Generation generate(@Nullable Constraint constraint, GenerationOptions options) {
    try (Ownership.Hold hold = use()) {
      if (tokens.size() == 0) {
        throw new IllegalStateException("append a prompt first");
      }
      if (context.length(sequence) == tokens.size()) {
        context.truncate(sequence, tokens.size() - 1);
      }
      int waiting = tokens.size() - context.length(sequence);
      int room = context.capacity() - context.used() - waiting;
      Sampler sampler = context.sampler(options.sampling());
      try {
        Decoding decoding =
            new Decoding(
                context.model(), constraint, options, tokens.toArray(), waiting, room, sampler);
        running = new Generation(this, new Slot(context, decoding, sequence), sampler);
        return running;
      } catch (RuntimeException e) {
        sampler.close();
        throw e;
      }
    }
  }

  /** Copies what is evaluated into an empty sequence. */
  void copyTo(int other) {
    context.copy(sequence, other);
  }

  ModelContext context() {
    return context;
  }

  /** Takes over tokens of the running generation. */
  void took(Iterable<Integer> more) {
    more.forEach(tokens::add);
  }

  /** Notes that the running generation has ended. */
  void ended() {
    running = null;
  }

  private Ownership.Hold use() {
    Ownership.Hold hold = context.hold();
    if (closed || running != null) {
      hold.close();
      if (closed) {
        throw new ClosedException("this session is closed");
      }
      throw new IllegalStateException("a generation is running: finish or close it first");
    }
    return hold;
  }

  @Override
  public void close() {
    try (Ownership.Hold hold = context.hold()) {
      if (!closed) {
        if (running != null) {
          running.close();
        }
        closed = true;
        workspace.release(sequence);
      }
    } catch (ClosedException e) {
      closed = true; // the context went first and took the sequence along
    }
  }
}
