package dev.strait.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** Smaller forms of JSON values, and arbitraries that shrink by such forms. */
public final class Shrinking {
  private Shrinking() {}

  /**
   * Returns an arbitrary of what a function draws, made smaller by another.
   *
   * @param draw draws a value; everything random comes from its argument
   * @param smaller the next smaller forms of a value
   * @param size falls from a value to its smaller forms
   */
  public static <T> Arbitrary<T> arbitrary(
      Function<Dice, T> draw, Function<T, Stream<T>> smaller, ToLongFunction<T> size) {
    return Arbitraries.fromGenerator(
        (Random random) -> new Drawn<>(draw.apply(new Dice(random)), smaller, size));
  }

  private record Drawn<T>(T drawn, Function<T, Stream<T>> smaller, ToLongFunction<T> size)
      implements Shrinkable<T> {
    @Override
    public T value() {
      return drawn;
    }

    @Override
    public Stream<Shrinkable<T>> shrink() {
      long now = size.applyAsLong(drawn);
      return smaller
          .apply(drawn)
          .filter(next -> size.applyAsLong(next) < now)
          .map(next -> new Drawn<>(next, smaller, size));
    }

    @Override
    public ShrinkingDistance distance() {
      return ShrinkingDistance.of(size.applyAsLong(drawn));
    }
  }

  /** Returns a measure that falls from each value to its smaller forms. */
  public static long size(JsonNode value) {
    long size = value.isContainerNode() ? 3 : value.isNull() ? 1 : value.isBoolean() ? 2 : 0;
    for (JsonNode child : value) {
      size += 4 + size(child);
    }
    if (value.isObject()) {
      for (var names = value.fieldNames(); names.hasNext(); ) {
        size += names.next().length();
      }
    }
    return value.isValueNode() && size == 0 ? 3 + value.asText().length() : size;
  }

  /** Returns values that differ from this one in one place, where they are smaller. */
  public static Stream<JsonNode> smaller(JsonNode value) {
    if (value.isObject()) {
      return Stream.concat(children(value), smallerObjects((ObjectNode) value).stream());
    } else if (value.isArray()) {
      return Stream.concat(children(value), smallerArrays((ArrayNode) value).stream());
    } else if (value.isTextual()) {
      return smallerStrings(value.textValue());
    } else if (value.isNumber()) {
      return Stream.of(NullNode.instance, BooleanNode.TRUE, IntNode.valueOf(0), IntNode.valueOf(1));
    }
    return value.isBoolean() ? Stream.of(NullNode.instance) : Stream.empty();
  }

  private static Stream<JsonNode> children(JsonNode value) {
    List<JsonNode> all = new ArrayList<>(List.of(NullNode.instance, BooleanNode.TRUE));
    value.forEach(all::add);
    return all.stream();
  }

  private static List<JsonNode> smallerObjects(ObjectNode object) {
    List<JsonNode> all = new ArrayList<>();
    object.fieldNames().forEachRemaining(key -> all.add(object.deepCopy().without(List.of(key))));
    object
        .fields()
        .forEachRemaining(
            m ->
                smaller(m.getValue())
                    .forEach(child -> all.add(object.deepCopy().set(m.getKey(), child))));
    return all;
  }

  private static List<JsonNode> smallerArrays(ArrayNode array) {
    List<JsonNode> all = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      ArrayNode less = array.deepCopy();
      less.remove(i);
      all.add(less);
      int place = i;
      smaller(array.get(i)).forEach(child -> all.add(array.deepCopy().set(place, child)));
    }
    return all;
  }

  private static Stream<JsonNode> smallerStrings(String text) {
    List<JsonNode> all = new ArrayList<>(List.of(NullNode.instance, TextNode.valueOf("")));
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      all.add(
          TextNode.valueOf(text.substring(0, i) + text.substring(text.offsetByCodePoints(i, 1))));
    }
    return all.stream();
  }
}
