package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.Attributes;
import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.Metadata;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.agent.io.SystemCallFailed;
import com.plexichat.backup.agent.io.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody works on the target while a restore writes into it.
class SwappedTargetTest {
  private static final long FEW = 100_000;
  private static final long MANY = 1_000_000;
  private static final long SOME = 20;
  private static final byte[] TEXT = "restored".getBytes(StandardCharsets.UTF_8);

  private final Map<RestoreProblem.Code, Long> problems = new EnumMap<>(RestoreProblem.Code.class);
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
  void nothingIsWrittenThroughAFolderThatTurnsIntoALink() throws Exception {
    swapFolder(FEW);
  }

  @Test
  @Tag("ci")
  void norInAMillionSwaps() throws Exception {
    swapFolder(MANY);
  }

  /// Behind the link everything has the same names, so that each write would find a place.
  private void swapFolder(long least) throws Exception {
    sandbox.run("mkdir -p copy/real/deep outside/deep/d; ln -s ../outside copy/decoy");
    // A first round that may not write it would leave nothing to give a further name to.
    sandbox.run("touch copy/real/deep/f");
    sandbox.run("echo secret > outside/deep/f; ln -s f outside/deep/s; mkfifo outside/deep/p");
    sandbox.run("echo secret > outside/deep/g; chmod 0600 outside/deep/*");
    List<String> before = TreeListing.of(sandbox.raw("outside"));
    long written = 0;
    try (Swaps swaps = new Swaps("copy", "real", "decoy");
        RestoreTarget target = target(Overwrite.ALWAYS)) {
      while (swaps.go(least) || written < SOME || refused() < SOME) {
        written += writeEverything(target) ? 1 : 0;
      }
      print("folder and link", swaps.count.get(), written);
    }
    assertEquals(before, TreeListing.of(sandbox.raw("outside")));
    assertEquals(List.of(RestoreProblem.Code.LINK_IN_PATH), List.copyOf(problems.keySet()));
  }

  private boolean writeEverything(RestoreTarget target) {
    RawPath deep = RawPath.of("real/deep");
    boolean whole = target.directory(deep.resolve("d"));
    RawPath file = deep.resolve("f");
    if (target.file(file, TEXT.length, mine(0644)) instanceof FileStart.Write(FileWriter open)) {
      try (FileWriter writer = open) {
        whole &= writer.write(0, TEXT, 0, TEXT.length) && writer.commit(TEXT.length, mine(0644));
      }
    } else {
      whole = false;
    }
    whole &=
        target.symlink(
            deep.resolve("s"), "/etc/passwd".getBytes(StandardCharsets.UTF_8), mine(0777));
    whole &= target.special(deep.resolve("p"), FileKind.FIFO, 0, mine(0644));
    whole &= target.hardLink(deep.resolve("g"), file);
    target.seal(deep, mine(0755));
    return whole;
  }

  /// A file that looks whole gets its metadata by its name, which is something else by then.
  @Test
  void noMetadataGoesToWhatIsSwappedInForAWholeFile() throws Exception {
    sandbox.run("mkdir copy outside; printf restored > outside/secret; chmod 0600 outside/secret");
    sandbox.run("touch -d @5 outside/secret; printf restored > copy/f; touch -d @5 copy/f");
    sandbox.run("ln outside/secret copy/h");
    long whole = 0;
    try (Swaps swaps = new Swaps("copy", "f", "h");
        RestoreTarget target = target(Overwrite.CHANGED)) {
      while (swaps.go(FEW) || whole < SOME) {
        // Given up each time it is not taken for whole: what is swapped stays what it is.
        switch (target.file(RawPath.of("f"), TEXT.length, mine(0640))) {
          case FileStart.Write(FileWriter writer) -> writer.close();
          case FileStart.Whole() -> whole++;
          default -> {}
        }
      }
      print("file and hard link", swaps.count.get(), whole);
    }
    assertEquals(0600, mode("outside/secret"));
  }

  @Test
  void aPlantedHardLinkKeepsItsInodeAsItIs() throws Exception {
    sandbox.run("mkdir copy outside; printf restored > outside/secret; chmod 0600 outside/secret");
    sandbox.run("touch -d @5 outside/secret; ln outside/secret copy/f");
    try (RestoreTarget target = target(Overwrite.CHANGED)) {
      FileStart start = target.file(RawPath.of("f"), TEXT.length, mine(0666));
      assertTrue(start instanceof FileStart.Write, start.toString());
      if (start instanceof FileStart.Write(FileWriter open)) {
        try (FileWriter writer = open) {
          assertTrue(writer.write(0, TEXT, 0, TEXT.length));
          assertTrue(writer.commit(TEXT.length, mine(0666)));
        }
      }
      assertEquals(0600, mode("outside/secret"));
      assertEquals(0666, mode("copy/f"));
      // A first name that leads out is none.
      for (String outside : List.of("/etc/passwd", "../outside/secret", "x/../../outside/secret")) {
        assertTrue(!target.hardLink(RawPath.of("h"), RawPath.of(outside)), outside);
      }
      assertTrue(!target.hardLink(RawPath.of("h"), RawPath.EMPTY));
    }
    assertEquals(Map.of(RestoreProblem.Code.NAME_REFUSED, 4L), problems);
    assertTrue(!Files.exists(sandbox.folder().resolve("copy/h")));
    assertEquals("1\n", sandbox.run("stat -c %h outside/secret"));
  }

  private RestoreTarget target(Overwrite overwrite) {
    return RestoreTarget.open(
        sandbox.raw("copy"), overwrite, problem -> problems.merge(problem.code(), 1L, Long::sum));
  }

  private long refused() {
    return problems.getOrDefault(RestoreProblem.Code.LINK_IN_PATH, 0L);
  }

  private void print(String what, long swaps, long written) {
    System.out.println(
        "swapped target, %s: %d swaps, %d written, %s".formatted(what, swaps, written, problems));
  }

  private int mode(String name) throws SystemCallFailed {
    return Directory.stat(sandbox.raw(name)).attributes().mode();
  }

  private Metadata mine(int mode) {
    try {
      Attributes owner = Directory.stat(sandbox.raw()).attributes();
      Timestamp time = new Timestamp(5, 0);
      return new Metadata(new Attributes(mode, owner.uid(), owner.gid(), time, time), List.of());
    } catch (SystemCallFailed e) {
      throw new IllegalStateException(e);
    }
  }

  /// A thread that swaps until this is closed.
  private final class Swaps implements AutoCloseable {
    final AtomicLong count = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicReference<SystemCallFailed> problem = new AtomicReference<>();
    private final Thread thread;

    Swaps(String folder, String one, String other) {
      thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  sandbox.swap(folder, one, other, count, enough);
                } catch (SystemCallFailed e) {
                  problem.set(e);
                }
              });
    }

    /// Whether there are not that many yet.
    boolean go(long least) {
      assertEquals(null, problem.get());
      return count.get() < least;
    }

    @Override
    public void close() {
      enough.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
