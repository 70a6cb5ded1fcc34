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
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strait trace}: one generation, token by token, as a page. */
@Command(
    name = "trace",
    description = {
      "Generates once and writes a page that shows each token with the model's likeliest choices"
          + " before and after the mask, how much of the probability the mask removed, what was forced,"
          + " and where in the schema the token stands.",
    },
    footer = {
      "",
      "Example:",
      "  strait trace --model m.gguf --schema person.json --prompt \"Ada ...\" --html trace.html",
    })
public final class TraceCommand implements Callable<Integer> {
  @Mixin ModelOptions model;
  @Mixin ConstraintOptions constraint;
  @Mixin SamplingOptions sampling;

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What the model is asked.")
  String prompt;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      defaultValue = "trace.html",
      description = "The page. Default: trace.html.")
  Path html;

  @Option(
      names = "--choices",
      paramLabel = "N",
      defaultValue = "5",
      description = "Choices shown at each token, 1 to 50. Default: 5.")
  int choices;

  @Override
  public Integer call() {
    if (choices < 1 || choices > 50) {
      throw CommandException.usage("--choices is 1 to 50");
    }
    try (LanguageModel opened = model.open();
        Progress progress = Progress.of("tokens", sampling.maxTokens())) {
      Constraint compiled = constraint.compile(opened.vocabulary()).orElse(null);
      int[] tokens = model.prompt(opened, prompt);
      ContextSettings settings =
          ContextSettings.defaults().withTokens(tokens.length + sampling.maxTokens() + 8);
      try (ModelContext context = opened.open(settings);
          Sampler sampler = context.sampler(sampling.sampling(model.seed()))) {
        var matcher = compiled == null ? null : compiled.matcher();
        Decoder decoder = new Decoder(context, matcher, sampler, sampling.maxTokens(), choices);
        Decoder.Result result = decoder.decode(tokens, step -> progress.step());
        String title = model.describe() + ", " + constraint.describe();
        TracePage page = new TracePage(title, prompt, opened.vocabulary(), result);
        Inputs.write(html, page.html());
        System.out.println(page.summary());
        System.out.println("Page: " + html);
        return ExitCode.OK;
      }
    }
  }
}
