package dev.strait.constraint.bench;

import java.util.Locale;
import java.util.Random;

/** Random names and running text, from words that share beginnings as names in schemas do. */
final class Words {
  private static final String[] WORDS =
      ("id name type status state value values user users address account amount created updated"
              + " start started end ended price quantity order orders item items tag tags title text"
              + " description email phone city country code currency date time zone url key label"
              + " count total tax unit width height weight color size active enabled visible owner"
              + " parent child children level score rating comment comments version source target"
              + " language locale region latitude longitude options settings metadata kind group")
          .split(" ");
  private static final String[] RARE = {
    "\\n", "\\\"", "\\u00e9", "é", "ü", "–", "日本", "😀", "/", "%"
  };

  private Words() {}

  /** Returns a word, or several joined as one name. */
  static String name(Random random) {
    StringBuilder name = new StringBuilder(word(random));
    boolean snake = random.nextInt(3) == 0;
    for (int n = random.nextInt(3); n > 0; n--) {
      String next = word(random);
      name.append(
          snake ? "_" + next : next.substring(0, 1).toUpperCase(Locale.ROOT) + next.substring(1));
    }
    return name.toString();
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  /** Returns the inside of a JSON string of exactly {@code length} characters, escapes as one. */
  static String characters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    int left = length;
    while (left > 0) {
      String next =
          random.nextInt(12) == 0 ? RARE[random.nextInt(RARE.length)] : word(random) + " ";
      int units = units(next);
      if (units <= left) {
        text.append(next);
        left -= units;
      } else {
        text.append((char) ('a' + random.nextInt(26)));
        left--;
      }
    }
    return text.toString();
  }

  private static int units(String next) {
    return next.startsWith("\\") ? 1 : next.codePointCount(0, next.length());
  }
}
