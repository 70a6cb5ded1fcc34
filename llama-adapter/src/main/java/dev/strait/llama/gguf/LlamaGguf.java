package dev.strait.llama.gguf;

import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts together the GGUF file of a small model of the {@code llama} architecture: one that was
 * trained elsewhere, or one of random weights for tests.
 *
 * <pre>{@code
 * GgufWriter file = LlamaGguf.model("tiny", shape, name -> weights.get(name));
 * LlamaGguf.byteLevel(file, vocabulary, merges);
 * file.write(path);
 * }</pre>
 */
public final class LlamaGguf {

  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int UNUSED = 5;
  private static final int BYTE = 6;

  private LlamaGguf() {}

  /**
   * Returns a writer with the architecture's metadata and tensors; a tokenizer must be added.
   *
   * @param weights asked for each name of {@link LlamaShape#tensors()} when the file is written
   */
  public static GgufWriter model(String name, LlamaShape shape, Function<String, float[]> weights) {
    GgufWriter out =
        new GgufWriter()
            .put("general.architecture", "llama")
            .put("general.name", name)
            .put("general.file_type", 0)
            .put("llama.vocab_size", shape.vocabulary())
            .put("llama.context_length", shape.context())
            .put("llama.embedding_length", shape.embedding())
            .put("llama.block_count", shape.layers())
            .put("llama.feed_forward_length", shape.feedForward())
            .put("llama.attention.head_count", shape.heads())
            .put("llama.attention.head_count_kv", shape.keyHeads())
            .put("llama.attention.layer_norm_rms_epsilon", shape.epsilon())
            .put("llama.rope.dimension_count", shape.headWidth())
            .put("llama.rope.freq_base", shape.ropeBase());
    shape
        .tensors()
        .forEach((tensor, extents) -> out.tensor(tensor, () -> weights.apply(tensor), extents));
    return out;
  }

  /**
   * Returns weights drawn from a normal distribution, the norms being ones; equal seeds give equal
   * weights, whatever the order of the names.
   *
   * @param deviation the standard deviation; 0.5 makes a model that is sure of itself
   */
  public static Function<String, float[]> randomWeights(
      LlamaShape shape, long seed, double deviation) {
    return name -> {
      long[] extents = shape.tensors().get(name);
      if (extents == null) {
        throw new IllegalArgumentException("no such tensor: " + name);
      }
      int count = (int) (extents.length == 1 ? extents[0] : extents[0] * extents[1]);
      Random random = new Random(seed * 31 + name.hashCode());
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = extents.length == 1 ? 1 : (float) (random.nextGaussian() * deviation);
      }
      return values;
    };
  }

  /**
   * Adds a byte-level BPE tokenizer (GPT-2's pre-tokenizer, no token put before a text).
   *
   * @param vocabulary the tokens; its first end-of-generation id becomes the end of sequence
   * @param merges pairs of raw tokens in order of rank
   * @throws IllegalArgumentException if two ids have the same text, which llama.cpp cannot load
   */
  public static GgufWriter byteLevel(GgufWriter out, Vocabulary vocabulary, List<byte[][]> merges) {
    List<String> ranks = new ArrayList<>();
    for (byte[][] pair : merges) {
      ranks.add(ByteLevel.encode(pair[0]) + " " + ByteLevel.encode(pair[1]));
    }
    if (ranks.isEmpty()) {
      ranks.add("\u0100 \u0100"); // the key must be there; two NUL bytes are hardly ever met
    }
    out.put("tokenizer.ggml.model", "gpt2").put("tokenizer.ggml.pre", "gpt-2");
    tokens(out, vocabulary, id -> ByteLevel.encode(vocabulary.bytes(id)), -1, id -> NORMAL);
    return out.putStrings("tokenizer.ggml.merges", ranks);
  }

  /**
   * Adds a SentencePiece-style tokenizer with byte fallback: token 0 is unknown, a token of a
   * single byte whose id is in {@code byteTokens} is the fallback of that byte.
   *
   * @param scores one for each id; texts are merged where the score is highest
   */
  public static GgufWriter sentencePiece(
      GgufWriter out, Vocabulary vocabulary, Set<Integer> byteTokens, float... scores) {
    if (scores.length != vocabulary.size()) {
      throw new IllegalArgumentException("one score for each token is needed");
    }
    Function<Integer, String> text =
        id ->
            byteTokens.contains(id)
                ? String.format("<0x%02X>", vocabulary.byteAt(id, 0))
                : new String(vocabulary.bytes(id), StandardCharsets.UTF_8).replace(' ', '\u2581');
    out.put("tokenizer.ggml.model", "llama").put("tokenizer.ggml.pre", "default");
    tokens(
        out,
        vocabulary,
        text,
        0,
        id -> byteTokens.contains(id) ? BYTE : id == 0 ? UNKNOWN : NORMAL);
    return out.put("tokenizer.ggml.unknown_token_id", 0)
        .put("tokenizer.ggml.add_space_prefix", false)
        .putFloats("tokenizer.ggml.scores", scores);
  }

  private static void tokens(
      GgufWriter out,
      Vocabulary vocabulary,
      Function<Integer, String> text,
      int unknown,
      Function<Integer, Integer> normalType) {
    List<String> texts = new ArrayList<>();
    int[] types = new int[vocabulary.size()];
    Set<String> seen = new HashSet<>();
    for (int id = 0; id < types.length; id++) {
      boolean normal = vocabulary.kind(id) == TokenKind.NORMAL && !vocabulary.isEndOfGeneration(id);
      types[id] = normal || id == unknown ? normalType.apply(id) : otherType(vocabulary, id);
      texts.add(normal ? text.apply(id) : plain(vocabulary, id));
      if (!seen.add(texts.get(id))) {
        throw new IllegalArgumentException("two tokens are written " + texts.get(id));
      }
    }
    int[] ends = vocabulary.endOfGeneration();
    int end = ends.length == 0 ? 0 : ends[0];
    out.putStrings("tokenizer.ggml.tokens", texts)
        .putInts("tokenizer.ggml.token_type", types)
        .put("tokenizer.ggml.bos_token_id", end)
        .put("tokenizer.ggml.eos_token_id", end)
        .put("tokenizer.ggml.add_bos_token", false)
        .put("tokenizer.ggml.add_eos_token", false);
  }

  private static int otherType(Vocabulary vocabulary, int id) {
    return vocabulary.kind(id) == TokenKind.UNUSED ? UNUSED : CONTROL;
  }

  private static String plain(Vocabulary vocabulary, int id) {
    String text = new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
    return text.isEmpty() ? "<unused" + id + ">" : text;
  }
}
