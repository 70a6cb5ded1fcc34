package dev.strait.examples.tokenizers;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.report.Bootstrap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait tokenizers}: compares tokenizers by tokens and cost. */
@Command(
    name = "tokenizers",
    description = {
      "Compares tokenizers on a file of queries: tokens, density by language, cost.",
      "",
      "Without options: the built-in tokenizers on 100 customer-service queries in nine languages"
          + " that come with the application.",
    },
    footer = {
      "",
      "Examples:",
      "  strait tokenizers --html tokenizers.html",
      "  strait tokenizers -t gpt2 -t o200k -t my-model.gguf --queries my-queries.txt",
    })
public final class TokenizersCommand implements Callable<Integer> {
  private static final String QUERIES = "/dev/strait/examples/tokenizers/customer-queries.jsonl";

  /** How the result is printed. */
  enum Format {
    table,
    csv,
    json
  }

  @Option(
      names = {"-t", "--tokenizer"},
      paramLabel = "NAME|FILE",
      description =
          "A built-in tokenizer (gpt2, cl100k, o200k, legal), a tokenizer.json or a .gguf file;"
              + " may be given several times. Default: all that are built in.")
  List<String> tokenizers = new ArrayList<>();

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = "One query a line: text, or JSON objects with \"language\" and \"text\".")
  @Nullable Path queries;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "A price table in the form that --show-prices prints.")
  @Nullable Path prices;

  @Option(names = "--show-prices", description = "Print the price table in use and stop.")
  boolean showPrices;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "What is printed: ${COMPLETION-CANDIDATES}. Default: table.")
  Format format;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write one self-contained page with charts.")
  @Nullable Path html;

  @Option(
      names = "--citations",
      paramLabel = "N",
      description =
          "Instead of queries, count the tokens of the legal citations in N generated passages, and"
              + " list the legal names and words that are one token.")
  @Nullable Integer citations;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Samples drawn for each interval. Default: 2000.")
  int resamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where the random numbers of the intervals begin. Default: 1.")
  long seed;

  @Override
  public Integer call() {
    byte[] priceJson = prices == null ? Inputs.resource(PriceTable.EXAMPLE) : Inputs.bytes(prices);
    if (showPrices) {
      System.out.print(new String(priceJson, StandardCharsets.UTF_8));
      return ExitCode.OK;
    }
    if (citations != null) {
      System.out.print(new CitationTokens(legalFirst(), citations, seed).text());
      return ExitCode.OK;
    }
    if (resamples < 1) {
      throw CommandException.usage("--resamples must be at least 1");
    }
    String source = prices == null ? "the example prices" : prices.toString();
    ComparisonReport report = new ComparisonReport(compare(PriceTable.read(source, priceJson)));
    System.out.print(
        switch (format) {
          case table -> report.text();
          case csv -> report.csv();
          case json -> report.json();
        });
    if (html != null) {
      Inputs.write(html, report.html());
      System.err.println("Page written to " + html);
    }
    return ExitCode.OK;
  }

  private List<Tokenizer> legalFirst() {
    List<String> names =
        tokenizers.isEmpty() ? List.of("legal", "gpt2", "cl100k", "o200k") : tokenizers;
    return names.stream().map(Tokenizers::find).toList();
  }

  private Comparison compare(PriceTable table) {
    List<Query> read =
        queries == null
            ? Query.read("queries", new String(Inputs.resource(QUERIES), StandardCharsets.UTF_8))
            : Query.read(queries.toString(), Inputs.text(queries));
    List<String> names = tokenizers.isEmpty() ? Tokenizers.builtInNames() : tokenizers;
    List<Tokenizer> found = names.stream().map(Tokenizers::find).toList();
    Bootstrap bootstrap = new Bootstrap(read.size(), resamples, seed);
    return Progress.during("counting tokens", () -> Comparison.of(read, found, table, bootstrap));
  }
}
