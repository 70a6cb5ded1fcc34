package dev.strait.examples.tokenizers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A tokenizer made of written pieces that are merged pair by pair: byte-level BPE (GPT-2 and its
 * descendants) and BPE over characters with single bytes to fall back on (SentencePiece).
 */
final class PieceTokenizer implements Tokenizer {
  /** What stands for a space in SentencePiece pieces. */
  static final char SPACE = '\u2581';

  /**
   * How a tokenizer is made.
   *
   * @param name the name shown
   * @param ids the id of each written piece, special tokens included
   * @param ranks the order of merges, over written pieces
   * @param special the written tokens that are matched in the text before anything else
   * @param control those of them that are symbols, not text
   * @param normalizer applied to the text between special tokens
   * @param splits patterns whose matches, and the text between them, are words of their own
   * @param byteLevel whether pieces are written in the {@link ByteAlphabet}
   * @param wholeWords whether a word that is a piece is taken without merging
   */
  record Parts(
      String name,
      Map<String, Integer> ids,
      PairMerger.Ranks ranks,
      List<String> special,
      Set<String> control,
      UnaryOperator<String> normalizer,
      List<Pattern> splits,
      boolean byteLevel,
      boolean wholeWords) {}

  private final Parts parts;
  private final Map<Integer, String> pieces = new HashMap<>();
  private final int size;
  private final List<Pattern> specialPattern;

  PieceTokenizer(Parts parts) {
    this.parts = parts;
    parts.ids().forEach((piece, id) -> pieces.put(id, piece));
    this.size = pieces.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    this.specialPattern =
        parts.special().isEmpty()
            ? List.of()
            : List.of(
                Pattern.compile(
                    parts.special().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"))));
  }

  @Override
  public String name() {
    return parts.name();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int[] encode(String text) {
    List<Integer> ids = new ArrayList<>();
    for (String part : isolate(List.of(text), specialPattern)) {
      Integer special = parts.special().contains(part) ? parts.ids().get(part) : null;
      if (special != null) {
        ids.add(special);
      } else {
        encodeOrdinary(part, ids);
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private void encodeOrdinary(String text, List<Integer> ids) {
    for (String word : isolate(List.of(parts.normalizer().apply(text)), parts.splits())) {
      String written = parts.byteLevel() ? ByteAlphabet.write(word) : word;
      Integer whole = parts.wholeWords() ? parts.ids().get(written) : null;
      if (whole != null) {
        ids.add(whole);
      } else {
        PairMerger.merge(written, parts.ranks()).forEach(piece -> addPiece(piece, ids));
      }
    }
  }

  /** A piece without an id is spelled in bytes; where there are none, in the unknown token. */
  private void addPiece(String piece, List<Integer> ids) {
    Integer id = parts.ids().get(piece);
    if (id != null) {
      ids.add(id);
      return;
    }
    for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
      Integer spelled = parts.ids().get(String.format("<0x%02X>", b & 0xff));
      if (spelled == null) {
        spelled = parts.ids().get("<unk>");
      }
      if (spelled == null) {
        throw new IllegalArgumentException(
            "tokenizer " + name() + " has no token for \"" + piece + "\" and no unknown token");
      }
      ids.add(spelled);
    }
  }

  /** Cuts each text at every match of each pattern; matches are kept as pieces of their own. */
  static List<String> isolate(List<String> texts, List<Pattern> patterns) {
    List<String> now = texts;
    for (Pattern pattern : patterns) {
      List<String> cut = new ArrayList<>();
      now.forEach(text -> cut(text, pattern, cut));
      now = cut;
    }
    return now;
  }

  private static void cut(String text, Pattern pattern, List<String> to) {
    Matcher matcher = pattern.matcher(text);
    int from = 0;
    while (matcher.find()) {
      add(text.substring(from, matcher.start()), to);
      add(matcher.group(), to);
      from = matcher.end();
    }
    add(text.substring(from), to);
  }

  private static void add(String piece, List<String> to) {
    if (!piece.isEmpty()) {
      to.add(piece);
    }
  }

  @Override
  public byte[] bytes(int id) {
    String piece = pieces.get(id);
    if (piece == null) {
      throw new IllegalArgumentException("tokenizer " + name() + " has no token " + id);
    }
    byte[] read =
        parts.byteLevel() && !parts.special().contains(piece) ? ByteAlphabet.read(piece) : null;
    return read != null ? read : plainBytes(piece);
  }

  private byte[] plainBytes(String piece) {
    if (piece.matches("<0x[0-9A-F]{2}>")) {
      return new byte[] {(byte) Integer.parseInt(piece.substring(3, 5), 16)};
    }
    String text = parts.byteLevel() ? piece : piece.replace(SPACE, ' ');
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isSpecial(int id) {
    return parts.control().contains(pieces.getOrDefault(id, ""));
  }
}
