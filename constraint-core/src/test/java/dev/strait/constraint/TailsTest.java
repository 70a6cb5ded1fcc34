package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sets of positions: one object for one set, and its edges are those of its members together. */
class TailsTest {

  private static TokenTrie trie(Random random) {
    Vocabulary.Builder builder = Vocabulary.builder();
    int letters = random.nextBoolean() ? 3 : 12;
    for (int i = 5 + random.nextInt(120); i > 0; i--) {
      byte[] token = new byte[1 + random.nextInt(4)];
      for (int k = 0; k < token.length; k++) {
        token[k] = (byte) (random.nextInt(letters) * 21);
      }
      builder.add(TokenKind.NORMAL, token);
    }
    return TokenTrie.of(builder.build());
  }

  /** Some nodes, with duplicates, in any order. */
  private static int[] some(TokenTrie trie, Random random) {
    int[] nodes = new int[random.nextInt(6)];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = i > 0 && random.nextInt(3) == 0 ? nodes[i - 1] : random.nextInt(trie.nodes());
    }
    return nodes;
  }

  private static List<Integer> members(@Nullable Tails tails) {
    return tails == null ? List.of() : Arrays.stream(tails.members).boxed().toList();
  }

  @Test
  void unionsHoldTheNodesThatGoOnAndAreOneObject() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TokenTrie trie = trie(random);
      TailsTable table = new TailsTable(trie);
      int[] nodes = some(trie, random);
      TreeSet<Integer> expected = new TreeSet<>();
      for (int node : nodes) {
        if (trie.hasChildren(node)) {
          expected.add(node);
        }
      }
      Tails union = table.union(nodes.clone(), nodes.length);
      assertEquals(List.copyOf(expected), members(union));
      int[] reversed = new int[nodes.length];
      for (int i = 0; i < nodes.length; i++) {
        reversed[i] = nodes[nodes.length - 1 - i];
      }
      assertSame(union, table.union(reversed, reversed.length));
      if (expected.size() == 1) {
        assertSame(union, table.single(expected.first()));
      }
    }
  }

  @Test
  void onlyTheFirstNodesCount() {
    TokenTrie trie = trie(new Random(3));
    TailsTable table = new TailsTable(trie);
    int[] nodes = new int[trie.nodes()];
    for (int n = 0; n < nodes.length; n++) {
      nodes[n] = n;
    }
    assertNull(table.union(nodes, 0));
    assertEquals(List.of(0), members(table.union(nodes, 1)));
  }

  @Test
  void edgesAreThoseOfTheMembersTogether() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TokenTrie trie = trie(random);
      TailsTable table = new TailsTable(trie);
      int[] nodes = some(trie, random);
      Tails tails = table.union(nodes, nodes.length);
      if (tails != null) {
        checkEdges(tails, table, "seed " + seed);
      }
    }
  }

  private static void checkEdges(Tails tails, TailsTable table, String where) {
    TokenTrie trie = table.trie;
    Tails.Level level = tails.level();
    int edge = 0;
    for (int b = 0; b < 256; b++) {
      List<Integer> ids = new ArrayList<>();
      TreeSet<Integer> next = new TreeSet<>();
      int child = -1;
      for (int member : tails.members) {
        for (int n = member + 1; n < trie.end[member]; n++) {
          if (trie.depth[n] == trie.depth[member] + 1 && (trie.label[n] & 0xff) == b) {
            child = n;
            for (int i = trie.firstId[n]; i < trie.firstId[n + 1]; i++) {
              ids.add(trie.ids[i]);
            }
            if (trie.hasChildren(n)) {
              next.add(n);
            }
          }
        }
      }
      assertEquals(edge, level.from(b), where);
      assertEquals(child < 0 ? -1 : edge, level.find(b), where);
      if (tails.isSingle()) {
        assertEquals(child, table.child(tails, b), where);
      }
      if (child >= 0) {
        assertEquals(b, level.bytes[edge] & 0xff, where);
        assertEquals(ids, Arrays.stream(level.ids[edge]).boxed().toList(), where);
        assertEquals(List.copyOf(next), members(level.next[edge]), where);
        edge++;
      }
    }
    assertEquals(edge, level.size(), where);
    assertSame(level, tails.level());
  }

  @Test
  void aVocabularyWithoutTextHasNoRoot() {
    Vocabulary none = Vocabulary.builder().add(TokenKind.UNUSED, new byte[0]).build();
    assertNull(new TailsTable(TokenTrie.of(none)).root());
    TailsTable some = new TailsTable(trie(new Random(1)));
    assertEquals(List.of(0), members(Objects.requireNonNull(some.root())));
  }
}
