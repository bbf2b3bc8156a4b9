package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PeerId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A process of its own that uses a store until it is killed, and prints each acknowledged shard.
final class StoreChild {
  static final PeerId PEER = new PeerId("11".repeat(16));
  static final StoreSettings SETTINGS =
      new StoreSettings(
          "child", ByteSize.parse("1G"), new ByteSize(0), new TrashRule(Duration.ZERO, () -> 0));

  enum Task {
    LOCK,
    PUT
  }

  private StoreChild() {}

  static Process start(Task task, Path dataDir, long seed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StoreChild.class.getName(),
            task.name(),
            dataDir.toString(),
            Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static List<String> lines(Process process) throws IOException {
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      return out.lines().toList();
    }
  }

  public static void main(String[] args) {
    try (DataDir dataDir = DataDir.open(Path.of(args[1]), PEER)) {
      if (Task.valueOf(args[0]) == Task.PUT) {
        put(dataDir, Long.parseLong(args[2]));
      }
    } catch (OperationFailed e) {
      System.out.println(e.code());
    }
  }

  private static void put(DataDir dataDir, long seed) {
    ShardStore store = ShardStore.open(dataDir, SETTINGS);
    for (int worker = 0; worker < 4; worker++) {
      SampleShards sample = new SampleShards(seed * 4 + worker);
      Thread.ofVirtual()
          .start(() -> {
            for (long sequence = 1; ; sequence += 2) {
              Incoming in = sample.incoming(sequence);
              store.put(in);
              say("held", in);
              if (sequence % 5 == 0) {
                store.delete(List.of(in.shard()), sequence + 1);
                say("removed", in);
              }
            }
          });
    }
    java.util.concurrent.locks.LockSupport.parkNanos(60_000_000_000L);
  }

  private static synchronized void say(String what, Incoming in) {
    System.out.println(what + " " + in.shard());
    System.out.flush();
  }
}
