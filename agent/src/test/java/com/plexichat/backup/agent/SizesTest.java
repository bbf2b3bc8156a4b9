package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.floorplan.SourceSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// This module's files and functions stay short.
class SizesTest {
  @Test
  void filesAndFunctionsAreShort() throws IOException {
    assertEquals(List.of(), SourceSizes.problems(Path.of("src")));
  }
}
