package dev.strait.examples.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MainTest {
  private static final int JAVA_8 = 52;

  @Test
  void anOldJavaIsToldWhatToDo() {
    for (String old : new String[] {"1.8", "11", "16"}) {
      String complaint = Main.complaint(old, "/opt/java");
      assertTrue(complaint.contains("needs Java 17 or later"), complaint);
      assertTrue(complaint.contains("/opt/java. Install a newer one"), complaint);
    }
    assertTrue(Main.complaint("1.8", "x").contains("this is Java 8 in x"));
  }

  @Test
  void aNewJavaWillDo() {
    assertEquals("", Main.complaint("17", "x"));
    assertEquals("", Main.complaint("25", "x"));
  }

  @Test
  void anOldJavaCanReadTheClass() throws Exception {
    try (InputStream in = Objects.requireNonNull(Main.class.getResourceAsStream("Main.class"))) {
      DataInputStream data = new DataInputStream(in);
      assertEquals(0xCAFEBABE, data.readInt());
      data.readUnsignedShort();
      assertEquals(JAVA_8, data.readUnsignedShort());
    }
  }
}
