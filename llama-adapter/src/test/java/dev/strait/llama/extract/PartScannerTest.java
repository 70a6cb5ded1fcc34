package dev.strait.llama.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartScannerTest {

  @Test
  void partsCloseOneByOneHoweverTheTextIsCut() {
    String text =
        "{\"a\": [1, {\"b/c\": \"x\\\"}\\\\\", \"d\": -1.5e3}, []], \"e\": null, \"f\": {\"g\": true}}";
    List<String> expected =
        List.of(
            "/a/0=1",
            "/a/1/b~1c=\"x\\\"}\\\\\"",
            "/a/1/d=-1.5E+3",
            "/a/1={\"b/c\":\"x\\\"}\\\\\",\"d\":-1.5E+3}",
            "/a/2=[]",
            "/a=[1,{\"b/c\":\"x\\\"}\\\\\",\"d\":-1.5E+3},[]]",
            "/e=null",
            "/f/g=true",
            "/f={\"g\":true}");
    for (int size = 1; size < text.length(); size++) {
      PartScanner scanner = new PartScanner();
      List<String> parts = new ArrayList<>();
      for (int at = 0; at < text.length(); at += size) {
        scanner
            .append(text.substring(at, Math.min(text.length(), at + size)))
            .forEach(part -> parts.add(part.pointer() + "=" + part.value()));
      }
      assertEquals(expected, parts);
    }
  }
}
