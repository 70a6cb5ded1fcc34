package dev.strait.automaton;

/** An automaton or a search over automata grew past its limit. */
public final class AutomatonLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Names what grew and the limit, in states or steps. */
  public AutomatonLimitException(String what, long limit) {
    super(what + " exceeds the limit of " + limit);
  }
}
