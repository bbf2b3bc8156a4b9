package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.DurableFiles;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Remembers across a restart which restores have begun to fill their target: a restore that goes
/// on finds its own files there, and must not take the target for somebody else's.
public final class RestoreMarkers {
  private final Path folder;

  /// @param folder of its own below the agent's data folder; made when it is missing
  public RestoreMarkers(Path folder) {
    this.folder = folder;
  }

  boolean isBegun(String jobId, RawPath target) {
    try {
      Path file = file(jobId);
      return Files.exists(file) && RawPath.of(Files.readAllBytes(file)).equals(target);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void begin(String jobId, RawPath target) {
    try {
      DurableFiles.createFolders(folder);
      DurableFiles.replace(file(jobId), target.bytes());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void end(String jobId) {
    try {
      DurableFiles.delete(file(jobId));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path file(String jobId) {
    if (!jobId.matches("[0-9A-Za-z_-]{1,64}")) {
      throw new IllegalArgumentException("not a job id: " + jobId);
    }
    return folder.resolve(jobId + ".restore");
  }

  private static OperationFailed failed(IOException e) {
    return new OperationFailed(
        e, FailureCode.DISK_FAILED, "This machine", String.valueOf(e.getMessage()));
  }
}
