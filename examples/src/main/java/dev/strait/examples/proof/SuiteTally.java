package dev.strait.examples.proof;

/** How the tests of one file, or of all, ended. */
final class SuiteTally {
  int right;
  int acceptsInvalid;
  int rejectsValid;
  int refused;

  /** Counts a test; {@code error} tells that the schema was refused. */
  void add(boolean valid, boolean accepted, boolean error) {
    if (error) {
      refused++;
    } else if (valid == accepted) {
      right++;
    } else if (accepted) {
      acceptsInvalid++;
    } else {
      rejectsValid++;
    }
  }

  /** Adds another tally. */
  void add(SuiteTally other) {
    right += other.right;
    acceptsInvalid += other.acceptsInvalid;
    rejectsValid += other.rejectsValid;
    refused += other.refused;
  }

  int wrong() {
    return acceptsInvalid + rejectsValid + refused;
  }

  String[] row(String name) {
    return new String[] {name, right + "", acceptsInvalid + "", rejectsValid + "", refused + ""};
  }
}
