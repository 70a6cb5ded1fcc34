package dev.strait.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.examples.console.ExitCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class StraitTest {

  @Test
  void helpIsShownWithoutArguments() {
    Run run = Run.of();
    assertEquals(ExitCode.OK, run.exitCode());
    assertTrue(run.out().contains("Usage: strait"), run.out());
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    Run run = Run.of("nosuch");
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("nosuch"), run.err());
  }

  static Stream<String> commands() {
    return Stream.of(Strait.class.getAnnotation(Command.class).subcommands())
        .map(type -> type.getAnnotation(Command.class).name());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    Run run = Run.of("help", command);
    assertEquals(ExitCode.OK, run.exitCode());
    assertTrue(run.out().contains("Usage: "), run.out());
    assertTrue(CommandLine.Help.Ansi.OFF.string(run.out()).length() > 60, run.out());
  }
}
