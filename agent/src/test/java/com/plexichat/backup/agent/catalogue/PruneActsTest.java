package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.Acts.stripe;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.proto.BackupBroughtBack;
import com.plexichat.backup.proto.BackupKept;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.BackupSwept;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.OrdersNumbered;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which stripes are dead, what is refused, and what the trash is known to hold.
class PruneActsTest {
  @TempDir Path folder;
  private Catalogue catalogue;

  /// Two backups of one set: stripe 2 is in both, 1 only in the first, 3 only in the second.
  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closedUntil(1, NOW - 1, 1, 2));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    submit(catalogue, Acts.closed(2, "complete", List.of(3), List.of(1)));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static Command pruned(int backup, String job) {
    return Command.newBuilder()
        .setBackupPruned(BackupPruned.newBuilder().setBackupId(Acts.backup(backup)).setJobId(job))
        .build();
  }

  private static Command back(int backup, String job) {
    return Command.newBuilder()
        .setBackupBroughtBack(
            BackupBroughtBack.newBuilder().setBackupId(Acts.backup(backup)).setJobId(job))
        .build();
  }

  private FailureCode refused(Command command) {
    return assertThrows(OperationFailed.class, () -> submit(catalogue, command)).code();
  }

  private List<StripeId> dead(String... without) {
    List<StripeId> dead = new ArrayList<>();
    catalogue.stripes().dead(Set.of(without), row -> dead.add(row.id()));
    return dead;
  }

  private BackupState state(int backup) {
    return catalogue.backups().get(Acts.backup(backup)).state();
  }

  @Test
  void onlyWhatNoListedBackupNeedsIsDead() {
    assertEquals(List.of(), dead(), "a backup that has ended and is not pruned needs its stripes");
    assertEquals(List.of(stripe(1)), dead(Acts.backup(1)));
    assertEquals(List.of(stripe(1), stripe(2), stripe(3)), dead(Acts.backup(1), Acts.backup(2)));
    submit(catalogue, pruned(1, "j"));
    assertEquals(List.of(stripe(1)), dead());
    assertEquals(
        List.of(stripe(1)),
        catalogue.stripes().unneeded(List.of(stripe(1), stripe(2), stripe(3))).stream()
            .map(StripeRow::id)
            .toList());
    assertEquals(BackupState.PRUNED, state(1));
    assertEquals(List.of(Acts.backup(1)), ids(catalogue.backups().prunedBy("j")));
    submit(catalogue, back(1, "j"));
    assertEquals(List.of(), dead());
    assertEquals(BackupState.COMPLETE, state(1));
    submit(catalogue, Acts.deleted(1));
    assertEquals(List.of(), dead(), "a deleted one needs them until it is pruned");
    submit(catalogue, pruned(1, "j"));
    assertEquals(List.of(stripe(1)), dead());
  }

  private static List<String> ids(List<BackupRow> rows) {
    return rows.stream().map(BackupRow::id).toList();
  }

  @Test
  void whatAFailedBackupLeftIsDeadAndWhatAnOpenOneMadeIsNot() {
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 4);
    assertEquals(List.of(), dead());
    submit(catalogue, Acts.closed(3, "interrupted", List.of(), List.of()));
    assertEquals(List.of(), dead(), "it may go on");
    submit(catalogue, Acts.opened(3, "docs", 3, com.plexichat.backup.shared.model.Tier.BRONZE));
    submit(catalogue, Acts.closed(3, "failed", List.of(), List.of()));
    assertEquals(List.of(stripe(4)), dead());
  }

  @Test
  void whileABackupOfTheVaultRunsNothingIsPruned() {
    submit(catalogue, Acts.opened(3, "mail", 1, com.plexichat.backup.shared.model.Tier.BRONZE));
    assertEquals(FailureCode.ACT_REFUSED, refused(pruned(1, "j")));
    assertEquals(List.of(), dead(Acts.backup(1)), "it may count on what it saw");
    submit(catalogue, Acts.closed(3, "failed", List.of(), List.of()));
    submit(catalogue, pruned(1, "j"));
  }

  @Test
  void whatIsKeptOrGoneOrSomebodyElsesIsRefused() {
    submit(
        catalogue,
        Command.newBuilder()
            .setBackupKept(
                BackupKept.newBuilder()
                    .setBackupId(Acts.backup(1))
                    .setKeep(Keep.newBuilder().setKind("hold").setName("case 7")))
            .build());
    assertEquals(FailureCode.BACKUP_KEPT, refused(pruned(1, "j")));
    submit(catalogue, pruned(2, "j"));
    assertEquals(FailureCode.ACT_REFUSED, refused(pruned(2, "j")), "twice");
    assertEquals(FailureCode.ACT_REFUSED, refused(back(2, "k")), "another job's");
    assertEquals(FailureCode.ACT_REFUSED, refused(Acts.deleted(2)), "it is gone");
    submit(catalogue, back(2, "j"), Acts.deleted(2), pruned(2, "l"), back(2, "l"));
    assertEquals(BackupState.DELETED, state(2), "as it was before");
  }

  @Test
  void theTrashKnowsWhatLiesThereAndSinceWhichJob() throws IOException {
    submit(catalogue, pruned(1, "j"), trashed("j", 0), trashed("k", 1));
    List<TrashTable.Heap> heaps = catalogue.trash().heaps();
    TrashTable.Heap heap = heaps.getFirst();
    assertEquals("j", heap.jobId());
    assertEquals(1, heap.stripes());
    assertEquals(0, heap.copies(), "they count with the last that brought some of them");
    assertEquals(List.of(Acts.backup(1)), heap.backups());
    assertEquals("k", heaps.getLast().jobId());
    assertEquals(1, heaps.getLast().stripes());
    assertEquals(2, heaps.getLast().copies());
    assertEquals(List.of(stripe(1)), catalogue.trash().ofJob("j"));
    assertEquals(List.of(stripe(1)), catalogue.trash().ofJob("k"), "either brings it back");
    assertEquals(List.of(stripe(1)), catalogue.trash().before(NOW + 1));
    assertEquals(List.of(), catalogue.trash().before(NOW));
    String before = TestCatalogue.dump(folder);
    catalogue.close();
    TestCatalogue.dropDatabase(folder);
    catalogue = TestCatalogue.open(folder);
    assertEquals(heap, catalogue.trash().heaps().getFirst(), before);
    submit(catalogue, Acts.cleared(1, "owner2", 0), Acts.cleared(1, "owner2", 1));
    assertEquals(0, catalogue.trash().heaps().getFirst().stripes(), "the copies there are gone");
  }

  @Test
  void whatWasSweptCannotComeBack() {
    submit(catalogue, pruned(1, "j"));
    assertEquals(
        List.of(Acts.backup(1)),
        catalogue.trash().heaps().getFirst().backups(),
        "it can come back, although nothing of it lies in the trash");
    assertEquals(List.of(), catalogue.backups().prunedBefore(NOW));
    assertEquals(List.of(Acts.backup(1)), ids(catalogue.backups().prunedBefore(NOW + 1)));
    submit(catalogue, swept(1));
    assertEquals(List.of(), catalogue.trash().heaps());
    assertEquals(List.of(), catalogue.backups().prunedBy("j"));
    assertEquals(List.of(), catalogue.backups().prunedBy(""));
    assertEquals(List.of(), catalogue.backups().prunedBefore(NOW + 1));
    assertEquals(FailureCode.ACT_REFUSED, refused(back(1, "j")));
    assertEquals(FailureCode.ACT_REFUSED, refused(back(1, "")));
    assertEquals(FailureCode.ACT_REFUSED, refused(swept(2)), "it was not pruned");
    assertEquals(BackupState.PRUNED, state(1));
  }

  private static Command swept(int backup) {
    return Command.newBuilder()
        .setBackupSwept(BackupSwept.newBuilder().setBackupId(Acts.backup(backup)))
        .build();
  }

  private static Command trashed(String job, int index) {
    Command changed = Acts.changed(1, index, 2, "TRASHED");
    return changed.toBuilder()
        .setCopiesChanged(changed.getCopiesChanged().toBuilder().setJobId(job))
        .build();
  }

  @Test
  void numbersOfOrdersOnlyRise() {
    long before = catalogue.cluster().find().orElseThrow().sequence();
    submit(catalogue, numbered(before + 7), numbered(before + 3));
    assertEquals(before + 7, catalogue.cluster().find().orElseThrow().sequence());
    assertThrows(IllegalArgumentException.class, () -> submit(catalogue, numbered(0)));
  }

  private static Command numbered(long sequence) {
    return Command.newBuilder()
        .setOrdersNumbered(OrdersNumbered.newBuilder().setSequence(sequence))
        .build();
  }
}
