package com.plexichat.backup.agent.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir Path folder;

  @Test
  void replacesAFileAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("file");
    DurableFiles.replace(file, bytes("one"));
    // What a crash may have left.
    Files.writeString(folder.resolve("file.new"), "half");
    DurableFiles.replace(file, bytes("two"));
    assertEquals("two", Files.readString(file));
    assertEquals("rw-------", mode(file));
    try (Stream<Path> list = Files.list(folder)) {
      assertEquals(List.of(file), list.toList());
    }
  }

  @Test
  void writesANewFileOnce() throws IOException {
    Path file = folder.resolve("file");
    DurableFiles.writeNew(file, bytes("one"));
    assertEquals("rw-------", mode(file));
    assertThrows(FileAlreadyExistsException.class, () -> DurableFiles.writeNew(file, bytes("two")));
    assertEquals("one", Files.readString(file));
    DurableFiles.move(file, folder.resolve("moved"));
    DurableFiles.delete(folder.resolve("moved"));
    DurableFiles.delete(folder.resolve("moved"));
    assertFalse(Files.exists(file));
  }

  @Test
  void makesFoldersForTheirOwnerAlone() throws IOException {
    Path deep = folder.resolve("a/b/c");
    DurableFiles.createFolders(deep);
    DurableFiles.createFolders(deep);
    assertEquals("rwx------", mode(deep));
    assertEquals("rwx------", mode(folder.resolve("a")));
    Files.writeString(folder.resolve("file"), "");
    assertThrows(IOException.class, () -> DurableFiles.createFolders(folder.resolve("file/x")));
  }

  @Test
  void givesALockToOne() throws IOException {
    Path file = folder.resolve("lock");
    DurableFiles.Lock lock = DurableFiles.lock(file).orElseThrow();
    assertTrue(DurableFiles.lock(file).isEmpty());
    lock.close();
    DurableFiles.lock(file).orElseThrow().close();
  }

  @Test
  void knowsWhetherTheMachineWasStartedAnew() throws IOException {
    assertEquals(36, DurableFiles.bootId().length());
    assertEquals(DurableFiles.bootId(), DurableFiles.bootId());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
