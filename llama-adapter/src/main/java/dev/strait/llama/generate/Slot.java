package dev.strait.llama.generate;

import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.TokenBatch;

/** Feeds one generation's tokens, in one sequence, through batches that it may share. */
final class Slot {

  private final ModelContext context;
  private final Decoding decoding;
  private final int sequence;
  private int fed;
  private int added;
  private int firstLogits = -1;

  Slot(ModelContext context, Decoding decoding, int sequence) {
    this.context = context;
    this.decoding = decoding;
    this.sequence = sequence;
  }

  Decoding decoding() {
    return decoding;
  }

  int sequence() {
    return sequence;
  }

  /** Adds rows, at most {@code room}; what does not fit is left for the next batch. */
  void fill(TokenBatch batch, int room) {
    int[] pending = decoding.pending();
    int count = Math.min(room, pending.length - fed);
    boolean all = fed + count == pending.length && count > 0;
    int before = batch.size();
    for (int i = 0; i < count; i++) {
      batch.add(pending[fed + i], sequence, all && i == count - 1);
    }
    fed += count;
    firstLogits = all ? batch.size() - 1 : -1;
    if (all && decoding.drafts().length <= room - count) {
      for (int draft : decoding.drafts()) {
        batch.add(draft, sequence, true);
      }
    } else {
      decoding.dropDrafts();
    }
    added = batch.size() - before;
  }

  /** Takes back what {@link #fill} did: the batch was not evaluated. */
  void undo() {
    fed = Math.max(0, fed - added);
    firstLogits = -1;
  }

  /** Goes on after the batch was evaluated; the caller has a hold on the context. */
  void evaluated() {
    if (added > 0) {
      decoding.evaluated(added);
    }
    if (firstLogits >= 0) {
      int first = firstLogits;
      firstLogits = -1;
      fed = 0;
      decoding.step(i -> context.logits(first + i));
      if (decoding.rejected() > 0) {
        context.truncate(sequence, context.length(sequence) - decoding.rejected());
      }
    }
  }
}
