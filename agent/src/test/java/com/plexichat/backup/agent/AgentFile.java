package com.plexichat.backup.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which of an agent's files a call is about. Where the names are known before, `strace` looks at
/// these alone.
enum AgentFile {
  LOG("/catalogue/log"),
  H2("/catalogue/db"),
  CAPSULE("/capsules"),
  SHARD("/store"),
  TRASH("/trash"),
  HOLDINGS("/holdings.log"),
  RECEIVED("/received.log"),
  INDEX("/index"),
  RESTORES("/restores"),
  OTHER("/"),

  /// What a restore writes, outside of the data folder.
  TARGET("");

  private static final int TEMPORARIES = 600;

  private final String below;

  AgentFile(String below) {
    this.below = below;
  }

  static AgentFile of(String path) {
    int data = path.indexOf("/data/");
    String rest = data < 0 ? "" : path.substring(data + "/data".length());
    for (AgentFile file : values()) {
      if (rest.startsWith(file.below)) {
        return file;
      }
    }
    return TARGET;
  }

  /// Whether its names are known before.
  boolean isNamed() {
    return this != TARGET && this != OTHER && this != RESTORES;
  }

  /// Paths that `strace -P` takes; none where the names cannot be known.
  List<Path> paths(Path data) throws IOException {
    List<Path> paths = new ArrayList<>();
    if (!isNamed()) {
      return paths;
    }
    Path place = data.resolve(below.substring(1));
    paths.add(place);
    if (this == SHARD) {
      for (int i = 1; i <= TEMPORARIES; i++) {
        paths.add(place.resolve("tmp").resolve("incoming-" + i));
      }
    }
    if (Files.isDirectory(place)) {
      try (Stream<Path> all = Files.walk(place)) {
        all.filter(file -> !file.equals(place)).forEach(paths::add);
      }
    }
    return paths;
  }
}
