package dev.strait.examples.cite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the string members of compact JSON, with the bytes at which their values stand. */
final class JsonStrings {

  private static final Pattern MEMBER =
      Pattern.compile("\"([^\"\\\\]*)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private JsonStrings() {}

  /**
   * A member.
   *
   * @param name its key
   * @param value its text, escapes as they are
   * @param start offset of the value's first byte, in UTF-8
   * @param end offset after its closing quote
   */
  record Member(String name, String value, int start, int end) {}

  /** Returns the members whose values are strings, in order, whatever object they are in. */
  static List<Member> members(String json) {
    List<Member> out = new ArrayList<>();
    Matcher members = MEMBER.matcher(json);
    int at = 0;
    int bytes = 0;
    while (members.find()) {
      bytes += utf8Length(json, at, members.start(2));
      int start = bytes;
      bytes += utf8Length(json, members.start(2), members.end());
      at = members.end();
      out.add(new Member(members.group(1), members.group(2), start, bytes));
    }
    return out;
  }

  private static int utf8Length(String text, int from, int to) {
    return text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
  }
}
