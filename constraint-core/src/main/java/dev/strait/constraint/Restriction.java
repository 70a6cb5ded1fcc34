package dev.strait.constraint;

import dev.strait.rule.Dfa;
import dev.strait.rule.ExceptWordsRule;
import dev.strait.rule.Words;
import org.jspecify.annotations.Nullable;

/**
 * Derives the walk of a node that restricts another ({@link dev.strait.rule.Edges#restricts}) from
 * the other's: visits only positions at which the two have not yet fallen together.
 *
 * <p>At a single trie position the ends of the rule that the narrow node lacks are cut out of the
 * wide one's exits, and the few tokens that end beyond a cut become suspects. At a union of
 * positions one trie node can be reached in two ways, so there everything beyond a cut is suspect.
 */
final class Restriction {
  private final TokenTrie trie;
  private final Collector out;
  private final boolean exact;

  /** Cut trie nodes: ranges in preorder, first inclusive, then end exclusive. */
  private final IntBuffer cuts = new IntBuffer();

  private Restriction(Tails tails, TokenTrie trie, Collector out) {
    this.trie = trie;
    this.out = out;
    this.exact = tails.isSingle();
  }

  /** Adds what the tokens at {@code tails} can do from {@code narrow}, a restriction of wide. */
  static void walk(Node narrow, Node wide, Tails tails, Collector out, boolean suspect) {
    Restriction restriction = new Restriction(tails, wide.universe.index.trie, out);
    Walk wider = wide.walk(tails);
    out.include(wider, suspect);
    restriction.compare(narrow, wide, tails);
    restriction.addExits(wider, wide.universe.index.tails, suspect);
  }

  /** Adds what the tokens at {@code tails} can do from a state of a language less some words. */
  static void walk(
      ExceptWordsRule rule,
      ExceptWordsRule.State from,
      RuleTable base,
      Tails tails,
      Collector out,
      boolean suspect) {
    VocabularyIndex index = base.universe.index;
    Restriction restriction = new Restriction(tails, index.trie, out);
    Walk wider = base.node(from.base()).walk(tails);
    out.include(wider, suspect);
    restriction.compare(rule, from.base(), from.at(), base, tails);
    restriction.addExits(wider, index.tails, suspect);
  }

  private void addExits(Walk wider, TailsTable table, boolean suspect) {
    Tails exits = uncut(wider.exits, table);
    if (exits != null) {
      out.exit(exits, suspect);
    }
    if (wider.suspectExits != null) {
      out.exit(wider.suspectExits, true);
    }
  }

  /** Compares along the words only: elsewhere both are the same. */
  private void compare(ExceptWordsRule rule, int state, Words at, RuleTable base, Tails tails) {
    Dfa dfa = rule.base().dfa();
    if (at.word() != Words.NONE && dfa.accepts(state)) {
      cutExit(tails);
    }
    Tails.Level level = tails.level();
    for (int e = 0; e < at.edges(); e++) {
      int i = level.find(at.label(e));
      int next = i < 0 ? Dfa.DEAD : dfa.step(state, at.label(e));
      if (next == Dfa.DEAD) {
        continue;
      }
      Words words = at.target(e);
      Tails rest = level.next[i];
      boolean alive = rule.isAlive(next, words);
      if (!alive) {
        out.allow(level.ids[i], true);
      }
      if (rest != null) {
        if (alive) {
          compare(rule, next, words, base, rest);
        } else {
          cutAll(base.node(next), rest);
        }
      }
    }
  }

  private void compare(Node narrow, Node wide, Tails tails) {
    if (!narrow.isDeterministic() || !wide.isDeterministic()) {
      suspectAll(tails);
      return;
    }
    if (wide.accepts() && !narrow.accepts()) {
      cutExit(tails);
    }
    Tails.Level level = tails.level();
    for (int i = 0; i < level.size(); i++) {
      int b = level.bytes[i] & 0xff;
      Node wideTarget = wide.target(b);
      if (wideTarget != null) {
        Node narrowTarget = narrow.target(b);
        if (narrowTarget != wideTarget) {
          differ(narrowTarget, wideTarget, level.ids[i], level.next[i]);
        }
      }
    }
  }

  private void differ(@Nullable Node narrow, Node wide, int[] ids, @Nullable Tails next) {
    if (narrow == null) {
      out.allow(ids, true);
    }
    if (next == null) {
      return;
    }
    if (narrow == null) {
      cutAll(wide, next);
    } else {
      compare(narrow, wide, next);
    }
  }

  /** The rule cannot end here, but may go on. */
  private void cutExit(Tails tails) {
    if (exact) {
      cuts.add(tails.members[0]);
      cuts.add(tails.members[0] + 1);
    } else {
      suspectAll(tails);
    }
  }

  /** Nothing goes on from here. */
  private void cutAll(Node wide, Tails tails) {
    if (exact) {
      int node = tails.members[0];
      cuts.add(node);
      cuts.add(trie.end[node]);
      for (Part part : wide.walk(tails).parts) {
        out.include(part, true);
      }
    } else {
      suspectAll(tails);
    }
  }

  private void suspectAll(Tails tails) {
    Tails.Level level = tails.level();
    for (int i = 0; i < level.size(); i++) {
      out.allow(level.ids[i], true);
      Tails next = level.next[i];
      if (next != null) {
        suspectAll(next);
      }
    }
  }

  private @Nullable Tails uncut(@Nullable Tails exits, TailsTable table) {
    if (exits == null || cuts.size == 0) {
      return exits;
    }
    IntBuffer kept = new IntBuffer();
    for (int member : exits.members) {
      if (!isCut(member)) {
        kept.add(member);
      }
    }
    return kept.size == exits.members.length ? exits : table.union(kept.items, kept.size);
  }

  private boolean isCut(int node) {
    for (int i = 0; i < cuts.size; i += 2) {
      if (cuts.items[i] <= node && node < cuts.items[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
