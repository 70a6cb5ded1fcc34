package dev.strait.examples.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A process of its own in which llama.cpp's grammar sampler walks texts: its faults end a process,
 * so it must not be this library's. Reads requests from standard input and answers on standard
 * output, one JSON object a line; {@code {"ready":true}} comes first.
 *
 * <p>Arguments: a GGUF file with the vocabulary.
 */
final class LlamaGrammarChild {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** llama_token_data: id (4 bytes), logit (4), p (4). */
  private static final int ENTRY = 12;

  private static final int LOGIT = 4;

  private final Api api;
  private final Pointer vocabulary;
  private final Memory fresh;
  private final Memory entries;
  private final Memory array = new Memory(32);

  /** The part of llama.cpp's C interface that is used. */
  @SuppressWarnings("MethodName")
  interface Api extends Library {
    void llama_backend_init();

    void llama_log_set(Callback callback, Pointer data);

    Params llama_model_default_params();

    Pointer llama_model_load_from_file(String path, Params params);

    Pointer llama_model_get_vocab(Pointer model);

    int llama_vocab_n_tokens(Pointer vocabulary);

    Pointer llama_sampler_init_grammar(Pointer vocabulary, String grammar, String root);

    void llama_sampler_apply(Pointer sampler, Pointer candidates);

    void llama_sampler_accept(Pointer sampler, int token);

    void llama_sampler_free(Pointer sampler);

    byte llama_vocab_is_eog(Pointer vocabulary, int token);

    int llama_vocab_eos(Pointer vocabulary);
  }

  /** Swallows llama.cpp's log. */
  interface Log extends Callback {
    /** Called for each line. */
    void invoke(int level, Pointer text, Pointer data);
  }

  private static final Log SILENT = (level, text, data) -> {};

  /** llama_model_params of the library in the jar, 64 bytes. */
  @FieldOrder({
    "devices",
    "layers",
    "split",
    "gpu",
    "tensorSplit",
    "progress",
    "data",
    "overrides",
    "vocabOnly",
    "mmap",
    "mlock",
    "check"
  })
  public static final class Params extends Structure implements Structure.ByValue {
    public long devices;
    public int layers;
    public int split;
    public int gpu;
    public long tensorSplit;
    public long progress;
    public long data;
    public long overrides;
    public byte vocabOnly;
    public byte mmap;
    public byte mlock;
    public byte check;
  }

  private LlamaGrammarChild(Api api, String model) {
    this.api = api;
    api.llama_log_set(SILENT, Pointer.NULL);
    api.llama_backend_init();
    Params params = api.llama_model_default_params();
    params.vocabOnly = 1;
    Pointer loaded = api.llama_model_load_from_file(model, params);
    if (loaded == null) {
      throw new IllegalStateException("llama.cpp cannot load " + model);
    }
    vocabulary = api.llama_model_get_vocab(loaded);
    int size = api.llama_vocab_n_tokens(vocabulary);
    fresh = new Memory((long) size * ENTRY);
    entries = new Memory((long) size * ENTRY);
    for (int id = 0; id < size; id++) {
      fresh.setInt((long) id * ENTRY, id);
      fresh.setFloat((long) id * ENTRY + LOGIT, 1);
      fresh.setFloat((long) id * ENTRY + 2 * LOGIT, 0);
    }
    array.setPointer(0, entries);
    array.setLong(8, size);
  }

  /** Serves requests until its input ends. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Path library = unpack();
    System.setProperty("de.kherud.llama.lib.path", String.valueOf(library.getParent()));
    LlamaGrammarChild child =
        new LlamaGrammarChild(Native.load(library.toString(), Api.class), args[0]);
    out.println("{\"ready\":true}");
    out.flush();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(child.answer(MAPPER.readTree(line)));
        out.flush();
      }
    }
  }

  private static Path unpack() throws IOException {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    String cpu = System.getProperty("os.arch").matches("amd64|x86_64") ? "x86_64" : "aarch64";
    String file = mac ? "libjllama.dylib" : "libjllama.so";
    String resource = "/de/kherud/llama/" + (mac ? "Mac/" : "Linux/") + cpu + "/" + file;
    Path target = Files.createTempDirectory("strait-compare").resolve(file);
    try (InputStream in = LlamaGrammarChild.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no llama.cpp library for this machine: " + resource);
      }
      Files.copy(in, target);
    }
    return target;
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = MAPPER.createObjectNode();
    long start = System.nanoTime();
    String grammar =
        de.kherud.llama.LlamaModel.jsonSchemaToGrammar(request.path("schema").asText());
    Pointer first = api.llama_sampler_init_grammar(vocabulary, grammar, "root");
    long compiled = System.nanoTime();
    answer.put("compile_ns", compiled - start);
    if (first == null) {
      return answer.put("error", "the grammar is refused");
    }
    api.llama_sampler_free(first);
    ArrayNode nanos = answer.putArray("nanos");
    ArrayNode refused = answer.putArray("refused_at");
    for (JsonNode test : request.path("tests")) {
      refused.add(walk(grammar, test, nanos));
    }
    return answer;
  }

  /** Returns the index of the first token that is refused, or -1. */
  private int walk(String grammar, JsonNode tokens, ArrayNode nanos) {
    Pointer sampler = api.llama_sampler_init_grammar(vocabulary, grammar, "root");
    try {
      for (int i = 0; i < tokens.size(); i++) {
        int token = tokens.get(i).asInt();
        entries.write(0, fresh.getByteArray(0, (int) fresh.size()), 0, (int) fresh.size());
        array.setLong(16, -1);
        long start = System.nanoTime();
        api.llama_sampler_apply(sampler, array);
        boolean allowed = entries.getFloat((long) token * ENTRY + LOGIT) > Float.NEGATIVE_INFINITY;
        if (allowed) {
          api.llama_sampler_accept(sampler, token);
        }
        nanos.add(System.nanoTime() - start);
        if (!allowed) {
          return i;
        }
      }
      return -1;
    } finally {
      api.llama_sampler_free(sampler);
    }
  }
}
