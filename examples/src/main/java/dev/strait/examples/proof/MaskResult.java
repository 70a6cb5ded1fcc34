package dev.strait.examples.proof;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for one schema.
 *
 * @param id the case
 * @param compileError why the schema was refused; null if it was not
 * @param compileNanos how long compiling took
 * @param nanos for each token of each test, mask + bit test + accept
 * @param tests how each test ended
 */
record MaskResult(
    String id,
    @Nullable String compileError,
    long compileNanos,
    long[] nanos,
    List<Verdict> tests) {

  /**
   * How a test ended.
   *
   * @param valid whether the text is an instance
   * @param accepted whether all tokens were allowed and the end too
   * @param prefixOk whether all tokens were allowed
   * @param refusedAt the index of the first token that was not allowed; -1 if all were
   * @param otherOrder whether an instance is rejected only because its keys come in another order
   */
  record Verdict(
      boolean valid, boolean accepted, boolean prefixOk, int refusedAt, boolean otherOrder) {

    Verdict(boolean valid, boolean accepted, boolean prefixOk, int refusedAt) {
      this(valid, accepted, prefixOk, refusedAt, false);
    }

    Verdict inOtherOrder() {
      return new Verdict(valid, accepted, prefixOk, refusedAt, true);
    }

    /** Returns whether the text was accepted if and only if the policy's order lets it be. */
    boolean isRight() {
      return valid == accepted || otherOrder;
    }
  }

  /** Returns whether the schema was compiled and every test was right. */
  boolean isRight() {
    return compileError == null && tests.stream().allMatch(Verdict::isRight);
  }

  /** Writes the result as one JSON object. */
  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", id);
    out.writeStringField("compile_error", compileError);
    out.writeNumberField("compile_us", hundredths(compileNanos));
    out.writeArrayFieldStart("masks");
    for (long nano : nanos) {
      out.writeNumber(hundredths(nano));
    }
    out.writeEndArray();
    out.writeArrayFieldStart("tests");
    for (Verdict test : tests) {
      write(out, test);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Verdict test) throws IOException {
    out.writeStartObject();
    out.writeBooleanField("valid", test.valid);
    out.writeBooleanField("accepted", test.accepted);
    out.writeBooleanField("prefix_ok", test.prefixOk);
    if (test.refusedAt >= 0) {
      out.writeNumberField("refused_at", test.refusedAt);
    }
    if (test.otherOrder) {
      out.writeBooleanField("other_key_order", true);
    }
    out.writeEndObject();
  }

  private static double hundredths(long nanos) {
    return Math.round(nanos / 10.0) / 100.0;
  }
}
