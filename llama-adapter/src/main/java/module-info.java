/**
 * Constrained decoding through llama.cpp.
 *
 * <p>In reading order: {@code gguf} (model files), {@code model} (the seam: what a decoder needs of
 * a model), {@code cpp} (llama.cpp behind that seam), {@code generate} (the decoding loop), {@code
 * extract} (Java types in, values out).
 *
 * <p>The jar {@code de.kherud:llama} is used for the native library in it, not for its classes, so
 * it may be on the module path or on the class path and is not required here by name.
 */
module dev.strait.llama {
  requires static transitive org.jspecify;
  requires transitive dev.strait.compiler;
  requires com.sun.jna;

  exports dev.strait.llama.cpp;
  exports dev.strait.llama.extract;
  exports dev.strait.llama.generate;
  exports dev.strait.llama.gguf;
  exports dev.strait.llama.model;

  opens dev.strait.llama.cpp to
      com.sun.jna;
}
