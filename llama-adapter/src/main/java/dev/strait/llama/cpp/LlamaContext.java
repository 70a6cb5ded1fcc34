package dev.strait.llama.cpp;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import dev.strait.llama.model.ClosedException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.ContextSettings.CacheType;
import dev.strait.llama.model.EvaluationException;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.ModelLoadException;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.Sampling;
import dev.strait.llama.model.TokenBatch;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A context of llama.cpp. See {@link ModelContext} for the rules of use. */
public final class LlamaContext implements ModelContext {

  private static final int MICRO_BATCH = 512;
  private static final int ABORTED = 2;

  private final LlamaModel model;
  private final LlamaApi api;
  private final Ownership ownership;
  private final NativeBatch rows;
  private final Memory abort;
  private final int capacity;
  private final int[] lengths;
  private final boolean[] outputs;
  private final Candidates candidates;
  private long handle;
  private long evaluations;

  private LlamaContext(
      LlamaModel model, LlamaApi api, long handle, ContextSettings settings, Memory abort) {
    this.model = model;
    this.api = api;
    this.handle = handle;
    this.abort = abort;
    this.ownership = new Ownership("this context");
    this.capacity = api.nCtx(handle);
    this.rows = new NativeBatch(settings.batch());
    this.outputs = new boolean[settings.batch()];
    this.lengths = new int[settings.sequences()];
    this.candidates = new Candidates(model.vocabulary().size());
  }

  static LlamaContext open(LlamaModel model, LlamaApi api, long handle, ContextSettings settings) {
    checkCache(model, settings);
    Memory abort = new Memory(8);
    abort.clear();
    Structs.ContextParams params = params(api, settings);
    params.abortCallback = Pointer.nativeValue(stringLength());
    params.abortData = Pointer.nativeValue(abort);
    LlamaLibrary.takeErrors();
    long context = api.initFromModel(handle, params);
    if (context == 0) {
      throw new ModelLoadException(
          "cannot open a context of "
              + settings.tokens()
              + " tokens (not enough memory?): "
              + LlamaLibrary.takeErrors());
    }
    return new LlamaContext(model, api, context, settings, abort);
  }

  /**
   * The C function {@code strlen}, which serves as the "stop now?" callback: it is asked at every
   * step of an evaluation, too often for a call into Java. Its argument is the flag: an empty
   * string is no, a string of one character is yes.
   */
  private static Pointer stringLength() {
    return NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("strlen");
  }

  private static Structs.ContextParams params(LlamaApi api, ContextSettings settings) {
    Structs.ContextParams params = api.contextDefaultParams();
    params.tokens = settings.tokens();
    params.batch = settings.batch();
    params.microBatch = Math.min(settings.batch(), MICRO_BATCH);
    params.sequences = settings.sequences();
    params.threads = settings.threads();
    params.batchThreads = settings.threads();
    params.keyType = code(settings.keys());
    params.valueType = code(settings.values());
    params.flashAttention = (byte) (settings.flashAttention() ? 1 : 0);
    return params;
  }

  private static int code(CacheType type) {
    return switch (type) {
      case F32 -> 0;
      case F16 -> 1;
      case Q8_0 -> 8;
      case Q4_0 -> 2;
    };
  }

  /** Quantised memory comes in blocks of 32 numbers; a head must be made of whole blocks. */
  private static void checkCache(LlamaModel model, ContextSettings settings) {
    boolean blocks = isBlocked(settings.keys()) || isBlocked(settings.values());
    LlamaModel.Size size = model.size();
    int width = size.heads() < 1 ? 0 : size.embedding() / size.heads();
    String architecture = model.metadata().getOrDefault("general.architecture", "");
    boolean odd =
        width % 32 != 0
            || !divisible(model.metadata().get(architecture + ".attention.key_length"))
            || !divisible(model.metadata().get(architecture + ".attention.value_length"));
    if (blocks && odd) {
      throw new ModelLoadException(
          "this model's heads are not made of blocks of 32 numbers: its memory must be F16 or F32");
    }
  }

  private static boolean divisible(@org.jspecify.annotations.Nullable String number) {
    return number == null || (number.matches("\\d{1,9}") && Integer.parseInt(number) % 32 == 0);
  }

  private static boolean isBlocked(CacheType type) {
    return type == CacheType.Q8_0 || type == CacheType.Q4_0;
  }

  @Override
  public Ownership.Hold hold() {
    return ownership.hold();
  }

