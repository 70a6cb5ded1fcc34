package dev.strait.values;

import dev.strait.rule.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * The JSON texts of finitely many strings: the trie of their UTF-8 bytes with the escapes of each
 * character. Escapes are made when first asked for.
 */
abstract class JsonWords extends Words {
  private static final int QUOTE = '"';
  private static final int BACKSLASH = '\\';
  private static final String SHORT_NAMES = "\"/\\bfnrt";
  private static final String SHORT_VALUES = "\"/\\\b\f\n\r\t";

  private static final byte[] NO_LABELS = {};

  private final byte[] labels;
  private final JsonWords[] targets;

  private JsonWords(byte[] labels) {
    this.labels = labels;
    this.targets = new JsonWords[labels.length];
  }

  /** Returns the texts of the strings below a node, without the opening quote. */
  static JsonWords opened(KeySet.Node node, Escapes escapes) {
    return new Text(node, escapes);
  }

  /** Returns {@code opened} after an opening quote. */
  static JsonWords quoted(JsonWords opened) {
    return new Step(QUOTE, opened);
  }

  /** Makes the node that an edge leads to. */
  abstract JsonWords make(int edge);

  @Override
  public abstract boolean has(int word);

  @Override
  public final int edges() {
    return labels.length;
  }

  @Override
  public final int label(int edge) {
    return labels[edge] & 0xff;
  }

  @Override
  public final JsonWords target(int edge) {
    JsonWords known = targets[edge];
    return known != null ? known : made(edge);
  }

  /** All fields of nodes but their targets are final, so readers need no lock. */
  private synchronized JsonWords made(int edge) {
    JsonWords known = targets[edge];
    if (known == null) {
      known = make(edge);
      targets[edge] = known;
    }
    return known;
  }

  @Override
  public int word() {
    return NONE;
  }

