package dev.strait.examples.programs;

import dev.strait.constraint.Constraint;
import dev.strait.llama.generate.Generated;
import dev.strait.llama.generate.GenerationOptions;
import dev.strait.llama.generate.Session;
import dev.strait.llama.generate.Workspace;
import dev.strait.llama.model.ContextSettings;
import dev.strait.llama.model.LanguageModel;
import dev.strait.llama.model.Sampling;
import dev.strait.schema.JsonSchema;
import dev.strait.schema.SchemaOptions;
import dev.strait.schema.rules.TextPolicy;

/** Generates JSON that is valid under a schema given as text. */
public final class GenerateJson {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["city", "celsius", "sky"], "additionalProperties": false,
       "properties": {
         "city": {"type": "string", "pattern": "^[A-Z][a-z]{2,10}$"},
         "celsius": {"type": "number", "minimum": -60, "maximum": 60, "multipleOf": 0.5},
         "sky": {"enum": ["clear", "clouds", "rain", "snow"]}}}
      """;

  private GenerateJson() {}

  /** Takes the path of a GGUF model; without one, the values are random. */
  public static void main(String[] args) {
    SchemaOptions spaced = SchemaOptions.defaults().withPolicy(TextPolicy.spaced());
    try (LanguageModel model = Models.open(args);
        Workspace workspace = Workspace.open(model, ContextSettings.defaults());
        Session session = workspace.session()) {
      Constraint constraint = JsonSchema.compile(SCHEMA, spaced).constraint(model.vocabulary());
      GenerationOptions options =
          GenerationOptions.defaults()
              .withMaxTokens(200)
              .withSampling(Sampling.temperature(0.8, 1));
      Generated generated =
          session
              .append("The weather in Oslo, as JSON: ", true)
              .generate(constraint, options)
              .finish();
      System.out.println(generated.text());
      System.out.println(generated.reason() + ", valid: " + generated.valid());
    }
  }
}
