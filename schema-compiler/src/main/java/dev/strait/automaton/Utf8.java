package dev.strait.automaton;

/** The well-formed texts of UTF-8 (RFC 3629). */
final class Utf8 {
  static final ByteDfa ANY_TEXT = anyText();

  private Utf8() {}

  private static ByteDfa anyText() {
    ByteDfa.Builder b = ByteDfa.builder();
    int text = b.state(true);
    int one = b.state(false);
    int two = b.state(false);
    int three = b.state(false);
    int e0 = b.state(false);
    int ed = b.state(false);
    int f0 = b.state(false);
    int f4 = b.state(false);
    b.edge(text, 0x00, 0x7f, text);
    b.edge(text, 0xc2, 0xdf, one);
    b.edge(text, 0xe0, 0xe0, e0);
    b.edge(text, 0xe1, 0xec, two);
    b.edge(text, 0xed, 0xed, ed);
    b.edge(text, 0xee, 0xef, two);
    b.edge(text, 0xf0, 0xf0, f0);
    b.edge(text, 0xf1, 0xf3, three);
    b.edge(text, 0xf4, 0xf4, f4);
    b.edge(one, 0x80, 0xbf, text);
    b.edge(two, 0x80, 0xbf, one);
    b.edge(three, 0x80, 0xbf, two);
    b.edge(e0, 0xa0, 0xbf, one);
    b.edge(ed, 0x80, 0x9f, one);
    b.edge(f0, 0x90, 0xbf, two);
    b.edge(f4, 0x80, 0x8f, two);
    return b.build();
  }
}
