package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.agent.io.DurableFiles;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Small files that only their owner reads, in words for people when that fails.
final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final long LONGEST = 64L * 1024;

  private PrivateFiles() {}

  static void makeFolder(Path folder) {
    try {
      DurableFiles.createFolders(folder);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  static void write(Path file, byte[] bytes) {
    try {
      DurableFiles.replace(file, bytes);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  static byte[] read(Path file) {
    try {
      if (Files.size(file) > LONGEST) {
        throw new OperationFailed(FailureCode.CONFIG_INVALID, file.toString(), "it is too long");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new OperationFailed(e, FailureCode.CONFIG_INVALID, file.toString(), why(e));
    }
  }

  /// Reads a file with a private key in it. KEY_FILE_UNSAFE when anybody but its owner may read or
  /// change it, or it is a link to somewhere else.
  static byte[] readKey(Path file) {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new OperationFailed(
            FailureCode.KEY_FILE_UNSAFE, file.toString(), "it is not a regular file");
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!FILE.containsAll(mode)) {
        throw new OperationFailed(
            FailureCode.KEY_FILE_UNSAFE,
            file.toString(),
            "its mode " + PosixFilePermissions.toString(mode) + " lets others in");
      }
    } catch (IOException e) {
      throw new OperationFailed(e, FailureCode.CONFIG_INVALID, file.toString(), why(e));
    }
    return read(file);
  }

  private static OperationFailed failed(Path file, IOException e) {
    return DiskFailure.worded("Writing " + file, file.toString(), e);
  }

  private static String why(IOException e) {
    return e instanceof NoSuchFileException ? "it does not exist" : DiskFailure.reason(e);
  }
}
