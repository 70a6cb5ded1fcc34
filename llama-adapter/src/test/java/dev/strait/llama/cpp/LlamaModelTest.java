package dev.strait.llama.cpp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.llama.TestModels;
import dev.strait.llama.model.ChatMessage;
import dev.strait.llama.model.ClosedException;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.ModelLoadException;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LlamaModelTest {

  @Test
  void readsAByteLevelVocabulary() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1))) {
      Vocabulary vocabulary = model.vocabulary();
      for (int b = 0; b < 256; b++) {
        assertArrayEquals(new byte[] {(byte) b}, vocabulary.bytes(b));
        assertTrue(vocabulary.isText(b));
      }
      assertTrue(vocabulary.isEndOfGeneration(vocabulary.size() - 4));
      assertEquals(TokenKind.CONTROL, vocabulary.kind(vocabulary.size() - 1));
      assertEquals("<|tool_call|>", text(vocabulary, vocabulary.size() - 1));
    }
  }

  @Test
  void readsASentencePieceVocabulary() {
    try (LlamaModel model = LlamaModel.load(TestModels.sentencePiece(1))) {
      Vocabulary vocabulary = model.vocabulary();
      assertEquals(TokenKind.UNUSED, vocabulary.kind(0));
      for (int b = 0; b < 256; b++) {
        assertArrayEquals(new byte[] {(byte) b}, vocabulary.bytes(3 + b));
      }
      assertArrayEquals(new int[] {2}, vocabulary.endOfGeneration());
    }
  }

  @Test
  void textsSurviveTheTokenizer() {
    for (var file : List.of(TestModels.byteLevel(1), TestModels.sentencePiece(1))) {
      try (LlamaModel model = LlamaModel.load(file)) {
        for (String text : List.of("", "the cat", "{\"é\": \"\u0001\u20ac\"}", "\0", " \n\t ")) {
          assertEquals(text, spell(model.vocabulary(), model.tokenize(text, false)));
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          assertEquals(text, spell(model.vocabulary(), model.tokenizeInside(bytes).orElseThrow()));
        }
        assertTrue(model.tokenizeInside(new byte[] {(byte) 0xc3}).isEmpty());
      }
    }
  }

  @Test
  void controlTokensAreTextUnlessAskedFor() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1))) {
      assertEquals(1, model.tokenize("<|tool_call|>", true).length);
      assertTrue(model.tokenize("<|tool_call|>", false).length > 1);
    }
  }

  @Test
  void theChatTemplateIsApplied() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        LlamaModel plain = LlamaModel.load(TestModels.sentencePiece(1))) {
      String prompt = model.chatPrompt(List.of(ChatMessage.user("é?"))).orElseThrow();
      assertEquals("<|im_start|>user\né?<|im_end|>\n<|im_start|>assistant\n", prompt);
      assertTrue(model.chatTemplate().orElseThrow().contains("<|im_start|>"));
      assertTrue(plain.chatPrompt(List.of(ChatMessage.user("x"))).isEmpty());
      assertTrue(plain.chatTemplate().isEmpty());
    }
  }

  @Test
  void metadataIsText() {
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1))) {
      assertEquals("random 1", model.name());
      assertEquals("2", model.metadata().get("llama.block_count"));
      assertEquals(512, model.size().trainedContext());
    }
  }

  @Test
  void loadingIsReportedAndCanBeStopped() {
    double[] last = {-1};
    LoadSettings heard = LoadSettings.defaults().withProgress(part -> (last[0] = part) >= 0);
    LlamaModel.load(TestModels.byteLevel(1), heard).close();
    assertEquals(1, last[0]);
    LlamaModel.load(TestModels.byteLevel(1), heard.withMmap(false)).close();
    LoadSettings stopped = LoadSettings.defaults().withProgress(part -> false);
    assertThrows(ModelLoadException.class, () -> LlamaModel.load(TestModels.byteLevel(1), stopped));
  }

  @Test
  void theVocabularyIsWarmedUpInTheBackgroundUnlessToldNot() throws InterruptedException {
    while (warmingUp() > 0) {
      Thread.sleep(10); // models of tests before
    }
    LlamaModel.load(TestModels.byteLevel(1), LoadSettings.defaults().withWarmUp(false)).close();
    assertEquals(0, warmingUp());
    boolean seen = false;
    for (int i = 0; i < 20 && !seen; i++) {
      LlamaModel.load(TestModels.byteLevel(1)).close();
      seen = warmingUp() > 0; // it may be over already: the vocabulary is small
    }
    assertTrue(seen);
  }

  private static long warmingUp() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("strait-warm-up"))
        .count();
  }

  @Test
  void aClosedModelRefusesAndTakesItsContextsAlong() {
    LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
    LlamaContext context = model.open(ContextSettings.defaults().withTokens(64));
    model.close();
    model.close();
    assertThrows(ClosedException.class, () -> model.tokenize("x", false));
    assertThrows(ClosedException.class, () -> model.open(ContextSettings.defaults()));
    assertThrows(ClosedException.class, context::used);
    context.close();
  }

  @Test
  void theLogGoesToItsLoggerAndNowhereElse() {
    Logger logger = Logger.getLogger("dev.strait.llama");
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Handler handler = new Lines(lines);
    handler.setLevel(java.util.logging.Level.ALL);
    logger.addHandler(handler);
    try {
      LlamaModel.load(TestModels.byteLevel(1)).close();
      assertEquals(List.of(), lines);
      logger.setLevel(java.util.logging.Level.ALL);
      logger.setUseParentHandlers(false);
      LlamaModel.load(TestModels.byteLevel(1)).close();
      assertTrue(lines.stream().anyMatch(line -> line.contains("general.architecture")));
    } finally {
      logger.setLevel(null);
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
  }

  /** Collects messages. */
  private static final class Lines extends Handler {
    private final List<String> lines;

    Lines(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(String.valueOf(line.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void theLibraryExplainsItself() {
    assertEquals(List.of("fma", "bmi2"), LlamaLibrary.missing("flags\t: sse avx2 f16c"));
    String old = LlamaLibrary.oldProcessor(List.of("avx2"));
    assertTrue(old.contains("lacks [avx2]") && old.contains("build llama.cpp b"), old);
    assertTrue(LlamaLibrary.explain("libgomp.so.1: cannot open").contains("libgomp1"));
    assertTrue(LlamaLibrary.explain("ld-linux-x86-64.so.2").contains("musl"));
    assertEquals(
        "de/kherud/llama/Mac/aarch64/libjllama.dylib",
        LlamaLibrary.resource("Mac OS X", "aarch64"));
    ModelLoadException windows =
        assertThrows(ModelLoadException.class, () -> LlamaLibrary.resource("Windows 11", "amd64"));
    assertTrue(windows.toString().contains("llama.dll"), windows.toString());
    assertFalse(LlamaLibrary.resource("Linux", "amd64").isEmpty());
  }

  private static String text(Vocabulary vocabulary, int id) {
    return new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
  }

  private static String spell(Vocabulary vocabulary, int... tokens) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int token : tokens) {
      out.writeBytes(vocabulary.bytes(token));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
