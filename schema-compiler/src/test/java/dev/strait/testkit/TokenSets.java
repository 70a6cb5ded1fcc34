package dev.strait.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Random vocabularies: those of real models in small, and those that break engines. All have ends
 * of generation, and tokens enough to spell every text unless they are said to lack bytes.
 */
public final class TokenSets {
  private static final List<String> JSON =
      List.of(
          "\":\"",
          "\",\"",
          "\"}],\"",
          "{\"",
          "\"}",
          "[{\"",
          "}]",
          "},{\"",
          "[]",
          "{}",
          "],[",
          "null",
          "true",
          "false",
          ",\"a\":",
          "\":{\"",
          "\":[",
          "\"a\"",
          "\"\"",
          "\\\"",
          "\\u00",
          "\\\\",
          "\\n\",",
          "0.",
          ".5",
          "-1",
          "10",
          "1e",
          "e-",
          "E+0",
          "0,",
          "1]",
          "2}",
          "5,\"b\":",
          "\"b",
          "a\":",
          " \"",
          ": ",
          ", ",
          "\n  ",
          "]}]}");

  private static final List<String> WORDS =
      List.of(
          "a",
          "b",
          "ab",
          "abc",
          "aa",
          "foo",
          "▁foo",
          "bar",
          " bar",
          "the",
          "é",
          "😀",
          "né",
          "𝒳",
          "ÿ",
          "2020-",
          "12:3",
          "x-1",
          "zz",
          "\u0000",
          "\uFEFF",
          "z".repeat(40));

  /** Parts of short JSON texts, and of words over few letters. */
  private static final List<String> FINE =
      List.of(
          "{", "}", "[", "]", ",", ":", "\"", "{\"a\":", "\"b\":", ",\"b\":", "\"c\"", "\"a", "\"b",
          "1}", "2]", "0", "1", "2", "12", "\"\"", "\",", "[1", ",2", "null}", "true]", "a", "b",
          "c", "ab", "ba", "ca", "cb", "bb", "0,", ":0", ":1", ":\"", ":{", ":[", "}}", "]]", "]}");

  /** The 256 single bytes, each with its own value for an id, and one end, id 256. */
  static final Vocabulary BYTES = build(singleBytes(), 1);

  private TokenSets() {}

  /** Returns vocabularies of every kind that can spell every text. */
  public static Arbitrary<Vocabulary> any() {
    return Arbitraries.oneOf(bytes(), byteLevel(), sentencePiece(), crossing());
  }

  /** Returns the vocabulary of the 256 single bytes and an end. */
  public static Arbitrary<Vocabulary> bytes() {
    return Arbitraries.just(BYTES);
  }

  /** Returns single bytes, words and parts of words with a leading space. */
  public static Arbitrary<Vocabulary> byteLevel() {
    return drawn(
        dice -> {
          List<byte[]> tokens = singleBytes();
          addSome(tokens, WORDS, dice);
          addSome(tokens, JSON, dice);
          return build(tokens, dice.between(1, 2));
        });
  }

  /** Returns whole characters, words and single bytes after control tokens, with unused ids. */
  public static Arbitrary<Vocabulary> sentencePiece() {
    return drawn(
        dice -> {
          Vocabulary.Builder builder = Vocabulary.builder();
          builder.add(TokenKind.CONTROL, "<unk>".getBytes(UTF_8));
          builder.add(TokenKind.CONTROL, "<s>".getBytes(UTF_8));
          builder.add(TokenKind.CONTROL, "</s>".getBytes(UTF_8));
          singleBytes().forEach(token -> builder.add(TokenKind.NORMAL, token));
          builder.add(TokenKind.UNUSED, new byte[0]);
          for (String word : WORDS) {
            builder.add(TokenKind.NORMAL, word.replace('▁', ' ').getBytes(UTF_8));
          }
          return builder.endOfGeneration(2).build();
        });
  }

  /**
   * Returns tokens that cross every border of JSON and of UTF-8: parts of characters, ends of one
   * and beginnings of another, tokens given twice, empty tokens.
   */
  public static Arbitrary<Vocabulary> crossing() {
    return drawn(TokenSets::drawCrossing);
  }