  @Override
  public boolean has(BitSet wanted) {
    for (int e = 0; e < labels.length; e++) {
      if (target(e).has(wanted)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int rest(int word) {
    int best = Integer.MAX_VALUE;
    for (int e = 0; e < labels.length; e++) {
      if (target(e).has(word)) {
        best = Math.min(best, 1 + target(e).rest(word));
      }
    }
    return best;
  }

  private static boolean mustEscape(int value) {
    return value < 0x20 || value == QUOTE || value == BACKSLASH;
  }

  /** Returns the bytes of the shortest text of a byte of UTF-8. */
  static int escapedBytes(int value) {
    return !mustEscape(value) ? 1 : SHORT_VALUES.indexOf(value) >= 0 ? 2 : 6;
  }

  /** The end of a word. */
  private static final class End extends JsonWords {
    private final int word;

    End(int word) {
      super(NO_LABELS);
      this.word = word;
    }

    @Override
    JsonWords make(int edge) {
      throw new IllegalStateException("a word has ended");
    }

    @Override
    public int word() {
      return word;
    }

    @Override
    public boolean has(int other) {
      return word == other;
    }

    @Override
    public boolean has(BitSet wanted) {
      return wanted.get(word);
    }

    @Override
    public int rest(int other) {
      return 0;
    }
  }

  /** One byte that must come. */
  private static final class Step extends JsonWords {
    private final JsonWords next;

    Step(int label, JsonWords next) {
      super(new byte[] {(byte) label});
      this.next = next;
    }

    @Override
    JsonWords make(int edge) {
      return next;
    }

    @Override
    public boolean has(int word) {
      return next.has(word);
    }
  }

  /** Before or within a character that is written as it is, or before the closing quote. */
  private static final class Text extends JsonWords {
    private final KeySet.Node node;
    private final Escapes escapes;

    Text(KeySet.Node node, Escapes escapes) {
      super(labels(node, escapes));
      this.node = node;
      this.escapes = escapes;
    }

    /**
     * The children's labels, with the closing quote and the backslash where the order wants them.
     */
    private static byte[] labels(KeySet.Node node, Escapes escapes) {
      byte[] all = new byte[node.size() + 2];
      int size = 0;
      boolean quote = node.isKey();
      boolean escape = needsEscape(node, escapes);
      for (int i = 0; i < node.size(); i++) {
        int label = node.label(i);
        if (quote && label > QUOTE) {
          all[size++] = QUOTE;
          quote = false;
        }
        if (escape && label > BACKSLASH) {
          all[size++] = BACKSLASH;
          escape = false;
        }
        if (!mustEscape(label)) {
          all[size++] = (byte) label;
        }
      }
      if (quote) {
        all[size++] = QUOTE;
      }
      if (escape) {
        all[size++] = BACKSLASH;
      }
      return size == all.length ? all : Arrays.copyOf(all, size);
    }

    private static boolean needsEscape(KeySet.Node node, Escapes escapes) {
      if (node.size() == 0 || isContinuation(node.label(0))) {
        return false;
      }
      boolean needed = escapes == Escapes.ANY;
      for (int i = 0; i < node.size() && !needed; i++) {
        needed = mustEscape(node.label(i));
      }
      return needed;
    }

    private static boolean isContinuation(int label) {
      return label >= 0x80 && label < 0xc0;
    }

    @Override
    JsonWords make(int edge) {
      int label = label(edge);
      if (label == QUOTE) {
        return new End(node.low());
      }
      if (label == BACKSLASH) {
        return new Escape(characters(), escapes);
      }
      return after(Objects.requireNonNull(node.child(label)));
    }

    private JsonWords after(KeySet.Node child) {
      return child.words(escapes);
    }

    private List<Unit> characters() {
      List<Unit> all = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        int label = node.label(i);
        if (label < 0x80) {
          all.add(new Unit(label, after(node.childAt(i))));
        } else {
          int more = label < 0xe0 ? 1 : label < 0xf0 ? 2 : 3;
          collect(node.childAt(i), label & 0x3f >> more, more, all);
        }
      }
      return all;
    }

    private void collect(KeySet.Node at, int value, int more, List<Unit> all) {
      if (more == 0) {
        all.add(new Unit(value, after(at)));
        return;
      }
      for (int i = 0; i < at.size(); i++) {
        collect(at.childAt(i), value << 6 | at.label(i) & 0x3f, more - 1, all);
      }
    }

    @Override
    public boolean has(int word) {
      return node.low() <= word && word < node.high();
    }

    @Override
    public boolean has(BitSet wanted) {
      int next = wanted.nextSetBit(node.low());
      return next >= 0 && next < node.high();
    }

    @Override
    public int rest(int word) {
      int bytes = 1;
      for (KeySet.Node at = node; !at.isKey() || at.low() != word; ) {
        int i = 0;
        while (at.childAt(i).high() <= word) {
          i++;
        }
        bytes += escapedBytes(at.label(i));
        at = at.childAt(i);
      }
      return bytes;
    }
  }

  /** A code point, or a unit of UTF-16, and where it leads. */
  private record Unit(int value, JsonWords after) {}

  /** After a backslash. */
  private static final class Escape extends JsonWords {
    private final JsonWords[] made;

    Escape(List<Unit> characters, Escapes escapes) {
      this(edges(characters, escapes));
    }

    private Escape(List<Unit> edges) {
      super(labels(edges));
      this.made = edges.stream().map(Unit::after).toArray(JsonWords[]::new);
    }

    private static byte[] labels(List<Unit> edges) {
      byte[] labels = new byte[edges.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) edges.get(i).value;
      }
      return labels;
    }

    private static List<Unit> edges(List<Unit> characters, Escapes escapes) {
      boolean any = escapes == Escapes.ANY;
      List<Unit> edges = new ArrayList<>();
      List<Unit> units = new ArrayList<>();
      for (int i = 0; i < SHORT_NAMES.length(); i++) {
        int value = SHORT_VALUES.charAt(i);
        for (Unit c : characters) {
          if (c.value == value && (any || mustEscape(value))) {
            edges.add(new Unit(SHORT_NAMES.charAt(i), c.after));
          }
        }
      }
      for (Unit c : characters) {
        if (any || c.value < 0x20 && SHORT_VALUES.indexOf(c.value) < 0) {
          units.add(c);
        }
      }
      if (!units.isEmpty()) {
        edges.add(new Unit('u', Hex.of(units, any)));
      }
      edges.sort((a, b) -> a.value - b.value);
      return edges;
    }

    @Override
    JsonWords make(int edge) {
      return made[edge];
    }

    @Override
    public boolean has(int word) {
      for (JsonWords next : made) {
        if (next.has(word)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Before a hexadecimal digit of an escape. */
  private static final class Hex extends JsonWords {
    private final List<Unit> units;
    private final int digit;
    private final boolean upper;

    private Hex(List<Unit> units, int digit, boolean upper) {
      super(labels(units, digit, upper));
      this.units = units;
      this.digit = digit;
      this.upper = upper;
    }

    /** Returns the node before the digits of some code points, those of a pair in two escapes. */
    static Hex of(List<Unit> codePoints, boolean upper) {
      List<Unit> units = new ArrayList<>();
      List<Unit> lows = new ArrayList<>();
      int high = 0;
      for (Unit c : codePoints) {
        if (c.value < 0x10000) {
          units.add(c);
          continue;
        }
        int unit = Character.highSurrogate(c.value);
        if (unit != high && !lows.isEmpty()) {
          units.add(pair(high, lows, upper));
          lows = new ArrayList<>();
        }
        high = unit;
        lows.add(new Unit(Character.lowSurrogate(c.value), c.after));
      }
      if (!lows.isEmpty()) {
        units.add(pair(high, lows, upper));
      }
      return new Hex(units, 0, upper);
    }

    private static Unit pair(int high, List<Unit> lows, boolean upper) {
      return new Unit(
          high, new Step(BACKSLASH, new Step('u', new Hex(List.copyOf(lows), 0, upper))));
    }

    private static int nibble(Unit unit, int digit) {
      return unit.value >> 12 - 4 * digit & 0xf;
    }

    private static byte[] labels(List<Unit> units, int digit, boolean upper) {
      BitSet nibbles = new BitSet();
      units.forEach(u -> nibbles.set(nibble(u, digit)));
      int large = nibbles.get(10, 16).cardinality();
      byte[] labels = new byte[nibbles.cardinality() + (upper ? large : 0)];
      int size = 0;
      for (int n = nibbles.nextSetBit(0); n >= 0; n = nibbles.nextSetBit(n + 1)) {
        labels[size++] = (byte) (n < 10 ? '0' + n : (upper ? 'A' : 'a') + n - 10);
      }
      for (int n = nibbles.nextSetBit(10); n >= 0 && upper; n = nibbles.nextSetBit(n + 1)) {
        labels[size++] = (byte) ('a' + n - 10);
      }
      return labels;
    }

    @Override
    JsonWords make(int edge) {
      int nibble = Character.digit(label(edge), 16);
      List<Unit> some = units.stream().filter(u -> nibble(u, digit) == nibble).toList();
      return digit == 3 ? some.get(0).after : new Hex(some, digit + 1, upper);
    }

    @Override
    public boolean has(int word) {
      for (Unit unit : units) {
        if (unit.after.has(word)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean has(BitSet wanted) {
      for (Unit unit : units) {
        if (unit.after.has(wanted)) {
          return true;
        }
      }
      return false;
    }
  }
}
