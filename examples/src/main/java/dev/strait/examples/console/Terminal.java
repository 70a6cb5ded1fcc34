package dev.strait.examples.console;

import java.io.Console;

/**
 * Whether the program talks to a person at a terminal, and how text is coloured there.
 *
 * <p>Colours follow the terminal unless {@code NO_COLOR} is set in the environment, and can be set
 * for good by the {@code --color} option of the application.
 */
public final class Terminal {
  private static final boolean INTERACTIVE = detect();
  private static volatile boolean colors =
      INTERACTIVE && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));

  private Terminal() {}

  /** A way text is shown, by its SGR parameter. */
  public enum Style {
    /** Heavier. */
    BOLD("1"),
    /** Fainter. */
    DIM("2"),
    /** Underlined. */
    UNDERLINE("4"),
    /** Red foreground: errors. */
    RED("31"),
    /** Green foreground: what is right. */
    GREEN("32"),
    /** Yellow foreground: warnings. */
    YELLOW("33"),
    /** Blue foreground. */
    BLUE("34"),
    /** Cyan foreground. */
    CYAN("36"),
    /** Black on pale yellow. */
    ON_YELLOW("30;48;5;229"),
    /** Black on pale green. */
    ON_GREEN("30;48;5;194"),
    /** Black on pale blue. */
    ON_BLUE("30;48;5;153"),
    /** Black on pale pink. */
    ON_PINK("30;48;5;225"),
    /** Black on pale red. */
    ON_RED("30;48;5;217");

    private final String parameter;

    Style(String parameter) {
      this.parameter = parameter;
    }
  }

  /** Returns whether standard input and output are a terminal. */
  public static boolean isInteractive() {
    return INTERACTIVE;
  }

  /** Returns whether output is coloured. */
  public static boolean hasColors() {
    return colors;
  }

  /** Switches colours on or off for the rest of the program. */
  public static void setColors(boolean on) {
    colors = on;
  }

  /** Returns {@code text} in a style where output is coloured, else {@code text} itself. */
  public static String styled(Style style, String text) {
    return colors ? "\u001b[" + style.parameter + "m" + text + "\u001b[0m" : text;
  }

  /** Returns the number of columns, from the environment, at least 40; 80 where unknown. */
  public static int columns() {
    String columns = System.getenv("COLUMNS");
    if (columns == null || !columns.matches("\\d{1,4}")) {
      return 80;
    }
    return Math.max(40, Integer.parseInt(columns));
  }

  /** From Java 22 on a console may be there without a terminal: it says so itself. */
  private static boolean detect() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }
}
