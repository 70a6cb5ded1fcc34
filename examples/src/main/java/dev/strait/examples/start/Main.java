package dev.strait.examples.start;

/** Starts the application on a Java that can run it, and says what to do on one that cannot. */
public final class Main {
  private static final int LEAST = 17;
  private static final int USAGE = 2;

  private Main() {}

  /** Runs the application. */
  public static void main(String[] args) throws Exception {
    String version = System.getProperty("java.specification.version");
    String complaint = complaint(version, System.getProperty("java.home"));
    if (!complaint.isEmpty()) {
      System.err.println(complaint);
      System.exit(USAGE);
    }
    Class.forName("dev.strait.examples.Strait")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }

  /** Returns what to do about a Java of this version, or nothing if it will do. */
  static String complaint(String version, String home) {
    int feature = Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    if (feature >= LEAST) {
      return "";
    }
    return "strait: needs Java "
        + LEAST
        + " or later; this is Java "
        + feature
        + " in "
        + home
        + ". Install a newer one, and run it by its full path or put it first on the PATH.";
  }
}
