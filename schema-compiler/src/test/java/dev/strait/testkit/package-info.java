/**
 * The property-test kit: arbitraries of schemas, instances, grammars and vocabularies, and ready
 * properties. Published as the test-jar of this module.
 *
 * <p>In reading order: {@link dev.strait.testkit.SchemaContract} and {@link
 * dev.strait.testkit.GrammarContract} are what a user implements; {@link dev.strait.testkit.Checks}
 * are the properties; {@link dev.strait.testkit.Schemas}, {@link dev.strait.testkit.Instances},
 * {@link dev.strait.testkit.Grammars} and {@link dev.strait.testkit.TokenSets} are the arbitraries;
 * {@link dev.strait.testkit.Oracle} is the second opinion. Values are drawn with a {@link
 * dev.strait.testkit.Dice} and made smaller by {@link dev.strait.testkit.Shrinking}.
 */
package dev.strait.testkit;
