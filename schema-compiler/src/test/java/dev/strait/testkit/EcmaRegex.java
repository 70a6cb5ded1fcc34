package dev.strait.testkit;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * ECMA-262 regular expressions (u flag) by way of {@code java.util.regex}: what the two languages
 * read differently is written out in terms that they share. Neither back-references to unset groups
 * nor class differences inside negated classes are looked after.
 */
final class EcmaRegex implements RegularExpression {
  private static final String SPACE =
      "\\t\\n\\x0B\\f\\r \\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

  private static final String WORD = "[A-Za-z0-9_]";

  private final Pattern pattern;

  EcmaRegex(String ecma) {
    this.pattern = Pattern.compile(new Translator(ecma).translate());
  }

  @Override
  public boolean matches(String value) {
    return pattern.matcher(value).find();
  }

  private static final class Translator {
    private final String in;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private boolean inClass;

    Translator(String in) {
      this.in = in;
    }

    String translate() {
      while (at < in.length()) {
        char c = in.charAt(at++);
        if (c == '\\') {
          escape(in.charAt(at++));
        } else if (inClass) {
          classCharacter(c);
        } else {
          character(c);
        }
      }
      return out.toString();
    }

    private void character(char c) {
      switch (c) {
        case '$' -> out.append("\\z");
        case '.' -> out.append("[^\\n\\r\\u2028\\u2029]");
        case '[' -> openClass();
        default -> out.append(c);
      }
    }

    private void openClass() {
      if (in.startsWith("]", at)) {
        out.append("(?!)");
        at++;
      } else if (in.startsWith("^]", at)) {
        out.append("(?s:.)");
        at += 2;
      } else {
        inClass = true;
        out.append('[');
        if (in.startsWith("^", at)) {
          out.append('^');
          at++;
        }
      }
    }

    private void classCharacter(char c) {
      if (c == ']') {
        inClass = false;
        out.append(c);
      } else {
        out.append("[&^".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }

    private void escape(char c) {
      switch (c) {
        case 's' -> out.append(inClass ? SPACE : "[" + SPACE + "]");
        case 'S' -> out.append("[^").append(SPACE).append(']');
        case 'b' -> out.append(inClass ? "\\x08" : boundary("(?<=W)(?!W)|(?<!W)(?=W)"));
        case 'B' -> out.append(boundary("(?<=W)(?=W)|(?<!W)(?!W)"));
        case 'v' -> out.append("\\x0B");
        case '0' -> out.append("\\x00");
        case '/' -> out.append('/');
        case 'u' -> out.append(in.startsWith("{", at) ? "\\x" : "\\u");
        default -> out.append('\\').append(c);
      }
    }

    private static String boundary(String form) {
      return "(?:" + form.replace("W", WORD) + ")";
    }
  }
}
