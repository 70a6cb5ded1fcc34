package dev.strait.examples.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs Jazzer on one target, from its seeds on: {@code Fuzz regex 20} for twenty minutes. Jazzer is
 * on the class path only with the profile {@code fuzz}.
 */
public final class Fuzz {
  private static final List<String> TARGETS =
      List.of("schema", "regex", "gbnf", "lark", "vocabulary", "gguf");

  /** By the wall clock, so that a loaded machine does not make faults of slow inputs. */
  private static final int LONGEST_SECONDS = 1_200;

  private Fuzz() {}

  /** Takes the target's name, the minutes, and more options of Jazzer or libFuzzer. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || !TARGETS.contains(args[0])) {
      System.err.println("fuzz: a target of " + TARGETS + ", the minutes, options of Jazzer");
      System.exit(2);
    }
    List<String> command = command(args[0], args[1]);
    command.addAll(List.of(args).subList(2, args.length));
    Class.forName("com.code_intelligence.jazzer.Jazzer")
        .getMethod("main", String[].class)
        .invoke(null, (Object) command.toArray(new String[0]));
  }

  private static List<String> command(String target, String minutes) throws Exception {
    Path work = Files.createDirectories(Path.of("target", "fuzz", target));
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    Path reproducers = Files.createDirectories(work.resolve("found"));
    String name = target.substring(0, 1).toUpperCase(Locale.ROOT) + target.substring(1);
    List<String> command = new ArrayList<>();
    command.add("--target_class=" + Fuzz.class.getPackageName() + "." + name + "Target");
    command.add("--instrumentation_includes=dev.strait.**");
    command.add("--custom_hook_excludes=**");
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection");
    command.add("--reproducer_path=" + reproducers);
    command.add("--coverage_report=" + work.resolve("coverage.txt"));
    command.add("--coverage_dump=" + work.resolve("coverage.exec"));
    command.add("-artifact_prefix=" + reproducers + "/");
    command.add("-max_total_time=" + Math.round(Double.parseDouble(minutes) * 60));
    command.add("-timeout=" + LONGEST_SECONDS);
    command.add("-rss_limit_mb=0");
    command.add("-max_len=" + (target.equals("gguf") ? 8_000 : 1_000));
    if (Files.exists(seeds(target).resolveSibling(target + ".dict"))) {
      command.add("-dict=" + seeds(target).resolveSibling(target + ".dict"));
    }
    command.add("-print_final_stats=1");
    command.add(corpus.toString());
    command.add(seeds(target).toString());
    return command;
  }

  /** Returns the folder of a target's seeds and found inputs. */
  static Path seeds(String target) throws URISyntaxException {
    URL resource = Objects.requireNonNull(Fuzz.class.getResource(target), target);
    return Path.of(resource.toURI());
  }

  /** Returns the seeds and found inputs of a target. */
  static List<Path> inputs(String target) throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(seeds(target))) {
      return files.sorted().toList();
    }
  }
}
