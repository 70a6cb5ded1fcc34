package dev.strait.constraint.bench;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts of an object with ordered, partly optional properties and free whitespace. States are
 * computed as they are asked for, in the manner of a schema compiler: a key is spelt byte by byte
 * while several are possible, and is one literal edge once it is alone.
 */
final class MembersRule implements Rule<MembersRule.State> {

  /** What comes next. */
  enum Phase {
    START,
    OPENED,
    FIRST,
    KEYED,
    COLON,
    PAIRED,
    VALUE,
    VALUED,
    NEXT,
    SEPARATED,
    KEY,
    END
  }

  /** A state: between tokens of the object, or within a key. */
  sealed interface State {}

  /**
   * A place between lexical parts.
   *
   * @param at the property being read, or else the first that may come
   */
  record At(Phase phase, int at) implements State {}

  /**
   * Within a key that is not alone yet.
   *
   * @param next the first property that may come
   * @param length bytes read of the key
   * @param like a property that begins with these bytes
   */
  record Key(int next, int length, int like) implements State {}

  private static final At END = new At(Phase.END, 0);

  private final List<Shape.Property> properties;
  private final List<Rule<?>> values = new ArrayList<>();

  /** Property to its name and the closing quote. */
  private final byte[][] keys;

  /** Property n to the fewest bytes of the required members from n on, a comma each. */
  private final long[] required;

  /** Property n to the first property, n or later, that must come; else their number. */
  private final int[] barrier;

  MembersRule(Shape.Members members) {
    properties = members.properties();
    int count = properties.size();
    keys = new byte[count][];
    for (int i = 0; i < count; i++) {
      values.add(properties.get(i).value().rule());
      keys[i] = (properties.get(i).name() + '"').getBytes(StandardCharsets.UTF_8);
    }
    required = new long[count + 1];
    barrier = new int[count + 1];
    barrier[count] = count;
    for (int i = count - 1; i >= 0; i--) {
      boolean must = properties.get(i).required();
      required[i] = required[i + 1] + (must ? keys[i].length + 3 + value(i) : 0);
      barrier[i] = must ? i : barrier[i + 1];
    }
  }

  private long value(int property) {
    return Shape.shortest(values.get(property));
  }

  private boolean canEnd(int next) {
    return barrier[next] == properties.size();
  }

  /** Returns the last property that may come next. */
  private int last(int next) {
    return Math.min(barrier[next], properties.size() - 1);
  }

  @Override
  public String name() {
    return "object";
  }

  @Override
  public State start() {
    return new At(Phase.START, 0);
  }

  @Override
  public void expand(State state, Edges<State> edges) {
    if (state instanceof Key key) {
      spell(key, edges);
    } else {
      expand((At) state, edges);
    }
  }

  private void expand(At state, Edges<State> edges) {
    int at = state.at;
    switch (state.phase) {
      case START -> edges.bytes('{', '{', new At(Phase.OPENED, 0));
      case OPENED -> edges.call(JsonRules.SPACE, new At(Phase.FIRST, 0));
      case FIRST -> {
        end(at, edges);
        key(at, edges);
      }
      case KEYED -> edges.call(JsonRules.SPACE, new At(Phase.COLON, at));
      case COLON -> edges.bytes(':', ':', new At(Phase.PAIRED, at));
      case PAIRED -> edges.call(JsonRules.SPACE, new At(Phase.VALUE, at));
      case VALUE -> edges.call(values.get(at), new At(Phase.VALUED, at + 1));
      case VALUED -> edges.call(JsonRules.SPACE, new At(Phase.NEXT, at));
      case NEXT -> {
        end(at, edges);
        if (at < properties.size()) {
          edges.bytes(',', ',', new At(Phase.SEPARATED, at));
        }
      }
      case SEPARATED -> edges.call(JsonRules.SPACE, new At(Phase.KEY, at));
      case KEY -> key(at, edges);
      case END -> edges.accept();
    }
  }

  private void end(int next, Edges<State> edges) {
    if (canEnd(next)) {
      edges.bytes('}', '}', END);
    }
  }

  private void key(int next, Edges<State> edges) {
    if (next < properties.size()) {
      edges.bytes('"', '"', new Key(next, 0, next));
    }
  }

  private boolean isLike(int property, Key key) {
    byte[] text = keys[property];
    byte[] like = keys[key.like];
    if (text.length <= key.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (text[i] != like[i]) {
        return false;
      }
    }
    return true;
  }

  private void spell(Key key, Edges<State> edges) {
    int last = last(key.next);
    for (int i = key.next; i <= last; i++) {
      if (isLike(i, key) && isFirstOfItsByte(i, key)) {
        int b = keys[i][key.length] & 0xff;
        Key then = new Key(key.next, key.length + 1, i);
        if (isAlone(i, then, last)) {
          edges.literal(keys[i], key.length, new At(Phase.KEYED, i));
        } else {
          edges.bytes(b, b, then);
        }
      }
    }
  }

  private boolean isFirstOfItsByte(int property, Key key) {
    for (int i = key.next; i < property; i++) {
      if (isLike(i, key) && keys[i][key.length] == keys[property][key.length]) {
        return false;
      }
    }
    return true;
  }

  private boolean isAlone(int property, Key key, int last) {
    for (int i = key.next; i <= last; i++) {
      if (i != property && isLike(i, key)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long shortest(State state) {
    if (state instanceof Key key) {
      long best = Long.MAX_VALUE;
      for (int i = key.next; i <= last(key.next); i++) {
        if (isLike(i, key)) {
          best = Math.min(best, keys[i].length - key.length + keyed(i));
        }
      }
      return best;
    }
    At place = (At) state;
    return switch (place.phase) {
      case START -> 1 + first();
      case OPENED, FIRST -> first();
      case KEYED, COLON -> keyed(place.at);
      case PAIRED, VALUE -> keyed(place.at) - 1;
      case VALUED, NEXT -> required[place.at] + 1;
      case SEPARATED, KEY -> 1 + shortest(new Key(place.at, 0, place.at));
      case END -> 0;
    };
  }

  private long first() {
    return canEnd(0) ? 1 : required[0];
  }

  /** From after a key to the end. */
  private long keyed(int property) {
    return 1 + value(property) + required[property + 1] + 1;
  }

  @Override
  public String describe(State state) {
    return state instanceof At at && at.phase == Phase.VALUE
        ? "property " + properties.get(at.at).name()
        : "object";
  }

  @Override
  public String toString() {
    return "object " + properties;
  }
}
