package dev.strait.llama.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JavaSchemaTest {

  enum Color {
    RED,
    BLUE
  }

  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  record Square(BigDecimal side, Color color) implements Shape {}

  @Describe("a tree")
  record Tree(String name, List<Tree> children) {}

  record All(
      @Describe("who") @Keywords("{'maxLength': 5}") String name,
      int age,
      Optional<Long> big,
      @Nullable String note,
      Set<Color> colors,
      Map<String, Boolean> flags,
      LocalDate day,
      int[] counts,
      List<Shape> shapes,
      JsonNode any) {}

  record Odd(Thread thread) {}

  /** A bean. */
  static final class Bean {
    public String title = "";
    public int pages;
    public List<String> tags = List.of();
  }

  private static JsonNode json(String text) throws IOException {
    return PartScanner.MAPPER.readTree(text.replace('\'', '"'));
  }

  @Test
  void schemas() throws IOException {
    JsonNode schema = JavaSchema.of(All.class);
    JsonNode all = schema.at("/$defs/All");
    assertEquals(
        json("{'type':'string','description':'who','maxLength':5}"), all.at("/properties/name"));
    assertEquals(
        json("{'type':'integer','minimum':-2147483648,'maximum':2147483647}"),
        json(all.at("/properties/age").toString()));
    assertEquals("integer", all.at("/properties/big/type").asText());
    assertEquals(json("{'anyOf':[{'type':'string'},{'type':'null'}]}"), all.at("/properties/note"));
    assertEquals(
        json("['name','age','note','colors','flags','day','counts','shapes','any']"),
        all.get("required"));
    assertEquals(json("{'enum':['RED','BLUE']}"), schema.at("/$defs/Color"));
    assertEquals(json("['type','radius']"), schema.at("/$defs/Shape/anyOf/0/required"));
    assertEquals("Circle", schema.at("/$defs/Shape/anyOf/0/properties/type/const").asText());
    assertEquals("date", all.at("/properties/day/format").asText());
    assertTrue(all.at("/properties/colors/uniqueItems").asBoolean());
    assertEquals(json("{}"), all.at("/properties/any"));
  }

  @Test
  void aTypeMayContainItself() {
    JsonNode schema = JavaSchema.of(Tree.class);
    assertEquals("#/$defs/Tree", schema.at("/$ref").asText());
    assertEquals("#/$defs/Tree", schema.at("/$defs/Tree/properties/children/items/$ref").asText());
    assertEquals("a tree", schema.at("/$defs/Tree/description").asText());
  }

  @Test
  void valuesAreBound() throws IOException {
    JsonNode value =
        json(
            "{'name':'Ada','age':3.6e1,'note':null,'colors':['BLUE','RED'],'flags':{'x':true},"
                + "'day':'2024-02-29','counts':[1,2],'shapes':[{'type':'Circle','radius':1.5},"
                + "{'type':'Square','side':0.10,'color':'RED'}],'any':[1]}");
    All all = (All) Objects.requireNonNull(Binder.bind(value, All.class));
    assertEquals("Ada", all.name());
    assertEquals(36, all.age());
    assertEquals(Optional.empty(), all.big());
    assertEquals(List.of(Color.BLUE, Color.RED), List.copyOf(all.colors()));
    assertEquals(LocalDate.of(2024, 2, 29), all.day());
    assertArrayEquals(new int[] {1, 2}, all.counts());
    assertEquals(
        List.of(new Circle(1.5), new Square(new BigDecimal("0.10"), Color.RED)), all.shapes());
    assertEquals(json("[1]"), all.any());
  }

  @Test
  void beansAreBound() throws IOException {
    JsonNode schema = JavaSchema.of(Bean.class);
    assertEquals("array", schema.at("/properties/tags/type").asText());
    Bean bean =
        (Bean)
            Objects.requireNonNull(
                Binder.bind(json("{'title':'x','pages':3,'tags':['a']}"), Bean.class));
    assertEquals("x3[a]", bean.title + bean.pages + bean.tags);
  }

  @Test
  void whatCannotBeIsAnError() {
    assertThrows(ExtractionException.class, () -> JavaSchema.of(Odd.class));
    assertThrows(ExtractionException.class, () -> JavaSchema.of(Runnable.class));
    assertThrows(ExtractionException.class, () -> Binder.bind(json("{'name':'x'}"), Tree.class));
    assertThrows(ExtractionException.class, () -> Binder.bind(json("1.5"), int.class));
    assertThrows(
        ExtractionException.class, () -> Binder.bind(json("'2024-02-30'"), LocalDate.class));
  }

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
      List<String> parts = new java.util.ArrayList<>();
      for (int at = 0; at < text.length(); at += size) {
        scanner
            .append(text.substring(at, Math.min(text.length(), at + size)))
            .forEach(part -> parts.add(part.pointer() + "=" + part.value()));
      }
      assertEquals(expected, parts);
    }
  }
}
