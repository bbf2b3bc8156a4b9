package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that gets its name only when it is whole. Until then it lies beside it under another one,
/// and closing it before [#whole] leaves nothing.
final class PartFile implements AutoCloseable {
  /// Opens what is written to; a test has one whose disk is full.
  @FunctionalInterface
  interface Disk {
    OutputStream open(Path file) throws IOException;
  }

  private final Path target;
  private final Path part;
  private final OutputStream out;

  PartFile(Path target, Disk disk) {
    this.target = target.toAbsolutePath();
    try {
      this.part = Files.createTempFile(folder(), ".plexichat-", ".part");
    } catch (IOException e) {
      throw unwritable(e);
    }
    // A console that is closed meanwhile leaves nothing either.
    part.toFile().deleteOnExit();
    try {
      this.out = disk.open(part);
    } catch (IOException e) {
      delete();
      throw unwritable(e);
    }
  }

  private Path folder() {
    Path folder = target.getParent();
    return folder == null ? target : folder;
  }

  void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Everything came: takes the name, in place of what had it.
  void whole() {
    try {
      out.close();
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private OperationFailed unwritable(IOException why) {
    String reason = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    return new OperationFailed(why, FailureCode.FILE_UNWRITABLE, target.toString(), reason);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // What could not be written was told already; only the rest has to go.
    } finally {
      delete();
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
