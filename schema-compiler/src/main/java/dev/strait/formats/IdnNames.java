package dev.strait.formats;

import dev.strait.automaton.ByteDfa;

/** Internationalised host names: those of ASCII for now, with any of the four full stops. */
final class IdnNames {
  private IdnNames() {}

  static ByteDfa hostname() {
    return Names.names("[.\\u3002\\uff0e\\uff61]");
  }
}
