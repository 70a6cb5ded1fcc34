package dev.strait.examples.generate;

import dev.strait.constraint.Constraint;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.input.ConstraintOptions;
import dev.strait.examples.input.ModelOptions;
import dev.strait.examples.input.SamplingOptions;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Sampler;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strait generate}: output that obeys a schema, a grammar or a pattern. */
@Command(
    name = "generate",
    description = {
      "Generates text that obeys a schema, a grammar or a pattern, as it is made.",
      "",
      "With --random there is no model: sample data for a schema, at once.",
    },
    footer = {
      "",
      "Examples:",
      "  strait generate --random --regex '[A-Z]{2}-\\d{4}' --count 5",
      "  strait generate --random --schema person.json --count 3",
      "  strait generate --model m.gguf --schema person.json --prompt \"Ada Lovelace was born ...\"",
    })
public final class GenerateCommand implements Callable<Integer> {
  private static final double HURRY = 0.25;

  @Mixin ModelOptions model;
  @Mixin ConstraintOptions constraint;
  @Mixin SamplingOptions sampling;

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT",
      description = "What the model is asked.")
  @Nullable String prompt;

  @Option(
      names = "--prompt-file",
      paramLabel = "FILE",
      description = "Read the prompt from a file.")
  @Nullable Path promptFile;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "1",
      description = "How many outputs; each begins with another random number. Default: 1.")
  int count;

  @Option(
      names = "--any-text",
      description = "With --random: do not prefer printable ASCII; try every token.")
  boolean anyText;

  @Override
  public Integer call() {
    if (model.isRandom() && constraint.isPresent()) {
      return randomly();
    }
    String text = promptFile != null ? Inputs.text(promptFile) : prompt == null ? "" : prompt;
    try (LanguageModel opened = model.open()) {
      Optional<Constraint> compiled = constraint.compile(opened.vocabulary());
      int[] tokens = model.prompt(opened, text);
      boolean complete = true;
      for (int i = 0; i < count; i++) {
        complete &= generate(opened, compiled, tokens, model.seed() + i);
      }
      return complete ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
  }

  private boolean generate(
      LanguageModel opened, Optional<Constraint> compiled, int[] prompted, long seed) {
    ContextSettings settings =
        ContextSettings.defaults().withTokens(prompted.length + sampling.maxTokens() + 8);
    Vocabulary vocabulary = opened.vocabulary();
    Utf8Printer printer = new Utf8Printer(System.out);
    try (ModelContext context = opened.open(settings);
        Progress clock = Progress.waiting("reading the prompt");
        Sampler sampler = context.sampler(sampling.sampling(seed))) {
      var matcher = compiled.map(Constraint::matcher).orElse(null);
      Decoder decoder = new Decoder(context, matcher, sampler, sampling.maxTokens(), 0);
      Decoder.Result result =
          decoder.decode(
              prompted,
              step -> {
                clock.close();
                printer.print(vocabulary.bytes(step.token()));
              });
      clock.close();
      printer.end();
      return matcher == null || matcher.isComplete() || result.end() == Decoder.End.COMPLETE;
    }
  }

  private int randomly() {
    Vocabulary vocabulary = model.vocabulary();
    Constraint compiled = constraint.require(vocabulary);
    RandomWalk walk = new RandomWalk(vocabulary, model.seed(), HURRY, !anyText);
    for (int i = 0; i < count; i++) {
      RandomWalk.Outcome outcome =
          Progress.during("writing", () -> walk.walk(compiled.matcher(), sampling.maxTokens()));
      if (!outcome.violation().isEmpty()) {
        throw tooSmall(compiled, outcome);
      }
      System.out.println(new String(outcome.bytes(), StandardCharsets.UTF_8));
    }
    return ExitCode.OK;
  }

  private CommandException tooSmall(Constraint compiled, RandomWalk.Outcome outcome) {
    long shortest = compiled.matcher().shortestCompletion();
    if (outcome.tokens() == 0 && shortest > sampling.maxTokens()) {
      return CommandException.badInput(
          "the token budget is too small: the shortest valid output has "
              + shortest
              + " bytes; raise --max-tokens to "
              + shortest);
    }
    throw new IllegalStateException(
        outcome.violation() + " after " + new String(outcome.bytes(), StandardCharsets.UTF_8));
  }
}
