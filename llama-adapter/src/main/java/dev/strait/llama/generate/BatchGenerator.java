package dev.strait.llama.generate;

import dev.strait.constraint.Constraint;
import dev.strait.llama.model.ClosedException;
import dev.strait.llama.model.ConcurrentUseException;
import dev.strait.llama.model.ContextFullException;
import dev.strait.llama.model.ModelContext;
import dev.strait.llama.model.ModelException;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.TokenBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs many generations at once in one context: each call of the model serves all of them, and one
 * that finishes makes room for the next. Each is what it would be alone, up to the rounding of the
 * runtime's arithmetic in batches of different sizes.
 */
public final class BatchGenerator {

  private final Workspace workspace;
  private final ModelContext context;

  /**
   * One generation to run.
   *
   * @param prompt tokens between the shared prefix and the output, at least one
   * @param constraint what the output must obey; null for free text
   * @param options how to generate
   * @param listener hears of each piece
   */
  public record Request(
      int[] prompt,
      @Nullable Constraint constraint,
      GenerationOptions options,
      Consumer<Piece> listener) {

    /** Copies the prompt, which must not be empty. */
    public Request {
      if (prompt.length == 0) {
        throw new IllegalArgumentException("a prompt has at least one token");
      }
      prompt = prompt.clone();
    }

    /** Makes a request that nobody listens to. */
    public Request(int[] prompt, @Nullable Constraint constraint, GenerationOptions options) {
      this(prompt, constraint, options, piece -> {});
    }

    @Override
    public int[] prompt() {
      return prompt.clone();
    }
  }

  /**
   * What became of a request.
   *
   * @param generated the outcome, or null
   * @param error what went wrong, or null
   */
  public record Result(@Nullable Generated generated, @Nullable ModelException error) {

    /** Returns the outcome, or throws what went wrong. */
    public Generated orElseThrow() {
      if (generated == null) {
        throw error == null ? new ModelException("nothing was generated") : error;
      }
      return generated;
    }
  }

  /** A request in work. */
  private record Job(int index, Request request, Slot slot, Sampler sampler, int reserved) {}

  /** Makes a generator that uses the free sequences of a workspace. */
  public BatchGenerator(Workspace workspace) {
    this.workspace = workspace;
    this.context = workspace.context();
  }

  /** Runs all requests and returns their results in the same order. */
  public List<Result> run(List<Request> requests) {
    return run(requests, null);
  }

  /**
   * Runs all requests after a shared text, evaluated once, and returns their results in order.
   *
   * @param prefix the text before every prompt, or null
   * @throws ClosedException if the context is closed meanwhile
   */
  public List<Result> run(List<Request> requests, @Nullable Session prefix) {
    try (Ownership.Hold hold = context.hold()) {
      Run run = new Run(requests, prefix);
      try {
        run.all();
      } finally {
        run.stop();
      }
      return Arrays.asList(run.results);
    }
  }

