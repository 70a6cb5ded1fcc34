package dev.strait.llama.model;

import java.util.List;
import java.util.Objects;

/**
 * How the next token is picked among the allowed ones. Applied in this order: penalties, DRY,
 * top-k, typical, top-p, min-p, temperature, then a draw; with mirostat only penalties, temperature
 * and mirostat's own draw. Temperature 0 is greedy: the likeliest allowed token, after penalties.
 *
 * @param temperature 0 for greedy; below 1 sharpens, above flattens
 * @param topK keeps the k likeliest; 0 keeps all
 * @param topP keeps the smallest set of at least this probability; 1 keeps all
 * @param minP drops what is less likely than this part of the likeliest; 0 keeps all
 * @param typicalP locally typical sampling; 1 keeps all
 * @param penalties against repetition
 * @param dry against repeated sequences; its multiplier 0 switches it off
 * @param mirostat keeps the surprise constant
 * @param seed equal seeds give equal draws
 */
public record Sampling(
    double temperature,
    int topK,
    double topP,
    double minP,
    double typicalP,
    Penalties penalties,
    Dry dry,
    Mirostat mirostat,
    long seed) {

  /**
   * Penalties on tokens that occurred before.
   *
   * @param lastTokens how many tokens are looked back; 0 switches all off
   * @param repeat divides (positive) or multiplies (negative) the logit; 1 is none
   * @param frequency taken off for each occurrence; 0 is none
   * @param presence taken off once; 0 is none
   */
  public record Penalties(int lastTokens, double repeat, double frequency, double presence) {
    /** No penalty. */
    public static final Penalties NONE = new Penalties(0, 1, 0, 0);

    /** Checks the bounds. */
    public Penalties {
      range("lastTokens", lastTokens, 0, 1 << 20);
      range("repeat", repeat, 1e-3, 1e3);
      range("frequency", frequency, -1e3, 1e3);
      range("presence", presence, -1e3, 1e3);
    }

    boolean isNone() {
      return lastTokens == 0 || (repeat == 1 && frequency == 0 && presence == 0);
    }
  }

  /**
   * "Don't repeat yourself": a token that would lengthen a repeated sequence loses {@code
   * multiplier * base^(length - allowedLength)}.
   *
   * @param multiplier 0 switches it off
   * @param base growth for each further token
   * @param allowedLength repeats up to this length are free
   * @param lastTokens how many tokens are looked back
   * @param breakers texts at which a sequence ends
   */
  public record Dry(
      double multiplier, double base, int allowedLength, int lastTokens, List<String> breakers) {
    /** Switched off. */
    public static final Dry NONE = new Dry(0, 1.75, 2, 0, List.of());

    /** Checks the bounds. */
    public Dry {
      range("multiplier", multiplier, 0, 1e3);
      range("base", base, 1, 1e3);
      range("allowedLength", allowedLength, 1, 1 << 20);
      range("lastTokens", lastTokens, 0, 1 << 20);
      breakers = List.copyOf(breakers);
    }

    boolean isNone() {
      return multiplier == 0 || lastTokens == 0;
    }
  }

  /**
   * Mirostat's settings.
   *
   * @param version 0 (off), 1 or 2
   * @param tau the surprise aimed at, in bits
   * @param eta how fast it is corrected
   */
  public record Mirostat(int version, double tau, double eta) {
    /** Switched off. */
    public static final Mirostat NONE = new Mirostat(0, 5, 0.1);

    /** Checks the bounds. */
    public Mirostat {
      range("version", version, 0, 2);
      range("tau", tau, 0, 100);
      range("eta", eta, 0, 1);
    }
  }

  /** Checks the bounds. */
  public Sampling {
    range("temperature", temperature, 0, 100);
    range("topK", topK, 0, Integer.MAX_VALUE);
    range("topP", topP, 0, 1);
    range("minP", minP, 0, 1);
    range("typicalP", typicalP, 0, 1);
    Objects.requireNonNull(penalties);
    Objects.requireNonNull(dry);
    Objects.requireNonNull(mirostat);
  }

  /** Returns greedy sampling. */
  public static Sampling greedy() {
    return new Sampling(0, 0, 1, 0, 1, Penalties.NONE, Dry.NONE, Mirostat.NONE, 0);
  }

  /** Returns plain draws at a temperature, from the 40 likeliest tokens. */
  public static Sampling temperature(double temperature, long seed) {
    return greedy().withTemperature(temperature).withTopK(40).withSeed(seed);
  }

  /** Returns whether the likeliest token is always taken, without penalties. */
  public boolean isPlainGreedy() {
    return temperature == 0 && penalties.isNone() && dry.isNone();
  }

  /** Returns these settings at another temperature. */
  public Sampling withTemperature(double value) {
    return new Sampling(value, topK, topP, minP, typicalP, penalties, dry, mirostat, seed);
  }

  /** Returns these settings with another top-k. */
  public Sampling withTopK(int value) {
    return new Sampling(temperature, value, topP, minP, typicalP, penalties, dry, mirostat, seed);
  }

  /** Returns these settings with another top-p. */
  public Sampling withTopP(double value) {
    return new Sampling(temperature, topK, value, minP, typicalP, penalties, dry, mirostat, seed);
  }

  /** Returns these settings with another min-p. */
  public Sampling withMinP(double value) {
    return new Sampling(temperature, topK, topP, value, typicalP, penalties, dry, mirostat, seed);
  }

  /** Returns these settings with another typical-p. */
  public Sampling withTypicalP(double value) {
    return new Sampling(temperature, topK, topP, minP, value, penalties, dry, mirostat, seed);
  }

  /** Returns these settings with other penalties. */
  public Sampling withPenalties(Penalties value) {
    return new Sampling(temperature, topK, topP, minP, typicalP, value, dry, mirostat, seed);
  }

  /** Returns these settings with another DRY. */
  public Sampling withDry(Dry value) {
    return new Sampling(temperature, topK, topP, minP, typicalP, penalties, value, mirostat, seed);
  }

  /** Returns these settings with another mirostat. */
  public Sampling withMirostat(Mirostat value) {
    return new Sampling(temperature, topK, topP, minP, typicalP, penalties, dry, value, seed);
  }

  /** Returns these settings with another seed. */
  public Sampling withSeed(long value) {
    return new Sampling(temperature, topK, topP, minP, typicalP, penalties, dry, mirostat, value);
  }

  private static void range(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
