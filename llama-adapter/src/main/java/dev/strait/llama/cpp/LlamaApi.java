package dev.strait.llama.cpp;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/**
 * The part of llama.cpp's C API that is used: {@code modelFree} is {@code llama_model_free}, and so
 * on. Handles are addresses, 0 is null. No method checks anything: a wrong argument may end the
 * process.
 */
interface LlamaApi {

  /** Receives log lines: level 1 debug, 2 info, 3 warning, 4 error, 5 continues the line. */
  interface LogCallback extends Callback {
    void log(int level, Pointer text, Pointer data);
  }

  /** Hears of loading, 0 to 1; returning 0 stops it. */
  interface ProgressCallback extends Callback {
    byte progress(float part, Pointer data);
  }

  /** Asked during an evaluation; returning 1 stops it. */
  interface AbortCallback extends Callback {
    byte abort(Pointer data);
  }

  void backendInit();

  void logSet(LogCallback callback, long data);

  Structs.ModelParams modelDefaultParams();

  Structs.ContextParams contextDefaultParams();

  long modelLoadFromFile(byte[] path, Structs.ModelParams params);

  void modelFree(long model);

  long modelGetVocab(long model);

  int modelNCtxTrain(long model);

  int modelNEmbd(long model);

  int modelNLayer(long model);

  int modelNHead(long model);

  long modelNParams(long model);

  long modelSize(long model);

  int modelDesc(long model, byte[] buffer, long size);

  int modelMetaCount(long model);

  int modelMetaKeyByIndex(long model, int index, byte[] buffer, long size);

  int modelMetaValStrByIndex(long model, int index, byte[] buffer, long size);

  Pointer modelChatTemplate(long model, long name);

  byte modelHasEncoder(long model);

  byte modelIsRecurrent(long model);

  int vocabNTokens(long vocabulary);

  int vocabType(long vocabulary);

  int vocabGetAttr(long vocabulary, int token);

  byte vocabIsEog(long vocabulary, int token);

  Pointer vocabGetText(long vocabulary, int token);

  int vocabBos(long vocabulary);

  int vocabEos(long vocabulary);

  int tokenToPiece(
      long vocabulary, int token, byte[] buffer, int size, int leftStrip, byte special);

  int tokenize(
      long vocabulary,
      byte[] text,
      int length,
      int[] tokens,
      int size,
      byte addSpecial,
      byte parseSpecial);

  int chatApplyTemplate(
      byte[] template, Pointer messages, long count, byte addAssistant, byte[] buffer, int size);

  long initFromModel(long model, Structs.ContextParams params);

  void free(long context);

  int nCtx(long context);

  int nBatch(long context);

  int nSeqMax(long context);

  int decode(long context, Structs.Batch batch);

  Pointer getLogitsIth(long context, int row);

  void kvSelfClear(long context);

  byte kvSelfSeqRm(long context, int sequence, int from, int to);

  void kvSelfSeqCp(long context, int source, int target, int from, int to);

  int kvSelfUsedCells(long context);

  void kvSelfDefrag(long context);

  void kvSelfUpdate(long context);

  long stateSeqGetSize(long context, int sequence);

  long stateSeqGetData(long context, byte[] buffer, long size, int sequence);

  long stateSeqSetData(long context, byte[] buffer, long size, int sequence);

  long samplerChainInit(Structs.ChainParams params);

  void samplerChainAdd(long chain, long sampler);

  void samplerFree(long sampler);

  void samplerAccept(long sampler, int token);

  void samplerApply(long sampler, Pointer candidates);

  long samplerInitGreedy();

  long samplerInitDist(int seed);

  long samplerInitTopK(int k);

  long samplerInitTopP(float p, long leastKept);

  long samplerInitMinP(float p, long leastKept);

  long samplerInitTypical(float p, long leastKept);

  long samplerInitTemp(float temperature);

  long samplerInitPenalties(int lastTokens, float repeat, float frequency, float presence);

  long samplerInitDry(
      long vocabulary,
      int trainedContext,
      float multiplier,
      float base,
      int allowedLength,
      int lastTokens,
      Pointer breakers,
      long breakerCount);

  long samplerInitMirostat(int vocabulary, int seed, float tau, float eta, int m);

  long samplerInitMirostatV2(int seed, float tau, float eta);
}
