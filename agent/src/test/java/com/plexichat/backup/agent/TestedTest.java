package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.shared.client.AgentClient;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.client.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup is tested by a restore of everything or a deep verification, on whatever machine.
@Tag("ci")
class TestedTest {
  private static final String SOURCE = "agent-2";

  @TempDir Path dir;
  private final Map<String, BackupEntry> heard = new ConcurrentHashMap<>();

  @Test
  void aTestIsTakenDownAndTold() throws Exception {
    Path source = Files.createDirectories(dir.resolve("source/folder"));
    Files.writeString(source.resolve("a.txt"), "text ".repeat(1_000));
    Files.writeString(source.resolve("b.txt"), "other ".repeat(1_000));
    try (RealCluster cluster = RealCluster.patient(dir.resolve("c"), 5)) {
      ContextStore store = new ContextStore(cluster.home());
      Context context = store.used();
      try (Channels channels = new Channels(store.identity(context), InstantSource.system())) {
        AgentClient client = new AgentClient(channels, context.endpoint(), null);
        try (Watch watch = watch(client)) {
          String first = backUp(cluster);
          assertPartsAreNoTest(cluster, first);
          Instant tested = assertRestoreIsATest(cluster, first, watch);
          String second = backUp(cluster);
          assertEquals(Optional.empty(), tested(cluster, second), "each backup for itself");
          assertEquals(0, verify(cluster, second, "hash").code());
          assertEquals(Optional.empty(), tested(cluster, second), "bodies were not read back");
          assertEquals(0, verify(cluster, second, "deep").code());
          Instant later = tested(cluster, second).orElseThrow();
          assertFalse(later.isBefore(tested));
          cluster.kill("agent-1");
          cluster.restart("agent-1");
          assertEquals(Optional.of(tested), tested(cluster, first));
          assertEquals(Optional.of(later), tested(cluster, second));
          assertEquals(Optional.of(later), setTested(cluster), "the newest of its backups");
        }
      }
    }
  }

  private Watch watch(AgentClient client) {
    return client.<Change>watch(
        (stub, to) -> stub.watch(WatchRequest.getDefaultInstance(), to),
        change -> {
          if (change.hasBackup()) {
            heard.put(change.getBackup().getBackupId(), change.getBackup());
          }
        },
        _ -> {});
  }

  private void assertPartsAreNoTest(RealCluster cluster, String backup) throws Exception {
    restore(cluster, backup, "part", "--include", dir.resolve("source/folder/a.txt").toString());
    restore(cluster, backup, "dry", "--dry-run");
    assertEquals(Optional.empty(), tested(cluster, backup));
    assertEquals(Optional.empty(), setTested(cluster));
  }

  private Instant assertRestoreIsATest(RealCluster cluster, String backup, Watch watch)
      throws Exception {
    restore(cluster, backup, "whole");
    Instant tested = tested(cluster, backup).orElseThrow();
    assertEquals(Optional.of(tested), setTested(cluster));
    RealCluster.await("the watch " + watch, () -> heard(backup).getTestedMs() > 0);
    assertEquals(tested.toEpochMilli(), heard(backup).getTestedMs());
    assertTrue(heard(backup).getRestorable());
    restore(cluster, backup, "whole", "--overwrite", "changed");
    assertEquals(Optional.of(tested), tested(cluster, backup), "it kept what was there");
    Json audit = cluster.json("audit", "list");
    assertTrue(audit.toString().contains("backup-tested"), audit::toString);
    return tested;
  }

  private BackupEntry heard(String backup) {
    return heard.getOrDefault(backup, BackupEntry.getDefaultInstance());
  }

  private String backUp(RealCluster cluster) throws Exception {
    Json backup =
        cluster.json(
            "backup",
            "create",
            "--set",
            "s",
            "--tier",
            "bronze",
            "--host",
            SOURCE,
            "--path",
            dir.resolve("source").toString(),
            "--wait");
    assertEquals("complete", backup.text("state"));
    return backup.text("backup_id");
  }

  private void restore(RealCluster cluster, String backup, String to, String... flags)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "backup", "restore", backup, "--to", dir.resolve(to).toString(), "--host", SOURCE));
    words.add("--wait");
    words.addAll(List.of(flags));
    assertEquals("complete", cluster.json(words.toArray(String[]::new)).text("state"));
  }

  private static RealCluster.Ended verify(RealCluster cluster, String backup, String depth)
      throws Exception {
    return cluster.run("backup", "verify", backup, "--depth", depth, "--wait");
  }

  private static Optional<Instant> tested(RealCluster cluster, String backup) throws Exception {
    Optional<Instant> shown = at(cluster.json("backup", "show", backup));
    Json listed =
        cluster.json("backup", "list").list("backups").stream()
            .filter(one -> one.text("backup_id").equals(backup))
            .findFirst()
            .orElseThrow();
    assertEquals(shown, at(listed));
    return shown;
  }

  private static Optional<Instant> setTested(RealCluster cluster) throws Exception {
    return at(cluster.json("set", "list").list("sets").getFirst());
  }

  private static Optional<Instant> at(Json entry) {
    return entry.has("tested_at")
        ? Optional.of(Instant.parse(entry.text("tested_at")))
        : Optional.empty();
  }
}
