package dev.strait.formats;

import dev.strait.automaton.ByteDfa;
import dev.strait.regex.Regex;

/** Dates and times of RFC 3339, durations of its appendix A. */
final class DateTimes {
  private static final String CLOCK =
      "(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";

  static final String DURATION =
      "P(?:[0-9]+W|T@|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:T@)?)"
          .replace("@", CLOCK);

  /** The years that 4 divides and 100 does not, or 400 does. */
  private static final String LEAP_YEAR =
      "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";

  private static final String DATE =
      "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
          + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
          + "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
          + "|"
          + LEAP_YEAR
          + "-02-29)";

  private static final int DAY = 24 * 60;

  private DateTimes() {}

  static ByteDfa date() {
    return Regex.parse(DATE).whole();
  }

  /** A date, the letter, a time. No date can go on, so the two are joined state by state. */
  static ByteDfa dateTime() {
    ByteDfa date = date();
    ByteDfa time = time();
    ByteDfa.Builder out = ByteDfa.builder();
    for (int s = 0; s < date.states(); s++) {
      out.state(false);
    }
    for (int s = 0; s < time.states(); s++) {
      out.state(time.isAccepting(s));
    }
    copy(date, 0, out);
    copy(time, date.states(), out);
    for (int s = 0; s < date.states(); s++) {
      if (date.isAccepting(s)) {
        out.edge(s, 'T', 'T', date.states());
        out.edge(s, 't', 't', date.states());
      }
    }
    return out.buildMinimal();
  }

  private static void copy(ByteDfa from, int shift, ByteDfa.Builder out) {
    for (int s = 0; s < from.states(); s++) {
      for (int e = from.edgesBegin(s); e < from.edgesEnd(s); e++) {
        out.edge(s + shift, from.low(e), from.high(e), from.target(e) + shift);
      }
    }
  }

  /**
   * All times, built by hand as the minimal automaton. Second 60 is only where it is 23:59 in UTC:
   * for each minute of the local day that leaves one offset of either sign, and for 23:59 the
   * letter Z. It takes 10,000 states, which could not be fewer: the minute has to be remembered.
   */
  static ByteDfa time() {
    return new TimeBuilder().build();
  }

  private static final class TimeBuilder {
    private final ByteDfa.Builder out = ByteDfa.builder();
    private final int start = out.state(false);
    private final int end = out.state(true);
    private final int[] offsets = offsets();

    private int lazyAnyOffset = -1;

    /** The state behind a second below 60. */
    private final int second = fractionAndOffset(anyOffset(), anyOffset(), end);

    private final int secondOnes = out.state(false);

    ByteDfa build() {
      out.edge(secondOnes, '0', '9', second);
      int[] tens = {out.state(false), out.state(false), out.state(false)};
      for (int h = 0; h < 24; h++) {
        int hour = step(tens[h / 10], '0' + h % 10);
        int colon = step(hour, ':');
        for (int ten = 0; ten < 6; ten++) {
          int minuteTen = step(colon, '0' + ten);
          for (int one = 0; one < 10; one++) {
            seconds(step(minuteTen, '0' + one), 60 * h + 10 * ten + one);
          }
        }
      }
      for (int ten = 0; ten < 3; ten++) {
        out.edge(start, '0' + ten, '0' + ten, tens[ten]);
      }
      return out.buildMinimal();
    }

    private void seconds(int minute, int local) {
      int colon = step(minute, ':');
      out.edge(colon, '0', '5', secondOnes);
      int ahead = Math.floorMod(local - (DAY - 1), DAY);
      int behind = Math.floorMod(-ahead, DAY);
      int leap = fractionAndOffset(offsets[ahead], offsets[behind], ahead == 0 ? end : -1);
      out.edge(step(colon, '6'), '0', '0', leap);
    }

    /** An optional fraction, then an offset; {@code zulu} -1: not the letter Z. */
    private int fractionAndOffset(int plus, int minus, int zulu) {
      int begin = out.state(false);
      int point = step(begin, '.');
      int fraction = out.state(false);
      out.edge(point, '0', '9', fraction);
      out.edge(fraction, '0', '9', fraction);
      for (int from : new int[] {begin, fraction}) {
        out.edge(from, '+', '+', plus);
        out.edge(from, '-', '-', minus);
        if (zulu >= 0) {
          out.edge(from, 'Z', 'Z', zulu);
          out.edge(from, 'z', 'z', zulu);
        }
      }
      return begin;
    }

    private int step(int from, int symbol) {
      int to = out.state(false);
      out.edge(from, symbol, symbol, to);
      return to;
    }

    /** Behind a sign: any hour and minute. */
    private int anyOffset() {
      if (lazyAnyOffset < 0) {
        lazyAnyOffset = out.state(false);
        int low = out.state(false);
        int high = out.state(false);
        int colon = out.state(false);
        int tens = out.state(false);
        int ones = out.state(false);
        out.edge(lazyAnyOffset, '0', '1', low);
        out.edge(lazyAnyOffset, '2', '2', high);
        out.edge(low, '0', '9', colon);
        out.edge(high, '0', '3', colon);
        out.edge(colon, ':', ':', tens);
        out.edge(tens, '0', '5', ones);
        out.edge(ones, '0', '9', end);
      }
      return lazyAnyOffset;
    }

    /** Per offset in minutes: the state behind the sign, from which only this offset is read. */
    private int[] offsets() {
      int[] ones = new int[10];
      for (int one = 0; one < 10; one++) {
        ones[one] = out.state(false);
        out.edge(ones[one], '0' + one, '0' + one, end);
      }
      int[] result = new int[DAY];
      for (int minute = 0; minute < 60; minute++) {
        int tens = out.state(false);
        out.edge(tens, '0' + minute / 10, '0' + minute / 10, ones[minute % 10]);
        int colon = out.state(false);
        out.edge(colon, ':', ':', tens);
        for (int hourOne = 0; hourOne < 10; hourOne++) {
          int hour = out.state(false);
          out.edge(hour, '0' + hourOne, '0' + hourOne, colon);
          for (int hourTen = 0; 10 * hourTen + hourOne < 24; hourTen++) {
            int begin = out.state(false);
            out.edge(begin, '0' + hourTen, '0' + hourTen, hour);
            result[60 * (10 * hourTen + hourOne) + minute] = begin;
          }
        }
      }
      return result;
    }
  }
}