  /**
   * Runs one prompt several times with seeds that count up, and returns the outcome that the model
   * itself found likeliest (mean log probability of the tokens it was asked for), valid ones first.
   *
   * @param count how many, at least 1
   */
  public Generated bestOf(
      int count, int[] prompt, @Nullable Constraint constraint, GenerationOptions options) {
    if (count < 1 || prompt.length == 0) {
      throw new IllegalArgumentException("at least one try and one token are needed");
    }
    try (Session prefix = workspace.session()) {
      prefix.append(Arrays.copyOf(prompt, prompt.length - 1));
      int[] last = {prompt[prompt.length - 1]};
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long seed = options.sampling().seed() + i;
        GenerationOptions own =
            options.withScores(true).withSampling(options.sampling().withSeed(seed));
        requests.add(new Request(last, constraint, own));
      }
      return best(run(requests, prefix));
    }
  }

  private static Generated best(List<Result> results) {
    Optional<Generated> best =
        results.stream()
            .map(Result::generated)
            .flatMap(Stream::ofNullable)
            .max(Comparator.comparing(Generated::valid).thenComparingDouble(Generated::meanScore));
    return best.orElseGet(() -> results.get(0).orElseThrow());
  }

  /** The state of one run. */
  private final class Run {
    final Result[] results;
    private final List<Request> requests;
    private final @Nullable Session prefix;
    private final int[] shared;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final List<Job> jobs = new ArrayList<>();
    private final TokenBatch batch = new TokenBatch();
    private int reserved;

    Run(List<Request> requests, @Nullable Session prefix) {
      this.requests = List.copyOf(requests);
      this.prefix = prefix;
      this.results = new Result[requests.size()];
      this.shared = prefix == null ? new int[0] : prefix.evaluate().tokens();
      for (int i = 0; i < results.length; i++) {
        waiting.add(i);
      }
    }

    void all() {
      while (!waiting.isEmpty() || !jobs.isEmpty()) {
        admit();
        if (!jobs.isEmpty()) {
          evaluate();
          collect();
        }
      }
    }

    /** Starts requests while there are sequences and memory for their longest outputs. */
    private void admit() {
      int base = jobs.isEmpty() ? context.used() : -1;
      while (!waiting.isEmpty() && workspace.free() > 0) {
        int index = waiting.element();
        int needed = needed(requests.get(index));
        int free = context.capacity() - (base >= 0 ? base : usedByOthers()) - reserved;
        if (needed > free && !jobs.isEmpty()) {
          return;
        }
        waiting.remove();
        start(index, Math.min(needed, free));
      }
      if (jobs.isEmpty() && !waiting.isEmpty() && workspace.free() == 0) {
        throw new ContextFullException("all sequences are taken: close a session");
      }
    }

    private int usedByOthers() {
      int own = 0;
      for (Job job : jobs) {
        own += context.length(job.slot().sequence()) - shared.length;
      }
      return context.used() - own;
    }

    private int needed(Request request) {
      long most = (long) request.prompt.length + request.options().maxTokens();
      return (int) Math.min(context.capacity(), most + request.options().draftTokens());
    }

    private void start(int index, int cells) {
      Request request = requests.get(index);
      int room = cells - request.prompt.length - request.options().draftTokens();
      if (room < 0) {
        int size = request.prompt.length;
        results[index] =
            new Result(null, new ContextFullException("a prompt of " + size + " does not fit"));
        return;
      }
      Sampler sampler = context.sampler(request.options().sampling());
      int sequence = workspace.take();
      try {
        int[] all = Arrays.copyOf(shared, shared.length + request.prompt.length);
        System.arraycopy(request.prompt, 0, all, shared.length, request.prompt.length);
        Decoding decoding =
            new Decoding(
                context.model(),
                request.constraint(),
                request.options(),
                all,
                request.prompt.length,
                room,
                sampler);
        if (prefix != null) {
          prefix.copyTo(sequence);
        }
        reserved += cells;
        jobs.add(new Job(index, request, new Slot(context, decoding, sequence), sampler, cells));
      } catch (ModelException e) {
        sampler.close();
        workspace.release(sequence);
        results[index] = new Result(null, e);
      }
    }

    /** Fills a batch from all jobs, those with little to say first, and evaluates it. */
    private void evaluate() {
      batch.clear();
      List<Job> order = new ArrayList<>(jobs);
      order.sort(Comparator.comparingInt(job -> job.slot().decoding().pending().length));
      for (Job job : order) {
        if (!job.slot().decoding().isFinished()) {
          job.slot().fill(batch, context.batchSize() - batch.size());
        }
      }
      if (batch.size() > 0) {
        context.evaluate(batch);
      }
    }

    private void collect() {
      for (Job job : List.copyOf(jobs)) {
        Decoding decoding = job.slot().decoding();
        try {
          if (!decoding.isFinished()) {
            job.slot().evaluated();
          }
          Piece piece = decoding.piece();
          if (!piece.tokens().isEmpty() || !piece.text().isEmpty()) {
            job.request().listener().accept(piece);
          }
          if (decoding.isFinished()) {
            results[job.index()] = new Result(decoding.result(), null);
            end(job);
          }
        } catch (ClosedException | ConcurrentUseException e) {
          throw e;
        } catch (ModelException e) {
          results[job.index()] = new Result(null, e);
          end(job);
        }
      }
    }

    private void end(Job job) {
      jobs.remove(job);
      reserved -= job.reserved();
      job.sampler().close();
      workspace.release(job.slot().sequence());
    }

    /** Frees what is still in work after a failure. */
    void stop() {
      for (Job job : List.copyOf(jobs)) {
        job.sampler().close();
        try {
          workspace.release(job.slot().sequence());
        } catch (ClosedException e) {
          continue; // the context went first and took the sequence along
        }
      }
      jobs.clear();
    }
  }
}
