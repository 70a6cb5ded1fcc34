package dev.strait.values;

import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dev.strait.rule.WordsRule;
import java.util.BitSet;

/**
 * The JSON texts of a few strings: their trie, with the escapes of each character made when first
 * asked for.
 */
final class LiteralsRule implements Rule<Integer> {
  private static final Integer START = 0;
  private static final Integer END = 1;

  private final String name;
  private final WordsRule<Integer> words = new WordsRule<>(this);
  private final WordsRule.State<Integer> opened;

  /** The bytes of a shortest text without its opening quote; 0: not known. Racy but idempotent. */
  private int least;

  /** All of the words. */
  private record All(BitSet words) implements WordsRule.Selection<Integer> {
    @Override
    public Integer after(int word) {
      return END;
    }
  }

  LiteralsRule(String name, KeySet strings, Escapes escapes) {
    this.name = name;
    BitSet all = new BitSet();
    all.set(0, strings.size());
    this.opened = new WordsRule.State<>(strings.opened(escapes), new All(all));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Integer start() {
    return START;
  }

  @Override
  public void expand(Integer state, Edges<Integer> edges) {
    if (state.equals(END)) {
      edges.accept();
    } else {
      edges.jump('"', '"', words, opened);
    }
  }

  @Override
  public long shortest(Integer state) {
    return state.equals(END) ? 0 : 1 + least();
  }

  private int least() {
    int known = least;
    if (known == 0) {
      known = (int) words.shortest(opened);
      least = known;
    }
    return known;
  }

  @Override
  public String describe(Integer state) {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
