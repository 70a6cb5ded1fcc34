package dev.strait.examples.cite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.strait.examples.cite.Cores.Core;
import dev.strait.examples.legal.Registry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameStartTest {

  private final Registry registry = Registry.load();
  private final Cores cores = new Cores(registry);

  /** Returns the words with which the first case of a text may begin. */
  private List<String> starts(String text) {
    Core core = cores.find(text).get(0);
    Sentences.Span zone = new Sentences.Span(0, text.length());
    List<String> words = new ArrayList<>();
    for (int i = 0; i < core.start(); i++) {
      boolean word = i == 0 || " (".indexOf(text.charAt(i - 1)) >= 0;
      if (word && NameStart.mayBegin(text, i, core, zone)) {
        words.add(text.substring(i).split(" ", 2)[0]);
      }
    }
    return words;
  }

  @Test
  void noNameBeginsInItsMidst() {
    assertEquals(List.of("Lansing"), starts("See Lansing Med. Ctr. v. Roe, 1 U.S. 2 (1800)."));
    assertEquals(List.of("Town"), starts("Under Town of Hull v. Roe, 1 U.S. 2 (1800)."));
    assertEquals(List.of("Trs."), starts("as Trs. of the Hull Fund v. Roe, 1 U.S. 2."));
    assertEquals(List.of("Ada"), starts("and Ada M. Bell, Jr. v. Roe, 1 U.S. 2 (1800)."));
    assertEquals(List.of("J.R."), starts("But J.R. Bell v. Roe, 1 U.S. 2 (1800)."));
    assertEquals(List.of("Sch."), starts("See Sch. Dist. No. 4 v. Roe, 1 U.S. 2 (1800)."));
  }

  @Test
  void ordinaryWordsBeginNone() {
    assertEquals(List.of("Bell"), starts("Examine Bell v. Roe, 1 U.S. 2 (1800)."));
    assertEquals(List.of("Bell"), starts("71 Bell v. Roe, 1 U.S. 2 (1800)."));
    assertEquals("71", starts("71 Cases of Tea v. Roe, 1 U.S. 2 (1800).").get(0));
    assertEquals(
        List.of("In", "Bell,"), starts("Citing In re Bell, 1 U.S. 2 (1800).").subList(0, 2));
  }

  @Test
  void whatTheWordsLeaveOpenStaysOpen() {
    assertEquals(List.of("Halsted", "Bell"), starts("Halsted Bell v. Roe, 1 U.S. 2 (1800)."));
    assertEquals(
        List.of("Court's", "Bell"), starts("the Court's Bell v. Roe, 1 U.S. 2 (1800), test"));
  }
}
