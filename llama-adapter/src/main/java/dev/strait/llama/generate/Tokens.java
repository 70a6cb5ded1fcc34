package dev.strait.llama.generate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A growing list of token ids. */
final class Tokens {

  private int[] ids = new int[64];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return ids[index];
  }

  void add(int token) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = token;
  }

  void addAll(int... tokens) {
    for (int token : tokens) {
      add(token);
    }
  }

  void cut(int length) {
    size = Math.min(size, length);
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }

  List<Integer> toList(int from) {
    return IntStream.range(from, size).mapToObj(i -> ids[i]).toList();
  }
}
