package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.api.RetentionRig.DAY;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.planning.RetentionAudit;
import com.plexichat.backup.agent.planning.RetentionAudit.Kind;
import com.plexichat.backup.proto.AuditRetentionAnswer;
import com.plexichat.backup.proto.AuditRetentionRequest;
import com.plexichat.backup.proto.BackupKept;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.RetentionFinding;
import com.plexichat.backup.proto.RetentionMoved;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is planted is found, each where it was planted, and nothing else is.
class RetentionAuditDeskTest {
  private static final Tier WOOD = new Tier("wood", 90, 2, 8, 2, 0);

  @TempDir Path folder;
  private RetentionRig rig;

  @BeforeEach
  void open() {
    rig = new RetentionRig(folder, NOW - 200 * DAY);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Map<String, String> found() {
    Map<String, String> found = new TreeMap<>();
    AuditRetentionAnswer answer = rig.audit.audit(AuditRetentionRequest.getDefaultInstance());
    for (RetentionFinding one : answer.getFindingsList()) {
      String where = one.getBackupId().isEmpty() ? one.getSet() : one.getBackupId();
      assertEquals(null, found.put(one.getKind() + " " + where, one.getSentence()));
    }
    assertEquals(answer.getTotal(), found.size());
    return found;
  }

  private void keep(int backup, String owner, String reason) {
    submit(
        rig.catalogue,
        Command.newBuilder()
            .setBackupKept(
                BackupKept.newBuilder()
                    .setBackupId(Acts.backup(backup))
                    .setKeep(
                        Keep.newBuilder()
                            .setKind("hold")
                            .setName("case")
                            .setOwner(owner)
                            .setReason(reason)))
            .build());
  }

  private void moved(String actor, int backup, long ends) {
    rig.catalogue.submit(
        actor,
        "because",
        "",
        Command.newBuilder()
            .setRetentionMoved(
                RetentionMoved.newBuilder().setBackupId(Acts.backup(backup)).setExpiresMs(ends))
            .build());
  }

  /// Sound backups of both sets, with what people may do: extended, ended, held.
  private void sound() {
    long docs = rig.catalogue.backups().nextNumber("docs");
    rig.now = NOW - DAY;
    rig.backUp(20, "docs", docs, Tier.BRONZE, 20);
    rig.backUp(21, "docs", docs + 1, Tier.BRONZE, 21);
    moved("person:anna", 20, NOW + 300 * DAY);
    moved("person:anna", 21, NOW - 1);
    keep(20, "legal", "court order");
    rig.now = NOW;
    rig.backUp(22, "docs", docs + 2, Tier.BRONZE, 22);
    rig.backUp(23, "mail", 1, Tier.BRONZE, 23);
  }

  @Test
  void whatIsAsItShouldBeIsNoViolation() {
    sound();
    assertEquals(Map.of(), found());
  }

  @Test
  void tenThatArePlantedAreFoundAndNoEleventh() {
    // Ended 110 days ago, and nobody pruned it.
    rig.backUp(1, "docs", 1, Tier.BRONZE, 1);
    // Pruned, and its trash was never swept.
    rig.now = NOW - 60 * DAY;
    rig.backUp(2, "docs", 2, Tier.BRONZE, 2);
    submit(
        rig.catalogue,
        Command.newBuilder()
            .setBackupPruned(BackupPruned.newBuilder().setBackupId(Acts.backup(2)).setJobId("job"))
            .build());
    rig.now = NOW - 2 * DAY;
    rig.open(3, "docs", 3, Tier.BRONZE, 3);
    rig.close(3, rig.now + 50 * DAY, 3);
    rig.backUp(4, "docs", 4, Tier.BRONZE, 4);
    moved("coordinator", 4, NOW + 400 * DAY);
    rig.open(5, "docs", 5, Tier.BRONZE, 5);
    submit(rig.catalogue, Acts.closed(5, "complete", List.of(5), List.of()));
    rig.backUp(6, "docs", 6, Tier.BRONZE, 6);
    submit(rig.catalogue, Acts.changed(6, 0, 2, "MISSING"));
    rig.backUp(7, "docs", 7, Tier.BRONZE, 7, 6);
    keep(7, "", "court order");
    Tier ninth =
        Tier.BRONZE.with(new Tier.Edition(9, RecoveryClass.ARCHIVAL, "", KeepRules.NONE, 1, 0));
    rig.backUp(8, "docs", 8, ninth, 8);
    sound();
    rig.set("odd", "/odd", WOOD);
    rig.backUp(9, "odd", 1, WOOD, 9);
    rig.set("photos", "/photos", Tier.SILVER);
    assertEquals(
        List.of(
            "ends_early " + Acts.backup(3),
            "ends_late " + Acts.backup(4),
            "hold_unfounded " + Acts.backup(7),
            "never_ends " + Acts.backup(5),
            "no_restore_point photos",
            "not_pruned " + Acts.backup(1),
            "not_swept " + Acts.backup(2),
            "tier_unknown odd",
            "too_few_copies " + Acts.backup(6),
            "version_gone " + Acts.backup(8)),
        List.copyOf(found().keySet()));
  }

  @Test
  void weakerVersionsAndOldPointsAreFoundToo() {
    rig.now = NOW;
    rig.backUp(1, "mail", 1, Tier.SILVER.with(Tier.BRONZE.edition()), 1);
    rig.define(new Tier("silver", 500, 2, 8, 2, 0, Tier.SILVER.edition()));
    rig.backUp(2, "docs", 1, Tier.BRONZE, 2);
    rig.now = NOW + 4 * DAY;
    Map<String, String> found = found();
    assertEquals(
        List.of(
            "no_restore_point docs",
            "no_restore_point mail",
            "tier_weaker " + Acts.backup(1),
            "too_few_copies " + Acts.backup(1)),
        List.copyOf(found.keySet()));
    assertTrue(
        found.getOrDefault("tier_weaker " + Acts.backup(1), "").contains("days 365 to 500"),
        found::toString);
    assertThrows(
        OperationFailed.class,
        () -> rig.audit.audit(AuditRetentionRequest.newBuilder().setGraceDays(-1).build()));
  }

  /// The log refuses to delete what is held, and to crowd owners; an audit does not take its word.
  @Test
  void whatTheLogRefusesIsLookedForToo() {
    RetentionAudit.Backup gone =
        new RetentionAudit.Backup(
            "b",
            "docs",
            Tier.BRONZE,
            false,
            NOW,
            NOW,
            NOW,
            NOW,
            "",
            List.of(new RetentionAudit.Hold("case", "legal", "court order")),
            true,
            false,
            "",
            false,
            false);
    RetentionAudit.View view =
        new RetentionAudit.View(NOW, List.of(gone), List.of(), Map.of(), DAY, DAY, 2);
    assertEquals(
        List.of(Kind.HOLD_BROKEN, Kind.SEPARATION),
        RetentionAudit.of(view).stream().map(RetentionAudit.Finding::kind).toList());
  }
}
