package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An agent's data folder: locked by one process, and bound to one peer.
///
/// A folder that another peer filled is refused: its shards were given to another owner, and
/// answering for them under a new name would void the separation of owners.
public final class DataDir implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String IDENTITY = "identity";

  private final Path path;
  private final PeerId peer;
  private final FileChannel lockFile;

  private DataDir(Path path, PeerId peer, FileChannel lockFile) {
    this.path = path;
    this.peer = peer;
    this.lockFile = lockFile;
  }

  /// Creates or opens the folder. Fails with DATA_DIR_BUSY, DATA_DIR_FOREIGN, NO_SPACE or
  /// DISK_FAILED.
  public static DataDir open(Path path, PeerId peer) {
    Disk disk = new Disk();
    try {
      disk.createFolder(path);
      FileChannel lockFile = lock(path);
      try {
        bind(disk, path, peer);
        return new DataDir(path, peer, lockFile);
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.worded("Opening " + path, path.toString(), e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new OperationFailed(e, FailureCode.DATA_DIR_BUSY, path.toString());
    }
    if (lock == null) {
      channel.close();
      throw new OperationFailed(FailureCode.DATA_DIR_BUSY, path.toString());
    }
    return channel;
  }

  private static void bind(Disk disk, Path path, PeerId peer) throws IOException {
    Path identity = path.resolve(IDENTITY);
    if (Files.exists(identity)) {
      String found = Files.readString(identity, StandardCharsets.US_ASCII).strip();
      if (!found.equals(peer.hex())) {
        throw new OperationFailed(FailureCode.DATA_DIR_FOREIGN, path.toString(), found);
      }
      return;
    }
    if (isFilled(path.resolve("store"))) {
      throw new OperationFailed(FailureCode.DATA_DIR_FOREIGN, path.toString(), "unknown");
    }
    disk.replace(identity, (peer.hex() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isFilled(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(ShardFiles.SUFFIX));
    }
  }

  public Path path() {
    return path;
  }

  public PeerId peer() {
    return peer;
  }

  /// Gives the folder free for another process.
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw DiskFailure.worded("Closing " + path, path.toString(), e);
    }
  }
}
