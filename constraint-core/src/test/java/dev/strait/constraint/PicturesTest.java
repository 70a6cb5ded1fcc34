package dev.strait.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The committed pictures are those that the code draws; {@link Pictures} writes them anew. */
@Tag("slow")
class PicturesTest {

  @Test
  void committedPicturesAreUpToDate() throws IOException {
    for (var picture : Pictures.all().entrySet()) {
      String committed = Files.readString(Pictures.FOLDER.resolve(picture.getKey()));
      assertEquals(committed, picture.getValue(), picture.getKey());
    }
  }
}
