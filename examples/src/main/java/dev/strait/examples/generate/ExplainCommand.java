package dev.strait.examples.generate;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Explanation;
import dev.strait.constraint.Matcher;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Progress;
import dev.strait.examples.console.Terminal;
import dev.strait.examples.console.Terminal.Style;
import dev.strait.examples.input.ConstraintOptions;
import dev.strait.examples.input.ModelOptions;
import dev.strait.vocabulary.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strait explain}: where a text stands in a constraint, and what may come next. */
@Command(
    name = "explain",
    description = {
      "Says where a beginning stands in a schema, grammar or pattern, what may come next, and why a"
          + " token may not.",
    },
    footer = {
      "",
      "Examples:",
      "  strait explain --schema person.json --prefix '{\"name\": \"A'",
      "  strait explain --regex '[0-9]+ (apples|pears)' --prefix '12 ap' --token ricots",
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int SHOWN_TOKENS = 40;

  @Mixin ConstraintOptions constraint;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The text so far. Default: none.")
  String prefix;

  @Option(
      names = "--prefix-file",
      paramLabel = "FILE",
      description = "Read the text so far from a file.")
  @Nullable Path prefixFile;

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      description = "Say whether this text may come next, and if not, from which character on.")
  @Nullable String token;

  @Option(
      names = "--vocab",
      paramLabel = "NAME|FILE",
      defaultValue = "gpt2",
      description =
          "Whose tokens are shown: gpt2, cl100k, o200k, bytes, a .gguf model or a .vocab file."
              + " Default: gpt2.")
  String vocab;

  @Override
  public Integer call() {
    Vocabulary vocabulary = ModelOptions.vocabulary(vocab);
    Constraint compiled = constraint.require(vocabulary);
    byte[] text =
        (prefixFile == null ? prefix : Inputs.text(prefixFile)).getBytes(StandardCharsets.UTF_8);
    Matcher matcher = compiled.matcher();
    int read = Progress.during("reading", () -> readable(matcher, text));
    if (read < text.length) {
      System.out.println(Terminal.styled(Style.RED, "not allowed") + " from byte " + read + " on:");
      System.out.println("  " + quote(text, read));
    }
    explain(matcher, vocabulary);
    boolean allowed = read == text.length;
    if (token != null && allowed) {
      allowed = judge(matcher, token);
    }
    return allowed ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  /** Feeds a text byte by byte; returns how many bytes were accepted. */
  private static int readable(Matcher matcher, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (!matcher.acceptBytes(new byte[] {text[i]})) {
        return i;
      }
    }
    return text.length;
  }

  private static String quote(byte[] text, int at) {
    String read = new String(text, 0, at, StandardCharsets.UTF_8);
    String rest = new String(text, at, text.length - at, StandardCharsets.UTF_8);
    return Terminal.styled(Style.GREEN, read) + Terminal.styled(Style.ON_RED, "\u2193" + rest);
  }

  private static void explain(Matcher matcher, Vocabulary vocabulary) {
    Explanation explanation = matcher.explain();
    System.out.println("stands in:  " + String.join("\n            ", explanation.places()));
    System.out.println(
        "next:       " + (explanation.next().isEmpty() ? "nothing" : explanation.next()));
    byte[] forced = matcher.forcedBytes();
    if (forced.length > 0) {
      System.out.println("forced:     " + new String(forced, StandardCharsets.UTF_8));
    }
    System.out.println(
        "may end:    "
            + (explanation.complete()
                ? "yes"
                : "no, at least " + explanation.shortest() + " more bytes"));
    System.out.println("tokens:     " + tokens(matcher, vocabulary));
  }

  private static String tokens(Matcher matcher, Vocabulary vocabulary) {
    long[] words = new long[vocabulary.maskWords()];
    matcher.mask(words);
    List<String> shown = new ArrayList<>();
    int count = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      if ((words[id >>> 6] & 1L << id) != 0) {
        count++;
        if (shown.size() < SHOWN_TOKENS) {
          shown.add(show(vocabulary, id));
        }
      }
    }
    String more = count > shown.size() ? " and " + (count - shown.size()) + " more" : "";
    return count + " of " + vocabulary.size() + " allowed: " + String.join(" ", shown) + more;
  }

  private static String show(Vocabulary vocabulary, int id) {
    String text = new String(vocabulary.bytes(id), StandardCharsets.UTF_8);
    return vocabulary.isText(id) ? "\u00ab" + text.replace("\n", "\u21b5") + "\u00bb" : text;
  }

  private static boolean judge(Matcher matcher, String token) {
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    Matcher trial = matcher.fork();
    int read = readable(trial, bytes);
    if (read == bytes.length) {
      System.out.println(Terminal.styled(Style.GREEN, "allowed: ") + token);
      return true;
    }
    System.out.println(Terminal.styled(Style.RED, "not allowed: ") + quote(bytes, read));
    Explanation there = trial.explain();
    System.out.println("  there it stands in " + String.join(" in ", there.places()));
    System.out.println(
        "  where only "
            + (there.next().isEmpty()
                ? "the end"
                : there.next() + (there.complete() ? " or the end" : ""))
            + " may come");
    return false;
  }
}
