package dev.strait.vocabulary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads vocabularies in the forms in which models carry them. */
public final class Vocabularies {

  /** Names that models give to the tokens that end a turn or a text. */
  private static final Set<String> END_NAMES =
      Set.of(
          "<|end_of_text|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|im_end|>",
          "<|endoftext|>",
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<|eot|>",
          "<end_of_turn>",
          "<|end_of_turn|>",
          "<|END_OF_TURN_TOKEN|>",
          "<｜end▁of▁sentence｜>",
          "</s>",
          "<eos>",
          "<EOT>",
          "_<EOT>");

  /** The bytes with which one of them begins: most tokens need not be looked at further. */
  private static final BitSet END_BEGINS = begins(END_NAMES);

  /** Character to hexadecimal digit, or -1: a table, for each vocabulary is read in cold code. */
  private static final byte[] DIGITS = digits();

  private static final int NO_BYTE = -1;

  /** Byte-level character to byte; NO_BYTE for the characters between that stand for none. */
  private static final int[] BYTE_LEVEL = byteLevel();

  private Vocabularies() {}

  private static BitSet begins(Set<String> names) {
    BitSet begins = new BitSet();
    names.forEach(name -> begins.set(name.getBytes(UTF_8)[0] & 0xff));
    return begins;
  }

  private static byte[] digits() {
    byte[] digits = new byte[256];
    for (int c = 0; c < digits.length; c++) {
      digits[c] = (byte) (c < 0x80 ? Character.digit(c, 16) : -1);
    }
    return digits;
  }

  /**
   * Reads a text file with one token a line; see {@link #parse}.
   *
   * @throws IOException if the file cannot be read
   * @throws VocabularyFormatException if a line is not of the format
   */
  public static Vocabulary read(Path file, int... endOfGeneration) throws IOException {
    return parse(Files.readAllBytes(file), endOfGeneration);
  }

  /**
   * Reads a text with one token a line, in id order: {@code n HEX} a normal token, {@code c HEX} a
   * control token's name, {@code u} an id without a token. HEX is two digits a byte, in either
   * case, and may be missing: an empty token.
   *
   * @param text ASCII, lines ended by LF or CR LF; the last line may be ended or not
   * @throws VocabularyFormatException if a line is not of the format
   * @throws IllegalArgumentException if an end-of-generation id is out of range
   */
  public static Vocabulary parse(byte[] text, int... endOfGeneration) {
    Vocabulary.Builder builder = Vocabulary.builder();
    int line = 1;
    for (int begin = 0; begin < text.length; line++) {
      int end = endOfLine(text, begin);
      int trimmed = end > begin && text[end - 1] == '\r' ? end - 1 : end;
      builder.add(kind(text, begin, trimmed, line), hex(text, begin + 2, trimmed, line));
      begin = end + 1;
    }
    return builder.endOfGeneration(endOfGeneration).build();
  }

