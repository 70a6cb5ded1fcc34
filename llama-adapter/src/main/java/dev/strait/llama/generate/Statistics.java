package dev.strait.llama.generate;

/**
 * What a generation cost.
 *
 * @param promptTokens tokens of the prompt
 * @param tokens tokens of the output, without the end-of-generation token
 * @param forcedTokens those of them that were written without asking the model
 * @param evaluations calls of the model, each for one or many tokens (shared ones count in full)
 * @param evaluatedTokens tokens the model evaluated, drafts that were thrown away included
 * @param draftsTried tokens guessed by prompt look-up
 * @param draftsKept those of them that the model picked too
 * @param maskNanos time in masks and other questions to the constraint
 * @param totalNanos time from start to end
 */
public record Statistics(
    int promptTokens,
    int tokens,
    int forcedTokens,
    int evaluations,
    int evaluatedTokens,
    int draftsTried,
    int draftsKept,
    long maskNanos,
    long totalNanos) {}
