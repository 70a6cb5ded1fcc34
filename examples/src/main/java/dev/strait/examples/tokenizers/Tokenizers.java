package dev.strait.examples.tokenizers;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds tokenizers by the name of one that is built in, or by file. */
public final class Tokenizers {
  private static final String LEGAL = "/dev/strait/examples/cite/tokenizer.json";

  private static final Map<String, Supplier<Tokenizer>> BUILT_IN = builtIn();

  private Tokenizers() {}

  private static Map<String, Supplier<Tokenizer>> builtIn() {
    Map<String, Supplier<Tokenizer>> all = new LinkedHashMap<>();
    all.put("gpt2", GptTokenizer::gpt2);
    all.put("cl100k", GptTokenizer::cl100k);
    all.put("o200k", GptTokenizer::o200k);
    if (Tokenizers.class.getResource(LEGAL) != null) {
      all.put("legal", () -> TokenizerJson.read("legal", Inputs.resource(LEGAL)));
    }
    return all;
  }

  /** Returns the names of the tokenizers that need no file. */
  public static List<String> builtInNames() {
    return List.copyOf(BUILT_IN.keySet());
  }

  /**
   * Returns the tokenizer with a built-in name, of a {@code .gguf} file or of a {@code .json} file.
   *
   * @throws CommandException if there is none
   */
  public static Tokenizer find(String nameOrFile) {
    Supplier<Tokenizer> builtIn = BUILT_IN.get(nameOrFile);
    if (builtIn != null) {
      return builtIn.get();
    }
    if (nameOrFile.endsWith(".gguf")) {
      Inputs.checkReadable(Path.of(nameOrFile));
      return GgufTokenizer.read(shortName(nameOrFile), Path.of(nameOrFile));
    }
    if (nameOrFile.endsWith(".json")) {
      return TokenizerJson.read(shortName(nameOrFile), Inputs.bytes(Path.of(nameOrFile)));
    }
    throw CommandException.badInput(
        "no tokenizer "
            + nameOrFile
            + ": give one of "
            + String.join(", ", builtInNames())
            + ", a tokenizer.json or a .gguf file");
  }

  /**
   * Returns the vocabulary of a built-in tokenizer, with one end of generation after its last
   * token.
   *
   * @throws CommandException if there is no such tokenizer
   */
  public static Vocabulary vocabulary(String name) {
    Tokenizer tokenizer = find(name);
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int id = 0; id < tokenizer.size(); id++) {
      try {
        TokenKind kind = tokenizer.isSpecial(id) ? TokenKind.CONTROL : TokenKind.NORMAL;
        builder.add(kind, tokenizer.bytes(id));
      } catch (RuntimeException noSuchToken) {
        builder.add(TokenKind.UNUSED, new byte[0]);
      }
    }
    byte[] end = "<|end|>".getBytes(StandardCharsets.UTF_8);
    return builder.add(TokenKind.CONTROL, end).endOfGeneration(tokenizer.size()).build();
  }

  /** A tokenizer.json is named by its folder: all of them have the same file name. */
  private static String shortName(String file) {
    Path path = Path.of(file).toAbsolutePath().normalize();
    Path folder = path.getParent();
    String name = String.valueOf(path.getFileName());
    return name.equals("tokenizer.json") && folder != null && folder.getFileName() != null
        ? folder.getFileName() + "/" + name
        : name;
  }
}
