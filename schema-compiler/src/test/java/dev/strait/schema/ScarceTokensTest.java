package dev.strait.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.schema.rules.TextPolicy;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vocabularies that lack single bytes: what cannot be closed is not begun. */
class ScarceTokensTest {
  private static Vocabulary printable(String without) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int b = ' '; b < 127; b++) {
      boolean lacks = without.indexOf(b) >= 0;
      builder.add(lacks ? TokenKind.UNUSED : TokenKind.NORMAL, new byte[] {(byte) b});
    }
    return builder.add(TokenKind.CONTROL, "<end>".getBytes(UTF_8)).endOfGeneration(95).build();
  }

  private static boolean allows(Matcher matcher, char token) {
    return matcher.isAllowed(token - ' ');
  }

  @Test
  void whatCannotBeClosedIsNotOpened() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          String schema = "{\"type\":[\"object\",\"array\",\"string\",\"integer\"]}";
          Constraint constraint = JsonSchema.compile(schema).constraint(printable("]"));
          Matcher matcher = constraint.matcher();
          assertFalse(allows(matcher, '['));
          assertTrue(allows(matcher, '{') && allows(matcher, '"') && allows(matcher, '7'));
          for (char c : "{\"a\":".toCharArray()) {
            assertTrue(matcher.accept(c - ' '));
          }
          assertFalse(allows(matcher, '['));
          assertTrue(allows(matcher, '{') && allows(matcher, '"') && allows(matcher, '7'));
          assertFalse(
              allows(JsonSchema.compile(schema).constraint(printable("\"")).matcher(), '"'));
        });
  }

  /**
   * Whether an object can be ended when no token has its brace: the keys that come are not counted,
   * or there would be ever more to look at.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":[\"object\",\"string\"]}",
        "{\"anyOf\":[{\"required\":[\"a\"]},{\"patternProperties\":{\"^b\":{\"minimum\":2}}}]}",
        "{\"properties\":{\"a\":{\"type\":\"object\"}},\"minProperties\":1}"
      })
  void objectsWithoutAnEndAreNotBegun(String schema) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (String text : List.of("bar", ":1", " \"", ",\"a\":", "a", "0", "{\"", "\"b\":", "\"")) {
      builder.add(TokenKind.NORMAL, text.getBytes(UTF_8));
    }
    Vocabulary few =
        builder.add(TokenKind.CONTROL, "<end>".getBytes(UTF_8)).endOfGeneration(9).build();
    TextPolicy any = TextPolicy.compact().withOrder(TextPolicy.Order.ANY);
    for (TextPolicy policy : List.of(TextPolicy.compact(), any)) {
      SchemaOptions options = SchemaOptions.defaults().withPolicy(policy);
      Matcher matcher = JsonSchema.compile(schema, options).constraint(few).matcher();
      assertFalse(matcher.isAllowed(6), "an object");
      assertTrue(matcher.isAllowed(8), "a string");
      assertTrue(matcher.accept(8) && matcher.isAllowed(4));
    }
  }
}
