package dev.strait.formats;

/** IP addresses, URIs (RFC 3986), IRIs (RFC 3987), URI templates (RFC 6570), as patterns. */
final class Addresses {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";

  static final String IPV6 = ipv6();

  private static final String HEX = "[0-9A-Fa-f]";
  private static final String PERCENT = "%" + HEX + "{2}";
  private static final String SUB = "!$&'()*+,;=";
  private static final String UCS = ucs();
  private static final String PRIVATE =
      "\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}";

  static final String TEMPLATE = template();

  private Addresses() {}

  private static String ipv6() {
    String last = "(?:H:H|" + IPV4 + ")";
    StringBuilder out = new StringBuilder("(?:(?:H:){6}").append(last).append("|::(?:H:){5}");
    out.append(last).append("|H?::(?:H:){4}").append(last);
    for (int before = 1; before <= 4; before++) {
      out.append("|(?:(?:H:){0,").append(before).append("}H)?::");
      out.append("(?:H:){").append(4 - before).append("}").append(last);
    }
    out.append("|(?:(?:H:){0,5}H)?::H|(?:(?:H:){0,6}H)?::)");
    return out.toString().replace("H", "[0-9A-Fa-f]{1,4}");
  }

  private static String ucs() {
    StringBuilder out =
        new StringBuilder("\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}");
    for (int plane = 1; plane <= 14; plane++) {
      String first = plane == 14 ? "e1000" : Integer.toHexString(plane) + "0000";
      out.append("\\u{").append(first).append("}-\\u{");
      out.append(Integer.toHexString(plane)).append("fffd}");
    }
    return out.toString();
  }

  /** The parts of an RFC 3986 reference, with or without the characters of RFC 3987. */
  private record Parts(String unreserved, String query) {
    static Parts of(boolean international) {
      String unreserved = "A-Za-z0-9._~\\-" + (international ? UCS : "");
      return new Parts(unreserved, international ? PRIVATE : "");
    }

    String any(String extra) {
      return "(?:[" + unreserved + SUB + extra + "]|" + PERCENT + ")";
    }

    String segment() {
      return any(":@");
    }

    String authority() {
      String future = "[vV]" + HEX + "+\\.[A-Za-z0-9._~\\-" + SUB + ":]+";
      String host = "(?:\\[(?:" + IPV6 + "|" + future + ")\\]|" + any("") + "*)";
      return "//(?:" + any(":") + "*@)?" + host + "(?::[0-9]*)?(?:/" + segment() + "*)*";
    }

    String absolutePath() {
      return "/(?:" + segment() + "+(?:/" + segment() + "*)*)?";
    }

    String tail() {
      String fragment = any(":@/?") + "*";
      return "(?:\\?" + any(":@/?" + query) + "*)?(?:#" + fragment + ")?";
    }

    String absolute() {
      String rootless = segment() + "+(?:/" + segment() + "*)*";
      return "[A-Za-z][A-Za-z0-9+.\\-]*:(?:"
          + authority()
          + "|"
          + absolutePath()
          + "|"
          + rootless
          + ")?"
          + tail();
    }

    String relative() {
      String noScheme = any("@") + "+(?:/" + segment() + "*)*";
      return "(?:" + authority() + "|" + absolutePath() + "|" + noScheme + ")?" + tail();
    }
  }

  static String uri(boolean international) {
    return Parts.of(international).absolute();
  }

  static String reference(boolean international) {
    Parts parts = Parts.of(international);
    return "(?:" + parts.absolute() + "|" + parts.relative() + ")";
  }

  /** Literals with the apostrophe of erratum 6937. */
  private static String template() {
    String literal = "[!#$&'()*+,\\-./0-9:;=?@A-Z\\[\\]_a-z~" + UCS + PRIVATE + "]";
    String name = "(?:[A-Za-z0-9_]|" + PERCENT + ")";
    String variable = name + "+(?:\\." + name + "+)*(?::[1-9][0-9]{0,3}|\\*)?";
    String expression = "\\{[+#./;?&=,!@|]?" + variable + "(?:," + variable + ")*\\}";
    return "(?:" + literal + "|" + PERCENT + "|" + expression + ")*";
  }
}
