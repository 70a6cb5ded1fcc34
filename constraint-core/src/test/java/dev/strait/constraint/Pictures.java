package dev.strait.constraint;

import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Rules;
import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import dk.brics.automaton.RegExp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pictures of docs/engine.md, drawn from the engine's own data. Run the main method in the
 * module's directory to write docs/pictures/*.dot, then {@code dot -Tsvg -O docs/pictures/*.dot}.
 */
final class Pictures {
  static final Path FOLDER = Path.of("docs/pictures");

  private static final List<String> TOKENS =
      List.of("a", "ab", "abb", "a\"", "a\",", "b", "\"", "\",", "\"}", "\"]", "c", "ca", "}");

  private Pictures() {}

  /** Writes the drawings. */
  public static void main(String[] args) throws IOException {
    Files.createDirectories(FOLDER);
    for (Map.Entry<String, String> picture : all().entrySet()) {
      Files.writeString(FOLDER.resolve(picture.getKey()), picture.getValue());
    }
  }

  /** Returns file names and drawings. */
  static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("rules.dot", Rules.dot(DrawingTest.sums().compile("either"), 100));
    all.put("configuration.dot", DrawingTest.after("<<w").dot());
    all.put("walk.dot", walk());
    return all;
  }

  /** Draws what the tokens of a small trie can do inside a string body of the letters a and b. */
  private static String walk() {
    Vocabulary.Builder builder = Vocabulary.builder();
    TOKENS.forEach(t -> builder.add(TokenKind.NORMAL, t.getBytes(StandardCharsets.UTF_8)));
    VocabularyIndex index = VocabularyIndex.of(builder.build());
    Universe universe = new Universe(index, null, Limits.defaults());
    DfaRule body = new DfaRule("body", Dfa.of(new RegExp("[ab]*\\\"").toAutomaton()));
    Walk walk = universe.table(body).start().walk(index.tails.root());
    return draw(index.trie, allowed(walk), walk.exits);
  }

  private static Set<Integer> allowed(Walk walk) {
    Set<Integer> ids = new HashSet<>();
    for (Part part : walk.parts) {
      for (int id : part.ids) {
        ids.add(id);
      }
      for (int id = 0; id < part.words.length * 64; id++) {
        if ((part.words[id >>> 6] >>> id & 1) != 0) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  private static String draw(TokenTrie trie, Set<Integer> allowed, Tails exits) {
    StringBuilder dot = new StringBuilder("digraph walk {\n  rankdir=LR;\n");
    Set<Integer> ends = new HashSet<>();
    for (int member : exits.members) {
      ends.add(member);
    }
    for (int n = 0; n < trie.nodes(); n++) {
      drawNode(dot, trie, n, allowed, ends.contains(n));
      for (int c = n + 1; c < trie.end[n]; c = trie.end[c]) {
        String label = ((char) trie.label[c] + "").replace("\"", "\\\"");
        dot.append("  n" + n + " -> n" + c + " [label=\"" + label + "\"];\n");
      }
    }
    return dot.append("}\n").toString();
  }

  private static void drawNode(
      StringBuilder dot, TokenTrie trie, int n, Set<Integer> allowed, boolean exit) {
    boolean token = trie.firstId[n] < trie.firstId[n + 1];
    String name = token ? TOKENS.get(trie.ids[trie.firstId[n]]).replace("\"", "\\\"") : "";
    boolean here = token && allowed.contains(trie.ids[trie.firstId[n]]);
    dot.append("  n" + n + " [label=\"" + name + "\", shape=" + (exit ? "box" : "ellipse"));
    dot.append(exit ? ", peripheries=2" : "");
    dot.append(here ? ", style=filled, fillcolor=palegreen" : "");
    dot.append("];\n");
  }
}
