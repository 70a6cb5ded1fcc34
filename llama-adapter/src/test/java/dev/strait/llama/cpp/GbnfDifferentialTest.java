package dev.strait.llama.cpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.strait.automaton.ByteDfa;
import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.grammar.Gbnf;
import dev.strait.llama.ChildJvm;
import dev.strait.llama.TestModels;
import dev.strait.llama.gguf.GgufWriter;
import dev.strait.llama.gguf.LlamaGguf;
import dev.strait.llama.gguf.LlamaShape;
import dev.strait.vocabulary.Vocabularies;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Along random walks over a small vocabulary, and over a real one of 128,256 tokens where its file
 * is beside the repository (or named by {@code strait.vocabulary}), llama.cpp's grammar sampler and
 * the engine allow the same tokens, but for two differences: llama.cpp never allows a token that
 * begins with a NUL byte, and it allows bytes after which no well-formed UTF-8 can follow. Runs in
 * a child process: a refused token aborts there.
 */
class GbnfDifferentialTest {

  private static final List<String> GRAMMARS =
      List.of(
          """
          root ::= object
          value ::= object | array | string | number | "true" | "null"
          object ::= "{" (string ": " value (", " string ": " value)*)? "}"
          array ::= "[" (value (", " value)*)? "]"
          string ::= "\\"" ([^"\\\\\\x00-\\x1F] | "\\\\" ["nu])* "\\""
          number ::= "-"? [1-9] [0-9]{0,3} ("." [0-9]+)?
          """,
          """
          root ::= term ([-+*/] term)*
          term ::= [0-9]+ | "(" root ")" | [a-z] [a-z0-9_]*
          """,
          """
          root ::= ("- " [^\\r\\n]+ "\\n")+
          """,
          """
          root ::= [ぁ-ゟ]+ ("the " | [à-ÿ]{2,3})? . root?
          """,
          """
          root ::= (type " " name "(" ")" " {" statement* "}")+
          type ::= "int" | "float" | "char"
          name ::= [a-zA-Z_] [a-zA-Z_0-9]*
          statement ::= type " " name " = " value ";" | "return " value ";" | "if (" value ") {" statement* "}"
          value ::= name | [0-9]+ | "(" value [-+*/<>] value ")"
          """,
          """
          root ::= "SELECT " columns " FROM " name (" WHERE " test)? (" LIMIT " [0-9]{1,4})? ";"
          columns ::= "*" | name (", " name)*
          test ::= name (" = " | " <> ") value (" AND " test)? | "NOT (" test ")"
          value ::= [0-9]+ | "'" ([^'] | "''")* "'"
          name ::= [a-z_]+
          """,
          """
          root ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" [0-3] [0-9] "T" [0-2] [0-9] ":" [0-5] [0-9] [^a-zA-Z]{0,9}
          """);

  /** llama.cpp's functions, bound by name. */
  static final class Functions {
    private Functions() {}

    static native long samplerInitGrammar(long vocabulary, byte[] grammar, byte[] root);

    static native void samplerApply(long sampler, Pointer candidates);

    static native void samplerAccept(long sampler, int token);

    static native void samplerFree(long sampler);
  }