  private static int endOfLine(byte[] text, int begin) {
    int end = begin;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private static TokenKind kind(byte[] text, int begin, int end, int line) {
    if (begin == end || (end > begin + 1 && text[begin + 1] != ' ')) {
      throw new VocabularyFormatException(line, "expected 'n HEX', 'c HEX' or 'u'");
    }
    return switch (text[begin]) {
      case 'n' -> TokenKind.NORMAL;
      case 'c' -> TokenKind.CONTROL;
      case 'u' -> TokenKind.UNUSED;
      default ->
          throw new VocabularyFormatException(
              line, "expected the kind n, c or u, found byte " + (text[begin] & 0xff));
    };
  }

  private static byte[] hex(byte[] text, int begin, int end, int line) {
    int digits = Math.max(0, end - begin);
    if (digits % 2 != 0) {
      throw new VocabularyFormatException(line, "odd number of hex digits: " + digits);
    }
    byte[] bytes = new byte[digits / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = DIGITS[text[begin + 2 * i] & 0xff];
      int low = DIGITS[text[begin + 2 * i + 1] & 0xff];
      if (high < 0 || low < 0) {
        String pair = new String(text, begin + 2 * i, 2, US_ASCII);
        throw new VocabularyFormatException(line, "not two hex digits: '" + pair + "'");
      }
      bytes[i] = (byte) (high * 16 + low);
    }
    return bytes;
  }

  /**
   * Returns a vocabulary of GPT-2's byte-level token strings, in which each byte is written as a
   * visible character.
   *
   * @param tokens in id order; null for an id without a token
   * @param control tells the ids of control tokens, whose strings are names
   * @throws IllegalArgumentException if an end-of-generation id is out of range
   */
  public static Vocabulary ofByteLevel(
      List<@Nullable String> tokens, IntPredicate control, int... endOfGeneration) {
    return of(tokens, control, Vocabularies::byteLevelBytes, endOfGeneration);
  }

  /**
   * Returns a vocabulary of SentencePiece pieces: {@code ▁} is a space, {@code <0xNN>} a byte,
   * everything else itself in UTF-8.
   *
   * @param pieces in id order; null for an id without a token
   * @param control tells the ids of control tokens, whose pieces are names
   * @throws IllegalArgumentException if an end-of-generation id is out of range
   */
  public static Vocabulary ofSentencePiece(
      List<@Nullable String> pieces, IntPredicate control, int... endOfGeneration) {
    return of(pieces, control, Vocabularies::sentencePieceBytes, endOfGeneration);
  }

  private static Vocabulary of(
      List<@Nullable String> tokens,
      IntPredicate control,
      Function<String, byte[]> decode,
      int... endOfGeneration) {
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (token == null) {
        builder.add(TokenKind.UNUSED, new byte[0]);
      } else if (control.test(id)) {
        builder.add(TokenKind.CONTROL, token.getBytes(UTF_8));
      } else {
        builder.add(TokenKind.NORMAL, decode.apply(token));
      }
    }
    return builder.endOfGeneration(endOfGeneration).build();
  }

  /**
   * Returns the bytes of a byte-level token string. A string with a character that stands for no
   * byte is a token added by hand, written as itself: its UTF-8 is returned.
   */
  public static byte[] byteLevelBytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = token.charAt(i);
      if (c >= BYTE_LEVEL.length || BYTE_LEVEL[c] == NO_BYTE) {
        return token.getBytes(UTF_8);
      }
      bytes[i] = (byte) BYTE_LEVEL[c];
    }
    return bytes;
  }

  /** Returns the bytes of a SentencePiece piece. */
  public static byte[] sentencePieceBytes(String piece) {
    if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
      int high = Character.digit(piece.charAt(3), 16);
      int low = Character.digit(piece.charAt(4), 16);
      if (high >= 0 && low >= 0) {
        return new byte[] {(byte) (high * 16 + low)};
      }
    }
    return piece.replace('▁', ' ').getBytes(UTF_8);
  }

  /**
   * Returns the table of byte-level characters: visible Latin-1 characters are their own bytes, the
   * other bytes are numbered from 256 on in order.
   */
  private static int[] byteLevel() {
    int[] table = new int[256 + 68];
    Arrays.fill(table, NO_BYTE);
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean visible = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xff && b != 0xad);
      table[visible ? b : next++] = b;
    }
    return table;
  }

  /**
   * Returns the ids, ascending, of tokens with a name that usually ends a turn or a text ({@code
   * <|eot_id|>}, {@code </s>} and the like): control tokens if there are such, else normal ones. A
   * proposal where a model does not say which ids end a generation.
   */
  public static int[] findEnds(Vocabulary vocabulary) {
    IntStream.Builder ends = IntStream.builder();
    for (int id = 0; id < vocabulary.size(); id++) {
      int length = vocabulary.byteLength(id);
      if (length > 0
          && length <= 40
          && END_BEGINS.get(vocabulary.byteAt(id, 0))
          && isEnd(vocabulary, id)) {
        ends.add(id);
      }
    }
    int[] named = ends.build().toArray();
    int[] control =
        IntStream.of(named).filter(id -> vocabulary.kind(id) == TokenKind.CONTROL).toArray();
    return control.length > 0 ? control : named;
  }

  private static boolean isEnd(Vocabulary vocabulary, int id) {
    return END_NAMES.contains(new String(vocabulary.bytes(id), UTF_8));
  }
}
