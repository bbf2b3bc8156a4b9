package com.plexichat.backup.agent.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SafeTreeTest {
  private static final int RENAME_EXCHANGE = 2;
  private static final long FLIPS = 100_000;
  private static final long SOME = 20;
  private static final Metadata PLAIN =
      new Metadata(new Attributes(0644, 0, 0, new Timestamp(1, 2), new Timestamp(3, 4)), List.of());

  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  @Test
  void writesAFileThatTakesItsPlaceWhenWhole() throws IOException {
    try (SafeTree tree = SafeTree.create(sandbox.raw("root"));
        SafeFolder folder = tree.folder(RawPath.EMPTY)) {
      assertTrue(folder.isEmpty());
      try (NewFile file = folder.newFile(name("f"))) {
        file.write(0, name("hello"), 0, 5);
        assertTrue(folder.stat(name("f")).isEmpty());
        file.commit(mine(), false);
      }
      Attributes set = folder.stat(name("f")).orElseThrow().attributes();
      assertEquals(mine().attributes(), set);
      assertEquals("hello", Files.readString(sandbox.folder().resolve("root/f")));
      try (NewFile file = folder.newFile(name("f"))) {
        SystemCallFailed taken =
            assertThrows(SystemCallFailed.class, () -> file.commit(mine(), false));
        assertTrue(taken.isExisting());
      }
      folder.newFile(name("given-up")).close();
      assertEquals(List.of("f"), sandboxList("root"));
    }
  }

  @Test
  void takesAwayWhatACrashLeft() throws IOException {
    try (SafeTree tree = SafeTree.create(sandbox.raw("root"));
        SafeFolder folder = tree.folder(RawPath.EMPTY)) {
      byte[] left = SafeFolder.temporaryName(name("f"));
      assertTrue(SafeFolder.isTemporaryName(left));
      assertFalse(SafeFolder.isTemporaryName(name(".plexichat-x.part")));
      Files.createSymbolicLink(
          sandbox.folder().resolve("root").resolve(new String(left, StandardCharsets.UTF_8)),
          Path.of("/etc/passwd"));
      try (NewFile file = folder.newFile(name("f"))) {
        file.commit(mine(), false);
      }
      assertEquals(List.of("f"), sandboxList("root"));
    }
  }

  @Test
  void refusesEveryWayOut() throws IOException, InterruptedException {
    sandbox.run("mkdir -p root/real outside; ln -s ../outside root/link; ln -s real root/inner");
    sandbox.run("ln -s root way; echo secret > outside/secret; ln -s ../outside/secret root/file");
    RawPath link = sandbox.raw("way");
    assertTrue(
        assertThrows(SystemCallFailed.class, () -> SafeTree.open(link)).isLinkOrNoDirectory());
    try (SafeTree tree = SafeTree.open(sandbox.raw("root"));
        SafeFolder folder = tree.folder(RawPath.EMPTY)) {
      for (String hostile : List.of("link", "inner", "link/x", "..", "real/../..", "../outside")) {
        RawPath path = RawPath.of(hostile);
        assertThrows(SystemCallFailed.class, () -> tree.folder(path), hostile);
      }
      for (String hostile : List.of("", ".", "..", "a/b", "../outside/x", "\0")) {
        byte[] name = name(hostile);
        assertThrows(SystemCallFailed.class, () -> folder.newFile(name), hostile);
        assertThrows(SystemCallFailed.class, () -> folder.makeFolder(name), hostile);
        assertThrows(
            SystemCallFailed.class, () -> folder.symlink(name, name("x"), mine(), true), hostile);
        assertThrows(
            SystemCallFailed.class, () -> folder.link(folder, name("file"), name, true), hostile);
      }
      // A link in the place of a file is replaced, not written through.
      try (NewFile file = folder.newFile(name("file"))) {
        file.commit(mine(), true);
      }
      assertThrows(
          SystemCallFailed.class, () -> folder.apply(name("link"), FileKind.DIRECTORY, mine()));
    }
    assertEquals("secret\n", Files.readString(sandbox.folder().resolve("outside/secret")));
  }

  /// Someone swaps a folder of the target for a link that leads out, all the time.
  @Test
  void neverFollowsALinkThatIsSwappedIn() throws Exception {
    sandbox.run("mkdir -p root/real outside; ln -s ../outside root/decoy");
    AtomicLong flips = new AtomicLong();
    AtomicReference<Throwable> problem = new AtomicReference<>();
    long written = 0;
    long refused = 0;
    try (SafeTree tree = SafeTree.open(sandbox.raw("root"));
        Fd root =
            Native.open(Native.AT_FDCWD, sandbox.raw("root").bytes(), Native.O_DIRECTORY, 0)) {
      AtomicBoolean enough = new AtomicBoolean();
      Thread flipper = Thread.ofPlatform().start(() -> flip(root, flips, enough, problem));
      while (problem.get() == null && (flips.get() < FLIPS || written < SOME || refused < SOME)) {
        try (SafeFolder folder = tree.folder(RawPath.of("real"));
            NewFile file = folder.newFile(name("f"))) {
          file.write(0, name("x"), 0, 1);
          file.commit(mine(), true);
          folder.symlink(name("s"), name("/etc/passwd"), mine(), true);
          folder.link(folder, name("f"), name("g"), true);
          written++;
        } catch (SystemCallFailed e) {
          assertTrue(e.isLinkOrNoDirectory(), e::getMessage);
          refused++;
        }
      }
      enough.set(true);
      flipper.join();
    }
    assertEquals(null, problem.get());
    assertEquals(List.of(), sandboxList("outside"));
  }

  private static void flip(
      Fd root, AtomicLong flips, AtomicBoolean enough, AtomicReference<Throwable> problem) {
    try {
      for (; !enough.get(); flips.incrementAndGet()) {
        Native.rename(root.number(), name("real"), name("decoy"), RENAME_EXCHANGE);
      }
    } catch (SystemCallFailed e) {
      problem.set(e);
    }
  }

  private List<String> sandboxList(String folder) throws IOException {
    try (Stream<Path> list = Files.list(sandbox.folder().resolve(folder))) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /// What a file of whoever runs the test can have.
  private Metadata mine() throws IOException {
    FileStat stat = Directory.stat(sandbox.raw());
    Attributes owner = stat.attributes();
    Attributes plain = PLAIN.attributes();
    return new Metadata(
        new Attributes(plain.mode(), owner.uid(), owner.gid(), plain.modified(), plain.accessed()),
        List.of());
  }

  private static byte[] name(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
