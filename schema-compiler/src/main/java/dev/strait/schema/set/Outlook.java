package dev.strait.schema.set;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says of each column of a mixture: the declared keys, then the classes of free
 * keys. Most columns are plain: all that is asked of their members is asked in any case, so that
 * one may come whenever its value can, without a look at what it leaves: whatever meets the
 * condition meets what is left of it too, less the member. Confined to the compiler's lock.
 */
public final class Outlook {
  private final Sets sets;
  private final BitSet chosen = new BitSet();
  private final BitSet needed = new BitSet();

  /** What is asked of the values of a column; null: nothing. */
  private final @Nullable Formula[] values;

  Outlook(Sets sets, ObjectMix mix, Condition rest) {
    this.sets = sets;
    this.values = new Formula[mix.column(mix.cells())];
    List<Condition> parts = rest.conjuncts();
    for (Condition part : parts) {
      add(mix, part);
    }
  }

  private void add(ObjectMix mix, Condition part) {
    if (part.shape() instanceof Condition.Value v) {
      Integer key = mix.indexOf(v.key());
      if (key != null) {
        ask(key, v.value());
      }
    } else if (part.shape() instanceof Condition.Every every) {
      BitSet in = mix.columns(every.keys());
      for (int c = in.nextSetBit(0); c >= 0; c = in.nextSetBit(c + 1)) {
        ask(c, every.value());
      }
    } else if (part.shape() instanceof Condition.Count count) {
      chosen.set(0, count.max() == ObjectSet.UNBOUNDED ? 0 : values.length);
    } else if (part.shape() instanceof Condition.Has) {
      needed.or(mix.regarded(part));
    } else {
      chosen.or(mix.regarded(part));
    }
  }

  private void ask(int column, Formula value) {
    Formula before = values[column];
    values[column] = before == null ? value : sets.formulas().and(before, value);
  }

  /** Returns the columns of members that must come in any case; not to be changed. */
  BitSet needed() {
    return needed;
  }

  /** Returns whether a member of the column takes part in a choice. */
  public boolean isChosen(int column) {
    return chosen.get(column);
  }

  /** Returns what is asked in any case of the values of a column. */
  public Formula value(int column) {
    Formula value = values[column];
    return value == null ? sets.formulas().anything() : value;
  }

  /** Returns whether some value meets what is asked in any case of those of a column. */
  public boolean isPossible(int column) {
    Formula value = values[column];
    return value == null || !sets.isEmpty(value);
  }
}
