package dev.strait.llama.generate;

import dev.strait.constraint.Matcher;
import dev.strait.llama.model.LanguageModel;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Turns forced bytes into the tokens that the tokenizer itself would write.
 *
 * <p>Tokens are only forced where the boundaries are sure to be the tokenizer's own. At the front:
 * the latest tokens of the output are tokenized again together with the forced text and must come
 * out as they are. At the back: if the text that follows could be part of a token that begins in
 * the forced text, the tokens from there on are left to the model. So a forced {@code "name": "} is
 * written up to the point where a token such as {@code "A} may begin.
 */
final class ForcedText {

  private static final int TAIL = 4;
  private static final int[] NONE = {};

  private final LanguageModel model;
  private final Vocabulary vocabulary;
  private final long[] words;

  ForcedText(LanguageModel model) {
    this.model = model;
    this.vocabulary = model.vocabulary();
    this.words = new long[vocabulary.maskWords()];
  }

  /** Returns the tokens to append, none if nothing is forced or no boundary is sure. */
  int[] tokens(Matcher matcher, Tokens output) {
    byte[] forced = matcher.forcedBytes();
    if (forced.length == 0) {
      return NONE;
    }
    int sure = sureBytes(matcher, forced);
    if (sure == 0) {
      return NONE;
    }
    int tail = Math.min(TAIL, output.size());
    while (tail > 0 && !vocabulary.isText(output.get(output.size() - tail))) {
      tail--;
    }
    return canonical(output, tail, forced, sure);
  }

  private int[] canonical(Tokens output, int tail, byte[] forced, int sure) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = output.size() - tail; i < output.size(); i++) {
      text.writeBytes(vocabulary.bytes(output.get(i)));
    }
    text.writeBytes(forced);
    int[] all = model.tokenizeInside(text.toByteArray()).orElse(NONE);
    for (int i = 0; i < tail; i++) {
      if (i >= all.length || all[i] != output.get(output.size() - tail + i)) {
        return NONE;
      }
    }
    int end = tail;
    int bytes = 0;
    while (end < all.length && bytes + vocabulary.byteLength(all[end]) <= sure) {
      bytes += vocabulary.byteLength(all[end++]);
    }
    return Arrays.copyOfRange(all, Math.min(tail, all.length), end);
  }

  /** Returns how far a token boundary can be sure: no token reaches over the end from before it. */
  private int sureBytes(Matcher matcher, byte[] forced) {
    Matcher ahead = matcher.fork();
    int first = Math.max(0, forced.length - vocabulary.longestToken() + 1);
    if (!ahead.acceptBytes(Arrays.copyOf(forced, first))) {
      return 0;
    }
    for (int at = first; at < forced.length; at++) {
      ahead.mask(words);
      if (reaches(forced.length - at)) {
        return at;
      }
      ahead.acceptBytes(new byte[] {forced[at]});
    }
    return forced.length;
  }

  private boolean reaches(int bytes) {
    for (int w = 0; w < words.length; w++) {
      for (long set = words[w]; set != 0; set &= set - 1) {
        int token = (w << 6) + Long.numberOfTrailingZeros(set);
        if (vocabulary.isText(token) && vocabulary.byteLength(token) > bytes) {
          return true;
        }
      }
    }
    return false;
  }
}
