package dev.strait.llama;

import dev.strait.constraint.Constraint;
import dev.strait.llama.cpp.LlamaModel;
import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.Generation;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.JumpForward;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.Sampling;
import dev.strait.schema.JsonSchema;
import java.util.Locale;

/**
 * How many evaluations of the model jumping forward saves, on ten schemas: the mean over twenty
 * outputs of a model of random weights.
 */
public final class JumpSavings {

  private static final String[][] SCHEMAS = {
    {"flag", "{'type':'object','properties':{'spam':{'type':'boolean'}},'required':['spam']}"},
    {
      "label",
      "{'type':'object','properties':{'sentiment':{'enum':['positive','negative','neutral']},"
          + "'confidence':{'enum':[0,1,2,3]}},'required':['sentiment','confidence']}"
    },
    {
      "person",
      "{'type':'object','properties':{'first name':{'type':'string','maxLength':12},'last name':"
          + "{'type':'string','maxLength':12},'age':{'type':'integer','minimum':0,'maximum':130}},"
          + "'required':['first name','last name','age']}"
    },
    {
      "address",
      "{'type':'object','properties':{'street':{'type':'string','maxLength':20},'postal code':"
          + "{'type':'string','pattern':'^[0-9]{5}$'},'city':{'type':'string','maxLength':15},"
          + "'country':{'enum':['DE','FR','US']}},'required':['street','postal code','city','country']}"
    },
    {
      "tool call",
      "{'type':'object','properties':{'name':{'const':'get_weather'},'arguments':{'type':'object',"
          + "'properties':{'location':{'type':'string','maxLength':16},'unit':{'enum':['celsius',"
          + "'fahrenheit']}},'required':['location','unit']}},'required':['name','arguments']}"
    },
    {
      "dates",
      "{'type':'object','properties':{'from':{'type':'string','format':'date'},'to':{'type':"
          + "'string','format':'date'}},'required':['from','to']}"
    },
    {
      "points",
      "{'type':'array','minItems':3,'maxItems':3,'items':{'type':'object','properties':{'x':{'type':"
          + "'integer','minimum':0,'maximum':99},'y':{'type':'integer','minimum':0,'maximum':99}},"
          + "'required':['x','y']}}"
    },
    {
      "event",
      "{'oneOf':[{'type':'object','properties':{'kind':{'const':'created'},'user identifier':"
          + "{'type':'integer','minimum':0,'maximum':999}},'required':['kind','user identifier']},"
          + "{'type':'object','properties':{'kind':{'const':'deleted'},'reason':{'type':'string',"
          + "'maxLength':10}},'required':['kind','reason']}]}"
    },
    {"tags", "{'type':'array','items':{'type':'string','maxLength':8},'minItems':2,'maxItems':5}"},
    {"free text", "{'type':'string','maxLength':60}"}
  };

  private JumpSavings() {}

  /** Prints a table. */
  public static void main(String[] arguments) {
    System.out.println("| schema | tokens | evaluations, off | tokens | text | saved by text |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    try (LlamaModel model = LlamaModel.load(TestModels.byteLevel(1));
        Workspace workspace =
            Workspace.open(model, ContextSettings.defaults().withTokens(1024).withThreads(1))) {
      for (String[] schema : SCHEMAS) {
        Constraint constraint =
            JsonSchema.compile(closed(schema[1])).constraint(model.vocabulary());
        double[] off = mean(workspace, constraint, JumpForward.OFF);
        double[] tokens = mean(workspace, constraint, JumpForward.TOKENS);
        double[] text = mean(workspace, constraint, JumpForward.TEXT);
        System.out.printf(
            Locale.ROOT,
            "| %s | %.1f | %.1f | %.1f | %.1f | %.0f%% |%n",
            schema[0],
            off[0],
            off[1],
            tokens[1],
            text[1],
            100 * (1 - text[1] / off[1]));
      }
    }
  }

  private static String closed(String schema) {
    return schema
        .replace('\'', '"')
        .replace("\"type\":\"object\"", "\"type\":\"object\",\"additionalProperties\":false");
  }

  /** Returns the mean number of tokens and of evaluations. */
  private static double[] mean(Workspace workspace, Constraint constraint, JumpForward jump) {
    double tokens = 0;
    double evaluations = 0;
    for (int seed = 0; seed < 20; seed++) {
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(300)
              .withJumpForward(jump)
              .withSampling(Sampling.temperature(1, seed));
      try (Session session = workspace.session().append("user: the name?", false);
          Generation generation = session.generate(constraint, options)) {
        Generated out = generation.finish();
        tokens += out.tokens().size() / 20.0;
        evaluations += out.statistics().evaluations() / 20.0;
      }
    }
    return new double[] {tokens, evaluations};
  }
}
