package dev.strait.llama.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads a growing JSON document and reports every value inside it as it closes. The document is
 * valid by construction; the scanner only finds where values begin and end.
 */
final class PartScanner {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final StringBuilder text = new StringBuilder();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int scanned;
  private int start = -1;
  private boolean inString;
  private boolean escaped;

  /** An open object or array. */
  private static final class Frame {
    final boolean object;
    final int start;
    String key = "";
    int index;
    boolean keyNext;

    Frame(boolean object, int start) {
      this.object = object;
      this.start = start;
      this.keyNext = object;
    }
  }

  /** Appends text and returns the values that it closed, inner ones first. */
  List<Part> append(String more) {
    text.append(more);
    List<Part> parts = new ArrayList<>();
    for (; scanned < text.length(); scanned++) {
      scan(text.charAt(scanned), parts);
    }
    return parts;
  }

  private void scan(char c, List<Part> parts) {
    if (inString) {
      if (escaped || c == '\\') {
        escaped = !escaped;
      } else if (c == '"') {
        inString = false;
        endString(parts);
      }
      return;
    }
    switch (c) {
      case '"' -> {
        inString = true;
        start = scanned;
      }
      case '{', '[' -> frames.push(new Frame(c == '{', scanned));
      case '}', ']' -> {
        endScalar(parts);
        close(frames.pop().start, scanned + 1, parts);
      }
      case ',' -> {
        endScalar(parts);
        next();
      }
      case ':', ' ', '\t', '\n', '\r' -> endScalar(parts);
      default -> start = start < 0 ? scanned : start;
    }
  }

  private void endString(List<Part> parts) {
    Frame frame = frames.peek();
    if (frame != null && frame.keyNext) {
      frame.key = read(start, scanned + 1).textValue();
      frame.keyNext = false;
    } else {
      close(start, scanned + 1, parts);
    }
    start = -1;
  }

  private void endScalar(List<Part> parts) {
    if (start >= 0) {
      close(start, scanned, parts);
      start = -1;
    }
  }

  private void next() {
    Frame frame = frames.element();
    frame.index++;
    frame.keyNext = frame.object;
  }

  private void close(int from, int to, List<Part> parts) {
    if (!frames.isEmpty()) {
      parts.add(new Part(pointer(), read(from, to)));
    }
  }

  private JsonNode read(int from, int to) {
    try {
      return MAPPER.readTree(text.substring(from, to));
    } catch (JsonProcessingException e) {
      throw new ExtractionException("not JSON: " + text.substring(from, to), e);
    }
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    frames
        .descendingIterator()
        .forEachRemaining(
            frame ->
                pointer
                    .append('/')
                    .append(
                        frame.object
                            ? frame.key.replace("~", "~0").replace("/", "~1")
                            : frame.index));
    return pointer.toString();
  }
}
