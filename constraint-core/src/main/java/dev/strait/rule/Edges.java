package dev.strait.rule;

/**
 * Receives the outgoing edges of one rule state.
 *
 * <p>Byte edges of one state may overlap (nondeterminism); a byte with no edge is a dead end.
 *
 * @param <S> the type of the rule's states
 */
public interface Edges<S> {

  /** The rule may end here. */
  void accept();

  /**
   * An edge for every byte from {@code first} to {@code last}, both inclusive, 0 to 255.
   *
   * @throws IllegalArgumentException if the range is empty or leaves 0 to 255
   */
  void bytes(int first, int last, S target);

  /**
   * A chain of single-byte edges: the bytes of {@code text} from index {@code from} (inclusive) to
   * its end, then {@code target}. Cheaper than a state for each byte; the array is not copied and
   * must not change.
   *
   * @throws IllegalArgumentException if nothing is left of the text
   */
  void literal(byte[] text, int from, S target);

  /**
   * A byte edge into the midst of another rule, whose end is then this rule's end. It lets a
   * schema's own state fall back into a shared family ("any other string").
   */
  <T> void jump(int first, int last, Rule<T> rule, T target);

  /**
   * A call: {@code callee} is read from its start; at its end this rule goes on in {@code then}.
   */
  void call(Rule<?> callee, S then);

  /**
   * A call whose return state depends on the bytes that the callee read (an object's key, an
   * array's unique item).
   *
   * <p>For masks the engine needs a state that stands for all of them: {@link Capture#anyReturn()}.
   * Every token that the real return state allows must be allowed from that one; states after it in
   * which the text makes a difference are marked {@link #vague()}.
   */
  void capture(Rule<?> callee, Capture<S> capture);

  /** An edge taken by the control token with this id, never by text. */
  void control(int token, S target);

  /**
   * Declares that the tokens allowed here, up to the rule's end and the places where it can end
   * inside a token, are those of {@code state}; used to share masks between states that differ only
   * in what no single token can tell. Optional, and only about masks: steps use the edges.
   */
  void sameMaskAs(S state);

  /**
   * Declares that this state's language is that of {@code state} of {@code rule} less some strings
   * (an excluded key), and that every prefix that is alive there is alive here as long as this
   * state's edges lead on. The engine then derives the mask from that of {@code state} by visiting
   * only the edges in which the two differ, if each byte has one edge at most in both and nothing
   * is called; else the declaration is not regarded. Optional, and only about masks.
   */
  <T> void restricts(Rule<T> rule, T state);

  /**
   * Declares that this state over-approximates: it stands for several states (see {@link
   * #capture}). Tokens that read a byte from here on are checked one by one.
   */
  void vague();

  /**
   * Returns the number of bytes of the vocabulary's longest token: a counter that has more units
   * than that still to go cannot run out within one token (see {@link #sameMaskAs}).
   */
  int horizon();
}
