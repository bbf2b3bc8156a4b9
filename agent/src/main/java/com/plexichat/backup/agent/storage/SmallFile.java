package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One small file in the data folder that is read and replaced whole.
public final class SmallFile {
  private final Path file;
  private final Disk disk = new Disk();

  private SmallFile(Path file) {
    this.file = file;
  }

  public static SmallFile in(DataDir dataDir, String name) {
    return new SmallFile(dataDir.path().resolve(name));
  }

  /// Its bytes; empty while it was never written. Fails with DISK_FAILED.
  public synchronized Optional<byte[]> read() {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw DiskFailure.worded("Reading " + file, file.toString(), e);
    }
  }

  /// Replaces it durably. Fails with NO_SPACE or DISK_FAILED; then the old bytes stand.
  public synchronized void replace(byte[] bytes) {
    try {
      disk.replace(file, bytes);
    } catch (IOException e) {
      throw DiskFailure.worded("Writing " + file, file.toString(), e);
    }
  }
}
