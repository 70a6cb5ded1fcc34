package dev.strait.constraint.bench;

import dev.strait.rule.CountedRule;
import dev.strait.rule.Dfa;
import dev.strait.rule.DfaRule;
import dev.strait.rule.Edges;
import dev.strait.rule.Rule;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.RegExp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Rules for JSON, written by hand for the benchmarks: general values, and objects of a shape. */
public final class JsonRules {
  private JsonRules() {}

  private static final String CHARACTER =
      "([ !#-\\[\\]-\u007f]|[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]"
          + "|[\u00e1-\u00ec\u00ee-\u00ef][\u0080-\u00bf][\u0080-\u00bf]|\u00ed[\u0080-\u009f][\u0080-\u00bf]"
          + "|\u00f0[\u0090-\u00bf][\u0080-\u00bf][\u0080-\u00bf]"
          + "|[\u00f1-\u00f3][\u0080-\u00bf][\u0080-\u00bf][\u0080-\u00bf]"
          + "|\u00f4[\u0080-\u008f][\u0080-\u00bf][\u0080-\u00bf]"
          + "|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]))";

  static Dfa dfa(String regex) {
    Automaton automaton = new RegExp(regex, RegExp.NONE).toAutomaton();
    return Dfa.of(automaton);
  }

  static final Dfa STRING_DFA = dfa("\\\"" + CHARACTER + "*\\\"");
  public static final DfaRule STRING = new DfaRule("string", STRING_DFA, true);
  public static final DfaRule NUMBER =
      new DfaRule("number", dfa("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"), true);
  public static final DfaRule INTEGER = new DfaRule("integer", dfa("-?(0|[1-9][0-9]*)"), true);
  public static final DfaRule SPACE = new DfaRule("space", dfa("[ \n\t\r]{0,20}"), true);
  static final DfaRule WORD = new DfaRule("word", dfa("true|false|null"), true);
  public static final DfaRule BOOLEAN = new DfaRule("boolean", dfa("true|false"), true);
  public static final Rule<?> VALUE = new Value();

  /** Any JSON value with flexible whitespace inside. */
  private static final class Value implements Rule<String> {
    @Override
    public String name() {
      return "value";
    }

    @Override
    public String start() {
      return "start";
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public void expand(String state, Edges<String> e) {
      switch (state) {
        case "start" -> {
          e.call(STRING, "end");
          e.call(NUMBER, "end");
          e.call(WORD, "end");
          e.bytes('{', '{', "{");
          e.bytes('[', '[', "[");
        }
        case "end" -> e.accept();
        case "{" -> e.call(SPACE, "{_");
        case "{_" -> {
          e.bytes('}', '}', "end");
          e.call(STRING, "key");
        }
        case "key" -> e.call(SPACE, "key_");
        case "key_" -> e.bytes(':', ':', ":");
        case ":" -> e.call(SPACE, ":_");
        case ":_" -> e.call(this, "member");
        case "member" -> e.call(SPACE, "member_");
        case "member_" -> {
          e.bytes(',', ',', ",");
          e.bytes('}', '}', "end");
        }
        case "," -> e.call(SPACE, ",_");
        case ",_" -> e.call(STRING, "key");
        case "[" -> e.call(SPACE, "[_");
        case "[_" -> {
          e.bytes(']', ']', "end");
          e.call(this, "item");
        }
        case "item" -> e.call(SPACE, "item_");
        case "item_" -> {
          e.bytes(',', ',', "[,");
          e.bytes(']', ']', "end");
        }
        case "[," -> e.call(SPACE, "[,_");
        case "[,_" -> e.call(this, "item");
        default -> throw new IllegalStateException(state);
      }
    }

    @Override
    public long shortest(String state) {
      return switch (state) {
        case "start", "{", "{_", "[", "[_", "member", "member_", "item", "item_" -> 1;
        case "end" -> 0;
        case "key", "key_" -> 3;
        case ":", ":_" -> 2;
        case ",", ",_" -> 5;
        default -> 2;
      };
    }
  }

  /** A string of a bounded length, over the shared automaton. */
  public static Rule<?> string(int min, int max) {
    BitSet counting = new BitSet();
    for (int s = 0; s < STRING_DFA.states(); s++) {
      counting.set(s, STRING_DFA.step(s, '"') >= 0 && STRING_DFA.step(s, 'x') >= 0);
    }
    return new CountedRule("string " + min + ".." + max, STRING_DFA, counting, min, max, false);
  }

  /** One of some strings. */
  public static Rule<?> choice(List<String> values) {
    List<byte[]> texts = new ArrayList<>();
    for (String value : values) {
      texts.add(("\"" + value + "\"").getBytes(StandardCharsets.UTF_8));
    }
    return new DfaRule("enum", Dfa.literals(texts));
  }

  /** An array of a rule's values. */
  public static Rule<?> array(Rule<?> item, long itemShortest) {
    return new Rule<Integer>() {
      @Override
      public String name() {
        return "array";
      }

      @Override
      public Integer start() {
        return 0;
      }

      @Override
      public void expand(Integer s, Edges<Integer> e) {
        switch (s) {
          case 0 -> e.bytes('[', '[', 1);
          case 1 -> e.call(SPACE, 2);
          case 2 -> {
            e.bytes(']', ']', 7);
            e.call(item, 3);
          }
          case 3 -> e.call(SPACE, 4);
          case 4 -> {
            e.bytes(',', ',', 5);
            e.bytes(']', ']', 7);
          }
          case 5 -> e.call(SPACE, 6);
          case 6 -> e.call(item, 3);
          default -> e.accept();
        }
      }

      @Override
      public long shortest(Integer s) {
        return s == 7 ? 0 : s == 0 ? 2 : s <= 4 ? 1 : 1 + itemShortest;
      }
    };
  }
}
