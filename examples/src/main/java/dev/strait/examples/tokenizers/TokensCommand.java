package dev.strait.examples.tokenizers;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import dev.strait.examples.console.Inputs;
import dev.strait.examples.console.Terminal;
import dev.strait.examples.console.Terminal.Style;
import dev.strait.examples.report.TextTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strait tokens}: a text token by token, and what is wrong with a garbled one. */
@Command(
    name = "tokens",
    description = {
      "Shows how a tokenizer cuts a text: boundaries, ids and bytes; checks that the ids give the"
          + " text back; and names the cause of garbled output.",
    },
    footer = {
      "",
      "Examples:",
      "  strait tokens \"Hello, world\" --model o200k",
      "  strait tokens \"caf\u00c3\u00a9 au lait\"            (says: UTF-8 read as Latin-1)",
      "  strait tokens --ids 9906,11,1917 --model cl100k",
    })
public final class TokensCommand implements Callable<Integer> {
  private static final Style[] STYLES = {
    Style.ON_BLUE, Style.ON_GREEN, Style.ON_YELLOW, Style.ON_PINK
  };
  private static final int LONGEST_LIST = 400;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "The text; - reads standard input.")
  @Nullable String text;

  @Option(names = "--file", paramLabel = "FILE", description = "Read the text from a file.")
  @Nullable Path file;

  @Option(
      names = "--ids",
      paramLabel = "ID,ID,...",
      split = ",",
      description = "Show these token ids instead of a text.")
  int @Nullable [] ids;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      description =
          "The tokenizer: gpt2, cl100k, o200k, legal, a tokenizer.json or a .gguf file; may be given"
              + " several times. Default: o200k.")
  List<String> models = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> names = models.isEmpty() ? List.of("o200k") : models;
    List<Tokenizer> tokenizers = names.stream().map(Tokenizers::find).toList();
    boolean right = true;
    for (Tokenizer tokenizer : tokenizers) {
      right &= ids != null ? showIds(tokenizer, ids) : showText(tokenizer, text());
    }
    if (ids == null) {
      diagnose(text(), tokenizers);
    }
    return right ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private @Nullable String read;

  private String text() {
    if (read == null) {
      read = readText();
    }
    return read;
  }

  private String readText() {
    if (file != null) {
      return Inputs.text(file);
    }
    if (text == null) {
      throw CommandException.usage("give a text, --file or --ids (see: strait help tokens)");
    }
    return text.equals("-") ? Inputs.text(Path.of("-")) : text;
  }

  private static boolean showText(Tokenizer tokenizer, String text) {
    int[] encoded = encode(tokenizer, text);
    show(tokenizer, encoded, text.codePointCount(0, text.length()) + " characters, ");
    byte[] back = tokenizer.decode(encoded);
    boolean same = Arrays.equals(back, text.getBytes(StandardCharsets.UTF_8));
    if (same) {
      System.out.println(Terminal.styled(Style.GREEN, "round trip: the ids give the text back"));
    } else {
      System.out.println(
          Terminal.styled(Style.RED, "round trip: the ids give another text: ")
              + new String(back, StandardCharsets.UTF_8));
    }
    return same;
  }

  private static int[] encode(Tokenizer tokenizer, String text) {
    try {
      return tokenizer.encode(text);
    } catch (IllegalArgumentException cannotSpell) {
      throw CommandException.badInput(String.valueOf(cannotSpell.getMessage()), cannotSpell);
    }
  }

  private static boolean showIds(Tokenizer tokenizer, int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= tokenizer.size()) {
        throw CommandException.badInput(
            tokenizer.name() + " has ids from 0 to " + (tokenizer.size() - 1) + ", not " + id);
      }
    }
    show(tokenizer, ids, "");
    boolean valid = isUtf8(tokenizer.decode(ids));
    System.out.println(
        valid ? tokenizer.decodeText(ids) : "these ids do not spell whole characters");
    return valid;
  }

  private static void show(Tokenizer tokenizer, int[] ids, String count) {
    System.out.println(
        Terminal.styled(Style.BOLD, tokenizer.name())
            + ": "
            + count
            + ids.length
            + (ids.length == 1 ? " token" : " tokens"));
    System.out.println(boundaries(tokenizer, ids));
    System.out.print(list(tokenizer, ids));
  }

  /** The text with its tokens set apart: by colours, or by bars where there are none. */
  private static String boundaries(Tokenizer tokenizer, int[] ids) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < ids.length; i++) {
      String shown = shown(tokenizer.bytes(ids[i]));
      if (Terminal.hasColors()) {
        out.append(Terminal.styled(STYLES[i % STYLES.length], shown));
      } else {
        out.append(i == 0 ? "" : "|").append(shown);
      }
    }
    return out.toString();
  }

  private static TextTable list(Tokenizer tokenizer, int[] ids) {
    TextTable table = new TextTable("#", "id", "bytes", "text");
    for (int i = 0; i < Math.min(ids.length, LONGEST_LIST); i++) {
      byte[] bytes = tokenizer.bytes(ids[i]);
      String text = tokenizer.isSpecial(ids[i]) ? shown(bytes) + "  (special)" : shown(bytes);
      table.row(String.valueOf(i), String.valueOf(ids[i]), HexFormat.of().formatHex(bytes), text);
    }
    if (ids.length > LONGEST_LIST) {
      table.row("...", "...", "", (ids.length - LONGEST_LIST) + " more");
    }
    return table;
  }

  /** A token's text, with marks for what cannot be seen; its bytes where it is no whole text. */
  private static String shown(byte[] bytes) {
    if (!isUtf8(bytes)) {
      StringBuilder out = new StringBuilder();
      for (byte b : bytes) {
        out.append(String.format("<%02X>", b & 0xff));
      }
      return out.toString();
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.replace("\n", "\u21b5")
        .replace("\t", "\u21e5")
        .replace("\r", "\u240d")
        .replace("\0", "\u2400");
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static void diagnose(String text, List<Tokenizer> tokenizers) {
    List<Diagnosis.Finding> findings = new ArrayList<>(Diagnosis.of(text));
    if (findings.isEmpty()) {
      List<Tokenizer> candidates = new ArrayList<>(tokenizers);
      for (String name : Tokenizers.builtInNames()) {
        if (tokenizers.stream().noneMatch(t -> t.name().equals(name))) {
          candidates.add(Tokenizers.find(name));
        }
      }
      Diagnosis.wrongTokenizer(text, candidates).ifPresent(findings::add);
    }
    for (Diagnosis.Finding finding : findings) {
      System.out.println(Terminal.styled(Style.YELLOW, "garbled? ") + finding.cause());
      System.out.println("  " + finding.advice());
      finding.repaired().ifPresent(meant -> System.out.println("  it reads: " + meant));
    }
  }
}
