package dev.strait.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dk.brics.automaton.Automaton;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The right-hand side of a written-down rule: a tree of literals, classes, operators and
 * references.
 *
 * <p>Immutable. Trees may be nested as deeply as memory allows. {@code toString} is the canonical
 * print.
 */
public sealed interface Expression permits Node {

  /** No upper bound of a repeat. */
  int UNBOUNDED = Integer.MAX_VALUE;

  /** Returns the empty text. */
  static Expression empty() {
    return new Node.Literal(new byte[0]);
  }

  /** Returns a text, as UTF-8. */
  static Expression literal(String text) {
    return new Node.Literal(text.getBytes(UTF_8));
  }

  /** Returns a sequence of bytes; copied. */
  static Expression literal(byte[] bytes) {
    return new Node.Literal(bytes.clone());
  }

  /**
   * Returns one byte of a range, both ends inclusive, 0 to 255.
   *
   * @throws IllegalArgumentException if the range is empty or leaves 0 to 255
   */
  static Expression bytes(int first, int last) {
    if (first < 0 || last > 255 || first > last) {
      throw new IllegalArgumentException("no range of bytes: " + first + " to " + last);
    }
    BitSet set = new BitSet();
    set.set(first, last + 1);
    return bytes(set);
  }

  /**
   * Returns one byte of a set; an empty set matches nothing.
   *
   * @throws IllegalArgumentException if the set holds a number above 255
   */
  static Expression bytes(BitSet set) {
    if (set.length() > 256) {
      throw new IllegalArgumentException("no byte: " + (set.length() - 1));
    }
    return new Node.ByteSet((BitSet) set.clone());
  }

  /**
   * Returns one code point of a union of ranges, as UTF-8. Surrogates are left out.
   *
   * @param ranges pairs of first and last code point, both inclusive, 0 to 0x10FFFF, in any order
   * @throws IllegalArgumentException if a range is empty or leaves the code points
   * @throws EmptyLanguageException if no code point is left
   */
  static Expression codePoints(int... ranges) {
    return new Node.Regular(Utf8.dfa(ranges));
  }

  /**
   * Returns one code point that is in none of the ranges; see {@link #codePoints}.
   *
   * @throws EmptyLanguageException if no code point is left
   */
  static Expression codePointsExcept(int... ranges) {
    return new Node.Regular(Utf8.dfa(Utf8.complement(ranges)));
  }

  /** Returns the texts of an automaton over bytes. */
  static Expression regular(Dfa dfa) {
    return new Node.Regular(dfa);
  }

  /**
   * Returns the texts of an automaton whose characters 0 to 255 are bytes.
   *
   * @throws IllegalArgumentException if it reads a character above 255
   * @throws EmptyLanguageException if it accepts nothing
   */
  static Expression regular(Automaton overBytes) {
    return new Node.Regular(Dfa.of(overBytes));
  }

  /** Returns one expression after the other. */
  static Expression sequence(Expression... parts) {
    return sequence(Arrays.asList(parts));
  }

  /** Returns one expression after the other. */
  static Expression sequence(List<? extends Expression> parts) {
    return parts.size() == 1 ? parts.get(0) : new Node.Sequence(List.copyOf(parts));
  }

  /** Returns any one of the expressions; none matches nothing. */
  static Expression choice(Expression... alternatives) {
    return choice(Arrays.asList(alternatives));
  }

  /** Returns any one of the expressions; none matches nothing. */
  static Expression choice(List<? extends Expression> alternatives) {
    return alternatives.size() == 1
        ? alternatives.get(0)
        : new Node.Choice(List.copyOf(alternatives));
  }

  /** Returns the body or nothing. */
  static Expression optional(Expression body) {
    return repeat(body, 0, 1);
  }

  /** Returns the body any number of times, also never. */
  static Expression zeroOrMore(Expression body) {
    return repeat(body, 0, UNBOUNDED);
  }

  /** Returns the body at least once. */
  static Expression oneOrMore(Expression body) {
    return repeat(body, 1, UNBOUNDED);
  }

  /**
   * Returns the body from {@code min} to {@code max} times, both inclusive. Large numbers are
   * counted, not unrolled.
   *
   * @param max the most times, or {@link #UNBOUNDED}
   * @throws IllegalArgumentException if min is negative or above max
   */
  static Expression repeat(Expression body, int min, int max) {
    if (min < 0 || min > max) {
      throw new IllegalArgumentException("no range of repeats: " + min + " to " + max);
    }
    return new Node.Repeat(body, min, max);
  }

  /** Returns what the rule of that name matches. */
  static Expression reference(String name) {
    return new Node.Reference(name);
  }

  /**
   * Returns the control token with this id; it reads no bytes.
   *
   * @throws IllegalArgumentException if the id is negative
   */
  static Expression control(int token) {
    if (token < 0) {
      throw new IllegalArgumentException("no token id: " + token);
    }
    return new Node.Control(token);
  }

  /** Returns what a rule from elsewhere matches, such as a compiled schema. */
  static Expression call(Rule<?> rule) {
    return rule instanceof DfaRule leaf ? new Node.Leaf(leaf) : new Node.Call(rule);
  }

  /**
   * Returns the body as a part with a name of its own: it is compiled to a rule of that name, and
   * never dissolved into the rule around it.
   */
  static Expression named(String name, Expression body) {
    return new Node.Named(name, body);
  }
}
