package dev.strait.llama.extract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Adds keywords to a field's schema: {@code @Keywords("{'maxLength': 80}")}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Keywords {

  /** A JSON object; single quotes may stand for double ones. */
  String value();
}
