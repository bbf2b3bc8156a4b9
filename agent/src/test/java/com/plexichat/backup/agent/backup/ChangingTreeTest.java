package com.plexichat.backup.agent.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Things that turn into other things all the time while they are walked and read.
class ChangingTreeTest {
  private static final long SWAPS = 50_000;
  private static final int WALKS = 50;
  private static final int BESIDE = 20;
  private static final List<String> TURNING =
      List.of("/a/fifo", "/a/file", "/b/folder", "/b/link", "/c/folder", "/c/text");

  private Sandbox sandbox;
  private long warned;
  private long changed;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  /// Whatever a name is at that moment, it is walked once, or left out with a warning; what rests
  /// beside it is always read, and nothing behind a link ever is.
  @Test
  void whatTurnsIsToldAndHidesNothing() throws Exception {
    sandbox.run("mkdir -p src/a src/b/folder src/c/folder outside; echo secret > outside/secret");
    sandbox.run("mkfifo src/a/fifo; echo x > src/a/file; ln -s ../../outside src/b/link");
    sandbox.run("echo x > src/c/text; echo x > src/b/folder/in; echo x > src/c/folder/in");
    sandbox.run(
        "for i in $(seq " + BESIDE + "); do for d in a b c; do echo $i > src/$d/s$i; done; done");
    AtomicLong swaps = new AtomicLong();
    AtomicBoolean enough = new AtomicBoolean();
    AtomicReference<IOException> problem = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (List<String> pair :
        List.of(
            List.of("src/a", "fifo", "file"),
            List.of("src/b", "folder", "link"),
            List.of("src/c", "folder", "text"))) {
      threads.add(Thread.ofPlatform().start(() -> swap(pair, swaps, enough, problem)));
    }
    int walks = 0;
    try {
      for (; walks < least() || swaps.get() < SWAPS; walks++) {
        assertEquals(null, problem.get());
        walk();
      }
    } finally {
      enough.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertTrue(warned > 0, "nothing was ever caught in between");
    System.out.println(
        "changing tree: %d walks, %d swaps, %d warnings, %d names walked, 0 untold"
            .formatted(walks, swaps.get(), warned, changed));
  }

  /// Ten times as many as long as no walk was caught by a swap.
  private int least() {
    return warned == 0 ? 10 * WALKS : WALKS;
  }

  private void swap(
      List<String> pair,
      AtomicLong swaps,
      AtomicBoolean enough,
      AtomicReference<IOException> problem) {
    try {
      sandbox.swap(pair.get(0), pair.get(1), pair.get(2), swaps, enough);
    } catch (IOException e) {
      problem.set(e);
    }
  }

  private void walk() {
    Recorder recorder = new Recorder(sandbox.raw());
    Set<String> read = new HashSet<>();
    recorder.onFile = entry -> read(entry, read);
    new SourceWalk(List.of(sandbox.raw("src")), new Excludes(List.of()), "host").walk(recorder);
    Set<String> told = new HashSet<>();
    recorder.warnings.forEach(one -> told.add(below(one.path())));
    warned += recorder.warnings.size();
    Set<String> met = new HashSet<>();
    for (String call : recorder.calls) {
      String path = call.substring(call.indexOf(' ') + 1);
      assertTrue(!path.contains("secret"), call);
      if (!call.startsWith("leave") && !call.startsWith("end") && !call.startsWith("root")) {
        assertTrue(met.add(path), "twice: " + call);
      }
      if (call.startsWith("file")) {
        assertTrue(read.contains(path) || told.contains(path), "neither read nor told: " + call);
      }
    }
    for (String name : TURNING) {
      assertTrue(met.contains("/src" + name) || told.contains("/src" + name), "untold: " + name);
      changed += met.contains("/src" + name) ? 1 : 0;
    }
    for (int i = 1; i <= BESIDE; i++) {
      for (String folder : List.of("a", "b", "c")) {
        assertTrue(read.contains("/src/" + folder + "/s" + i), folder + i);
      }
    }
  }

  private void read(SourceEntry entry, Set<String> read) {
    StringBuilder text = new StringBuilder();
    Optional<FileContents> contents =
        entry.read(
            new FileSink() {
              @Override
              public void begin() {
                text.setLength(0);
              }

              @Override
              public void data(long offset, byte[] bytes, int length) {
                text.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
              }
            });
    if (contents.isPresent()) {
      assertTrue(!text.toString().contains("secret"), text.toString());
      assertEquals(text.length(), contents.get().stat().size());
      read.add(below(entry.path()));
    }
  }

  private String below(RawPath path) {
    return path.toString().substring(sandbox.folder().toString().length());
  }
}
