package dev.strait.examples.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.examples.input.VocabularyFiles;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.RandomModel;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeamSearchTest {

  /** With as many beams as texts the search is exhaustive. */
  @Test
  void enoughBeamsFindEveryText() {
    Vocabulary vocabulary = VocabularyFiles.bytes();
    List<byte[]> words =
        List.of("cat", "car", "dog").stream().map(w -> w.getBytes(StandardCharsets.UTF_8)).toList();
    Constraint constraint =
        Constraint.compile(
            new DfaRule("words", Dfa.literals(words)), vocabulary, Limits.defaults());
    try (RandomModel model = new RandomModel(vocabulary, 3);
        ModelContext context = model.open(ContextSettings.defaults().withSequences(6))) {
      List<BeamSearch.Found> found =
          new BeamSearch(context, 3, 5).search(new int[] {'x'}, constraint.matcher());
      assertEquals(3, found.stream().map(f -> new String(f.tokens(), 0, 3)).distinct().count());
      assertTrue(found.stream().allMatch(BeamSearch.Found::complete));
      assertTrue(found.get(0).mean() >= found.get(2).mean());
    }
  }
}
