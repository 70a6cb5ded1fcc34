package dev.strait.constraint.bench;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.constraint.Matcher;
import dev.strait.constraint.PlainMatcher;
import dev.strait.rule.Rule;
import dev.strait.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Texts with the rule that each obeys, cut so that they have a known number of tokens in all. Every
 * token of them is allowed; whoever runs a workload throws if one is not.
 *
 * @param cases rules and tokens
 */
record Workload(Vocabulary vocabulary, List<Case> cases) {

  /** One text. */
  record Case(Rule<?> rule, int[] tokens) {}

  /** Random documents under one rule for any JSON value. */
  static Workload general(Vocabulary vocabulary, long seed, int tokens) {
    Random random = new Random(seed);
    Tokeniser tokeniser = new Tokeniser(vocabulary);
    List<Case> cases = new ArrayList<>();
    for (int left = tokens; left > 0; ) {
      int[] text = tokeniser.tokens(Shape.document(random, 3));
      left = add(cases, JsonRules.VALUE, text, left);
    }
    return new Workload(vocabulary, cases);
  }

  /** Random object schemas, each with one text of its own. */
  static Workload schemas(Vocabulary vocabulary, Tokeniser tokeniser, long seed, int tokens) {
    Random random = new Random(seed);
    List<Case> cases = new ArrayList<>();
    for (int left = tokens; left > 0; ) {
      Shape.Members shape = Shape.object(random, 2);
      int[] text = tokeniser.tokens(shape.write(random));
      left = add(cases, new MembersRule(shape), text, left);
    }
    return new Workload(vocabulary, cases);
  }

  private static int add(List<Case> cases, Rule<?> rule, int[] tokens, int most) {
    int kept = Math.min(tokens.length, most);
    cases.add(new Case(rule, Arrays.copyOf(tokens, kept)));
    return most - kept;
  }

  /** Masks, tests and accepts every token under constraints made by {@code compiler}. */
  long run(Compiler compiler, long[] mask) {
    long check = 0;
    for (Case one : cases) {
      Matcher matcher = compiler.compile(one.rule).matcher();
      for (int token : one.tokens) {
        matcher.mask(mask);
        if ((mask[token >>> 6] >>> token & 1) == 0 || !matcher.accept(token)) {
          throw new IllegalStateException("token " + token + " refused at " + matcher);
        }
        check += mask[0];
      }
    }
    return check;
  }

  /** Makes or finds the constraint of a rule. */
  interface Compiler {
    Constraint compile(Rule<?> rule);
  }

  /** Compiles anew each time. */
  Constraint compile(Rule<?> rule) {
    return Constraint.compile(rule, vocabulary, Limits.defaults());
  }

  /** Masks and accepts every token by one of the plain ways. */
  long runPlain(boolean byTrie, long[] mask) {
    long check = 0;
    for (Case one : cases) {
      PlainMatcher matcher = new PlainMatcher(one.rule, vocabulary);
      for (int token : one.tokens) {
        if (byTrie) {
          matcher.maskByTrie(mask);
        } else {
          matcher.maskByEveryToken(mask);
        }
        if ((mask[token >>> 6] >>> token & 1) == 0) {
          throw new IllegalStateException("token " + token + " refused");
        }
        matcher.accept(token);
        check += mask[0];
      }
    }
    return check;
  }

  /** Checks that three implementations agree at {@code samples} random places. */
  void check(int samples) {
    Random random = new Random(samples);
    for (int i = 0; i < samples; i++) {
      Case one = cases.get(random.nextInt(cases.size()));
      checkAt(one, random.nextInt(one.tokens.length + 1));
    }
  }

  private void checkAt(Case one, int place) {
    Matcher matcher = compile(one.rule).matcher();
    PlainMatcher plain = new PlainMatcher(one.rule, vocabulary);
    for (int i = 0; i < place; i++) {
      if (!matcher.accept(one.tokens[i])) {
        throw new IllegalStateException("token " + one.tokens[i] + " refused at " + matcher);
      }
      plain.accept(one.tokens[i]);
    }
    long[] composed = new long[vocabulary.maskWords()];
    long[] walked = new long[composed.length];
    long[] stepped = new long[composed.length];
    matcher.mask(composed);
    plain.maskByTrie(walked);
    plain.maskByEveryToken(stepped);
    if (!Arrays.equals(composed, walked) || !Arrays.equals(composed, stepped)) {
      throw new IllegalStateException("the masks differ at " + matcher);
    }
  }

  /** Returns the number of tokens. */
  int tokens() {
    return cases.stream().mapToInt(c -> c.tokens.length).sum();
  }
}
