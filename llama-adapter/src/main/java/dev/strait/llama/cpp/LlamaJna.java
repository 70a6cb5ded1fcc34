package dev.strait.llama.cpp;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** {@link LlamaApi} by JNA's direct mapping: each method is bound to its C function. */
final class LlamaJna implements LlamaApi {

  private LlamaJna() {}

  /**
   * Opens a library and binds every function.
   *
   * @throws UnsatisfiedLinkError if it cannot be opened, or lacks a function
   */
  static LlamaJna open(NativeLibrary library) {
    Native.register(LlamaJna.class, library);
    return new LlamaJna();
  }

  /** Opens a library without binding anything. */
  static NativeLibrary library(Path file) {
    com.sun.jna.FunctionMapper mapper = (lib, method) -> functionName(method);
    return NativeLibrary.getInstance(
        file.toString(), Map.of(Library.OPTION_FUNCTION_MAPPER, mapper));
  }

  /** Turns {@code samplerInitTopK} into {@code llama_sampler_init_top_k}. */
  private static String functionName(Method method) {
    String snake = method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return "llama_" + snake;
  }

  @Override
  public native void backendInit();

  @Override
  public native void logSet(LogCallback callback, long data);

  @Override
  public native Structs.ModelParams modelDefaultParams();

  @Override
  public native Structs.ContextParams contextDefaultParams();

  @Override
  public native long modelLoadFromFile(byte[] path, Structs.ModelParams params);

  @Override
  public native void modelFree(long model);

  @Override
  public native long modelGetVocab(long model);

  @Override
  public native int modelNCtxTrain(long model);

  @Override
  public native int modelNEmbd(long model);

  @Override
  public native int modelNLayer(long model);

  @Override
  public native int modelNHead(long model);

  @Override
  public native long modelNParams(long model);

  @Override
  public native long modelSize(long model);

  @Override
  public native int modelDesc(long model, byte[] buffer, long size);

  @Override
  public native int modelMetaCount(long model);

  @Override
  public native int modelMetaKeyByIndex(long model, int index, byte[] buffer, long size);

  @Override
  public native int modelMetaValStrByIndex(long model, int index, byte[] buffer, long size);

  @Override
  public native Pointer modelChatTemplate(long model, long name);

  @Override
  public native byte modelHasEncoder(long model);

  @Override
  public native byte modelIsRecurrent(long model);

  @Override
  public native int vocabNTokens(long vocabulary);

  @Override
  public native int vocabType(long vocabulary);

  @Override
  public native int vocabGetAttr(long vocabulary, int token);

  @Override
  public native byte vocabIsEog(long vocabulary, int token);

  @Override
  public native Pointer vocabGetText(long vocabulary, int token);

  @Override
  public native int vocabBos(long vocabulary);

  @Override
  public native int vocabEos(long vocabulary);

  @Override
  public native int tokenToPiece(
      long vocabulary, int token, byte[] buffer, int size, int leftStrip, byte special);

  @Override
  public native int tokenize(
      long vocabulary,
      byte[] text,
      int length,
      int[] tokens,
      int size,
      byte addSpecial,
      byte parseSpecial);

  @Override
  public native int chatApplyTemplate(
      byte[] template, Pointer messages, long count, byte addAssistant, byte[] buffer, int size);

  @Override
  public native long initFromModel(long model, Structs.ContextParams params);

  @Override
  public native void free(long context);

  @Override
  public native int nCtx(long context);

  @Override
  public native int nBatch(long context);

  @Override
  public native int nSeqMax(long context);

  @Override
  public native int decode(long context, Structs.Batch batch);

  @Override
  public native Pointer getLogitsIth(long context, int row);

  @Override
  public native void kvSelfClear(long context);

  @Override
  public native byte kvSelfSeqRm(long context, int sequence, int from, int to);

  @Override
  public native void kvSelfSeqCp(long context, int source, int target, int from, int to);

  @Override
  public native int kvSelfUsedCells(long context);

  @Override
  public native void kvSelfDefrag(long context);

  @Override
  public native void kvSelfUpdate(long context);

  @Override
  public native long stateSeqGetSize(long context, int sequence);

  @Override
  public native long stateSeqGetData(long context, byte[] buffer, long size, int sequence);

  @Override
  public native long stateSeqSetData(long context, byte[] buffer, long size, int sequence);

  @Override
  public native long samplerChainInit(Structs.ChainParams params);

  @Override
  public native void samplerChainAdd(long chain, long sampler);

  @Override
  public native void samplerFree(long sampler);

  @Override
  public native void samplerAccept(long sampler, int token);

  @Override
  public native void samplerApply(long sampler, Pointer candidates);

  @Override
  public native long samplerInitGreedy();

  @Override
  public native long samplerInitDist(int seed);

  @Override
  public native long samplerInitTopK(int k);

  @Override
  public native long samplerInitTopP(float p, long leastKept);

  @Override
  public native long samplerInitMinP(float p, long leastKept);

  @Override
  public native long samplerInitTypical(float p, long leastKept);

  @Override
  public native long samplerInitTemp(float temperature);

  @Override
  public native long samplerInitPenalties(
      int lastTokens, float repeat, float frequency, float presence);

  @Override
  public native long samplerInitDry(
      long vocabulary,
      int trainedContext,
      float multiplier,
      float base,
      int allowedLength,
      int lastTokens,
      Pointer breakers,
      long breakerCount);

  @Override
  public native long samplerInitMirostat(int vocabulary, int seed, float tau, float eta, int m);

  @Override
  public native long samplerInitMirostatV2(int seed, float tau, float eta);
}
