package com.plexichat.backup.agent.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Port to the files that the command log writes, so that a test can let writes and syncs fail.
interface LogDisk {
  /// Opens a file for writing and makes it when it is not there.
  LogFile open(Path file) throws IOException;

  /// Makes new and deleted names in a folder durable.
  void syncFolder(Path folder) throws IOException;

  /// One open file. After a failure it is closed and never used again: what the system then thinks
  /// is on the disk cannot be known from it.
  interface LogFile extends AutoCloseable {
    void write(ByteBuffer bytes, long position) throws IOException;

    void force() throws IOException;

    void truncate(long length) throws IOException;

    long length() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// The real disk.
  static LogDisk real() {
    return new LogDisk() {
      @Override
      public LogFile open(Path file) throws IOException {
        return new ChannelFile(openPrivate(file));
      }

      @Override
      public void syncFolder(Path folder) throws IOException {
        if (isPosix()) {
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          }
        }
      }
    };
  }

  /// Makes a folder that only its owner may enter, with its parents.
  static void makeFolder(Path folder) throws IOException {
    if (isPosix()) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static FileChannel openPrivate(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    return isPosix()
        ? FileChannel.open(
            file,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, options);
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  /// A file behind a channel.
  record ChannelFile(FileChannel channel) implements LogFile {
    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public long length() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
