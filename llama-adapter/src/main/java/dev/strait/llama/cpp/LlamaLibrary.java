package dev.strait.llama.cpp;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.strait.llama.model.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds llama.cpp's library, checks that it is the build whose structures are known here, and loads
 * it once for the process.
 *
 * <p>The library is that of the jar {@code de.kherud:llama}, or the one in the directory that the
 * system property {@value #PATH_PROPERTY} names (a GPU build). llama.cpp's log goes to the {@link
 * System.Logger} {@value #LOGGER} at levels DEBUG (its warnings and errors) and TRACE, so that it
 * is silent unless asked for; its latest errors are part of the exceptions' messages.
 */
final class LlamaLibrary {

  /** The one build of llama.cpp whose structures are known here. */
  static final int BUILD = 4916;

  static final String PATH_PROPERTY = "de.kherud.llama.lib.path";
  static final String BUILD_PROPERTY = "dev.strait.llama.build";
  static final String LOGGER = "dev.strait.llama";

  private static final Logger LOG = System.getLogger(LOGGER);
  private static final int KEPT_LINES = 8;
  private static final Deque<String> ERRORS = new ArrayDeque<>();
  private static final LlamaApi.LogCallback LOG_CALLBACK = LlamaLibrary::log;
  private static @Nullable LlamaApi api;
  private static @Nullable NativeLibrary loaded;
  private static int lastLevel;

  private LlamaLibrary() {}

  /**
   * Returns the library, loading it the first time.
   *
   * @throws ModelLoadException if it cannot be had; the message says what to do
   */
  static synchronized LlamaApi get() {
    if (api == null) {
      LlamaApi fresh = load();
      fresh.logSet(LOG_CALLBACK, 0);
      fresh.backendInit();
      api = fresh;
    }
    return api;
  }

  /** Returns the latest errors that llama.cpp logged, and forgets them. */
  static String takeErrors() {
    synchronized (ERRORS) {
      String text = String.join("; ", ERRORS);
      ERRORS.clear();
      return text;
    }
  }

  private static LlamaApi load() {
    checkProcessor();
    String directory = System.getProperty(PATH_PROPERTY);
    try {
      return directory == null ? fromJar() : fromDirectory(Path.of(directory));
    } catch (IOException e) {
      throw failure("llama.cpp's library cannot be unpacked: " + e.getMessage(), e);
    } catch (UnsatisfiedLinkError e) {
      throw failure(explain(String.valueOf(e.getMessage())), e);
    }
  }

  private static LlamaApi fromDirectory(Path directory) {
    List<String> names =
        List.of("libjllama.so", "libllama.so", "libjllama.dylib", "libllama.dylib", "llama.dll");
    Path file =
        names.stream()
            .map(directory::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelLoadException(
                        PATH_PROPERTY + " is " + directory + ", which holds none of " + names));
    return open(file);
  }

  private static LlamaApi fromJar() throws IOException {
    String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
    try (InputStream in = LlamaLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ModelLoadException(
            "no llama.cpp library for this machine: "
                + resource
                + " is not on the class path; add the jar de.kherud:llama:4.2.0, or point "
                + PATH_PROPERTY
                + " at a directory with a library of build "
                + BUILD);
      }
      Path directory = Files.createTempDirectory("strait-native");
      Path file = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
      try {
        Files.copy(in, file);
        return open(file);
      } finally {
        delete(file);
        delete(directory);
      }
    }
  }

  /** Returns where the jar keeps the library of a system. */
  static String resource(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    String cpu =
        switch (processor) {
          case "amd64", "x86_64", "x86-64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> throw new ModelLoadException("unsupported processor: " + processor);
        };
    if (os.contains("win")) {
      throw new ModelLoadException(
          "the Windows library in the jar de.kherud:llama hides llama.cpp's functions; point "
              + PATH_PROPERTY
              + " at a directory with a llama.dll of build b"
              + BUILD);
    }
    return os.contains("mac")
        ? "de/kherud/llama/Mac/" + cpu + "/libjllama.dylib"
        : "de/kherud/llama/Linux/" + cpu + "/libjllama.so";
  }

  private static LlamaApi open(Path file) {
    NativeLibrary library = LlamaJna.library(file);
    checkBuild(library, file);
    LlamaJna bound = LlamaJna.open(library);
    loaded = library;
    return bound;
  }

  /** Returns the opened library, null before the first {@link #get}. */
  static @Nullable NativeLibrary opened() {
    return loaded;
  }

  private static void checkBuild(NativeLibrary library, Path file) {
    int build;
    try {
      build = library.getGlobalVariableAddress("LLAMA_BUILD_NUMBER").getInt(0);
    } catch (UnsatisfiedLinkError e) {
      build = vouchedBuild(file, e);
    }
    if (build != BUILD) {
      throw new ModelLoadException(
          file + " is llama.cpp build b" + build + "; only b" + BUILD + " can be used");
    }
  }

  /** A plain llama.cpp library does not tell its build; then its user must vouch for it. */
  private static int vouchedBuild(Path file, UnsatisfiedLinkError cause) {
    Integer build = Integer.getInteger(BUILD_PROPERTY);
    if (build == null) {
      throw failure(
          file
              + " does not tell its build number; if it is b"
              + BUILD
              + ", say so: -D"
              + BUILD_PROPERTY
              + "="
              + BUILD,
          cause);
    }
    return build;
  }

  /** Refuses processors that would end the process at the first instruction they do not know. */
  private static void checkProcessor() {
    Path info = Path.of("/proc/cpuinfo");
    boolean intel = "amd64".equals(System.getProperty("os.arch"));
    if (!intel || !Files.isReadable(info) || System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    try (Stream<String> lines = Files.lines(info, StandardCharsets.UTF_8)) {
      String flags = lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
      List<String> missing = missing(flags);
      if (!flags.isEmpty() && !missing.isEmpty()) {
        throw new ModelLoadException(oldProcessor(missing));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot read " + info, e);
    }
  }

  /** Returns what to do about a processor without some features. */
  static String oldProcessor(List<String> missing) {
    return "this processor lacks "
        + missing
        + ", which the library in the jar needs; build llama.cpp b"
        + BUILD
        + " for it and point "
        + PATH_PROPERTY
        + " at its directory";
  }

  /** Returns the processor features that the jar's library needs and a flags line lacks. */
  static List<String> missing(String flags) {
    List<String> there = List.of(flags.split("\\s+"));
    return Stream.of("avx2", "fma", "f16c", "bmi2").filter(f -> !there.contains(f)).toList();
  }

  /** Puts the dynamic linker's words into ours. */
  static String explain(String message) {
    if (message.contains("libgomp")) {
      return "llama.cpp needs the system library libgomp.so.1: install the package libgomp1 (Debian,"
          + " Ubuntu) or libgomp (Fedora, RHEL)";
    }
    if (message.contains("ld-linux") || message.contains("GLIBC") || message.contains("musl")) {
      return "llama.cpp's library needs glibc 2.17 or newer; Alpine Linux and other musl systems"
          + " need a build of their own in "
          + PATH_PROPERTY
          + " ("
          + message
          + ")";
    }
    return "llama.cpp's library cannot be loaded: " + message;
  }

  private static ModelLoadException failure(String message, Throwable cause) {
    ModelLoadException failure = new ModelLoadException(message);
    failure.initCause(cause);
    return failure;
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit(); // Windows keeps a loaded library
    }
  }

  private static void log(int level, @Nullable Pointer text, @Nullable Pointer data) {
    if (text == null) {
      return;
    }
    String line = text.getString(0, "UTF-8").strip();
    int effective = level == 5 ? lastLevel : level;
    lastLevel = effective;
    if (effective == 4 && !line.isEmpty()) {
      keep(line);
    }
    LOG.log(effective >= 3 ? Level.DEBUG : Level.TRACE, line);
  }

  private static void keep(String line) {
    synchronized (ERRORS) {
      ERRORS.add(line);
      if (ERRORS.size() > KEPT_LINES) {
        ERRORS.remove();
      }
    }
  }
}
