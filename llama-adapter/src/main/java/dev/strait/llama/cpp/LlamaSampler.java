package dev.strait.llama.cpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.strait.llama.model.EvaluationException;
import dev.strait.llama.model.Logits;
import dev.strait.llama.model.Ownership;
import dev.strait.llama.model.Sampler;
import dev.strait.llama.model.Sampling;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A chain of llama.cpp's samplers, applied to the allowed tokens only. */
final class LlamaSampler implements Sampler {

  private final LlamaApi api;
  private final Candidates candidates;
  private final LlamaContext context;
  private final boolean greedy;
  private long chain;

  private LlamaSampler(
      LlamaApi api, Candidates candidates, LlamaContext context, boolean greedy, long chain) {
    this.api = api;
    this.candidates = candidates;
    this.context = context;
    this.greedy = greedy;
    this.chain = chain;
  }

  static LlamaSampler make(
      LlamaApi api,
      long vocabulary,
      Sampling settings,
      Candidates candidates,
      LlamaContext context) {
    Structs.ChainParams params = new Structs.ChainParams();
    params.noTimings = 1;
    long chain = api.samplerChainInit(params);
    Build build = new Build(api, vocabulary, chain, settings);
    build.addAll(context.model());
    return new LlamaSampler(api, candidates, context, settings.isPlainGreedy(), chain);
  }

  /** Adds the links in order. */
  private record Build(LlamaApi api, long vocabulary, long chain, Sampling settings) {

    void addAll(LlamaModel model) {
      Sampling.Penalties penalties = settings.penalties();
      if (penalties.lastTokens() > 0) {
        add(
            api.samplerInitPenalties(
                penalties.lastTokens(),
                (float) penalties.repeat(),
                (float) penalties.frequency(),
                (float) penalties.presence()));
      }
      Sampling.Dry dry = settings.dry();
      if (dry.multiplier() != 0 && dry.lastTokens() > 0) {
        add(dry(dry, Math.max(1, model.size().trainedContext())));
      }
      if (settings.temperature() == 0) {
        add(api.samplerInitGreedy());
      } else if (settings.mirostat().version() > 0) {
        mirostat(model.vocabulary().size());
      } else {
        draw();
      }
    }

    private void draw() {
      if (settings.topK() > 0) {
        add(api.samplerInitTopK(settings.topK()));
      }
      if (settings.typicalP() < 1) {
        add(api.samplerInitTypical((float) settings.typicalP(), 1));
      }
      if (settings.topP() < 1) {
        add(api.samplerInitTopP((float) settings.topP(), 1));
      }
      if (settings.minP() > 0) {
        add(api.samplerInitMinP((float) settings.minP(), 1));
      }
      add(api.samplerInitTemp((float) settings.temperature()));
      add(api.samplerInitDist(seed()));
    }

    private void mirostat(int size) {
      Sampling.Mirostat mirostat = settings.mirostat();
      add(api.samplerInitTemp((float) settings.temperature()));
      float tau = (float) mirostat.tau();
      float eta = (float) mirostat.eta();
      add(
          mirostat.version() == 1
              ? api.samplerInitMirostat(size, seed(), tau, eta, 100)
              : api.samplerInitMirostatV2(seed(), tau, eta));
    }

    private long dry(Sampling.Dry dry, int trainedContext) {
      List<Memory> texts = new ArrayList<>();
      Memory list = new Memory(8L * Math.max(1, dry.breakers().size()));
      for (String breaker : dry.breakers()) {
        byte[] bytes = breaker.replace("\0", "").getBytes(StandardCharsets.UTF_8);
        Memory text = new Memory(bytes.length + 1L);
        text.write(0, Arrays.copyOf(bytes, bytes.length + 1), 0, bytes.length + 1);
        list.setPointer(8L * texts.size(), text);
        texts.add(text);
      }
      long sampler =
          api.samplerInitDry(
              vocabulary,
              trainedContext,
              (float) dry.multiplier(),
              (float) dry.base(),
              dry.allowedLength(),
              dry.lastTokens(),
              list,
              texts.size());
      java.lang.ref.Reference.reachabilityFence(texts);
      return sampler;
    }

    /** llama.cpp takes 0xFFFFFFFF for "choose a seed". */
    private int seed() {
      int seed = (int) (settings.seed() ^ (settings.seed() >>> 32));
      return seed == -1 ? -2 : seed;
    }

    private void add(long sampler) {
      if (sampler == 0) {
        throw new EvaluationException("llama.cpp could not make a sampler");
      }
      api.samplerChainAdd(chain, sampler);
    }
  }

  @Override
  public int pick(Logits logits, long[] allowed) {
    try (Ownership.Hold hold = context.hold()) {
      checkOpen();
      int token = greedy ? logits.best(allowed) : draw(logits, allowed);
      if (token < 0) {
        throw new EvaluationException(
            "no allowed token has a usable number: the model's output is not finite, or the mask"
                + " is empty");
      }
      return token;
    }
  }

  private int draw(Logits logits, long[] allowed) {
    int count = candidates.gather(logits, allowed);
    if (count < 2) {
      return count == 0 ? -1 : candidates.first();
    }
    Pointer array = candidates.array(count);
    api.samplerApply(chain, array);
    return candidates.selected();
  }

  @Override
  public void accept(int token) {
    try (Ownership.Hold hold = context.hold()) {
      checkOpen();
      context.model().vocabulary().kind(token);
      api.samplerAccept(chain, token);
    }
  }

  private void checkOpen() {
    if (chain == 0) {
      throw new dev.strait.llama.model.ClosedException("this sampler is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (chain != 0) {
      api.samplerFree(chain);
      chain = 0;
    }
  }
}
