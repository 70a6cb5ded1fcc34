package dev.strait.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.examples.console.Inputs;
import dev.strait.examples.legal.PassageGenerator.Split;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.TokenBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The shipped model in llama.cpp does what it did in the trainer: as many passages come out exactly
 * as the training's last line said, by greedy choice, every wanted token given what is before it.
 */
class ShippedModelTest {

  private static final String MODEL = "/dev/strait/examples/cite/citations.gguf";
  private static final int CONTEXT = 512;

  @Test
  void seenStyles() throws IOException {
    assertEquals(190, exact(1001, Split.TRAINING, 3, 360));
  }

  @Test
  void developmentStyles() throws IOException {
    assertEquals(174, exact(1002, Split.DEVELOPMENT, 4, 600));
  }

  /** Counts the exact ones of 200 passages that the trainer measures too. */
  private static int exact(long seed, Split split, int sentences, int chars) throws IOException {
    List<Batches.Example> examples =
        Batches.fixed(
            Train.read(Path.of("tokenizer.txt")), seed, split, 200, sentences, chars, CONTEXT);
    try (LlamaModel model = Inputs.opened(MODEL, LlamaModel::load);
        ModelContext context = model.open(ContextSettings.defaults().withTokens(CONTEXT))) {
      return (int) examples.stream().filter(e -> isExact(context, e)).count();
    }
  }

  private static boolean isExact(ModelContext context, Batches.Example example) {
    int[] ids = example.ids();
    context.truncate(0, 0);
    TokenBatch batch = new TokenBatch();
    for (int i = 0; i < ids.length - 1; i++) {
      batch.add(ids[i], 0, i >= example.start() - 1);
    }
    long[] all = new long[(context.model().vocabulary().size() + 63) / 64];
    Arrays.fill(all, -1);
    try (Ownership.Hold hold = context.hold()) {
      context.evaluate(batch);
      return IntStream.range(example.start(), ids.length)
          .allMatch(i -> context.logits(i - 1).best(all) == ids[i]);
    }
  }
}
