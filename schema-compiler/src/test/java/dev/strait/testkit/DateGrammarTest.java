package dev.strait.testkit;

import dev.strait.rule.Expression;
import dev.strait.rule.Grammar;
import dev.strait.rule.Rule;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** The contract of one grammar: how a user applies the kit. */
class DateGrammarTest implements GrammarContract {
  private static final Expression DIGIT = Expression.bytes('0', '9');

  @Override
  public Rule<?> rule() {
    Expression month = Expression.sequence(Expression.literal("-"), Expression.repeat(DIGIT, 2, 2));
    Expression date =
        Expression.sequence(Expression.repeat(DIGIT, 4, 4), Expression.optional(month));
    return Grammar.builder().rule("date", date).build().compile("date");
  }

  @Override
  public boolean matches(String text) {
    return text.matches("[0-9]{4}(-[0-9]{2})?");
  }

  @Override
  public Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("0129-").ofMaxLength(8);
  }
}
