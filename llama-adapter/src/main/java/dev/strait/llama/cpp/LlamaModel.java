package dev.strait.llama.cpp;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.strait.llama.model.ChatMessage;
import dev.strait.llama.model.ClosedException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.ModelLoadException;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.Vocabulary;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF model loaded by llama.cpp.
 *
 * <pre>{@code
 * try (LlamaModel model = LlamaModel.load(Path.of("model.gguf"));
 *     ModelContext context = model.open(ContextSettings.defaults())) {
 *   System.out.println(model.tokenize("Once upon a time", false).length);
 * }
 * }</pre>
 *
 * <p>Thread-safe. Closing it closes its contexts; every later call throws {@link ClosedException}.
 */
public final class LlamaModel implements LanguageModel {

  private static final int MOST_TEXT = 64 << 20;

  private final LlamaApi api;
  private final Path file;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Set<LlamaContext> contexts = ConcurrentHashMap.newKeySet();
  private final Vocabulary vocabulary;
  private final Spellable spellable;
  private final Map<String, String> metadata;
  private final Optional<String> template;
  private final Size size;
  private long handle;

  /**
   * A model's measures.
   *
   * @param description llama.cpp's words, such as {@code llama 8B Q4_K - Medium}
   * @param parameters number of weights
   * @param bytes their memory
   * @param layers blocks
   * @param embedding width
   * @param heads attention heads
   * @param trainedContext longest sequence it was trained on
   */
  public record Size(
      String description,
      long parameters,
      long bytes,
      int layers,
      int embedding,
      int heads,
      int trainedContext) {}

  private LlamaModel(LlamaApi api, Path file, long handle) {
    this.api = api;
    this.file = file;
    this.handle = handle;
    this.vocabulary = LlamaVocabulary.read(api, api.modelGetVocab(handle));
    this.metadata = readMetadata();
    boolean blankFirst = !"false".equals(metadata.get("tokenizer.ggml.add_space_prefix"));
    this.spellable = Spellable.read(api, api.modelGetVocab(handle), blankFirst);
    @Nullable Pointer text = api.modelChatTemplate(handle, 0);
    this.template = Optional.ofNullable(text).map(t -> t.getString(0, "UTF-8"));
    this.size = readSize();
  }

  /**
   * Loads a model with the default settings.
   *
   * @throws ModelLoadException if the file is not a model that can be used, or the native library
   *     cannot be loaded
   */
  public static LlamaModel load(Path file) {
    return load(file, LoadSettings.defaults());
  }

  /**
   * Loads a model.
   *
   * @throws ModelLoadException if the file is not a model that can be used, the native library
   *     cannot be loaded, or the listener stopped it
   */
  public static LlamaModel load(Path file, LoadSettings settings) {
    Objects.requireNonNull(settings);
    GgufCheck.check(file);
    LlamaApi api = LlamaLibrary.get();
    LlamaLibrary.takeErrors();
    long handle = load(api, file, settings);
    if (handle == 0) {
      throw new ModelLoadException("cannot load " + file + ": " + LlamaLibrary.takeErrors());
    }
    if (api.modelHasEncoder(handle) != 0) {
      api.modelFree(handle);
      throw new ModelLoadException(file + " is an encoder-decoder model, which is not supported");
    }
    LlamaModel model = new LlamaModel(api, file, handle);
    if (settings.warmUp()) {
      JsonSchema.warmUp(model.vocabulary, SchemaOptions.defaults());
    }
    return model;
  }

