package dev.strait.examples.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.schema.JsonSchema;
import dev.strait.vocabulary.Vocabulary;

/** Tries a constraint by itself: no model, and a vocabulary of the 256 bytes. */
public final class CheckText {
  private CheckText() {}

  /** Prints whether 1 begins an integer of at least 7, and whether it is one. */
  public static void main(String[] args) {
    Vocabulary vocabulary = Models.bytes();
    Constraint constraint =
        JsonSchema.compile("{\"type\":\"integer\",\"minimum\":7}").constraint(vocabulary);
    Matcher matcher = constraint.matcher();
    System.out.println(matcher.acceptBytes("1".getBytes(UTF_8))); // true: 10 is in reach
    System.out.println(matcher.isComplete()); // false: 1 is too small
    System.out.println(matcher.explain());
  }
}
