package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.BackupDeleted;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.ConfigChanged;
import com.plexichat.backup.proto.ConfigValue;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Most of a set's files go: what is left of them does not keep whole stripes for ever.
class CompactionTest {
  private static final int FILES = 60;
  private static final int FILE = 500_000;

  /// Of so many files one stays.
  private static final int ONE_IN = 6;

  @TempDir Path folder;
  private Path source;
  private FoldingCluster cluster;
  private final List<Map<String, String>> expected = new ArrayList<>();

  @BeforeEach
  void found() throws Exception {
    source = Files.createDirectory(folder.resolve("source"));
    cluster = new FoldingCluster(Files.createDirectory(folder.resolve("cluster")), source);
  }

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private BackupRow backUp(int number) throws Exception {
    String id = cluster.backUp(number);
    expected.add(Trees.describe(source));
    return cluster.coordinator.desk.get(id);
  }

  private void backUpAll(int files) throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < files; i++) {
      Path sub = Files.createDirectories(source.resolve("sub" + i / ONE_IN));
      Files.write(sub.resolve("f" + i), Trees.bytes(random, FILE));
    }
    backUp(1);
  }

  private void deleteMost(int files) throws Exception {
    for (int i = 0; i < files; i++) {
      if (i % ONE_IN != 0) {
        Files.delete(source.resolve("sub" + i / ONE_IN).resolve("f" + i));
      }
    }
  }

  private Set<StripeId> needed(int number) {
    Set<StripeId> needed = new HashSet<>();
    cluster.catalogue.stripes().neededBy("%016x".formatted(number), needed::add);
    return needed;
  }

  private void restored(int number, Vaults vaults) throws Exception {
    Path to = cluster.restore("%016x".formatted(number), cluster.coordinator, vaults);
    assertEquals(
        expected.get(number - 1),
        Trees.describe(to.resolve(source.toString().substring(1))),
        "backup " + number);
  }

  @Test
  void whatLittleIsNeededOfIsVacatedAndEndsWithTheOldBackups() throws Exception {
    backUpAll(FILES);
    deleteMost(FILES);
    BackupRow second = backUp(2);
    assertEquals(0, second.figures().resealedBytes(), "it tells of what it found");
    long left = (long) FILES / ONE_IN * FILE;
    BackupRow third = backUp(3);
    long resealed = third.figures().resealedBytes();
    assertTrue(resealed >= left && resealed < left + left / 10, resealed + " bytes");
    assertEquals(third.figures().newChunkBytes(), resealed, "nothing else is new");
    Set<StripeId> old = needed(1);
    Set<StripeId> now = needed(3);
    now.retainAll(old);
    assertEquals(Set.of(), now);

    BackupRow fourth = backUp(4);
    assertEquals(0, fourth.figures().newChunkBytes());
    assertEquals(0, fourth.figures().resealedBytes());
    Vaults strangers = cluster.strangers();
    for (int number = 1; number <= 4; number++) {
      restored(number, strangers);
    }

    Set<StripeId> dead = new HashSet<>();
    Set<String> pruned = Set.of("%016x".formatted(1), "%016x".formatted(2));
    for (String id : pruned) {
      TestCatalogue.submit(
          cluster.catalogue,
          Command.newBuilder()
              .setBackupDeleted(BackupDeleted.newBuilder().setBackupId(id))
              .build());
    }
    cluster.catalogue.stripes().dead(pruned, row -> dead.add(row.id()));
    assertTrue(dead.containsAll(old), "all of the first backup goes");
  }

  /// What was sealed anew and committed before that is made use of.
  @Test
  void aBackupThatWasBrokenOffWhileItVacatedGoesOn() throws Exception {
    int files = 2 * FILES;
    backUpAll(files);
    deleteMost(files);
    backUp(2);
    String third = cluster.cutOff(3, 1);
    cluster.finish(third);
    expected.add(Trees.describe(source));
    long left = (long) files / ONE_IN * FILE;
    long again = cluster.coordinator.desk.get(third).figures().resealedBytes();
    assertTrue(again > 0 && again < left, again + " bytes");
    assertEquals(0, backUp(4).figures().newChunkBytes());
    restored(3, cluster.strangers());
  }

  /// Somebody has a lease on it: whoever opens it would have to wait.
  @Test
  void aFileThatCannotBeReadJustThenStays() throws Exception {
    backUpAll(FILES);
    deleteMost(FILES);
    backUp(2);
    expected.add(Trees.describe(source));
    try (Lease _ = Lease.on(source.resolve("sub0/f0"))) {
      BackupRow third = cluster.coordinator.desk.get(cluster.backUp(3));
      assertEquals(Map.of("UNREADABLE", 1), third.warnings());
      long left = (long) FILES / ONE_IN * FILE;
      assertTrue(third.figures().resealedBytes() < left, third.figures()::toString);
    }
    restored(3, cluster.strangers());
    assertTrue(backUp(4).figures().resealedBytes() >= FILE);
  }

  @Test
  void nothingIsVacatedWhereItIsSwitchedOff() throws Exception {
    TestCatalogue.submit(
        cluster.catalogue,
        Command.newBuilder()
            .setConfigChanged(
                ConfigChanged.newBuilder()
                    .setVersion(1)
                    .addValues(ConfigValue.newBuilder().setKey("compaction.percent").setValue("0")))
            .build());
    backUpAll(FILES);
    deleteMost(FILES);
    backUp(2);
    assertEquals(0, backUp(3).figures().newChunkBytes());
  }
}
