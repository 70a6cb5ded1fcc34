package dev.strait.examples;

import dev.strait.examples.cite.CiteCommand;
import dev.strait.examples.cite.TrainModelCommand;
import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Terminal;
import dev.strait.examples.console.Terminal.Style;
import dev.strait.examples.generate.CheckCommand;
import dev.strait.examples.generate.ExplainCommand;
import dev.strait.examples.generate.GenerateCommand;
import dev.strait.examples.generate.SoakCommand;
import dev.strait.examples.generate.TraceCommand;
import dev.strait.examples.proof.CompareCommand;
import dev.strait.examples.proof.MaskbenchCommand;
import dev.strait.examples.proof.SuiteCommand;
import dev.strait.examples.sampling.SamplingCommand;
import dev.strait.examples.tokenizer.TrainTokenizerCommand;
import dev.strait.examples.tokenizers.TokenizersCommand;
import dev.strait.examples.tokenizers.TokensCommand;
import dev.strait.llama.model.ModelException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The application: constrained decoding from the command line.
 *
 * <p>Exit codes are those of {@link ExitCode}. An error the user can mend is one message on
 * standard error; {@code --stacktrace} adds where it came from.
 */
@Command(
    name = "strait",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Strait.Version.class,
    description = "Makes a language model's output obey a schema, a pattern or a grammar, exactly.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      // One line for each command, in the order the help shows them.
      CiteCommand.class,
      TrainTokenizerCommand.class,
      TrainModelCommand.class,
      GenerateCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      TraceCommand.class,
      SamplingCommand.class,
      TokenizersCommand.class,
      TokensCommand.class,
      SuiteCommand.class,
      MaskbenchCommand.class,
      CompareCommand.class,
      SoakCommand.class,
      HelpCommand.class,
    })
public final class Strait {

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Colours: auto (on a terminal), always or never.")
  void color(String when) {
    switch (when) {
      case "always" -> Terminal.setColors(true);
      case "never" -> Terminal.setColors(false);
      case "auto" -> {}
      default -> throw CommandException.usage("--color is auto, always or never, not " + when);
    }
  }

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "With an error, print where in the program it arose.")
  boolean stacktrace;

  private Strait() {}

  /** Runs a command and ends the program with its exit code. */
  public static void main(String[] args) {
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    int exitCode = run(args);
    System.out.flush();
    System.exit(exitCode);
  }

  /** Runs a command in this program and returns its exit code. */
  public static int run(String... args) {
    Strait application = new Strait();
    return new CommandLine(application)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(application::failed)
        .setExecutionStrategy(application::execute)
        .execute(args.length == 0 ? new String[] {"help"} : args);
  }

  private int execute(ParseResult result) {
    if (!result.hasSubcommand()
        && !result.isUsageHelpRequested()
        && !result.isVersionHelpRequested()) {
      return new CommandLine(this).execute("help");
    }
    return new CommandLine.RunLast().execute(result);
  }

  private int failed(Exception e, CommandLine command, ParseResult result) {
    if (stacktrace) {
      e.printStackTrace();
    }
    if (e instanceof CommandException known) {
      error(String.valueOf(known.getMessage()));
      return known.exitCode();
    }
    if (e instanceof ModelException) {
      error(String.valueOf(e.getMessage()));
      return ExitCode.BAD_INPUT;
    }
    error(
        "this is a fault in strait, please report it: "
            + e
            + (stacktrace ? "" : "\n  (run again with --stacktrace to see where it arose)"));
    return ExitCode.FAULT;
  }

  private static void error(String message) {
    System.err.println(Terminal.styled(Style.RED, "strait: ") + message);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** The version as the jar's manifest gives it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Strait.class.getPackage().getImplementationVersion();
      return new String[] {
        "strait " + (version == null ? "(not packaged)" : version), "Java " + Runtime.version()
      };
    }
  }
}
