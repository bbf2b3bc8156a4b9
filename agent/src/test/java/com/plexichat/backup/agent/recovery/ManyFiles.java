package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.RestoreResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Backs a tree of very many small files up and restores it, in a process of its own, whose heap
/// whoever starts it decides: `ManyFiles FOLDER FILES FOLDERS` makes the files below FOLDER/src, if
/// they are not there, and has them back below FOLDER/copy. Every seventh file is empty, all others
/// differ.
final class ManyFiles {
  private static final int EMPTY = 7;
  private static final long MEBIBYTE = 1 << 20;

  private ManyFiles() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int files = Integer.parseInt(args[1]);
    int folders = Integer.parseInt(args[2]);
    Path source = make(folder.resolve("src"), files, folders);
    long begun = System.nanoTime();
    try (SavedTree saved = new SavedTree(folder, source)) {
      double backup = seconds(begun);
      String after = memory();
      begun = System.nanoTime();
      RestoreResult result = saved.restore(SavedTree.to(folder.resolve("copy")));
      double restore = seconds(begun);
      System.out.printf(
          Locale.ROOT,
          "many files: %d in %d folders, heap at most %d MiB: backed up %.0f files/s, then %s;"
              + " restored %.0f files/s, then %s%n",
          files,
          folders,
          Runtime.getRuntime().maxMemory() / MEBIBYTE,
          files / backup,
          after,
          files / restore,
          memory());
      System.out.println(result.getState() + " " + result.getFiles());
    }
  }

  private static Path make(Path source, int files, int folders) throws IOException {
    if (Files.exists(source)) {
      return source;
    }
    Files.createDirectory(source);
    for (int i = 0; i < files; i++) {
      Path in = folders == 1 ? source : source.resolve("folder " + i % folders);
      if (i < folders && folders > 1) {
        Files.createDirectory(in);
      }
      byte[] content = (i % EMPTY == 0 ? "" : "" + i).getBytes(StandardCharsets.US_ASCII);
      Files.write(in.resolve("file " + i), content);
    }
    return source;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  /// What a collection left at most; what the system gave at most.
  private static String memory() throws IOException {
    long live = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        live += pool.getPeakUsage().getUsed();
      }
    }
    String resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> line.replaceAll("\\D+", ""))
            .findFirst()
            .orElseThrow();
    return "heap peak %d MiB, resident %d MiB"
        .formatted(live / MEBIBYTE, Long.parseLong(resident) / 1024);
  }
}
