package dev.strait.examples.tokenizers;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;

/** The tokenizers of the GPT models, as jtokkit has them. */
final class GptTokenizer implements Tokenizer {
  private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

  private final String name;
  private final Encoding encoding;
  private final int size;

  private GptTokenizer(String name, EncodingType type, int size) {
    this.name = name;
    this.encoding = REGISTRY.getEncoding(type);
    this.size = size;
  }

  /** Returns GPT-2's tokenizer, which GPT-3 shares (r50k). */
  static Tokenizer gpt2() {
    return new GptTokenizer("gpt2", EncodingType.R50K_BASE, 50_257);
  }

  /** Returns the tokenizer of GPT-3.5 and GPT-4. */
  static Tokenizer cl100k() {
    return new GptTokenizer("cl100k", EncodingType.CL100K_BASE, 100_277);
  }

  /** Returns the tokenizer of GPT-4o and its successors. */
  static Tokenizer o200k() {
    return new GptTokenizer("o200k", EncodingType.O200K_BASE, 200_019);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int[] encode(String text) {
    return encoding.encodeOrdinary(text).toArray();
  }

  @Override
  public byte[] bytes(int id) {
    IntArrayList one = new IntArrayList(1);
    one.add(id);
    return encoding.decodeBytes(one);
  }
}
