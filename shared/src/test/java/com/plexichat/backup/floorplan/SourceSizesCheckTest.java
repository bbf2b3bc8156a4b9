package com.plexichat.backup.floorplan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The size limits fail where they should.
class SourceSizesCheckTest {
  @TempDir Path folder;

  @Test
  void acceptsWhatIsJustSmallEnough() throws IOException {
    write("class Small {\n" + "\n".repeat(398) + "}\n");
    assertEquals(List.of(), SourceSizes.problems(folder));
    write("class Small {\n  void m() {\n" + "\n".repeat(60) + "  }\n}\n");
    assertEquals(List.of(), SourceSizes.problems(folder));
  }

  @Test
  void findsALongFile() throws IOException {
    write("class Small {\n" + "\n".repeat(399) + "}\n");
    assertOne(": 401 lines, at most 400");
  }

  @Test
  void findsALongFunction() throws IOException {
    write("class Small {\n  void m() {\n" + "\n".repeat(61) + "  }\n}\n");
    assertOne("Small.java:2: m has 61 lines, at most 60");
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("Small.java"), text);
  }

  private void assertOne(String ending) throws IOException {
    List<String> problems = SourceSizes.problems(folder);
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.getFirst().endsWith(ending), problems::toString);
  }
}
