package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.JobEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A restore that goes on in a target whose files have their length and times but not their bytes.
class RestoreAfterPowerLossTest {
  @TempDir Path shared;
  @TempDir Path target;

  @Test
  void nothingThatWasWrittenBeforeIsTakenForWhole() throws Exception {
    Path source = Files.createDirectory(shared.resolve("source"));
    Trees.make(source, 7);
    Map<String, String> expected = Trees.describe(source);
    SavedTree saved = new SavedTree(shared, source);
    try {
      saved.restore(SavedTree.to(target));
      Path file = saved.in(target).resolve("z-last");
      FileTime time = Files.getLastModifiedTime(file);
      Files.write(file, new byte[(int) Files.size(file)]);
      Files.setLastModifiedTime(file, time);
      new RestoreMarkers(shared.resolve("markers"), () -> "an earlier start")
          .begin(SavedTree.BACKUP, RawPath.of(target));
      try (var _ = saved.markers.enter(RawPath.of(target))) {
        JobEntry busy = saved.run("beside", saved.job(SavedTree.to(target)));
        assertEquals("TARGET_BUSY", busy.getFailure().getCode());
      }
      JobEntry done = saved.run("again", saved.job(SavedTree.to(target)));
      assertEquals("done", done.getState(), done.getReason());
      assertEquals(expected, Trees.describe(saved.in(target)));
    } finally {
      saved.close();
    }
  }
}
