package dev.strait.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.strait.constraint.Matcher;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.rules.TextPolicy;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaTypesTest {

  enum Color {
    RED {
      @Override
      public String toString() {
        return "not this";
      }
    },
    @JsonProperty("blau")
    BLUE
  }

  enum Level {
    LOW,
    HIGH;

    @JsonValue
    int number() {
      return ordinal() + 1;
    }
  }

  sealed interface Shape permits Circle, Flat {}

  sealed interface Flat extends Shape permits Square, Group {}

  record Circle(double radius) implements Shape {}

  record Square(BigDecimal side, Color color) implements Flat {}

  record Group(List<Shape> parts) implements Flat {}

  @JsonClassDescription("a tree")
  record Tree(String name, List<Tree> children) {}

  record All(
      @JsonPropertyDescription("who") @Size(max = 5) @Pattern(regexp = "[A-Z].*") String name,
      @Min(-3) int age,
      Optional<Long> big,
      @Nullable String note,
      Set<Color> colors,
      Map<String, Boolean> flags,
      LocalDate day,
      int[] counts,
      List<@Max(9) Byte> digits,
      List<Shape> shapes,
      Circle circle,
      JsonNode any) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Cat.class, name = "cat"),
    @JsonSubTypes.Type(value = Dog.class, name = "dog")
  })
  interface Pet {}

  record Cat(Level lives) implements Pet {}

  record Dog(@JsonProperty("how_loud") int loud) implements Pet {}

  record Box<T>(T value) {}

  record House(Pet pet, Cat cat, Box<Integer> box) {}

  /** A bean. */
  static final class Bean {
    public String title = "";
    @NotNull public List<String> tags = List.of();
    private int pages;
    @JsonIgnore public String hidden = "";

    @SuppressWarnings("UnusedVariable")
    private final String inner = "";

    public int getPages() {
      return pages;
    }

    public void setPages(int pages) {
      this.pages = pages;
    }
  }

  record Typed(String type) implements Own {}

  sealed interface Own permits Typed {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
  record Wrapped(int x) {}

  record Odd(Thread thread) {}

  record Keyed(Map<Integer, String> map) {}

  private static JsonNode json(String text) throws JsonProcessingException {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }

  private static <T> T read(Class<T> type, String text) throws JsonProcessingException {
    String json = text.replace('\'', '"');
    CompiledSchema schema = JsonSchema.compile(type, SchemaOptions.defaults());
    assertTrue(Suite.accepts(schema, json), () -> json + " under " + JavaTypes.schema(type));
    return JavaTypes.reader(type).readValue(json);
  }

  @Test
  void membersHaveTheirSchemas() throws Exception {
    JsonNode all = JavaTypes.schema(All.class);
    assertEquals(
        json("{'type':'string','description':'who','maxLength':5,'pattern':'[A-Z].*'}"),
        all.at("/properties/name"));
    assertEquals(
        json("{'type':'integer','minimum':-3,'maximum':2147483647}"),
        json(all.at("/properties/age").toString()));
    assertEquals(json("{'type':['string','null']}"), all.at("/properties/note"));
    assertEquals(
        json("['name','age','colors','flags','day','counts','digits','shapes','circle','any']"),
        all.get("required"));
    assertEquals(json("['RED','blau']"), all.at("/$defs/Color/enum"));
    assertEquals("date", all.at("/properties/day/format").asText());
    assertTrue(all.at("/properties/colors/uniqueItems").asBoolean());
    assertEquals(
        json("{'type':'integer','minimum':-128,'maximum':9}"),
        json(all.at("/properties/digits/items").toString()));
    assertEquals(
        json("['#/$defs/Circle','#/$defs/Square','#/$defs/Group']"),
        json(all.at("/properties/shapes/items/anyOf").findValues("$ref").toString()));
    assertEquals(
        json("{'type':{'const':'Circle'},'radius':{'type':'number'}}"),
        all.at("/$defs/Circle/properties"));
    assertEquals(json("{}"), all.at("/properties/any"));
  }

  @Test
  void aTypeMayContainItself() throws Exception {
    assertEquals("a tree", JavaTypes.schema(Tree.class).get("description").asText());
    Tree tree = new Tree("a", List.of(new Tree("b", List.of())));
    assertEquals(tree, read(Tree.class, "{'name':'a','children':[{'name':'b','children':[]}]}"));
  }

  @Test
  void recordsAreRead() throws Exception {
    All all =
        read(
            All.class,
            "{'name':'Ada','age':36,'note':null,'colors':['blau','RED'],'flags':{'x':true},"
                + "'day':'2024-02-29','counts':[1,2],'digits':[-7],'shapes':[{'type':'Circle',"
                + "'radius':1.5},{'type':'Group','parts':[{'type':'Square','side':0.10,"
                + "'color':'RED'}]}],'circle':{'type':'Circle','radius':1},'any':[1.50]}");
    assertEquals("Ada", all.name());
    assertEquals(36, all.age());
    assertEquals(Optional.empty(), all.big());
    assertEquals(Set.of(Color.BLUE, Color.RED), all.colors());
    assertEquals(LocalDate.of(2024, 2, 29), all.day());
    assertArrayEquals(new int[] {1, 2}, all.counts());
    assertEquals(
        List.of(new Circle(1.5), new Group(List.of(new Square(new BigDecimal("0.10"), Color.RED)))),
        all.shapes());
    assertEquals("[1.50]", all.any().toString());
  }

  @Test
  void annotatedUnionsAreThoseOfJackson() throws Exception {
    House house =
        read(
            House.class,
            "{'pet':{'kind':'dog','how_loud':3},'cat':{'kind':'cat','lives':2},'box':{'value':7}}");
    assertEquals(new House(new Dog(3), new Cat(Level.HIGH), new Box<>(7)), house);
  }

  @Test
  void beansAreRead() throws Exception {
    JsonNode schema = JavaTypes.schema(Bean.class);
    assertEquals(List.of("title", "tags", "pages"), names(schema.get("properties")));
    assertEquals(json("['tags','pages']"), schema.get("required"));
    Bean bean = read(Bean.class, "{'title':'x','tags':['a'],'pages':3}");
    assertEquals("x3[a]", bean.title + bean.pages + bean.tags);
  }

  private static List<String> names(JsonNode members) {
    List<String> names = new ArrayList<>();
    members.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Odd.class,
        Keyed.class,
        Runnable.class,
        Thread.class,
        Own.class,
        Wrapped.class,
        Map.class
      })
  void typesWithoutSchema(Class<?> type) {
    SchemaException refusal = assertThrows(SchemaException.class, () -> JavaTypes.schema(type));
    assertEquals(SchemaException.Kind.UNSUPPORTED, refusal.kind());
    assertTrue(refusal.pointer().contains("."), refusal::getMessage);
  }

  /** What the schema allows, Java reads: random texts of each type of the JDK. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        byte.class,
        short.class,
        int.class,
        long.class,
        BigInteger.class,
        double.class,
        BigDecimal.class,
        boolean.class,
        String.class,
        char.class,
        LocalDate.class,
        LocalTime.class,
        LocalDateTime.class,
        OffsetTime.class,
        OffsetDateTime.class,
        ZonedDateTime.class,
        Instant.class,
        Duration.class,
        UUID.class,
        URI.class
      })
  void randomTextsAreRead(Class<?> type) throws Exception {
    CompiledSchema schema =
        JsonSchema.compile(
            JavaTypes.schema(type), SchemaOptions.defaults().withPolicy(TextPolicy.compact()));
    for (int seed = 0; seed < 60; seed++) {
      String text = walk(schema, new Random(seed));
      assertNotNull(JavaTypes.reader(type).readValue(text, Object.class), text);
    }
  }

  private static String walk(CompiledSchema schema, Random random) {
    Matcher matcher = schema.constraint(Suite.BYTES).matcher();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long[] words = new long[Suite.BYTES.maskWords()];
    int left = (int) matcher.sufficientTokens() + random.nextInt(30);
    while (!matcher.isComplete() || random.nextInt(4) > 0) {
      matcher.mask(words, left--);
      int[] allowed = IntStream.range(0, 256).filter(t -> (words[t >> 6] >> t & 1) != 0).toArray();
      if (allowed.length == 0) {
        break;
      }
      int token = allowed[random.nextInt(allowed.length)];
      matcher.accept(token);
      out.write(token);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
