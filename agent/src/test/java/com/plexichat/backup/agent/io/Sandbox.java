package com.plexichat.backup.agent.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A folder for one test, removed by `rm`, which can remove what paths of the JDK cannot name.
public final class Sandbox implements AutoCloseable {
  private static final int RENAME_EXCHANGE = 2;

  private final Path folder;

  public Sandbox() throws IOException {
    folder = Files.createTempDirectory("tree").toRealPath();
  }

  public Path folder() {
    return folder;
  }

  public RawPath raw() {
    return RawPath.of(folder);
  }

  public RawPath raw(String name) {
    return RawPath.of(folder.resolve(name));
  }

  /// Runs a shell script in the folder and returns what it printed; it must end well.
  public String run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    Collections.addAll(command, arguments);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /// Makes folders of this name in each other below an existing folder, and a file in the last.
  public void deep(String top, String name, int depth, String file) throws IOException {
    try (SafeTree tree = SafeTree.open(raw(top))) {
      SafeFolder at = tree.folder(RawPath.EMPTY);
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < depth; i++) {
        try (SafeFolder above = at) {
          above.makeFolder(bytes);
          at = above.enter(bytes);
        }
      }
      try (SafeFolder last = at;
          NewFile empty = last.newFile(file.getBytes(StandardCharsets.UTF_8))) {
        empty.commit(new Metadata(last.stat().attributes(), List.of()), false);
      }
    }
  }

  /// Swaps two names of a folder as often as it can, so that both are there at any moment.
  public void swap(String in, String one, String other, AtomicLong swaps, AtomicBoolean enough)
      throws SystemCallFailed {
    byte[] from = one.getBytes(StandardCharsets.UTF_8);
    byte[] to = other.getBytes(StandardCharsets.UTF_8);
    try (Fd at = Native.open(Native.AT_FDCWD, raw(in).bytes(), Native.O_DIRECTORY, 0)) {
      for (; !enough.get(); swaps.incrementAndGet()) {
        Native.rename(at.number(), from, to, RENAME_EXCHANGE);
      }
    }
  }

  public boolean isRoot() throws IOException {
    return Files.getAttribute(folder, "unix:uid").equals(0);
  }

  @Override
  public void close() throws IOException {
    try {
      run("chmod -R u+rwx . 2>/dev/null || true; cd /; rm -rf -- \"$1\"", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
