package dev.strait.examples.tokenizers;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for the usual causes of garbled model output in a text.
 *
 * <p>Each cause leaves a trace of its own: bytes read as Latin-1 can be read back, pieces that were
 * never decoded show their alphabet's marks, characters cut in two leave replacement characters,
 * and ids read with another model's vocabulary turn back into plain text when the steps are undone.
 */
public final class Diagnosis {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Pattern SPECIAL =
      Pattern.compile(
          "<\\|[A-Za-z0-9_ -]{1,40}\\|>|\\[/?INST]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>");
  private static final Pattern BYTE_PIECE = Pattern.compile("<0x[0-9A-F]{2}>");
  private static final Pattern BYTE_LETTERS = Pattern.compile("[\u0120\u010A\u0109][\\p{ASCII}]?");

  /** Shares of function words: a text with fewer may be garbled, one with more is a sentence. */
  private static final double GARBLED = 0.1;

  private static final double SENTENCE = 0.15;

  private static final Set<String> FUNCTION_WORDS =
      Stream.of(
              "the of and to in is for that it on with was as are be at by this have not from my you but if we they can will what where when after your",
              "der die das und ist nicht ein eine mit zu den von ich wie sie wir",
              "le la les de des et est un une je pas que pour du nous",
              "el los y en no mi por se con su",
              "os do da em um uma para n\u00e3o")
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Something that is wrong with a text.
   *
   * @param cause what it is, in a few words
   * @param advice what to do about it
   * @param repaired the text as it was meant, where that can be told
   */
  public record Finding(String cause, String advice, Optional<String> repaired) {}

  private Diagnosis() {}

  /** Returns what is wrong with a text, as far as the text itself tells; empty if nothing is. */
  public static List<Finding> of(String text) {
    List<Finding> findings = new ArrayList<>();
    splitCharacters(text).ifPresent(findings::add);
    misread(text).ifPresent(findings::add);
    undecodedBytes(text).ifPresent(findings::add);
    undecodedSpaces(text).ifPresent(findings::add);
    specialTokens(text).ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> splitCharacters(String text) {
    long count = text.chars().filter(c -> c == '\uFFFD').count();
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            count
                + " replacement character"
                + (count == 1 ? "" : "s")
                + " (U+FFFD): bytes that are no UTF-8",
            "Tokens may end inside a character of several bytes. Collect the bytes of all tokens and"
                + " decode whole characters only; do not decode token by token.",
            Optional.empty()));
  }

  private static Optional<Finding> misread(String text) {
    for (Charset wrong : List.of(StandardCharsets.ISO_8859_1, WINDOWS)) {
      Optional<String> meant = reread(text, wrong);
      if (meant.isPresent()) {
        return Optional.of(
            new Finding(
                "UTF-8 bytes that were read as " + (wrong == WINDOWS ? "Windows-1252" : "Latin-1"),
                "Read the output as UTF-8: name the charset wherever bytes become text.",
                meant));
      }
    }
    return Optional.empty();
  }

  /** Undoes a reading with the wrong charset; empty if the text cannot have come from one. */
  static Optional<String> reread(String text, Charset wrong) {
    if (text.chars().noneMatch(c -> c > 0x7f)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = wrong.newEncoder().encode(CharBuffer.wrap(text));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException notMisread) {
      return Optional.empty();
    }
  }

  private static Optional<Finding> undecodedBytes(String text) {
    if (!BYTE_LETTERS.matcher(text).find()) {
      return Optional.empty();
    }
    byte[] bytes = ByteAlphabet.read(text.replace(" ", "\u0120"));
    return Optional.of(
        new Finding(
            "pieces of a byte-level vocabulary (\u0120 is a space, \u010A a line feed) that were not decoded",
            "Join the pieces and map each character back to its byte, or ask the tokenizer to decode.",
            Optional.ofNullable(bytes).map(b -> new String(b, StandardCharsets.UTF_8))));
  }

  private static Optional<Finding> undecodedSpaces(String text) {
    boolean pieces = BYTE_PIECE.matcher(text).find();
    if (text.indexOf(PieceTokenizer.SPACE) < 0 && !pieces) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            "SentencePiece pieces ("
                + PieceTokenizer.SPACE
                + " is a space, <0xE2> a byte) that were not decoded",
            "Replace the mark by a space and join the bytes, or ask the tokenizer to decode.",
            Optional.of(joinBytes(text.replace(PieceTokenizer.SPACE, ' ')))));
  }

  private static String joinBytes(String text) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    Matcher matcher = BYTE_PIECE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      out.writeBytes(text.substring(from, matcher.start()).getBytes(StandardCharsets.UTF_8));
      out.write(Integer.parseInt(matcher.group().substring(3, 5), 16));
      from = matcher.end();
    }
    out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Optional<Finding> specialTokens(String text) {
    Matcher matcher = SPECIAL.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String rest = SPECIAL.matcher(text).replaceAll("");
    return Optional.of(
        new Finding(
            "special tokens in the text, such as " + matcher.group(),
            "The chat template does not fit the model, or generation did not stop at its end token,"
                + " or special tokens were decoded as text. Use the model's own template and stop at"
                + " every end-of-generation token.",
            Optional.of(rest.strip())));
  }

  /**
   * Looks for two tokenizers such that the text was encoded with one and decoded with the other:
   * the pair whose reversal turns a text without function words into one that is full of them, as
   * sentences of every European language are. Other scripts are not judged.
   */
  public static Optional<Finding> wrongTokenizer(String text, List<Tokenizer> tokenizers) {
    Finding found = null;
    double best = functionWords(text) < GARBLED ? SENTENCE : Double.POSITIVE_INFINITY;
    for (Tokenizer decodedWith : tokenizers) {
      int[] ids = decodedWith.encode(text);
      for (Tokenizer meant : tokenizers) {
        String undone = meant == decodedWith ? "" : decodeIfValid(meant, ids);
        double share = functionWords(undone);
        if (share > best) {
          best = share;
          found = swapped(meant, decodedWith, undone);
        }
      }
    }
    return Optional.ofNullable(found);
  }

  private static Finding swapped(Tokenizer meant, Tokenizer decodedWith, String undone) {
    return new Finding(
        "ids of " + meant.name() + " that were decoded with " + decodedWith.name(),
        "The tokenizer is not the model's: load the one that comes with the model.",
        Optional.of(undone));
  }

  private static String decodeIfValid(Tokenizer tokenizer, int[] ids) {
    for (int id : ids) {
      if (id >= tokenizer.size()) {
        return "";
      }
    }
    try {
      String text = tokenizer.decodeText(ids);
      return text.indexOf('\uFFFD') >= 0 ? "" : text;
    } catch (RuntimeException noSuchToken) {
      return "";
    }
  }

  /** The share of a text's words that are function words; 0 if there are fewer than three. */
  private static double functionWords(String text) {
    String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}']+");
    long count = Stream.of(words).filter(FUNCTION_WORDS::contains).count();
    return count < 3 ? 0 : (double) count / words.length;
  }
}
