package com.plexichat.backup.agent.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.Hole;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.agent.io.SourceFile;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceWalkTest {
  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  private Recorder walk(List<String> excludes, Recorder recorder) {
    new SourceWalk(List.of(sandbox.raw("src")), new Excludes(excludes), "host").walk(recorder);
    return recorder;
  }

  private Recorder walk(String... excludes) {
    return walk(List.of(excludes), new Recorder(sandbox.raw()));
  }

  @Test
  void goesThroughATreeInOrderAndOpensNoFifo() throws Exception {
    sandbox.run(
        "mkdir -p src/b/empty src/cache; echo x > src/b/f; echo x > src/a.tmp; mkfifo src/fifo;"
            + " ln -s b src/link; ln -s /nowhere src/dangling; echo x > src/cache/c;"
            + " echo x > \"src/$(printf 'n\\377\\nx')\"");
    Recorder recorder = walk("*.tmp", "**/cache/");
    assertEquals(
        List.of(
            "root /src",
            "enter /src",
            "enter /src/b",
            "enter /src/b/empty",
            "leave /src/b/empty",
            "file /src/b/f",
            "leave /src/b",
            "SYMLINK /src/dangling",
            "FIFO /src/fifo",
            "SYMLINK /src/link",
            "file /src/n\\xff\\x0ax",
            "leave /src",
            "end /src"),
        recorder.calls);
    assertEquals(List.of(), recorder.warnings);
  }

  @Test
  void givesTheNamesOfOneInodeOneNumber() throws Exception {
    sandbox.run("mkdir -p src/d; echo x > src/a; ln src/a src/d/b; echo y > src/c; echo z > src/e");
    sandbox.run("ln src/e src/f");
    Recorder recorder = walk();
    RawPath src = sandbox.raw("src");
    long a = recorder.groups.getOrDefault(src.resolve("a"), 0L);
    assertNotEquals(0, a);
    assertEquals(a, recorder.groups.get(src.resolve("d").resolve("b")));
    assertEquals(0, recorder.groups.get(src.resolve("c")));
    assertNotEquals(a, recorder.groups.get(src.resolve("e")));
    assertEquals(recorder.groups, walk().groups);
  }

  @Test
  void tellsAMissingPathBeforeItWalks() throws Exception {
    sandbox.run("mkdir src; touch src/f");
    Recorder recorder = new Recorder(sandbox.raw());
    List<RawPath> roots = List.of(sandbox.raw("src"), sandbox.raw("none"));
    OperationFailed failed =
        assertThrows(
            OperationFailed.class,
            () -> new SourceWalk(roots, new Excludes(List.of()), "host").walk(recorder));
    assertEquals(FailureCode.PATH_MISSING, failed.code());
    assertEquals(List.of(sandbox.folder() + "/none", "host"), failed.args());
    assertEquals(List.of(), recorder.calls);
    List<RawPath> relative = List.of(RawPath.of("src"));
    assertThrows(
        OperationFailed.class, () -> new SourceWalk(relative, new Excludes(List.of()), "host"));
  }

  @Test
  void walksAPathThatIsAFileOrALink() throws Exception {
    sandbox.run("echo x > f; ln -s f src");
    Recorder recorder = walk();
    assertEquals(List.of("root /src", "SYMLINK /src", "end /src"), recorder.calls);
    assertEquals(List.of("PATH_IS_LINK"), recorder.codes());
    Recorder file = new Recorder(sandbox.raw());
    new SourceWalk(List.of(sandbox.raw("f")), new Excludes(List.of("f")), "host").walk(file);
    assertEquals(List.of("root /f", "file /f", "end /f"), file.calls);
  }

  @Test
  void keepsOnlyTheFolderOfAPseudoFileSystem() {
    Recorder recorder = new Recorder(RawPath.of("/none"));
    new SourceWalk(List.of(RawPath.of("/proc")), new Excludes(List.of()), "host").walk(recorder);
    assertEquals(List.of("root /proc", "enter /proc", "leave /proc", "end /proc"), recorder.calls);
    assertEquals(List.of("PSEUDO_FILE_SYSTEM"), recorder.codes());
  }

  @Test
  void readsHolesAndData() throws Exception {
    sandbox.run(
        "mkdir src; truncate -s 1G src/sparse; printf data | dd of=src/sparse bs=1"
            + " seek=500000000 conv=notrunc status=none");
    Recorder recorder = new Recorder(sandbox.raw());
    List<FileContents> read = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    recorder.onFile =
        file ->
            read.add(
                file.read(
                        new FileSink() {
                          @Override
                          public void begin() {
                            data.reset();
                          }

                          @Override
                          public void data(long offset, byte[] bytes, int length) {
                            data.write(bytes, 0, length);
                          }
                        })
                    .orElseThrow());
    walk(List.of(), recorder);
    FileContents contents = read.getFirst();
    assertEquals(1L << 30, contents.stat().size());
    long holes = contents.holes().stream().mapToLong(Hole::length).sum();
    assertEquals(1L << 30, holes + data.size());
    assertEquals(2, contents.holes().size());
    assertTrue(data.size() <= 64 << 10, "stored: " + data.size());
    assertTrue(data.toString(StandardCharsets.UTF_8).contains("data"));
  }

  @Test
  void readsAgainWhatChangesAndSaysWhenItNeverRests() throws Exception {
    sandbox.run("mkdir src; printf one > src/f");
    Path file = sandbox.folder().resolve("src/f");
    for (int changes = 0; changes < 5; changes++) {
      int limit = changes;
      AtomicInteger begun = new AtomicInteger();
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      List<FileContents> read = new ArrayList<>();
      FileSink sink =
          new FileSink() {
            @Override
            public void begin() {
              begun.incrementAndGet();
              data.reset();
            }

            @Override
            public void data(long offset, byte[] bytes, int length) {
              data.write(bytes, 0, length);
              if (begun.get() <= limit) {
                write(file, "+");
              }
            }
          };
      Recorder recorder = new Recorder(sandbox.raw());
      recorder.onFile = entry -> read.add(entry.read(sink).orElseThrow());
      walk(List.of(), recorder);
      assertEquals(Math.min(3, changes + 1), begun.get());
      assertEquals(changes >= 3, read.getFirst().inconsistent());
      assertEquals(changes >= 3 ? List.of("INCONSISTENT") : List.of(), recorder.codes());
      assertEquals(data.size(), read.getFirst().stat().size());
      if (changes < 3) {
        assertArrayEquals(Files.readAllBytes(file), data.toByteArray());
      }
    }
  }

  @Test
  void survivesWhatVanishesOrTurnsIntoAFifo() throws Exception {
    sandbox.run("mkdir -p src/d; echo x > src/a; echo x > src/b; echo x > src/c; echo x > src/z");
    Recorder recorder = new Recorder(sandbox.raw());
    List<String> opened = new ArrayList<>();
    recorder.onFile =
        entry -> {
          if (entry.path().equals(sandbox.raw("src").resolve("a"))) {
            script(
                "rm src/a src/b; mkfifo src/b.new; mv src/b.new src/c; rmdir src/d; touch src/d");
          }
          entry
              .open()
              .ifPresent(file -> {
                try (SourceFile _ = file) {
                  opened.add(RawPath.print(entry.name()));
                }
              });
        };
    // The listing came before; c is a file when looked at only if nothing had happened yet.
    walk(List.of(), recorder);
    assertEquals(List.of("d", "z"), opened);
    assertEquals(List.of("VANISHED", "VANISHED"), recorder.codes());
    assertTrue(recorder.calls.contains("FIFO /src/c"), recorder.calls.toString());
  }

  @Test
  void doesNotWaitForAFifoThatWasAFile() throws Exception {
    sandbox.run("mkdir src; echo x > src/a; echo x > src/b; echo x > src/c");
    Recorder recorder = new Recorder(sandbox.raw());
    List<Boolean> opened = new ArrayList<>();
    recorder.onFile =
        entry -> {
          switch (RawPath.print(entry.name())) {
            case "a" -> script("rm src/a; mkfifo src/a");
            case "b" -> script("rm src/b; ln -s c src/b");
            default -> {}
          }
          opened.add(entry.open().map(SourceWalkTest::closed).isPresent());
        };
    walk(List.of(), recorder);
    assertEquals(List.of(false, false, true), opened);
    assertEquals(List.of("TYPE_CHANGED", "TYPE_CHANGED"), recorder.codes());
  }

  @Test
  void listsWhatItMayNotRead() throws Exception {
    sandbox.run(
        "mkdir -p src/no src/yes; echo x > src/f; echo x > src/yes/g; chmod 0 src/no src/f");
    Recorder recorder = new Recorder(sandbox.raw());
    recorder.onFile = entry -> entry.open().ifPresent(SourceFile::close);
    walk(List.of(), recorder);
    assertTrue(recorder.calls.contains("file /src/yes/g"));
    assertTrue(recorder.calls.contains("leave /src/no"));
    // Root may read everything.
    assertEquals(
        sandbox.isRoot() ? List.of() : List.of("UNREADABLE", "UNREADABLE"), recorder.codes());
  }

  @Test
  void goesDownAnyDepth() throws Exception {
    sandbox.run("mkdir src");
    sandbox.deep("src", "d", 4096, "f");
    Recorder recorder = walk();
    assertEquals(List.of(), recorder.warnings);
    assertEquals(4097, recorder.calls.stream().filter(c -> c.startsWith("enter")).count());
    assertEquals(4097, recorder.calls.stream().filter(c -> c.startsWith("leave")).count());
    assertEquals(
        2 * 4096 + "file /src/".length() + 1,
        recorder.calls.stream()
            .filter(c -> c.startsWith("file"))
            .findFirst()
            .orElseThrow()
            .length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "also above"})
  void goesOnBesideAFolderThatIsMovedAwayUnderIt(String cut) throws Exception {
    sandbox.run("mkdir src; touch src/z");
    sandbox.deep("src", "d", 200, "f");
    Recorder recorder = new Recorder(sandbox.raw());
    // Far below, the way is cut: a folder that is closed by now moves out of the tree.
    recorder.onFile =
        entry -> {
          if (entry.path().components().size() > 150) {
            script("mkdir away; mv src/d/d/d away/; [ -z \"$1\" ] || mv src/d away/top", cut);
          }
        };
    walk(List.of(), recorder);
    // With one cut every folder is still reached, from below or from above.
    List<String> lost = cut.isEmpty() ? List.of() : List.of("VANISHED", "VANISHED");
    assertEquals(lost, recorder.codes());
    assertTrue(recorder.calls.contains("file /src/z"));
    assertEquals("end /src", recorder.calls.getLast());
    assertEquals(
        recorder.calls.stream().filter(c -> c.startsWith("enter")).count(),
        recorder.calls.stream().filter(c -> c.startsWith("leave")).count());
  }

  @Test
  void listsALargeFolder() throws Exception {
    sandbox.run("mkdir src; cd src; seq 1 20000 | xargs touch");
    assertEquals(20_000, walk().groups.size());
  }

  private void script(String script, String... arguments) {
    try {
      sandbox.run(script, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean closed(SourceFile file) {
    file.close();
    return true;
  }
}
