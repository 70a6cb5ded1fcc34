package dev.strait.examples.tokenizers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.examples.console.CommandException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a {@code tokenizer.json} of the Hugging Face tokenizers library: BPE, byte-level or with
 * byte fallback. Other kinds (WordPiece, Unigram) and parts are refused by name.
 */
final class TokenizerJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String name;
  private final JsonNode root;
  private final List<Pattern> splits = new ArrayList<>();
  private UnaryOperator<String> normalizer = text -> text;
  private boolean byteLevel;

  private TokenizerJson(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  /**
   * Reads a tokenizer.
   *
   * @throws CommandException if the text is no tokenizer, or one of a kind that is not supported
   */
  static Tokenizer read(String name, byte[] json) {
    try {
      return new TokenizerJson(name, MAPPER.readTree(json)).tokenizer();
    } catch (JsonProcessingException e) {
      throw CommandException.badInput(name + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (java.io.IOException e) {
      throw CommandException.badInput(name + " cannot be read", e);
    }
  }

  private Tokenizer tokenizer() {
    JsonNode model = root.path("model");
    String type = model.path("type").asText(model.has("merges") ? "BPE" : "missing");
    if (!type.equals("BPE")) {
      throw unsupported("a model of type " + type, "BPE");
    }
    readNormalizer(root.path("normalizer"));
    readPreTokenizer(root.path("pre_tokenizer"));
    Map<String, Integer> ids = ids(model.path("vocab"));
    List<String> special = addedTokens(ids);
    return new PieceTokenizer(
        new PieceTokenizer.Parts(
            name,
            ids,
            ranks(model.path("merges")),
            special,
            control(),
            normalizer,
            List.copyOf(splits),
            byteLevel,
            model.path("ignore_merges").asBoolean(false)));
  }

  private static Map<String, Integer> ids(JsonNode vocabulary) {
    Map<String, Integer> ids = new HashMap<>();
    vocabulary.fields().forEachRemaining(e -> ids.put(e.getKey(), e.getValue().asInt()));
    return ids;
  }

  private List<String> addedTokens(Map<String, Integer> ids) {
    List<String> added = new ArrayList<>();
    for (JsonNode token : root.path("added_tokens")) {
      String content = token.path("content").asText();
      ids.put(content, token.path("id").asInt());
      added.add(content);
    }
    return added;
  }

  private Set<String> control() {
    Set<String> control = new HashSet<>();
    for (JsonNode token : root.path("added_tokens")) {
      if (token.path("special").asBoolean(false)) {
        control.add(token.path("content").asText());
      }
    }
    return control;
  }

  private static PairMerger.Ranks ranks(JsonNode merges) {
    Map<String, Integer> order = new HashMap<>();
    for (JsonNode merge : merges) {
      String pair =
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText();
      order.putIfAbsent(pair, order.size());
    }
    return (left, right) -> {
      Integer rank = order.get(left + " " + right);
      return rank == null ? PairMerger.NEVER : rank;
    };
  }

  private void then(UnaryOperator<String> step) {
    UnaryOperator<String> before = normalizer;
    normalizer = text -> step.apply(before.apply(text));
  }

  private void readNormalizer(JsonNode node) {
    String type = node.path("type").asText("");
    switch (type) {
      case "" -> {}
      case "Sequence" -> node.path("normalizers").forEach(this::readNormalizer);
      case "NFC", "NFD", "NFKC", "NFKD" ->
          then(text -> Normalizer.normalize(text, Normalizer.Form.valueOf(type)));
      case "Lowercase" -> then(text -> text.toLowerCase(java.util.Locale.ROOT));
      case "Prepend" -> {
        String prefix = node.path("prepend").asText();
        then(text -> text.isEmpty() ? text : prefix + text);
      }
      case "Replace" -> {
        Pattern pattern = pattern(node.path("pattern"));
        String replacement = Matcher.quoteReplacement(node.path("content").asText());
        then(text -> pattern.matcher(text).replaceAll(replacement));
      }
      default -> throw unsupported("the normalizer " + type, "NFC, NFKC, Prepend, Replace");
    }
  }

  private void readPreTokenizer(JsonNode node) {
    String type = node.path("type").asText("");
    switch (type) {
      case "" -> {}
      case "Sequence" -> node.path("pretokenizers").forEach(this::readPreTokenizer);
      case "ByteLevel" -> readByteLevel(node);
      case "Digits" -> splits.add(Splits.digits());
      case "Split" -> readSplit(node);
      case "Metaspace" -> readMetaspace(node);
      default ->
          throw unsupported("the pre-tokenizer " + type, "ByteLevel, Split, Digits, Metaspace");
    }
  }

  private void readByteLevel(JsonNode node) {
    byteLevel = true;
    if (node.path("add_prefix_space").asBoolean(false)) {
      then(text -> text.isEmpty() || text.startsWith(" ") ? text : " " + text);
    }
    if (node.path("use_regex").asBoolean(true)) {
      splits.add(Splits.GPT2);
    }
  }

  private void readSplit(JsonNode node) {
    String behavior = node.path("behavior").asText("");
    boolean inverted = node.path("invert").asBoolean(false);
    if (!behavior.equals("Isolated") && !(behavior.equals("Removed") && inverted)) {
      throw unsupported("a split with the behavior " + behavior, "Isolated");
    }
    splits.add(pattern(node.path("pattern")));
  }

  private void readMetaspace(JsonNode node) {
    boolean prefix =
        !node.path("prepend_scheme").asText("always").equals("never")
            && node.path("add_prefix_space").asBoolean(true);
    then(text -> text.replace(' ', PieceTokenizer.SPACE));
    if (prefix) {
      String space = String.valueOf(PieceTokenizer.SPACE);
      then(text -> text.isEmpty() || text.startsWith(space) ? text : space + text);
    }
    if (node.path("split").asBoolean(true)) {
      splits.add(Splits.pattern(PieceTokenizer.SPACE + "?[^" + PieceTokenizer.SPACE + "]+"));
    }
  }

  private Pattern pattern(JsonNode node) {
    if (node.has("String")) {
      return Pattern.compile(Pattern.quote(node.path("String").asText()));
    }
    String regex = node.path("Regex").asText();
    try {
      return Splits.pattern(regex);
    } catch (PatternSyntaxException e) {
      throw CommandException.badInput(
          name + ": the pattern " + regex + " is not one Java can read", e);
    }
  }

  private CommandException unsupported(String what, String supported) {
    return CommandException.badInput(
        name + ": " + what + " is not supported (supported: " + supported + ")");
  }
}
