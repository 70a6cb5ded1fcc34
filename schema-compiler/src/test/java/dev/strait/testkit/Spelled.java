package dev.strait.testkit;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Matcher;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What tokens can spell, by search: the oracle for vocabularies that lack single bytes. It tries
 * all tokens after each other over a constraint of single bytes, the most promising texts first.
 */
final class Spelled {

  /** Whether an end can be spelled, as far as a bounded search can tell. */
  enum Way {
    SURELY,
    NEVER,
    PERHAPS
  }

  private record Text(Matcher at, byte[] read) {
    long promise() {
      return read.length + at.shortestCompletion();
    }
  }

  private final Constraint bytes;
  private final List<byte[]> tokens = new ArrayList<>();

  Spelled(Rule<?> rule, Vocabulary vocabulary) {
    this.bytes = Checks.overBytes(rule);
    Set<ByteBuffer> distinct = new HashSet<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.isText(id) && distinct.add(ByteBuffer.wrap(vocabulary.bytes(id)))) {
        tokens.add(vocabulary.bytes(id));
      }
    }
  }

  /** Returns whether tokens lead from the end of a text to an end of the language. */
  Way after(byte[] text, int mostTexts) {
    Matcher matcher = bytes.matcher();
    if (text.length > 0 && !matcher.acceptBytes(text)) {
      return Way.NEVER;
    }
    PriorityQueue<Text> open = new PriorityQueue<>(Comparator.comparingLong(Text::promise));
    Set<ByteBuffer> met = new HashSet<>();
    open.add(new Text(matcher, new byte[0]));
    for (int looked = 0; !open.isEmpty(); looked++) {
      Text here = open.poll();
      if (here.at.isComplete()) {
        return Way.SURELY;
      }
      if (looked == mostTexts) {
        return Way.PERHAPS;
      }
      for (byte[] token : tokens) {
        Matcher next = here.at.fork();
        byte[] read = plus(here.read, token);
        if (next.acceptBytes(token) && met.add(ByteBuffer.wrap(read))) {
          open.add(new Text(next, read));
        }
      }
    }
    return Way.NEVER;
  }

  static byte[] plus(byte[] text, byte[] more) {
    byte[] all = Arrays.copyOf(text, text.length + more.length);
    System.arraycopy(more, 0, all, text.length, more.length);
    return all;
  }
}
