package dev.strait.examples.sampling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strait.constraint.Constraint;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.generate.Decoder;
import dev.strait.examples.input.ConstraintOptions;
import dev.strait.examples.input.ModelOptions;
import dev.strait.examples.report.TextTable;
import dev.strait.llama.generate.BeamSearch;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.BudgetException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Sampler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strait sampling}: which sampler settings suit a task. */
@Command(
    name = "sampling",
    description = {
      "Runs a task under a grid of sampler settings and beam searches, measures variety, repetition"
          + " and correctness, and writes a page with heat maps, all texts, and blind ranking.",
      "",
      "A run that was stopped goes on where it was when started again with the same options.",
    },
    footer = {
      "",
      "Examples:",
      "  strait sampling --model m.gguf --prompt \"Once upon a time\" --out run",
      "  strait sampling --model m.gguf --schema s.json --set labelled.jsonl --out run",
      "  strait sampling --rank votes.json",
    })
public final class SamplingCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double BY_MEAN = 1;

  @Mixin ModelOptions model;
  @Mixin ConstraintOptions constraint;

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT",
      description = "The prompt; may be given several times.")
  List<String> prompts = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "FILE",
      description =
          "Prompts, one JSON object a line: {\"prompt\":…,\"expected\":…}; expected may be missing.")
  @Nullable Path set;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "sampling-run",
      description = "The folder of the run: run.jsonl and report.html. Default: sampling-run.")
  Path out;

  @Option(names = "--temperatures", split = ",", paramLabel = "T,...", defaultValue = "0.7,1.0,1.2")
  List<Double> temperatures = List.of();

  @Option(names = "--top-ps", split = ",", paramLabel = "P,...", defaultValue = "0.8,0.95")
  List<Double> topPs = List.of();

  @Option(names = "--top-ks", split = ",", paramLabel = "K,...", defaultValue = "0")
  List<Integer> topKs = List.of();

  @Option(names = "--min-ps", split = ",", paramLabel = "P,...", defaultValue = "0")
  List<Double> minPs = List.of();

  @Option(names = "--penalties", split = ",", paramLabel = "R,...", defaultValue = "1.0,1.2")
  List<Double> penalties = List.of();

  @Option(
      names = "--beams",
      split = ",",
      paramLabel = "N,...",
      defaultValue = "4,5",
      description =
          "The grid: all combinations of these lists; beam searches beside it. 0: no beams.")
  List<Integer> beams = List.of();

  @Option(
      names = {"-n", "--samples"},
      paramLabel = "N",
      defaultValue = "4",
      description = "Texts for each setting and prompt. Default: 4.")
  int samples;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "160",
      description = "The token budget of each text. Default: 160.")
  int maxTokens;

  @Option(
      names = "--rank",
      paramLabel = "FILE",
      description =
          "Read votes exported from the page and print a Bradley-Terry order; nothing is run.")
  @Nullable Path rank;

  private record Task(String prompt, @Nullable JsonNode expected) {}

  @Override
  public Integer call() {
    if (rank != null) {
      System.out.print(Ranking.read(rank, Inputs.text(rank)).text(model.seed()));
      return ExitCode.OK;
    }
    List<Task> tasks = tasks();
    List<Setting> settings =
        Setting.grid(
            temperatures,
            topPs,
            topKs,
            minPs,
            penalties,
            beams.stream().filter(b -> b > 0).toList());
    RunFile run = RunFile.open(out.resolve("run.jsonl"), header(tasks, settings));
    try (LanguageModel opened = model.open()) {
      generate(opened, tasks, settings, run);
    }
    List<String> prompted = tasks.stream().map(Task::prompt).toList();
    SamplingReport report = new SamplingReport(title(), prompted, settings, run.outputs());
    Inputs.write(out.resolve("report.html"), report.html());
    System.out.print(report.text());
    System.out.println("Page: " + out.resolve("report.html"));
    return ExitCode.OK;
  }

  private String title() {
    return model.describe() + ", " + constraint.describe();
  }

  private List<Task> tasks() {
    List<Task> tasks = new ArrayList<>();
    prompts.forEach(prompt -> tasks.add(new Task(prompt, null)));
    if (set != null) {
      int number = 0;
      for (String line : Inputs.text(set).lines().toList()) {
        number++;
        if (!line.isBlank()) {
          tasks.add(task(set + ", line " + number, line));
        }
      }
    }
    if (tasks.isEmpty() || samples < 1 || maxTokens < 1) {
      throw CommandException.usage("give a --prompt or a --set; --samples and --max-tokens from 1");
    }
    return tasks;
  }

  private static Task task(String place, String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      String prompt = node.path("prompt").asText(node.path("text").asText(""));
      if (prompt.isEmpty()) {
        throw CommandException.badInput(place + ": no \"prompt\"");
      }
      JsonNode expected = node.has("expected") ? node.get("expected") : null;
      return new Task(prompt, expected);
    } catch (JsonProcessingException e) {
      throw CommandException.badInput(place + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private ObjectNode header(List<Task> tasks, List<Setting> settings) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("run", title()).put("seed", model.seed()).put("max_tokens", maxTokens);
    node.put("settings", settings.stream().map(Setting::name).toList().toString());
    var prompted = node.putArray("prompts");
    tasks.forEach(task -> prompted.add(task.prompt));
    return node;
  }

  private void generate(
      LanguageModel opened, List<Task> tasks, List<Setting> settings, RunFile run) {
    Optional<Constraint> compiled = constraint.compile(opened.vocabulary());
    long total = (long) tasks.size() * settings.size() * samples;
    try (Progress progress = Progress.of("texts", total)) {
      for (int t = 0; t < tasks.size(); t++) {
        int[] prompted = model.prompt(opened, tasks.get(t).prompt);
        for (Setting setting : settings) {
          progress.note(setting.name());
          generate(new Work(opened, compiled, tasks.get(t), t, prompted, setting), run, progress);
        }
      }
    }
  }

  /** The texts of one setting for one prompt. */
  private record Work(
      LanguageModel opened,
      Optional<Constraint> compiled,
      Task task,
      int index,
      int[] prompt,
      Setting setting) {}

  private void generate(Work work, RunFile run, Progress progress) {
    if (work.setting.beams() > 0) {
      if (!run.has(work.setting.name() + "/" + work.index + "/0")) {
        beam(work, run);
      }
      progress.step();
      return;
    }
    for (int sample = 0; sample < samples; sample++) {
      if (!run.has(work.setting.name() + "/" + work.index + "/" + sample)) {
        run.add(sample(work, sample));
      }
      progress.step();
    }
  }

  private Output sample(Work work, int sample) {
    long seed = model.seed() + sample + 1000L * work.index;
    int cells = work.prompt.length + maxTokens + 8;
    try (ModelContext context = work.opened.open(ContextSettings.defaults().withTokens(cells));
        Sampler sampler = context.sampler(work.setting.sampling(seed))) {
      var matcher = work.compiled.map(Constraint::matcher).orElse(null);
      Decoder.Result result =
          new Decoder(context, matcher, sampler, maxTokens, 0).decode(work.prompt, step -> {});
      boolean complete =
          matcher == null ? result.end() == Decoder.End.COMPLETE : matcher.isComplete();
      byte[] bytes = result.bytes(work.opened.vocabulary());
      int count = result.steps().size();
      double mean = result.logProbability() / Math.max(1, count + (complete ? 1 : 0));
      return output(work, sample, bytes, count, mean, complete);
    }
  }

  private void beam(Work work, RunFile run) {
    int width = work.setting.beams();
    int cells = work.prompt.length + 2 * width * (maxTokens + 8);
    ContextSettings settings =
        ContextSettings.defaults().withTokens(cells).withSequences(2 * width);
    try (Workspace workspace = Workspace.open(work.opened, settings)) {
      Constraint compiled = work.compiled.orElse(null);
      List<BeamSearch.Found> found =
          new BeamSearch(workspace, width, BY_MEAN).search(work.prompt, compiled, maxTokens);
      for (int i = 0; i < Math.min(samples, found.size()); i++) {
        BeamSearch.Found one = found.get(i);
        byte[] bytes = one.text().getBytes(StandardCharsets.UTF_8);
        int tokens = one.tokens().size();
        run.add(output(work, i, bytes, tokens, one.logProbability() / (tokens + 1), true));
      }
    } catch (BudgetException e) {
      throw CommandException.badInput("--max-tokens is too small: " + e.getMessage(), e);
    }
  }

  private static Output output(
      Work work, int sample, byte[] bytes, int tokens, double mean, boolean complete) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    JsonNode expected = work.task.expected;
    Boolean exact = null;
    Double f1 = null;
    if (expected != null) {
      Optional<JsonNode> value = Leaves.parse(text);
      exact = value.map(expected::equals).orElse(false);
      f1 = value.map(v -> Leaves.f1(v, expected)).orElse(0.0);
    }
    return new Output(
        work.setting.name(), work.index, sample, text, tokens, mean, complete, exact, f1);
  }

  /** Votes read back from the page. */
  record Ranking(List<String> settings, List<BradleyTerry.Vote> votes) {

    static Ranking read(Path file, String json) {
      try {
        List<String> settings = new ArrayList<>();
        List<BradleyTerry.Vote> votes = new ArrayList<>();
        for (JsonNode vote : MAPPER.readTree(json).path("votes")) {
          int a = index(settings, vote.path("a").asText());
          int b = index(settings, vote.path("b").asText());
          double score =
              switch (vote.path("winner").asText()) {
                case "a" -> 1;
                case "b" -> 0;
                case "tie" -> 0.5;
                default ->
                    throw CommandException.badInput(
                        file + ": vote " + votes.size() + " has no winner a, b or tie");
              };
          votes.add(new BradleyTerry.Vote(a, b, score));
        }
        if (votes.isEmpty()) {
          throw CommandException.badInput(file + " has no votes in it");
        }
        return new Ranking(settings, votes);
      } catch (JsonProcessingException e) {
        throw CommandException.badInput(file + " is not JSON: " + e.getOriginalMessage(), e);
      }
    }

    /** The setting of a key {@code setting/task/sample}. */
    private static int index(List<String> settings, String key) {
      String setting = key.replaceAll("/\\d+/\\d+$", "");
      if (!settings.contains(setting)) {
        settings.add(setting);
      }
      return settings.indexOf(setting);
    }

    String text(long seed) {
      TextTable table = new TextTable("rank", "setting", "rating", "interval", "comparisons");
      int rank = 1;
      for (BradleyTerry.Place place : BradleyTerry.order(settings.size(), votes, 500, seed)) {
        table.row(
            String.valueOf(rank++),
            settings.get(place.player()),
            String.format(Locale.ROOT, "%+.0f", place.rating().value()),
            String.format(
                Locale.ROOT, "%+.0f to %+.0f", place.rating().low(), place.rating().high()),
            String.valueOf(place.comparisons()));
      }
      return votes.size()
          + " votes; 400 points are odds of ten to one; intervals: 95%, bootstrap over votes\n\n"
          + table;
    }
  }
}
