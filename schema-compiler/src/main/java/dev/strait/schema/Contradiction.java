package dev.strait.schema;

import dev.strait.schema.graph.SchemaGraph.Located;
import dev.strait.schema.report.SchemaException;
import dev.strait.schema.set.Formula;
import dev.strait.schema.set.Sets;

/** Finds the place of the contradiction in a schema that no value satisfies. */
final class Contradiction {
  private Contradiction() {}

  static SchemaException find(Sets sets, Formula root) {
    Located culprit = sets.culprit(root);
    String place = culprit == null ? "#" : culprit.node().place();
    return new SchemaException(
        SchemaException.Kind.UNSATISFIABLE,
        "",
        place,
        "no value satisfies the schema" + (culprit == null ? "" : " here"),
        "Relax the conditions at this place");
  }
}
