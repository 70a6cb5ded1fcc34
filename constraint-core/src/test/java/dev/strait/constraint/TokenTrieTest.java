package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.strait.vocabulary.TokenKind;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The flattened trie says of each node what the list of tokens says of its bytes. */
class TokenTrieTest {

  /** The UTF-8 of all characters, and the beginnings of them that are none; bytes as chars. */
  private static final Set<String> CHARACTERS = new HashSet<>();

  private static final Set<String> BEGINNINGS = new HashSet<>();

  static {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        byte[] utf8 = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        String bytes = new String(utf8, StandardCharsets.ISO_8859_1);
        CHARACTERS.add(bytes);
        for (int i = 1; i < bytes.length(); i++) {
          BEGINNINGS.add(bytes.substring(0, i));
        }
      }
    }
  }

  private static Vocabulary vocabulary(Random random) {
    String[] pieces = {"a", "b", "\"", "\u00c3", "\u00a9", "\u00e0", "\u00f4", "\u0090", "\u00ff"};
    int kinds = random.nextInt(5) == 0 ? 3 : pieces.length;
    Vocabulary.Builder builder = Vocabulary.builder();
    for (int i = 10 + random.nextInt(60); i > 0; i--) {
      StringBuilder token = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        token.append(pieces[random.nextInt(random.nextBoolean() ? 3 : kinds)]);
      }
      TokenKind kind = random.nextInt(8) == 0 ? TokenKind.CONTROL : TokenKind.NORMAL;
      builder.add(kind, token.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    return builder.build();
  }

  private static String text(Vocabulary vocabulary, int id) {
    return new String(vocabulary.bytes(id), StandardCharsets.ISO_8859_1);
  }

  @Test
  void nodesAreTheBeginningsOfTokensInOrder() {
    for (int seed = 0; seed < 40; seed++) {
      Vocabulary vocabulary = vocabulary(new Random(seed));
      TokenTrie trie = TokenTrie.of(vocabulary);
      TreeSet<String> beginnings = new TreeSet<>(Set.of(""));
      List<Integer> ids = new ArrayList<>();
      for (int id = 0; id < vocabulary.size(); id++) {
        if (vocabulary.isText(id)) {
          String token = text(vocabulary, id);
          ids.add(id);
          for (int i = 1; i <= token.length(); i++) {
            beginnings.add(token.substring(0, i));
          }
        }
      }
      assertEquals(List.copyOf(beginnings), names(trie));
      assertEquals(ids, Arrays.stream(trie.ids).sorted().boxed().toList());
      long[] all = new long[vocabulary.maskWords()];
      ids.forEach(id -> all[id >>> 6] |= 1L << id);
      assertArrayEquals(all, trie.allWords(vocabulary.maskWords()));
    }
  }

  /** The bytes from the root to each node. */
  static List<String> names(TokenTrie trie) {
    List<String> names = new ArrayList<>(List.of(""));
    for (int n = 1; n < trie.nodes(); n++) {
      int depth = trie.depth[n];
      int parent = n - 1;
      while (trie.depth[parent] >= depth) {
        parent--;
      }
      assertEquals(depth - 1, trie.depth[parent]);
      names.add(names.get(parent) + (char) (trie.label[n] & 0xff));
    }
    return names;
  }

  @Test
  void nodesKnowWhatIsBelow() {
    for (int seed = 0; seed < 40; seed++) {
      Vocabulary vocabulary = vocabulary(new Random(seed));
      TokenTrie trie = TokenTrie.of(vocabulary);
      List<String> names = names(trie);
      for (int n = 0; n < trie.nodes(); n++) {
        String name = names.get(n);
        String where = "seed " + seed + " node " + n;
        long below = 0;
        int height = 0;
        boolean sound = isBeginning(name);
        int end = n + 1;
        for (int m = n + 1; m < trie.nodes() && names.get(m).startsWith(name); m++) {
          String rest = names.get(m).substring(name.length());
          below |= 1L << TokenTrie.BUCKET[rest.charAt(rest.length() - 1)];
          height = Math.max(height, rest.length());
          sound &= isBeginning(names.get(m));
          end = m + 1;
        }
        assertEquals(end, trie.end[n], where);
        assertEquals(end > n + 1, trie.hasChildren(n), where);
        assertEquals(below, trie.below[n], where);
        assertEquals(height, trie.height[n], where);
        assertEquals(sound && isWhole(name), trie.text.get(n), where);
        boolean after = n > 0 && isWhole(name.substring(0, name.length() - 1));
        assertEquals(sound && after, trie.afterText.get(n), where);
        List<Integer> here = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
          if (vocabulary.isText(id) && text(vocabulary, id).equals(name)) {
            here.add(id);
          }
        }
        int[] ids = Arrays.copyOfRange(trie.ids, trie.firstId[n], trie.firstId[n + 1]);
        assertEquals(here, Arrays.stream(ids).boxed().toList(), where);
      }
    }
  }

  private static boolean isWhole(String bytes) {
    return rest(bytes).isEmpty();
  }

  private static boolean isBeginning(String bytes) {
    String rest = rest(bytes);
    return rest.isEmpty() || BEGINNINGS.contains(rest);
  }

  /** What is left after all whole characters. */
  private static String rest(String bytes) {
    String rest = bytes;
    for (int n = 1; n <= Math.min(4, rest.length()); n++) {
      if (CHARACTERS.contains(rest.substring(0, n))) {
        rest = rest.substring(n);
        n = 0;
      }
    }
    return rest;
  }

  @Test
  void phasesOfCharactersAreThoseOfTheirBytes() {
    for (int lead = 0; lead < 256; lead++) {
      for (int b = 0; b < 256; b++) {
        String two = "" + (char) lead + (char) b;
        int phase = Utf8Phase.after(Utf8Phase.after(Utf8Phase.BETWEEN, lead), b);
        assertEquals(isWhole(two), phase == Utf8Phase.BETWEEN, two);
        assertEquals(isBeginning(two), phase != Utf8Phase.BROKEN, two);
      }
    }
  }

  @Test
  void bucketsWithinARangeAreThoseWithNoByteOutside() {
    for (int first = 0; first < 256; first++) {
      for (int last = first; last < 256; last++) {
        long inside = 0;
        long outside = 0;
        for (int b = 0; b < 256; b++) {
          if (b >= first && b <= last) {
            inside |= 1L << TokenTrie.BUCKET[b];
          } else {
            outside |= 1L << TokenTrie.BUCKET[b];
          }
        }
        assertEquals(inside & ~outside, TokenTrie.bucketsWithin(first, last), first + "-" + last);
      }
    }
  }

  @Test
  void bucketsAscendAndFitBesideAMark() {
    for (int b = 1; b < 256; b++) {
      int step = TokenTrie.BUCKET[b] - TokenTrie.BUCKET[b - 1];
      assertFalse(step < 0 || step > 1, "byte " + b);
    }
    assertFalse(TokenTrie.BUCKET[255] > 62, "bit 63 marks what is unknown");
  }

  @Test
  void theLongestTokenIsATypedLimit() {
    byte[] longest = new byte[TokenTrie.LONGEST_TOKEN];
    assertEquals(
        longest.length + 1,
        TokenTrie.of(Vocabulary.builder().add(TokenKind.NORMAL, longest).build()).nodes());
    Vocabulary longer =
        Vocabulary.builder().add(TokenKind.NORMAL, new byte[longest.length + 1]).build();
    assertThrows(LimitException.class, () -> TokenTrie.of(longer));
  }
}
