package dev.strait.examples.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strait.examples.console.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What tokens cost.
 *
 * @param date the day the prices were noted
 * @param currency an ISO 4217 code
 * @param note what the reader must know about them
 * @param prices the prices
 */
record PriceTable(String date, String currency, String note, List<Price> prices) {
  static final String EXAMPLE = "/dev/strait/examples/tokenizers/prices.json";

  /** Freezes the list. */
  PriceTable {
    prices = List.copyOf(prices);
  }

  /**
   * The price of one model's input.
   *
   * @param tokenizer the name of the tokenizer that the model reads with
   * @param model the model
   * @param perMillion the price of a million input tokens
   */
  record Price(String tokenizer, String model, double perMillion) {}

  /**
   * Reads a table from JSON.
   *
   * @throws CommandException if it is not a table of prices
   */
  static PriceTable read(String source, byte[] json) {
    try {
      JsonNode root = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
      List<Price> prices = new ArrayList<>();
      for (JsonNode node : root.path("prices")) {
        prices.add(price(source, prices.size(), node));
      }
      return new PriceTable(
          root.path("date").asText("no date"),
          root.path("currency").asText("USD"),
          root.path("note").asText(""),
          prices);
    } catch (IOException e) {
      throw CommandException.badInput(source + " is not JSON: " + e.getMessage(), e);
    }
  }

  private static Price price(String source, int index, JsonNode node) {
    JsonNode perMillion = node.path("inputPerMillion");
    if (!perMillion.isNumber()
        || perMillion.asDouble() < 0
        || !node.path("tokenizer").isTextual()) {
      throw CommandException.badInput(
          source
              + ": /prices/"
              + index
              + " needs a \"tokenizer\" and an \"inputPerMillion\" of at least 0");
    }
    return new Price(
        node.path("tokenizer").asText(),
        node.path("model").asText("a model"),
        perMillion.asDouble());
  }
}
