package dev.strait.examples.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes a tokenizer as the {@code tokenizer.json} of the Hugging Face tokenizers library. */
public final class HuggingFaceJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PRINTABLE = printable();

  private HuggingFaceJson() {}

  /** Returns the file's text, indented. */
  public static String write(BpeTokenizer tokenizer) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    addAdded(root.putArray("added_tokens"), tokenizer);
    root.putNull("normalizer");
    byteLevel(root.putObject("pre_tokenizer")).put("use_regex", true);
    root.putNull("post_processor");
    byteLevel(root.putObject("decoder")).put("use_regex", true);
    addModel(root.putObject("model"), tokenizer);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode byteLevel(ObjectNode node) {
    return node.put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true);
  }

  private static void addAdded(ArrayNode added, BpeTokenizer tokenizer) {
    for (int id = tokenizer.firstPhrase(); id < tokenizer.size(); id++) {
      added
          .addObject()
          .put("id", id)
          .put("content", new String(tokenizer.bytes(id), StandardCharsets.UTF_8))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", id >= tokenizer.firstControl());
    }
  }

  private static void addModel(ObjectNode model, BpeTokenizer tokenizer) {
    model.put("type", "BPE").putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokenizer.firstPhrase(); id++) {
      vocabulary.put(visible(tokenizer.bytes(id)), id);
    }
    ArrayNode merges = model.putArray("merges");
    for (BpeTokenizer.Merge merge : tokenizer.merges()) {
      merges.add(
          visible(tokenizer.bytes(merge.left())) + " " + visible(tokenizer.bytes(merge.right())));
    }
  }

  /** Returns the bytes as visible characters, one for each byte, in the manner of GPT-2. */
  public static String visible(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (byte b : bytes) {
      out.append(PRINTABLE.charAt(b & 0xff));
    }
    return out.toString();
  }

  /** Printable Latin-1 stands for itself; the other bytes take U+0100 and up, in order. */
  private static String printable() {
    StringBuilder out = new StringBuilder();
    int next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean itself = b > 0x20 && b < 0x7f || b > 0xa0 && b != 0xad;
      out.append((char) (itself ? b : next++));
    }
    return out.toString();
  }
}
