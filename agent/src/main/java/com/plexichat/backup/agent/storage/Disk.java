package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.io.SyncFailed;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The few things that this room does to a disk, each of which may fail.
///
/// It is a class of its own so that a test can let the n-th of them fail.
class Disk {
  private static final FileAttribute<?>[] FOLDER = permissions("rwx------");
  private static final FileAttribute<?>[] FILE = permissions("rw-------");

  private static FileAttribute<?>[] permissions(String text) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
    };
  }

  /// Creates a folder and its missing parents, readable by nobody else.
  void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
  }

  /// Writes a file that does not exist yet and forces its bytes to the disk.
  void writeNew(Path file, byte[] bytes) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, FILE)) {
      write(channel, ByteBuffer.wrap(bytes));
      force(channel);
    }
  }

  void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void force(FileChannel channel) throws IOException {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new SyncFailed(e);
    }
  }

  /// Opens a file for appending; not interruptible, so that a cancelled caller cannot close it.
  FileOutputStream append(Path file) throws IOException {
    try {
      Files.createFile(file, FILE);
    } catch (FileAlreadyExistsException e) {
      return new FileOutputStream(file.toFile(), true);
    }
    return new FileOutputStream(file.toFile(), true);
  }

  void append(FileOutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void force(FileOutputStream out) throws IOException {
    try {
      out.getFD().sync();
    } catch (IOException e) {
      throw new SyncFailed(e);
    }
  }

  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /// The same, when another failure is the one to tell; the next start removes what is left.
  void deleteQuietly(@Nullable Path file) {
    try {
      if (file != null) {
        delete(file);
      }
    } catch (IOException left) {
      return;
    }
  }

  /// Makes the names in a folder durable.
  void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new SyncFailed(e);
    }
  }

  /// Writes a whole small file so that after a crash either the old or the new one is there.
  void replace(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    delete(temporary);
    writeNew(temporary, bytes);
    move(temporary, file);
    forceFolder(file.resolveSibling("."));
  }

  long length(Path file) throws IOException {
    return Files.size(file);
  }

  /// Reads exactly `length` bytes; fewer there is an [EOFException].
  byte[] read(Path file, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining()) {
        if (channel.read(into, offset + into.position()) < 0) {
          throw new EOFException(file.toString());
        }
      }
    }
    return bytes;
  }

  /// Bytes that the file system below a folder still gives to us.
  long usable(FileStore store) throws IOException {
    return store.getUsableSpace();
  }
}
