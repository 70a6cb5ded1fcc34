package dev.strait.regex;

import dev.strait.regex.RegexException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern: recursive descent over ECMA-262's grammar with the u flag.
 *
 * <p>More lenient than the u flag where only one meaning is possible, as patterns in the wild need:
 *
 * <ul>
 *   <li>a backslash before any character that is no ASCII letter or digit stands for the character;
 *   <li><code>]</code>, <code>}</code> and a <code>{</code> that begins no quantifier are literal;
 *   <li>a hyphen beside a class escape within brackets is literal; look-ahead may be quantified;
 *   <li>{@code (?P<name>…)} is a named group, {@code (?i:…)} and, at the very start, {@code (?i)}
 *       set flags (i and s).
 * </ul>
 *
 * <p>Escapes that mean different things in different dialects ({@code \Z}, {@code \A}, octal) are
 * refused, and so are back-references.
 */
final class Parser {
  private static final int MAX_DEPTH = 500;
  private static final int MAX_COUNT = 10_000_000;

  private final String pattern;
  private boolean ignoreCase;
  private boolean dotAll;
  private int at;
  private int depth;

  private Parser(String pattern, Set<Regex.Flag> flags) {
    this.pattern = pattern;
    this.ignoreCase = flags.contains(Regex.Flag.IGNORE_CASE);
    this.dotAll = flags.contains(Regex.Flag.DOT_ALL);
  }

  /** Returns the tree of {@code pattern}. */
  static Node parse(String pattern, Set<Regex.Flag> flags) {
    Parser parser = new Parser(pattern, flags);
    parser.globalFlags();
    Node node = parser.choice();
    if (parser.at < pattern.length()) {
      throw parser.wrong("unmatched )");
    }
    return node;
  }

  private RegexException wrong(String reason) {
    return new RegexException(Kind.SYNTAX, pattern, at, reason);
  }

  private boolean more() {
    return at < pattern.length();
  }

  private boolean next(char c) {
    return at < pattern.length() && pattern.charAt(at) == c;
  }

  private boolean take(String text) {
    if (pattern.startsWith(text, at)) {
      at += text.length();
      return true;
    }
    return false;
  }

  private void globalFlags() {
    int end = pattern.indexOf(')');
    if (pattern.startsWith("(?") && end > 2 && pattern.substring(2, end).matches("[is]+")) {
      at = 2;
      flags(true);
      at = end + 1;
    }
  }

  private void flags(boolean on) {
    for (; more() && (next('i') || next('s')); at++) {
      if (next('i')) {
        ignoreCase = on;
      } else {
        dotAll = on;
      }
    }
  }

  private Node choice() {
    if (++depth > MAX_DEPTH) {
      throw new RegexException(Kind.LIMIT, pattern, at, "nested deeper than " + MAX_DEPTH);
    }
    List<Node> parts = new ArrayList<>();
    parts.add(sequence());
    while (take("|")) {
      parts.add(sequence());
    }
    depth--;
    return parts.size() == 1 ? parts.get(0) : new Node.Choice(List.copyOf(parts));
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (more() && !next('|') && !next(')')) {
      parts.add(quantified());
    }
    return parts.size() == 1 ? parts.get(0) : new Node.Sequence(List.copyOf(parts));
  }

  private Node quantified() {
    Node atom = atom();
    Node result = atom;
    if (take("*")) {
      result = new Node.Repeat(atom, 0, Node.Repeat.FOREVER);
    } else if (take("+")) {
      result = new Node.Repeat(atom, 1, Node.Repeat.FOREVER);
    } else if (take("?")) {
      result = new Node.Repeat(atom, 0, 1);
    } else if (next('{')) {
      result = braces(atom);
    }
    if (result != atom) {
      take("?");
      if (next('*') || next('+') || next('?') || (next('{') && quantifierEnd() > 0)) {
        throw wrong("nothing to repeat");
      }
    }
    return result;
  }

  /** Returns the index after the quantifier in braces that begins here, or -1 if none does. */
  private int quantifierEnd() {
    int i = at + 1;
    int digits = i;
    while (i < pattern.length() && isDigit(pattern.charAt(i))) {
      i++;
    }
    if (i == digits) {
      return -1;
    }
    if (i < pattern.length() && pattern.charAt(i) == ',') {
      i++;
      while (i < pattern.length() && isDigit(pattern.charAt(i))) {
        i++;
      }
    }
    return i < pattern.length() && pattern.charAt(i) == '}' ? i + 1 : -1;
  }

  private Node braces(Node atom) {
    int end = quantifierEnd();
    if (end < 0) {
      return atom;
    }
    String[] counts = pattern.substring(at + 1, end - 1).split(",", -1);
    int min = count(counts[0]);
    int max =
        counts.length == 1 ? min : counts[1].isEmpty() ? Node.Repeat.FOREVER : count(counts[1]);
    if (max < min) {
      throw wrong("numbers out of order in {}");
    }
    at = end;
    return new Node.Repeat(atom, min, max);
  }

  private int count(String digits) {
    String stripped = digits.replaceFirst("^0+(?=.)", "");
    if (stripped.length() > 8 || Integer.parseInt(stripped) > MAX_COUNT) {
      throw new RegexException(Kind.LIMIT, pattern, at, "a count above " + MAX_COUNT);
    }
    return Integer.parseInt(stripped);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Node atom() {
    char c = pattern.charAt(at);
    switch (c) {
      case '^':
        at++;
        return new Node.Begin();
      case '$':
        at++;
        return new Node.End();
      case '(':
        return group();
      case '.':
        at++;
        return new Node.Chars(dotAll ? CodePoints.ALL : Classes.NOT_LINE_END);
      case '[':
        return new Node.Chars(brackets());
      case '\\':
        return escape();
      case '*', '+', '?':
        throw wrong("nothing to repeat");
      case '{':
        if (quantifierEnd() > 0) {
          throw wrong("nothing to repeat");
        }
        return literal();
      default:
        return literal();
    }
  }

  private Node literal() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return chars(CodePoints.of(c, c));
  }

  private Node.Chars chars(CodePoints set) {
    return new Node.Chars(ignoreCase ? Classes.foldCase(set) : set);
  }

  private Node group() {
    int open = at;
    if (take("(?:")) {
      return closed(open);
    } else if (take("(?=")) {
      return new Node.Look(closed(open), false, false);
    } else if (take("(?!")) {
      return new Node.Look(closed(open), false, true);
    } else if (take("(?<=")) {
      return new Node.Look(closed(open), true, false);
    } else if (take("(?<!")) {
      return new Node.Look(closed(open), true, true);
    } else if (take("(?<") || take("(?P<")) {
      groupName();
      return closed(open);
    } else if (take("(?")) {
      return modified(open);
    }
    at++;
    return closed(open);
  }

  private void groupName() {
    int end = pattern.indexOf('>', at);
    String name = end < 0 ? "" : pattern.substring(at, end);
    boolean good = !name.isEmpty() && Character.isUnicodeIdentifierStart(name.codePointAt(0));
    good |= name.startsWith("_") || name.startsWith("$");
    if (!good
        || !name.codePoints().allMatch(c -> c == '$' || Character.isUnicodeIdentifierPart(c))) {
      throw wrong("invalid group name");
    }
    at = end + 1;
  }

  /** The modifiers of ECMAScript 2025, those of them that change the language here: i and s. */
  private Node modified(int open) {
    boolean oldIgnoreCase = ignoreCase;
    boolean oldDotAll = dotAll;
    int begin = at;
    flags(true);
    if (take("-")) {
      flags(false);
    }
    if (at == begin || !take(":")) {
      throw wrong("invalid group");
    }
    Node body = closed(open);
    ignoreCase = oldIgnoreCase;
    dotAll = oldDotAll;
    return body;
  }

  private Node closed(int open) {
    Node body = choice();
    if (!take(")")) {
      at = open;
      throw wrong("unclosed group");
    }
    return body;
  }

  private Node escape() {
    int begin = at;
    if (at + 1 == pattern.length()) {
      throw wrong("\\ at the end");
    }
    char c = pattern.charAt(at + 1);
    switch (c) {
      case 'b':
        at += 2;
        return new Node.WordBoundary(false);
      case 'B':
        at += 2;
        return new Node.WordBoundary(true);
      case 'k':
        throw unsupported("the back-reference \\k");
      default:
        if (c >= '1' && c <= '9') {
          throw unsupported("the back-reference \\" + c);
        }
    }
    CodePoints set = classEscape();
    if (set != null) {
      return new Node.Chars(set);
    }
    at = begin + 1;
    int value = characterEscape(begin);
    return chars(CodePoints.of(value, value));
  }

  private RegexException unsupported(String what) {
    return new RegexException(
        Kind.UNSUPPORTED, pattern, at, "not regular: " + what + "; write the repeated text out");
  }

  /** Reads {@code \d \w \s \p} and their complements; null (nothing read) if it is none. */
  private @Nullable CodePoints classEscape() {
    char c = pattern.charAt(at + 1);
    CodePoints set =
        switch (c) {
          case 'd', 'D' -> Classes.DIGIT;
          case 'w', 'W' -> ignoreCase ? Classes.foldCase(Classes.WORD) : Classes.WORD;
          case 's', 'S' -> Classes.SPACE;
          case 'p', 'P' -> property();
          default -> null;
        };
    if (set == null) {
      return null;
    }
    if (c != 'p' && c != 'P') {
      at += 2;
    }
    return c < 'a' ? set.not() : set;
  }

  private CodePoints property() {
    int end = pattern.indexOf('}', at);
    if (!pattern.startsWith("{", at + 2) || end < 0) {
      throw wrong("\\p without a property in braces");
    }
    CodePoints set = Classes.property(pattern.substring(at + 3, end));
    if (set == null) {
      throw wrong("unknown Unicode property " + pattern.substring(at + 3, end));
    }
    at = end + 1;
    return ignoreCase ? Classes.foldCase(set) : set;
  }

  /** Reads what stands behind the backslash at {@code begin}; {@code at} is on its first char. */
  private int characterEscape(int begin) {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'v':
        return 0x0b;
      case 'f':
        return '\f';
      case 'r':
        return '\r';
      case '0':
        return zero(begin);
      case 'c':
        return control(begin);
      case 'x':
        return hex(2, begin);
      case 'u':
        return unicode(begin);
      default:
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
          at = begin;
          throw wrong("invalid escape \\" + (char) c);
        }
        return c;
    }
  }

  private int zero(int begin) {
    if (more() && isDigit(pattern.charAt(at))) {
      at = begin;
      throw wrong("octal escape");
    }
    return 0;
  }

  private int control(int begin) {
    char c = more() ? pattern.charAt(at) : 0;
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
      at = begin;
      throw wrong("invalid escape \\c");
    }
    at++;
    return c % 32;
  }

  private int hex(int digits, int begin) {
    int end = at + digits;
    if (end > pattern.length() || !pattern.substring(at, end).matches("[0-9a-fA-F]+")) {
      at = begin;
      throw wrong("invalid hexadecimal escape");
    }
    int value = Integer.parseInt(pattern.substring(at, end), 16);
    at = end;
    return value;
  }

  private int unicode(int begin) {
    if (next('{')) {
      int end = pattern.indexOf('}', at);
      String digits = end < 0 ? "" : pattern.substring(at + 1, end);
      if (!digits.matches("0*[0-9a-fA-F]{1,6}") || Integer.parseInt(digits, 16) > CodePoints.MAX) {
        at = begin;
        throw wrong("invalid Unicode escape");
      }
      at = end + 1;
      return Integer.parseInt(digits, 16);
    }
    int high = hex(4, begin);
    if (Character.isHighSurrogate((char) high) && pattern.startsWith("\\u", at)) {
      int mark = at;
      at += 2;
      int low = next('{') ? 0 : hex(4, begin);
      if (Character.isLowSurrogate((char) low)) {
        return Character.toCodePoint((char) high, (char) low);
      }
      at = mark;
    }
    return high;
  }

  private CodePoints brackets() {
    int open = at++;
    boolean negative = take("^");
    if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at) > 0) {
      throw wrong("POSIX classes mean something else in ECMA-262");
    }
    CodePoints set = CodePoints.NONE;
    while (!next(']')) {
      if (!more()) {
        at = open;
        throw wrong("unclosed [");
      }
      set = set.or(bracketItem());
    }
    at++;
    CodePoints folded = ignoreCase ? Classes.foldCase(set) : set;
    return negative ? folded.not() : folded;
  }

  /** Reads one member, a range, or a class escape. */
  private CodePoints bracketItem() {
    int begin = at;
    CodePoints first = bracketAtom();
    boolean range = next('-') && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
    if (!range || !isSingle(first)) {
      return first;
    }
    int mark = at++;
    CodePoints last = bracketAtom();
    if (!isSingle(last)) {
      at = mark;
      return first;
    }
    if (last.first(0) < first.first(0)) {
      at = begin;
      throw wrong("range out of order in []");
    }
    return CodePoints.of(first.first(0), last.first(0));
  }

  private static boolean isSingle(CodePoints set) {
    return set.rangeCount() == 1 && set.first(0) == set.last(0);
  }

  private CodePoints bracketAtom() {
    if (!more()) {
      throw wrong("unclosed [");
    }
    int value;
    if (next('\\')) {
      int begin = at;
      if (at + 1 == pattern.length()) {
        throw wrong("\\ at the end");
      }
      CodePoints set = classEscape();
      if (set != null) {
        return set;
      }
      at = begin + 1;
      value = take("b") ? '\b' : characterEscape(begin);
    } else {
      value = pattern.codePointAt(at);
      at += Character.charCount(value);
    }
    return CodePoints.of(value, value);
  }
}
