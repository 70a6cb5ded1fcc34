package dev.strait.examples.console;

/** The exit codes of the application. */
public final class ExitCode {
  /** The command did what it was asked to. */
  public static final int OK = 0;

  /** The command ran, and what it checked did not hold (a wrong test, an unsatisfiable schema). */
  public static final int CHECK_FAILED = 1;

  /** The command line itself is wrong: an unknown option, a missing value. */
  public static final int USAGE = 2;

  /** An input is wrong or cannot be used: no such file, not JSON, an unsupported keyword. */
  public static final int BAD_INPUT = 3;

  /** A fault of the application. */
  public static final int FAULT = 70;

  private ExitCode() {}
}
