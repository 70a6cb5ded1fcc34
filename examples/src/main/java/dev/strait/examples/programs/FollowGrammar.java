package dev.strait.examples.programs;

import dev.strait.constraint.Constraint;
import dev.strait.constraint.Limits;
import dev.strait.grammar.Gbnf;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;

/** Generates text of a context-free grammar in llama.cpp's notation. */
public final class FollowGrammar {
  private static final String SUM =
      """
      root    ::= sum " = " number
      sum     ::= sum [-+] product | product
      product ::= product "*" atom | atom
      atom    ::= number | "(" sum ")"
      number  ::= "0" | [1-9] [0-9]{0,2}
      """;

  private FollowGrammar() {}

  /** Takes the path of a GGUF model; without one, the text is random. */
  public static void main(String[] args) {
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, ContextSettings.defaults());
        Session session = workspace.session().append("A sum: ", true)) {
      Constraint constraint =
          Constraint.compile(Gbnf.parse(SUM).compile(), model.vocabulary(), Limits.defaults());
      GenerationOptions short_ = GenerationOptions.defaults().withMaxTokens(40);
      System.out.println(session.generate(constraint, short_).finish().text());
    }
  }
}
