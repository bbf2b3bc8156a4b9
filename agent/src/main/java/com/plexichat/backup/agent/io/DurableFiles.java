package com.plexichat.backup.agent.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/// Files of our own that are whole after a crash: written beside, synced, renamed, and the folder
/// synced. Files are 0600 and folders 0700 from their first moment.
public final class DurableFiles {
  private static final FileAttribute<?> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String TEMPORARY = ".new";

  private DurableFiles() {}

  /// Puts these bytes in the place of a file, whether it is there or not: after a crash at any
  /// moment it holds either the old bytes or the new ones. One writer at a time.
  public static void replace(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    Files.deleteIfExists(temporary);
    try (FileChannel channel = create(temporary)) {
      writeAll(channel, bytes);
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(folderOf(file));
  }

  /// Makes a file that is not there yet, with these bytes. A crash may leave it shorter: use
  /// [#replace] for what is read back.
  public static void writeNew(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = create(file)) {
      writeAll(channel, bytes);
      channel.force(true);
    }
    syncFolder(folderOf(file));
  }

  /// Makes a file that is not there yet (0600) and opens it for writing. Neither its bytes nor its
  /// name are durable until the caller syncs them.
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE_FILE);
  }

  /// Renames a file, within one file system, and makes it durable in both folders. The contents
  /// must have been synced before.
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(folderOf(to));
    if (!folderOf(to).equals(folderOf(from))) {
      syncFolder(folderOf(from));
    }
  }

  /// Removes a file if it is there, durably.
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncFolder(folderOf(file));
    }
  }

  /// Makes a folder and those above it where they are missing (0700), durably.
  public static void createFolders(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path at = folder.toAbsolutePath().normalize();
    while (!Files.isDirectory(at)) {
      missing.push(at);
      at = folderOf(at);
    }
    for (Path next : missing) {
      try {
        Files.createDirectory(next, PRIVATE_FOLDER);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
      }
      syncFolder(folderOf(next));
    }
  }

  /// Makes the names in a folder durable.
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Takes the lock that a file stands for, or nothing when someone has it, in this process or
  /// another. It ends with the process, however that ends.
  public static Optional<Lock> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE_FILE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new Lock(channel));
      }
    } catch (OverlappingFileLockException _) {
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /// A lock held until it is closed. The file stays.
  public static final class Lock implements AutoCloseable {
    private final FileChannel channel;

    Lock(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// The number that the kernel gives each start of this machine. What was written without a sync
  /// is as written while it stays the same, even if the process died.
  public static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("no folder above " + file);
    }
    return folder;
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }
}
