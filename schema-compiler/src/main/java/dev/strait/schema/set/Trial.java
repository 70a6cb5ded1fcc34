package dev.strait.schema.set;

import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members that met a condition once. What meets a condition mostly meets what is left of it after a
 * member, or with one more member: that is seen by one look at the condition, without a search. The
 * answer is exact when it is yes and may be no though it could be yes. Immutable.
 */
final class Trial {
  /** No column. */
  static final int NONE = -1;

  private final ObjectMix mix;
  private final BitSet members = new BitSet();

  /** By column: formulas, not empty, that the values are in; null where no member is. */
  private final @Nullable Formula[] values;

  /**
   * Makes members.
   *
   * @param values by the places of declared keys: formulas that are not empty
   */
  Trial(ObjectMix mix, Map<Integer, Formula> values) {
    this.mix = mix;
    this.values = new Formula[mix.declared().size()];
    values.forEach(
        (place, value) -> {
          members.set(place);
          this.values[place] = value;
        });
  }

  /**
   * Returns whether a condition is met by a member of a column, with the value that is asked of it
   * in any case, and beside it by the members of which the keys have not come.
   *
   * @param way no Or, for most of which one look at the keys needed suffices
   * @param gone the places of keys that have come or can no longer come
   * @param column the column of the member that comes, of which some value is possible; or {@link
   *     #NONE}
   */
  boolean meets(Condition way, BitSet gone, int column) {
    Outlook outlook = mix.outlook(way);
    BitSet coming = (BitSet) members.clone();
    coming.andNot(gone);
    boolean more = column != NONE && (column >= values.length || values[column] == null);
    if (column != NONE) {
      coming.set(column);
    }
    return contains(coming, outlook.needed())
        && new Look(coming, more ? column : NONE, more ? outlook.value(column) : null).meets(way);
  }

  private static boolean contains(BitSet all, BitSet some) {
    for (int i = some.nextSetBit(0); i >= 0; i = some.nextSetBit(i + 1)) {
      if (!all.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** One look at a condition. */
  private final class Look {
    private final BitSet coming;
    private final int column;
    private final @Nullable Formula value;

    Look(BitSet coming, int column, @Nullable Formula value) {
      this.coming = coming;
      this.column = column;
      this.value = value;
    }

    boolean meets(Condition c) {
      if (c.shape() instanceof Condition.And and) {
        for (Condition part : and.parts()) {
          if (!meets(part)) {
            return false;
          }
        }
        return true;
      } else if (c.shape() instanceof Condition.Or or) {
        // The latest parts are counts that go down with each member, and quick to look at.
        for (int i = or.parts().size() - 1; i >= 0; i--) {
          if (meets(or.parts().get(i))) {
            return true;
          }
        }
        return false;
      }
      return meetsOne(c);
    }

    private boolean meetsOne(Condition c) {
      if (c.shape() instanceof Condition.Has) {
        return mix.regarded(c).intersects(coming);
      } else if (c.shape() instanceof Condition.Value v) {
        return all(mix.regarded(c), v.value());
      } else if (c.shape() instanceof Condition.Every e) {
        return all(mix.regarded(c), e.value());
      } else if (c.shape() instanceof Condition.Count count) {
        int n = coming.cardinality();
        return n >= count.min() && n <= count.max();
      }
      return c.shape() instanceof Condition.Some s ? any(mix.regarded(c), s.value()) : c.isAlways();
    }

    private boolean all(BitSet keys, Formula wider) {
      for (int m = coming.nextSetBit(0); m >= 0; m = coming.nextSetBit(m + 1)) {
        if (keys.get(m) && !isWithin(m, wider)) {
          return false;
        }
      }
      return true;
    }

    private boolean any(BitSet keys, Formula wider) {
      for (int m = coming.nextSetBit(0); m >= 0; m = coming.nextSetBit(m + 1)) {
        if (keys.get(m) && isWithin(m, wider)) {
          return true;
        }
      }
      return false;
    }

    private boolean isWithin(int member, Formula wider) {
      Formula f = member == column ? value : values[member];
      return f != null && Formulas.isWithin(f, wider);
    }
  }
}