  static Vocabulary drawCrossing(Dice dice) {
    List<byte[]> tokens = singleBytes();
    JSON.forEach(text -> tokens.add(text.getBytes(UTF_8)));
    addFragments(tokens, dice);
    tokens.add(new byte[0]);
    tokens.add("\":\"".getBytes(UTF_8));
    tokens.add(new byte[] {'a'});
    return build(tokens, 2);
  }

  /**
   * Returns vocabularies that lack some single bytes: only what can be spelled in tokens may be
   * begun. Nearly all printable ASCII is there.
   */
  public static Arbitrary<Vocabulary> lacking() {
    return drawn(
        dice -> {
          List<byte[]> tokens = new ArrayList<>();
          for (int b = ' '; b < 127; b++) {
            if (!dice.once(12) || "{}[]\":,0".indexOf(b) >= 0) {
              tokens.add(new byte[] {(byte) b});
            }
          }
          addSome(tokens, WORDS, dice);
          addSome(tokens, JSON, dice);
          return build(tokens, 1);
        });
  }

  /** Returns vocabularies of every kind that lack single bytes. */
  public static Arbitrary<Vocabulary> scarce() {
    return Arbitraries.oneOf(lacking(), characters(), pieces(), few());
  }

  /** Returns whole characters and words, as SentencePiece has them without a byte fallback. */
  public static Arbitrary<Vocabulary> characters() {
    return drawn(
        dice -> {
          List<byte[]> tokens = new ArrayList<>();
          for (char c = ' '; c < 127; c++) {
            tokens.add(new byte[] {(byte) c});
          }
          for (String c : List.of("é", "ÿ", "漢", "字", "😀", "𝒳", "\n")) {
            tokens.add(c.getBytes(UTF_8));
          }
          addSome(tokens, WORDS, dice);
          return build(tokens, 1);
        });
  }

  /** Returns tokens of at least two bytes each: no byte can be spelled alone. */
  public static Arbitrary<Vocabulary> pieces() {
    return drawn(
        dice -> {
          List<byte[]> tokens = new ArrayList<>();
          addSome(tokens, JSON, dice);
          addSome(tokens, WORDS, dice);
          addSome(tokens, FINE, dice);
          tokens.removeIf(token -> token.length < 2);
          return build(tokens, 1);
        });
  }

  /** Returns few tokens: most texts cannot be spelled, and where one can often only one. */
  public static Arbitrary<Vocabulary> few() {
    return drawn(
        dice -> {
          List<byte[]> tokens = new ArrayList<>();
          for (int n = dice.between(4, 24); n > 0; n--) {
            List<String> from = dice.once(3) ? JSON : dice.once(4) ? WORDS : FINE;
            tokens.add(dice.pick(from).getBytes(UTF_8));
          }
          return build(tokens, 1);
        });
  }

  private static Arbitrary<Vocabulary> drawn(java.util.function.Function<Dice, Vocabulary> draw) {
    return Arbitraries.randomValue(random -> draw.apply(new Dice(random)));
  }

  private static List<byte[]> singleBytes() {
    List<byte[]> tokens = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      tokens.add(new byte[] {(byte) b});
    }
    return tokens;
  }

  private static void addSome(List<byte[]> tokens, List<String> texts, Dice dice) {
    texts.stream().filter(text -> !dice.once(3)).forEach(text -> tokens.add(text.getBytes(UTF_8)));
  }

  private static void addFragments(List<byte[]> tokens, Dice dice) {
    byte[] text = "\"é\":\"😀𝒳\",\"a\uFEFFb\\u00e9".getBytes(UTF_8);
    for (int i = 0; i < 60; i++) {
      int from = dice.between(0, text.length - 2);
      int to = Math.min(text.length, from + dice.between(2, 6));
      tokens.add(Arrays.copyOfRange(text, from, to));
    }
  }

  private static Vocabulary build(List<byte[]> tokens, int ends) {
    Vocabulary.Builder builder = Vocabulary.builder();
    tokens.forEach(token -> builder.add(TokenKind.NORMAL, token));
    int[] ids = new int[ends];
    for (int i = 0; i < ends; i++) {
      ids[i] = tokens.size() + i;
      builder.add(TokenKind.CONTROL, ("<end" + i + ">").getBytes(UTF_8));
    }
    return builder.endOfGeneration(ids).build();
  }
}
