package dev.strait.rule;

/**
 * Decides where a rule goes on from the text that a called rule has read.
 *
 * <p>Immutable, with {@code equals} and {@code hashCode} (a record): it is part of stack frames.
 *
 * @param <S> the type of the calling rule's states
 */
public interface Capture<S> {

  /**
   * Returns the state to go on in after the callee has read {@code text}, all bytes from its first
   * to its last. The callee's language must be such that every text has a return state.
   */
  S returnState(byte[] text);

  /** Returns the state that stands for every return state when masks are computed. */
  S anyReturn();

  /**
   * Returns a state from which all texts can be read that can be read from {@link #anyReturn}, and
   * perhaps others. Where calls come again and again and each leads {@code anyReturn} to a new
   * state, for instance since calls are counted, these are few.
   */
  default S widestReturn() {
    return anyReturn();
  }

  /**
   * Returns an upper bound on {@code shortest(returnState(text))} over all texts, in bytes. Used
   * for the shortest completion while the callee is being read.
   */
  long longestReturn();

  /**
   * Returns whether the text may come once more, so that {@link #longestRepeat} is another bound.
   */
  default boolean repeats() {
    return false;
  }

  /**
   * Returns, if {@link #repeats}, an upper bound on {@code shortest(returnState(text))} less the
   * bytes of {@code text}, over all texts.
   */
  default long longestRepeat() {
    throw new IllegalStateException("no text is repeated");
  }
}
