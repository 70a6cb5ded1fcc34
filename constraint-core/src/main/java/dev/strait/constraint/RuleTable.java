package dev.strait.constraint;

import dev.strait.rule.CountedRule;
import dev.strait.rule.DfaRule;
import dev.strait.rule.ExceptWordsRule;
import dev.strait.rule.Rule;
import dev.strait.rule.WordsRule;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The nodes of one rule in one universe, made when first asked for. */
final class RuleTable {

  /** Leaf rules with at most this many states have their nodes in arrays. */
  private static final int MOST_INDEXED = 1 << 16;

  /** States whose nodes share an array, made when the first of them is visited. */
  private static final int BLOCK = 32;

  /** Leaf rules with at most this many states are learnt whole. */
  private static final int MOST_LEARNT = 64;

  /** Room for the states of a small object, so that the table seldom grows. */
  private static final int INITIAL = 24;

  final Rule<Object> rule;
  final Universe universe;
  private final ConcurrentHashMap<Object, Node> nodes = new ConcurrentHashMap<>(INITIAL);
  private final @Nullable AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable Node>>
      leafNodes;
  private @Nullable Node start;
  private @Nullable FoldFamily folds;
  private @Nullable LeafWalker walker;

  RuleTable(Rule<Object> rule, Universe universe) {
    this.rule = rule;
    this.universe = universe;
    Object kind = rule;
    boolean indexed = kind instanceof DfaRule leaf && leaf.dfa().states() <= MOST_INDEXED;
    this.leafNodes = indexed ? new AtomicReferenceArray<>(blocks((DfaRule) kind)) : null;
  }

  private static int blocks(DfaRule leaf) {
    return (leaf.dfa().states() + BLOCK - 1) / BLOCK;
  }

  /** Returns the node in which a call of the rule begins. */
  Node start() {
    Node known = start;
    if (known == null) {
      known = node(rule.start());
      start = known;
    }
    return known;
  }

  /** Returns the node of a leaf rule's state. */
  Node node(int state) {
    AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable Node>> blocks = leafNodes;
    if (blocks == null) {
      return node(Integer.valueOf(state));
    }
    AtomicReferenceArray<@Nullable Node> block = blocks.get(state / BLOCK);
    if (block == null) {
      AtomicReferenceArray<@Nullable Node> empty = new AtomicReferenceArray<>(BLOCK);
      block = blocks.compareAndExchange(state / BLOCK, null, empty);
      block = block == null ? empty : block;
    }
    Node known = block.get(state % BLOCK);
    if (known != null) {
      return known;
    }
    Node fresh = create(state);
    Node raced = block.compareAndExchange(state % BLOCK, null, fresh);
    return raced != null ? raced : fresh;
  }

  /** Returns the node of a state. */
  Node node(Object state) {
    if (leafNodes != null) {
      return node((int) (Integer) state);
    }
    Node known = nodes.get(state);
    if (known != null) {
      return known;
    }
    Node fresh = create(state);
    Node raced = nodes.putIfAbsent(state, fresh);
    return raced != null ? raced : fresh;
  }

  private Node create(Object state) {
    universe.weigh(1);
    Object owner = rule;
    if (owner instanceof DfaRule leaf) {
      return new DfaNode(this, leaf, (Integer) state);
    }
    if (owner instanceof CountedRule leaf) {
      return new CountedNode(this, leaf, (CountedRule.State) state);
    }
    if (owner instanceof WordsRule<?>) {
      return words(owner, state);
    }
    if (owner instanceof ExceptWordsRule except) {
      return new ExceptNode(this, except, (ExceptWordsRule.State) state);
    }
    return new StateNode(this, state);
  }

  @SuppressWarnings("unchecked")
  private Node words(Object owner, Object state) {
    return new WordsNode(this, (WordsRule<Object>) owner, (WordsRule.State<Object>) state);
  }

  /** Walks the tokens from a leaf rule's states, or another rule's start. */
  void learn(Tails root) {
    Object kind = rule;
    if (kind instanceof DfaRule leaf && leaf.dfa().states() <= MOST_LEARNT) {
      for (int state = 0; state < leaf.dfa().states(); state++) {
        node(state).walk(root);
      }
    } else {
      start().walk(root);
    }
  }

  /** Returns the walker of a leaf rule; looking it up compares whole automata. */
  LeafWalker walker() {
    LeafWalker known = walker;
    if (known == null) {
      known = universe.index.leafWalker(((DfaRule) (Object) rule).dfa());
      walker = known;
    }
    return known;
  }

  /** Returns the folds of a counted rule. */
  FoldFamily folds() {
    FoldFamily known = folds;
    if (known == null) {
      known = universe.index.folds(FoldFamily.Key.of((CountedRule) (Object) rule));
      folds = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return rule.name();
  }
}
