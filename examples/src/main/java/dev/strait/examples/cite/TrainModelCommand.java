package dev.strait.examples.cite;

import dev.strait.examples.console.CommandException;
import dev.strait.examples.console.ExitCode;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code strait train-model}: runs the training module, if it is on the class path. */
@Command(
    name = "train-model",
    description = {
      "Trains the citation model from generated passages. This needs the training module, which the"
          + " ordinary build leaves out; without it the command says how to build it.",
    })
public final class TrainModelCommand implements Callable<Integer> {

  private static final String TRAINER = "dev.strait.training.Train";

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      defaultValue = "model.ckpt",
      description =
          "Where the state is kept; an existing one is resumed (default ${DEFAULT-VALUE}).")
  Path checkpoint = Path.of("model.ckpt");

  @Option(
      names = "--tokens",
      paramLabel = "MILLIONS",
      defaultValue = "24",
      description = "Tokens to train on, in millions (default ${DEFAULT-VALUE}).")
  double millions = 24;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (default ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Start from the weights of a GGUF file of the same tokenizer.")
  @Nullable Path from;

  @Override
  public Integer call() {
    List<String> arguments =
        new ArrayList<>(
            List.of(checkpoint.toString(), Double.toString(millions), Long.toString(seed)));
    if (from != null) {
      arguments.add(from.toString());
    }
    try {
      Class.forName(TRAINER)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments.toArray(String[]::new));
    } catch (ClassNotFoundException e) {
      throw CommandException.usage(
          "the training module is not on the class path. It downloads PyTorch (112 MB). Build it"
              + " with\n  mvn -Ptraining -pl examples/training -am package\n"
              + "and run dev.strait.training.Train as examples/training/MODEL_CARD.md shows");
    } catch (InvocationTargetException e) {
      throw CommandException.badInput("training failed: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return ExitCode.OK;
  }
}
