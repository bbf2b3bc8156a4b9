package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreMarkersTest {
  private static final RawPath TARGET = RawPath.of("/target");

  /// Cancelled when all is written: a restore that then failed could not be gone on with.
  @Test
  void aRestoreThatIsWholeEndsThoughItIsInterrupted(@TempDir Path folder) {
    RestoreMarkers markers = new RestoreMarkers(folder.resolve("restores"));
    markers.begin("backup", TARGET);
    assertTrue(markers.isBegun("backup", TARGET));
    Thread.currentThread().interrupt();
    try {
      markers.end(TARGET);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertFalse(markers.isBegun("backup", TARGET));
    markers.end(TARGET);
  }
}
