package dev.strait.examples.console;

import org.jspecify.annotations.Nullable;

/**
 * An error that the user can mend. It is shown as one message without a stack trace; the message
 * says what is wrong, where, and what to do.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Returns an error in an input: exit code {@link ExitCode#BAD_INPUT}. */
  public static CommandException badInput(String message) {
    return new CommandException(ExitCode.BAD_INPUT, message, null);
  }

  /** Returns an error in an input with the exception that told of it. */
  public static CommandException badInput(String message, Throwable cause) {
    return new CommandException(ExitCode.BAD_INPUT, message, cause);
  }

  /** Returns an error in how the command was called: exit code {@link ExitCode#USAGE}. */
  public static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message, null);
  }

  /** Returns the exit code that goes with the error. */
  public int exitCode() {
    return exitCode;
  }
}
