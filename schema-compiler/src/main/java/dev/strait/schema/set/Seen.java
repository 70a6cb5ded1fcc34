package dev.strait.schema.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.strait.values.KeySet;
import dev.strait.values.NumberSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The distinct items of an array so far, in the normal form of {@link Json}. Grows by sharing:
 * {@link #plus} costs the length of the new item. Immutable but for a memo, which is confined to
 * the compiler's lock; equal if the items are, in whatever order they came.
 */
public final class Seen {
  /** No items. */
  public static final Seen NONE = new Seen();

  private final @Nullable Seen before;
  private final @Nullable JsonNode last;
  private final KeySet strings;

  /** The texts of the items that are not strings. */
  private final KeySet others;

  /** The numbers, as {@link NumberSet#plain} writes them. */
  private final KeySet numbers;

  private final boolean wild;
  private final int size;
  private final int kinds;

  /** Memo of {@link #among}: which of these strings are items. */
  private @Nullable KeySet asked;

  private @Nullable BitSet among;

  private Seen() {
    this.before = null;
    this.last = null;
    this.strings = KeySet.empty();
    this.others = KeySet.empty();
    this.numbers = KeySet.empty();
    this.wild = false;
    this.size = 0;
    this.kinds = 0;
  }

  private Seen(Seen before, JsonNode last, KeySet strings, KeySet others) {
    this.before = before;
    this.last = last;
    this.strings = strings;
    this.others = others;
    Optional<String> plain =
        last.isNumber() ? NumberSet.plain(last.decimalValue()) : Optional.empty();
    this.numbers = plain.map(before.numbers::plus).orElse(before.numbers);
    this.wild = before.wild || last.isNumber() && plain.isEmpty();
    this.size = before.size + 1;
    this.kinds = before.kinds | 1 << last.getNodeType().ordinal();
  }

  /** Returns these items and {@code item}; this object if it is one of them. */
  public Seen plus(JsonNode item) {
    if (contains(item)) {
      return this;
    }
    return item.isTextual()
        ? new Seen(this, item, strings.plus(item.textValue()), others)
        : new Seen(this, item, strings, others.plus(Json.text(item)));
  }

  /** Returns whether {@code item} is among the items. */
  public boolean contains(JsonNode item) {
    return item.isTextual() ? strings.contains(item.textValue()) : others.contains(Json.text(item));
  }

  /** Returns the number of items. */
  public int size() {
    return size;
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the items that are strings. */
  public KeySet strings() {
    return strings;
  }

  /**
   * Returns the items that are numbers, as {@link NumberSet#plain} writes them; empty if one of
   * them cannot be written so.
   */
  public Optional<KeySet> plainNumbers() {
    return wild ? Optional.empty() : Optional.of(numbers);
  }

  /** Returns the items that are numbers. Complexity: linear, unless there are none. */
  public List<BigDecimal> numbers() {
    List<BigDecimal> numbers = new ArrayList<>();
    for (JsonNode number : of(JsonNodeType.NUMBER)) {
      numbers.add(number.decimalValue());
    }
    return numbers;
  }

  /** Returns whether some item is of a type. */
  public boolean has(JsonNodeType type) {
    return (kinds & 1 << type.ordinal()) != 0;
  }

  /** Returns the items of a type, the first first. Complexity: linear, unless there are none. */
  public Set<JsonNode> of(JsonNodeType type) {
    return has(type) ? collect(item -> item.getNodeType() == type) : Set.of();
  }

  /** Returns all items, the first first. Complexity: linear. */
  public Set<JsonNode> all() {
    return collect(item -> true);
  }

  private Set<JsonNode> collect(Predicate<JsonNode> wanted) {
    List<JsonNode> items = new ArrayList<>();
    for (Seen at = this; at.last != null && at.before != null; at = at.before) {
      if (wanted.test(at.last)) {
        items.add(at.last);
      }
    }
    java.util.Collections.reverse(items);
    return new LinkedHashSet<>(items);
  }

  /**
   * Returns the numbers of those strings of a numbered set that are items; not to be changed.
   * Complexity: linear in the items that have come since the last question.
   */
  public BitSet among(KeySet numbered) {
    List<Seen> later = new ArrayList<>();
    Seen at = this;
    while (at.asked != numbered && at.before != null) {
      later.add(at);
      at = at.before;
    }
    BitSet found = at.asked == numbered && at.among != null ? at.among : new BitSet();
    for (int i = later.size() - 1; i >= 0; i--) {
      JsonNode item = later.get(i).last;
      int number = item != null && item.isTextual() ? numbered.number(item.textValue()) : -1;
      if (number >= 0) {
        found = (BitSet) found.clone();
        found.set(number);
      }
    }
    asked = numbered;
    among = found;
    return found;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object
        || object instanceof Seen other
            && size == other.size
            && strings.equals(other.strings)
            && others.equals(other.others);
  }

  @Override
  public int hashCode() {
    return 31 * strings.hashCode() + others.hashCode();
  }

  @Override
  public String toString() {
    return size > 4 ? size + " items" : all().toString();
  }
}
