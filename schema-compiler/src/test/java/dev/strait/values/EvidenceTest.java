package dev.strait.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.rule.Rule;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Spans and entries against {@code contains}. */
class EvidenceTest {
  private static final List<String> LETTERS = List.of("a", "b", "\n", "\"", "é", "ê", "😀", "😁");

  private static String text(Random random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(LETTERS.get(random.nextInt(random.nextBoolean() ? 2 : LETTERS.size())));
    }
    return out.toString();
  }

  @Property(tries = 150)
  void spansAreTheSubstrings(@ForAll long seed) {
    Random random = new Random(seed);
    String text = text(random, 1 + random.nextInt(30));
    Rule<?> canonical = Evidence.spanOf(text, Escapes.CANONICAL);
    Rule<?> any = Evidence.spanOf(text, Escapes.ANY);
    for (int i = 0; i < 50; i++) {
      String span = text(random, random.nextInt(4));
      boolean expected = !span.isEmpty() && text.contains(span);
      assertEquals(expected, Walker.reads(canonical, Json.canonical(span)), text + " / " + span);
      assertEquals(expected, Walker.reads(any, Json.escaped(span, random)), text + " / " + span);
    }
    for (int i = 0; i < 10; i++) {
      String word = JsonStrings.unquoted(Walker.randomWord(any, random, random.nextInt(10)));
      assertTrue(!word.isEmpty() && text.contains(word), text + " / " + word);
    }
    assertTrue(Walker.reads(canonical, Json.canonical(text)));
  }

  @Test
  void entriesAreTheEntries() {
    List<String> entries = IntStream.range(0, 20_000).mapToObj(i -> "entry é " + i * 7).toList();
    Rule<?> rule = Evidence.entryOf(entries, Escapes.CANONICAL);
    assertTrue(Walker.reads(rule, "\"entry é 70\""));
    assertFalse(Walker.reads(rule, "\"entry é 71\""));
    assertFalse(Walker.reads(rule, "\"entry é \""));
  }

  @Test
  void longTextsAreLinear() {
    Random random = new Random(1);
    String text = text(random, 10_000);
    Rule<?> rule = Evidence.spanOf(text, Escapes.CANONICAL);
    int begin = text.offsetByCodePoints(0, 2_000);
    assertTrue(
        Walker.reads(
            rule, Json.canonical(text.substring(begin, text.offsetByCodePoints(begin, 50)))));
  }

  @Test
  void nothingToQuoteIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> Evidence.spanOf("", Escapes.ANY));
    assertThrows(IllegalArgumentException.class, () -> Evidence.spanOf("\ud800", Escapes.ANY));
    assertThrows(IllegalArgumentException.class, () -> Evidence.entryOf(List.of(), Escapes.ANY));
  }
}