  @Test
  void allowsWhatLlamaCppAllows() throws Exception {
    Process child = ChildJvm.of(GbnfDifferentialTest.class).redirectErrorStream(true).start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, child.waitFor(), output);
    assertTrue(output.contains("states compared"), output);
  }

  /** The child: walks each grammar, prints the number of states compared, fails at a difference. */
  public static void main(String[] arguments) throws IOException {
    int small = compareAll(TestModels.byteLevel(1), 8);
    Optional<Path> real = realVocabulary();
    int large = real.isPresent() ? compareAll(real.get(), 2) : 0;
    System.out.println(small + " and, of a real vocabulary, " + large + " states compared");
  }

  private static int compareAll(Path file, int walks) {
    try (LlamaModel model = LlamaModel.load(file)) {
      NativeLibrary library = Objects.requireNonNull(LlamaLibrary.opened());
      Native.register(Functions.class, library);
      int states = 0;
      for (String grammar : GRAMMARS) {
        for (int seed = 0; seed < walks; seed++) {
          states += walk(model, grammar, new Random(seed));
        }
      }
      return states;
    }
  }

  /** Writes a model of the real vocabulary, if it is there. */
  private static Optional<Path> realVocabulary() throws IOException {
    String named = System.getProperty("strait.vocabulary", "../../shared/data/llama3.vocab");
    Path tokens =
        Stream.of(named, "../shared/data/llama3.vocab")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    if (tokens == null) {
      return Optional.empty();
    }
    Vocabulary vocabulary =
        Vocabularies.read(tokens, Vocabularies.findEnds(Vocabularies.read(tokens)));
    LlamaShape shape = new LlamaShape(vocabulary.size(), 32, 1, 4, 2, 64, 512, 10_000, 1e-5f, true);
    Path file = Files.createTempFile("real", ".gguf");
    file.toFile().deleteOnExit();
    GgufWriter writer = LlamaGguf.model("real", shape, LlamaGguf.randomWeights(shape, 1, 0.3));
    LlamaGguf.byteLevel(writer, vocabulary, List.of()).write(file);
    return Optional.of(file);
  }

  private static int walk(LlamaModel model, String grammar, Random random) {
    Vocabulary vocabulary = model.vocabulary();
    long address = model.using(handle -> LlamaLibrary.get().modelGetVocab(handle));
    long sampler =
        Functions.samplerInitGrammar(
            address, (grammar + "\0").getBytes(UTF_8), "root\0".getBytes(UTF_8));
    Matcher matcher =
        Constraint.compile(Gbnf.parse(grammar, vocabulary).compile(), vocabulary, Limits.defaults())
            .matcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int steps = 0;
    for (; steps < 60; steps++) {
      BitSet both = compare(sampler, matcher, text.toByteArray(), vocabulary);
      int[] tokens = both.stream().filter(vocabulary::isText).toArray();
      if (tokens.length == 0) {
        break;
      }
      int token = tokens[random.nextInt(tokens.length)];
      Functions.samplerAccept(sampler, token);
      check(matcher.accept(token), "refused " + token);
      text.writeBytes(vocabulary.bytes(token));
    }
    Functions.samplerFree(sampler);
    return steps;
  }

  /** Returns the tokens that both allow; fails at a difference that has no explanation. */
  private static BitSet compare(long sampler, Matcher matcher, byte[] text, Vocabulary vocabulary) {
    long[] words = new long[vocabulary.maskWords()];
    matcher.mask(words);
    BitSet ours = BitSet.valueOf(words);
    BitSet theirs = allowed(sampler, vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      boolean relevant = vocabulary.isText(id) || vocabulary.isEndOfGeneration(id);
      if (relevant && ours.get(id) != theirs.get(id)) {
        boolean explained =
            ours.get(id) ? vocabulary.byteAt(id, 0) == 0 : isIllFormed(text, vocabulary.bytes(id));
        check(
            explained,
            "after "
                + new String(text, UTF_8)
                + " token "
                + id
                + " "
                + new String(vocabulary.bytes(id), UTF_8)
                + (ours.get(id) ? " is ours" : " is theirs"));
      }
    }
    ours.and(theirs);
    return ours;
  }

  /** Whether no well-formed UTF-8 begins with the text and the token. */
  private static boolean isIllFormed(byte[] text, byte[] token) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(text);
    whole.writeBytes(token);
    return ByteDfa.anyText().step(0, whole.toByteArray()) == ByteDfa.DEAD;
  }

  private static BitSet allowed(long sampler, int size) {
    Memory data = new Memory(12L * size);
    ByteBuffer tokens = data.getByteBuffer(0, data.size()).order(ByteOrder.nativeOrder());
    for (int id = 0; id < size; id++) {
      tokens.putInt(id).putFloat(1).putFloat(0);
    }
    Memory head = new Memory(32);
    head.setPointer(0, data);
    head.setLong(8, size);
    head.setLong(16, -1);
    head.setByte(24, (byte) 0);
    Functions.samplerApply(sampler, head);
    BitSet allowed = new BitSet();
    for (int i = 0; i < 12 * size; i += 12) {
      allowed.set(tokens.getInt(i), tokens.getFloat(i + 4) > Float.NEGATIVE_INFINITY);
    }
    return allowed;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
