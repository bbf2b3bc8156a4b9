package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.agent.io.DurableFiles;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/// Remembers across a restart which restores have begun to fill their target: a restore that goes
/// on finds its own files there, and must not take the target for somebody else's.
public final class RestoreMarkers {
  private final Path folder;

  /// @param folder of its own below the agent's data folder; made when it is missing
  public RestoreMarkers(Path folder) {
    this.folder = folder;
  }

  boolean isBegun(String backupId, RawPath target) {
    try {
      Path file = file(target);
      return Files.exists(file)
          && Arrays.equals(Files.readAllBytes(file), content(backupId, target));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void begin(String backupId, RawPath target) {
    try {
      DurableFiles.createFolders(folder);
      DurableFiles.replace(file(target), content(backupId, target));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// All was written, so this comes to its end whatever interrupts: without its marker a restore
  /// cannot be gone on with.
  void end(RawPath target) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!isEnded(target)) {
        interrupted |= Thread.interrupted();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isEnded(RawPath target) throws IOException {
    try {
      Files.deleteIfExists(file(target));
      DurableFiles.syncFolder(folder);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private static byte[] content(String backupId, RawPath target) {
    byte[] id = (backupId + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] path = target.bytes();
    byte[] content = Arrays.copyOf(id, id.length + path.length);
    System.arraycopy(path, 0, content, id.length, path.length);
    return content;
  }

  private Path file(RawPath target) {
    return folder.resolve(UUID.nameUUIDFromBytes(target.bytes()).toString() + ".restore");
  }

  private OperationFailed failed(IOException e) {
    return DiskFailure.worded("The restore", folder.toString(), e);
  }
}
