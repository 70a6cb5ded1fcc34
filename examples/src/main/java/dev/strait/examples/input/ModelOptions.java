package dev.strait.examples.input;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.tokenizers.Tokenizers;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.cpp.LoadSettings;
import dev.strait.llama.model.ChatMessage;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.ModelLoadException;
import dev.strait.llama.model.RandomModel;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.vocabulary.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a user names a model. */
public final class ModelOptions {
  private static final String EMBEDDED = "/dev/strait/examples/cite/citations.gguf";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "A GGUF model. Default: the small one that comes with the application.")
  @Nullable Path model;

  @Option(
      names = "--random",
      description = "No model: every allowed token is as likely as every other.")
  boolean random;

  @Option(
      names = "--vocab",
      paramLabel = "NAME|FILE",
      defaultValue = "gpt2",
      description =
          "With --random: the vocabulary: gpt2, cl100k, o200k, bytes, a .gguf model or a .vocab"
              + " file. Default: gpt2.")
  String vocab;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where the random numbers begin. Default: 1.")
  long seed;

  @Option(names = "--raw", description = "Do not put the prompt into the model's chat template.")
  boolean raw;

  @Option(
      names = "--no-warm-up",
      description = "Do not get ready for JSON schemas in the background when the model is loaded.")
  boolean cold;

  /** Returns whether there is no model, only a vocabulary. */
  public boolean isRandom() {
    return random;
  }

  /** Returns where the random numbers begin. */
  public long seed() {
    return seed;
  }

  /** Returns words that name the model. */
  public String describe() {
    if (random) {
      return "random over " + vocab;
    }
    return model == null ? "the embedded model" : String.valueOf(model.getFileName());
  }

  /**
   * Opens the model.
   *
   * @throws CommandException if it cannot be loaded
   */
  public LanguageModel open() {
    if (random && model != null) {
      throw CommandException.usage("give a model (--model FILE) or none (--random), not both");
    }
    if (random) {
      return new RandomModel(warmed(vocabulary()), seed);
    }
    return model == null ? embedded() : load(model);
  }

  private Vocabulary warmed(Vocabulary vocabulary) {
    if (!cold) {
      JsonSchema.warmUp(vocabulary, SchemaOptions.defaults());
    }
    return vocabulary;
  }

  /**
   * Loads the model in the application; llama.cpp wants a file, which is gone once it is mapped.
   */
  private LanguageModel embedded() {
    if (ModelOptions.class.getResource(EMBEDDED) == null) {
      throw CommandException.usage("give a model (--model FILE) or none (--random)");
    }
    return Inputs.opened(EMBEDDED, this::load);
  }

  private LanguageModel load(Path file) {
    Inputs.checkReadable(file);
    try (Progress progress = Progress.of("loading the model, percent", 100)) {
      DoublePredicate listener =
          part -> {
            progress.at(Math.round(100 * part));
            return true;
          };
      return LlamaModel.load(
          file, LoadSettings.defaults().withWarmUp(!cold).withProgress(listener));
    } catch (ModelLoadException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the vocabulary that is named for use without a model. */
  public Vocabulary vocabulary() {
    return vocabulary(vocab);
  }

  /** Returns a vocabulary by the name of one that is built in, or by file. */
  public static Vocabulary vocabulary(String nameOrFile) {
    if (nameOrFile.equals("bytes")) {
      return VocabularyFiles.bytes();
    }
    return Tokenizers.builtInNames().contains(nameOrFile)
        ? Tokenizers.vocabulary(nameOrFile)
        : VocabularyFiles.read(Path.of(nameOrFile));
  }

  /**
   * Returns the tokens of a prompt: in the model's chat template where it has one, unless told not
   * to; never empty. That there is none is told once, on standard error.
   */
  public int[] prompt(LanguageModel opened, String text) {
    int[] tokens = opened.tokenize(raw ? text : inTemplate(opened, text), true);
    return tokens.length > 0 ? tokens : opened.tokenize(" ", true);
  }

  private String inTemplate(LanguageModel opened, String text) {
    Optional<String> chat = opened.chatPrompt(List.of(ChatMessage.user(text)));
    if (chat.isEmpty() && model != null) {
      System.err.println(
          "strait: "
              + model
              + " has no chat template that can be used: the model is given the prompt as it is. Write"
              + " the prompt in the form the model was trained on, and say --raw.");
    }
    return chat.orElse(text);
  }
}
