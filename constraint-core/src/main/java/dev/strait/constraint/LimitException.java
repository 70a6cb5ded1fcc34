package dev.strait.constraint;

/**
 * A bound of {@link Limits}, or of the engine itself, would be exceeded; the state is unchanged.
 */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the bound, the place and the way out. */
  public LimitException(String message) {
    super(message);
  }
}