  private static long load(LlamaApi api, Path file, LoadSettings settings) {
    LlamaApi.ProgressCallback progress =
        (part, data) -> (byte) (settings.progress().test(part) ? 1 : 0);
    Structs.ModelParams params = api.modelDefaultParams();
    params.gpuLayers = settings.gpuLayers();
    params.mainGpu = settings.mainGpu();
    params.useMmap = (byte) (settings.mmap() ? 1 : 0);
    params.useMlock = (byte) (settings.mlock() ? 1 : 0);
    params.checkTensors = (byte) (settings.checkTensors() ? 1 : 0);
    params.progressCallback = Pointer.nativeValue(CallbackReference.getFunctionPointer(progress));
    try {
      return api.modelLoadFromFile(nulTerminated(file.toString()), params);
    } finally {
      java.lang.ref.Reference.reachabilityFence(progress);
    }
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns the file's name without its ending. */
  public String name() {
    return metadata.getOrDefault(
        "general.name", new File(file.toString()).getName().replaceAll("\\.gguf$", ""));
  }

  /** Returns the model's measures. */
  public Size size() {
    return size;
  }

  /** Returns the metadata of the file, as text; long lists are left out. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Returns the source of the model's chat template, if it has one. */
  public Optional<String> chatTemplate() {
    return template;
  }

  @Override
  public int[] tokenize(String text, boolean begins, boolean control) {
    spellable.check(text);
    return tokenize(text.getBytes(StandardCharsets.UTF_8), begins, control);
  }

  private int[] tokenize(byte[] text, boolean begins, boolean control) {
    if (text.length > MOST_TEXT) {
      throw new IllegalArgumentException("a text of " + text.length + " bytes is too long");
    }
    byte add = (byte) (begins ? 1 : 0);
    byte parse = (byte) (control ? 1 : 0);
    return using(
        model -> {
          long tokens = api.modelGetVocab(model);
          int[] ids = new int[text.length + 8];
          int count = api.tokenize(tokens, text, text.length, ids, ids.length, add, parse);
          if (count < 0) {
            ids = new int[-count];
            count = api.tokenize(tokens, text, text.length, ids, ids.length, add, parse);
          }
          return Arrays.copyOf(ids, Math.max(0, count));
        });
  }

  @Override
  public Optional<int[]> tokenizeInside(byte[] text) {
    if (!isUtf8(text) || spellable.missing(new String(text, StandardCharsets.UTF_8)).isPresent()) {
      return Optional.empty();
    }
    int[] plain = tokenize(text, false, false);
    if (spells(plain, 0, text)) {
      return Optional.of(plain);
    }
    return afterSeparator(text);
  }

  /** For tokenizers that put a blank before every text: the tokens that follow a separator. */
  private Optional<int[]> afterSeparator(byte[] text) {
    if (spellable.missing("\u0001").isPresent()) {
      return Optional.empty();
    }
    byte[] separated = new byte[text.length + 1];
    separated[0] = 1;
    System.arraycopy(text, 0, separated, 1, text.length);
    int[] tokens = tokenize(separated, false, false);
    for (int i = 0; i < Math.min(3, tokens.length); i++) {
      int last = vocabulary.byteLength(tokens[i]) - 1;
      if (last >= 0 && vocabulary.byteAt(tokens[i], last) == 1) {
        return spells(tokens, i + 1, text)
            ? Optional.of(Arrays.copyOfRange(tokens, i + 1, tokens.length))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean spells(int[] tokens, int from, byte[] text) {
    int at = 0;
    for (int i = from; i < tokens.length; i++) {
      byte[] bytes = vocabulary.bytes(tokens[i]);
      int end = at + bytes.length;
      if (end > text.length
          || !vocabulary.isText(tokens[i])
          || !Arrays.equals(bytes, 0, bytes.length, text, at, end)) {
        return false;
      }
      at = end;
    }
    return at == text.length;
  }

  private static boolean isUtf8(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public Optional<String> chatPrompt(List<ChatMessage> messages) {
    if (template.isEmpty() || messages.isEmpty()) {
      return Optional.empty();
    }
    byte[] source = nulTerminated(template.get());
    List<Memory> kept = new ArrayList<>();
    Memory list = new Memory(16L * messages.size());
    int length = 0;
    for (int i = 0; i < messages.size(); i++) {
      list.setPointer(16L * i, text(messages.get(i).role(), kept));
      list.setPointer(16L * i + 8, text(messages.get(i).content(), kept));
      length += messages.get(i).content().length();
    }
    Optional<String> prompt = apply(source, list, messages.size(), 4 * length + 4096);
    java.lang.ref.Reference.reachabilityFence(kept);
    return prompt;
  }

  private Optional<String> apply(byte[] source, Memory list, int count, int guess) {
    return using(
        model -> {
          byte[] buffer = new byte[guess];
          int length = api.chatApplyTemplate(source, list, count, (byte) 1, buffer, buffer.length);
          if (length > buffer.length) {
            buffer = new byte[length];
            length = api.chatApplyTemplate(source, list, count, (byte) 1, buffer, buffer.length);
          }
          return length < 0
              ? Optional.empty()
              : Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8));
        });
  }

  private static Memory text(String text, List<Memory> kept) {
    byte[] bytes = nulTerminated(text.replace("\0", ""));
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    kept.add(memory);
    return memory;
  }

  @Override
  public LlamaContext open(ContextSettings settings) {
    return using(
        model -> {
          LlamaContext context = LlamaContext.open(this, api, model, settings);
          contexts.add(context);
          return context;
        });
  }

  void closed(LlamaContext context) {
    contexts.remove(context);
  }

  /** Returns an identity of the weights that saved states are checked against. */
  String fingerprint() {
    return size.description()
        + '/'
        + size.parameters()
        + '/'
        + size.layers()
        + '/'
        + vocabulary.size();
  }

  /** Runs work on the model while nobody can close it. */
  <T> T using(LongFunction<T> work) {
    lock.readLock().lock();
    try {
      if (handle == 0) {
        throw new ClosedException("the model " + file + " is closed");
      }
      return work.apply(handle);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    List.copyOf(contexts).forEach(LlamaContext::close);
    lock.writeLock().lock();
    try {
      if (handle != 0) {
        List.copyOf(contexts).forEach(LlamaContext::close);
        api.modelFree(handle);
        handle = 0;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "LlamaModel[" + name() + ", " + size.description() + "]";
  }

  private Size readSize() {
    byte[] buffer = new byte[256];
    int length = Math.min(api.modelDesc(handle, buffer, buffer.length), buffer.length - 1);
    return new Size(
        new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8),
        api.modelNParams(handle),
        api.modelSize(handle),
        api.modelNLayer(handle),
        api.modelNEmbd(handle),
        api.modelNHead(handle),
        api.modelNCtxTrain(handle));
  }

  private Map<String, String> readMetadata() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < api.modelMetaCount(handle); i++) {
      int index = i;
      String key = read((buffer, n) -> api.modelMetaKeyByIndex(handle, index, buffer, n));
      String value = read((buffer, n) -> api.modelMetaValStrByIndex(handle, index, buffer, n));
      map.put(key, value);
    }
    return Collections.unmodifiableMap(map);
  }

  /** Fills a buffer of a size and returns the length that was needed. */
  private interface Reader {
    int read(byte[] buffer, long size);
  }

  private static String read(Reader reader) {
    byte[] buffer = new byte[256];
    int length = reader.read(buffer, buffer.length);
    if (length >= buffer.length) {
      buffer = new byte[length + 1];
      length = reader.read(buffer, buffer.length);
    }
    return new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  private static byte[] nulTerminated(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