  @Override
  public LlamaModel model() {
    return model;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int used() {
    try (Ownership.Hold hold = hold()) {
      return api.kvSelfUsedCells(handle);
    }
  }

  @Override
  public int sequences() {
    return lengths.length;
  }

  @Override
  public int batchSize() {
    return outputs.length;
  }

  @Override
  public int length(int sequence) {
    try (Ownership.Hold hold = hold()) {
      return lengths[checked(sequence)];
    }
  }

  @Override
  public void evaluate(TokenBatch batch) {
    try (Ownership.Hold hold = hold()) {
      check(batch);
      int[] before = lengths.clone();
      evaluations++;
      Arrays.fill(outputs, false);
      for (int row = 0; row < batch.size(); row++) {
        int sequence = batch.sequence(row);
        outputs[row] = batch.wantsLogits(row);
        rows.set(row, batch.token(row), lengths[sequence]++, sequence, outputs[row]);
      }
      int result = decode(batch.size());
      if (result != 0) {
        undo(before);
        fail(result, batch.size());
      }
    }
  }

  /** Evaluates; where no stretch of cells is long enough, moves them together and tries again. */
  private int decode(int count) {
    int result = api.decode(handle, rows.of(count));
    for (int i = 0; i < 4 && (result == 1 || result == -3); i++) {
      api.kvSelfDefrag(handle);
      api.kvSelfUpdate(handle);
      result = api.decode(handle, rows.of(count));
    }
    return result;
  }

  private void undo(int[] before) {
    for (int sequence = 0; sequence < lengths.length; sequence++) {
      if (lengths[sequence] != before[sequence]) {
        api.kvSelfSeqRm(handle, sequence, before[sequence], -1);
        lengths[sequence] = before[sequence];
      }
    }
    Arrays.fill(outputs, false);
  }

  private void fail(int result, int count) {
    if (result == ABORTED) {
      throw new ClosedException("this context was closed during an evaluation");
    }
    if (result == 1 || result == -3) {
      throw full(count);
    }
    throw new EvaluationException(
        "llama.cpp could not evaluate "
            + count
            + " tokens ("
            + result
            + "): "
            + LlamaLibrary.takeErrors());
  }

  private void check(TokenBatch batch) {
    if (batch.size() < 1 || batch.size() > outputs.length) {
      throw new IllegalArgumentException(
          "a batch has 1 to " + outputs.length + " tokens, not " + batch.size());
    }
    for (int row = 0; row < batch.size(); row++) {
      checked(batch.sequence(row));
      model.vocabulary().kind(batch.token(row));
    }
    if (api.kvSelfUsedCells(handle) + batch.size() > capacity) {
      throw full(batch.size());
    }
  }

  private ContextFullException full(int count) {
    return new ContextFullException(
        count
            + " more tokens do not fit: "
            + api.kvSelfUsedCells(handle)
            + " of the context's "
            + capacity
            + " cells are in use");
  }

  @Override
  public Logits logits(int row) {
    try (Ownership.Hold hold = hold()) {
      if (row < 0 || row >= outputs.length || !outputs[row]) {
        throw new IllegalArgumentException("row " + row + " of the latest batch has no logits");
      }
      Pointer address = api.getLogitsIth(handle, row);
      if (address == null) {
        throw new EvaluationException("llama.cpp kept no logits for row " + row);
      }
      long bytes = (long) model.vocabulary().size() * Float.BYTES;
      FloatBuffer buffer =
          address.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
      long stamp = evaluations;
      return new Logits(buffer, () -> ownership.isHeld() && evaluations == stamp && handle != 0);
    }
  }

  @Override
  public void copy(int from, int to) {
    try (Ownership.Hold hold = hold()) {
      checkEmpty(to);
      if (checked(from) != to && lengths[from] > 0) {
        api.kvSelfSeqCp(handle, from, to, -1, -1);
        lengths[to] = lengths[from];
      }
    }
  }

  @Override
  public void truncate(int sequence, int length) {
    try (Ownership.Hold hold = hold()) {
      int old = lengths[checked(sequence)];
      if (length < 0 || length > old) {
        throw new IllegalArgumentException(
            "a sequence of " + old + " tokens cannot be cut to " + length);
      }
      if (length == old) {
        return;
      }
      if (api.kvSelfSeqRm(handle, sequence, length, -1) == 0) {
        throw new EvaluationException("this kind of model cannot roll back a part of a sequence");
      }
      lengths[sequence] = length;
    }
  }

  @Override
  public byte[] saveState(int sequence) {
    try (Ownership.Hold hold = hold()) {
      int length = lengths[checked(sequence)];
      long size = length == 0 ? 0 : api.stateSeqGetSize(handle, sequence);
      byte[] state = new byte[SavedState.checkedSize(size)];
      if (length > 0) {
        long written = api.stateSeqGetData(handle, state, size, sequence);
        state = Arrays.copyOf(state, (int) Math.min(written, size));
      }
      return SavedState.write(model.fingerprint(), length, state);
    }
  }

  @Override
  public int loadState(int sequence, byte[] state) {
    try (Ownership.Hold hold = hold()) {
      checkEmpty(sequence);
      SavedState saved = SavedState.read(model.fingerprint(), state);
      if (saved.length() == 0) {
        return 0;
      }
      if (api.kvSelfUsedCells(handle) + saved.length() > capacity) {
        throw full(saved.length());
      }
      long read = api.stateSeqSetData(handle, saved.data(), saved.data().length, sequence);
      if (read == 0) {
        api.kvSelfSeqRm(handle, sequence, 0, -1);
        throw new EvaluationException(
            "the saved state was refused (another kind of memory?): " + LlamaLibrary.takeErrors());
      }
      lengths[sequence] = saved.length();
      return saved.length();
    }
  }

  @Override
  public Sampler sampler(Sampling settings) {
    try (Ownership.Hold hold = hold()) {
      return model.using(
          address ->
              LlamaSampler.make(api, api.modelGetVocab(address), settings, candidates, this));
    }
  }

  @Override
  public void close() {
    ownership.close(
        () -> abort.setByte(0, (byte) 1),
        () -> {
          api.free(handle);
          handle = 0;
          model.closed(this);
        });
  }

  private int checked(int sequence) {
    if (sequence < 0 || sequence >= lengths.length) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " is not one of the context's " + lengths.length);
    }
    return sequence;
  }

  private void checkEmpty(int sequence) {
    if (lengths[checked(sequence)] > 0) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " is not empty: it has " + lengths[sequence] + " tokens");
    }
  }

  @Override
  public String toString() {
    return "LlamaContext[" + capacity + " tokens, " + lengths.length + " sequences]";
  }
}
