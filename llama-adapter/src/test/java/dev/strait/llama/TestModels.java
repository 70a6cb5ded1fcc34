package dev.strait.llama;

import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small models of random weights, written once for a test run. */
public final class TestModels {

  private static final String CORPUS =
      """
      {"name": "Ada Lovelace", "age": 36, "tags": ["math", "engine"], "active": true}
      {"id":12345,"title":"the quick brown fox","price":19.99,"items":[{"id":1},{"id":2}]}
      {"type": "object", "properties": {"type": {"type": "string"}, "value": null}}
      the cat sat on the mat and the dog ran over the hill, said the other one. false true null
      user: what is the name of the person? assistant: the name is Ada. yes no maybe
      """
          .repeat(3);

  private static final int BYTES = 256;
  private static final Path DIRECTORY = directory();

  private TestModels() {}

  /** Returns a byte-level BPE model of about 400 tokens, the first 256 being the bytes. */
  public static synchronized Path byteLevel(long seed) {
    Path file = DIRECTORY.resolve("bpe" + seed + ".gguf");
    if (!Files.exists(file)) {
      write(byteLevelWriter(seed, 150), file);
    }
    return file;
  }

  /** Returns a model whose tokens are the 256 bytes and an end, nothing else. */
  public static synchronized Path bytesOnly(long seed) {
    Path file = DIRECTORY.resolve("bytes" + seed + ".gguf");
    if (!Files.exists(file)) {
      write(byteLevelWriter(seed, 0), file);
    }
    return file;
  }

  /** Returns a byte-level BPE model with control tokens of these names, besides the usual ones. */
  public static synchronized Path withControls(long seed, List<String> names) {
    Path file = DIRECTORY.resolve("controls" + seed + "-" + names.hashCode() + ".gguf");
    if (!Files.exists(file)) {
      write(byteLevelWriter(seed, 150, names), file);
    }
    return file;
  }

  /** Returns a SentencePiece-style model with byte fallback. */
  public static synchronized Path sentencePiece(long seed) {
    Path file = DIRECTORY.resolve("spm" + seed + ".gguf");
    if (!Files.exists(file)) {
      write(sentencePieceWriter(seed, BYTES), file);
    }
    return file;
  }

  /** Returns a SentencePiece-style model that lacks most characters and all single bytes. */
  public static synchronized Path sentencePieceWithoutBytes(long seed) {
    Path file = DIRECTORY.resolve("spm" + seed + "-no-bytes.gguf");
    if (!Files.exists(file)) {
      write(sentencePieceWriter(seed, 0), file);
    }
    return file;
  }

  /** Returns a writer for a byte-level model with this many merges. */
  public static GgufWriter byteLevelWriter(long seed, int merges) {
    return byteLevelWriter(seed, merges, List.of());
  }

  private static GgufWriter byteLevelWriter(long seed, int merges, List<String> controls) {
    List<byte[][]> pairs = merges(merges);
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = 0; b < 256; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    pairs.forEach(pair -> builder.add(TokenKind.NORMAL, concat(pair[0], pair[1])));
    for (String name : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|tool_call|>")) {
      builder.add(TokenKind.CONTROL, name.getBytes(StandardCharsets.UTF_8));
    }
    controls.forEach(c -> builder.add(TokenKind.CONTROL, c.getBytes(StandardCharsets.UTF_8)));
    int end = 256 + pairs.size();
    Vocabulary vocabulary = builder.endOfGeneration(end).build();
    GgufWriter writer = model(seed, vocabulary.size());
    return LlamaGguf.byteLevel(writer, vocabulary, pairs)
        .put(
            "tokenizer.chat_template", "{% for m in messages %}<|im_start|>{{m.role}}{% endfor %}");
  }

  private static GgufWriter sentencePieceWriter(long seed, int bytes) {
    Set<String> words = new LinkedHashSet<>();
    CORPUS.codePoints().forEach(c -> words.add(Character.toString(c)));
    words.remove("\n");
    merges(150).forEach(p -> words.add(new String(concat(p[0], p[1]), StandardCharsets.UTF_8)));
    Vocabulary.Builder builder = Vocabulary.builder();
    for (String name : List.of("<unk>", "<s>", "</s>")) {
      builder.add(TokenKind.CONTROL, name.getBytes(StandardCharsets.UTF_8));
    }
    for (int b = 0; b < bytes; b++) {
      builder.add(TokenKind.NORMAL, new byte[] {(byte) b});
    }
    words.forEach(w -> builder.add(TokenKind.NORMAL, w.getBytes(StandardCharsets.UTF_8)));
    Vocabulary vocabulary = builder.endOfGeneration(2).build();
    float[] scores = new float[vocabulary.size()];
    for (int id = 3 + bytes; id < scores.length; id++) {
      scores[id] = -id;
    }
    Set<Integer> ids = IntStream.range(3, 3 + bytes).boxed().collect(Collectors.toSet());
    return LlamaGguf.sentencePiece(model(seed, vocabulary.size()), vocabulary, ids, scores);
  }

  private static GgufWriter model(long seed, int tokens) {
    LlamaShape shape = new LlamaShape(tokens, 32, 2, 4, 2, 64, 512, 10_000, 1e-5f, false);
    return LlamaGguf.model("random " + seed, shape, LlamaGguf.randomWeights(shape, seed, 0.3));
  }

  /** Learns merges by counting pairs, the way byte-pair encoding is trained. */
  private static List<byte[][]> merges(int count) {
    List<List<String>> words = new ArrayList<>();
    for (String word : CORPUS.split("(?=[ {\\[\\n,:])")) {
      words.add(
          word.chars()
              .mapToObj(Character::toString)
              .collect(Collectors.toCollection(ArrayList::new)));
    }
    List<byte[][]> merges = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    while (merges.size() < count) {
      List<String> best = mostFrequentPair(words);
      merge(words, best.get(0), best.get(1));
      if (known.add(best.get(0) + best.get(1))) {
        merges.add(
            new byte[][] {
              best.get(0).getBytes(StandardCharsets.UTF_8),
              best.get(1).getBytes(StandardCharsets.UTF_8)
            });
      }
    }
    return merges;
  }

  private static List<String> mostFrequentPair(List<List<String>> words) {
    Map<List<String>, Integer> counts = new LinkedHashMap<>();
    for (List<String> word : words) {
      for (int i = 0; i + 1 < word.size(); i++) {
        counts.merge(List.of(word.get(i), word.get(i + 1)), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static void merge(List<List<String>> words, String left, String right) {
    for (List<String> word : words) {
      for (int i = 0; i + 1 < word.size(); i++) {
        if (word.get(i).equals(left) && word.get(i + 1).equals(right)) {
          word.set(i, left + right);
          word.remove(i + 1);
        }
      }
    }
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private static void write(GgufWriter writer, Path file) {
    try {
      writer.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("strait-models");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> file.toFile().delete());
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
