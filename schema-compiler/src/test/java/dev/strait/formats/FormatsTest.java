package dev.strait.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats: the calendar against the JDK's, leap seconds against arithmetic, the rest by hand. */
class FormatsTest {
  private static final Map<String, Formats.Format> BUILT = new HashMap<>();

  private static boolean accepts(String format, String text) {
    Formats.Format built = BUILT.computeIfAbsent(format, Formats::build);
    int length = text.codePointCount(0, text.length());
    return length >= built.min() && length <= built.max() && built.texts().accepts(text);
  }

  @Test
  void datesAreThoseOfTheCalendar() {
    Formats.Format date = Formats.build("date");
    for (int year : new int[] {0, 4, 100, 400, 1900, 1999, 2000, 2004, 2023, 2024, 2100, 9999}) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          String text = String.format("%04d-%02d-%02d", year, month, day);
          assertEquals(exists(year, month, day), date.texts().accepts(text), text);
        }
      }
    }
  }

  private static boolean exists(int year, int month, int day) {
    try {
      LocalDate.of(year, month, day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  @Test
  void leapSecondsAreAtTheEndOfTheDayInUtc() {
    Formats.Format time = Formats.build("time");
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      int local = random.nextInt(1440);
      int offset = random.nextInt(3) == 0 ? random.nextInt(1440) : Math.floorMod(local + 1, 1440);
      boolean minus = random.nextBoolean();
      if (minus && random.nextBoolean()) {
        offset = Math.floorMod(1439 - local, 1440);
      }
      String text = clock(local) + ":60" + (minus ? "-" : "+") + clock(offset);
      boolean expected = Math.floorMod(minus ? local + offset : local - offset, 1440) == 1439;
      assertEquals(expected, time.texts().accepts(text), text);
      assertTrue(time.texts().accepts(text.replace(":60", ":59.5")), text);
    }
  }

  private static String clock(int minutes) {
    return String.format("%02d:%02d", minutes / 60, minutes % 60);
  }

  @ParameterizedTest
  @CsvSource({
    "date-time, 2024-02-29t23:59:60.5z, true",
    "date-time, 2023-02-29T00:00:00Z, false",
    "time, 00:00:00, false",
    "duration, P1Y2M3DT4H5M6S, true",
    "duration, P1Y3D, false",
    "duration, P, false",
    "duration, PT, false",
    "duration, P2W, true",
    "email, \"a b\"@[IPv6:::1], true",
    "email, a..b@c, false",
    "idn-email, δ@ελ.gr, true",
    "hostname, a-b.c, true",
    "hostname, -a, false",
    "hostname, a., false",
    "idn-hostname, a。b, true",
    "idn-hostname, بي\u200cبي, true",
    "idn-hostname, با\u200cبي, false",
    "ipv4, 1.2.3.04, false",
    "ipv4, 255.255.255.255, true",
    "ipv6, 1::2:3, true",
    "ipv6, 1::2::3, false",
    "ipv6, ::ffff:1.2.3.4, true",
    "ipv6, 1:2:3:4:5:6:7:8, true",
    "ipv6, 1:2:3:4:5:6:7, false",
    "ipv6, 1:2:3:4:5:6:7::, true",
    "uri, urn:a:b, true",
    "uri, //a, false",
    "uri-reference, //a, true",
    "iri, http://é.fr/漢, true",
    "uri, http://é.fr/, false",
    "uri-template, {+a:3}/{b*}, true",
    "uri-template, {a:0}, false",
    "uuid, 01234567-89ab-CDEF-0123-456789abcdef, true",
    "uuid, 0123456789abCDEF0123456789abcdef, false",
    "json-pointer, /a~1/~0, true",
    "json-pointer, a, false",
    "relative-json-pointer, 0#, true",
    "relative-json-pointer, 01, false",
    "regex, '^(a|[b-d]{2,3})+?$', true",
    "regex, '^(a', false",
    "regex, 'a{3,2}', false",
    "regex, '[z-a]', false"
  })
  void examples(String format, String text, boolean expected) {
    assertEquals(expected, accepts(format, text));
  }

  @Test
  void unknownFormatsAreErrors() {
    assertThrows(IllegalArgumentException.class, () -> Formats.build("colour"));
  }

  @Test
  void labelsAndNamesAreBounded() {
    String label = "a".repeat(63);
    assertTrue(accepts("hostname", label + "." + label + "." + label + "." + "a".repeat(61)));
    assertEquals(
        false, accepts("hostname", label + "." + label + "." + label + "." + "a".repeat(62)));
    assertEquals(false, accepts("hostname", label + "a"));
  }
}
