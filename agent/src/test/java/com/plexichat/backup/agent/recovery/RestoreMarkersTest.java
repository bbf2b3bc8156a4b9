package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.recovery.RestoreMarkers.Begun;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreMarkersTest {
  private static final RawPath TARGET = RawPath.of("/target");

  /// Cancelled when all is written: a restore that then failed could not be gone on with.
  @Test
  void aRestoreThatIsWholeEndsThoughItIsInterrupted(@TempDir Path folder) {
    RestoreMarkers markers = new RestoreMarkers(folder.resolve("restores"));
    markers.begin("backup", TARGET);
    assertEquals(Begun.TRUSTED, markers.begun("backup", TARGET));
    Thread.currentThread().interrupt();
    try {
      markers.end(TARGET);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(Begun.NOT, markers.begun("backup", TARGET));
    markers.end(TARGET);
  }

  @Test
  void whatWasWrittenBeforeAPowerLossOrAFailedSyncIsDoubted(@TempDir Path folder) {
    RestoreMarkers before = new RestoreMarkers(folder, () -> "one start");
    RestoreMarkers after = new RestoreMarkers(folder, () -> "the next");
    before.begin("backup", TARGET);
    assertEquals(Begun.TRUSTED, before.begun("backup", TARGET));
    assertEquals(Begun.DOUBTED, after.begun("backup", TARGET));
    assertEquals(Begun.NOT, after.begun("another", TARGET));
    before.doubt("backup", TARGET);
    assertEquals(Begun.DOUBTED, before.begun("backup", TARGET));
  }

  @Test
  void oneAtATimeWritesIntoAFolder(@TempDir Path folder) {
    RestoreMarkers markers = new RestoreMarkers(folder);
    try (var _ = markers.enter(TARGET);
        var _ = markers.enter(RawPath.of("/targets"))) {
      for (String path : List.of("/target", "/target/x/y", "/")) {
        OperationFailed busy =
            assertThrows(OperationFailed.class, () -> markers.enter(RawPath.of(path)), path);
        assertEquals(FailureCode.TARGET_BUSY, busy.code());
      }
      markers.enter(RawPath.of("no/root")).close();
    }
    markers.enter(RawPath.of("/")).close();
  }

  /// Of a version that did not name it.
  @Test
  void aMarkerThatNamesNoStartIsDoubted(@TempDir Path folder) throws Exception {
    RestoreMarkers markers = new RestoreMarkers(folder);
    markers.begin("backup", TARGET);
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "backup\n/target");
    }
    assertEquals(Begun.DOUBTED, markers.begun("backup", TARGET));
  }
}
