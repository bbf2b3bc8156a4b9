package com.plexichat.backup.agent.policy;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Keep;
import com.plexichat.backup.proto.LockBackupRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people decide of one backup's retention, on a real catalogue.
class RetentionDeskTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long END = NOW + 10 * DAY;
  private static final String WHO = "person:ben";
  private static final Keep CASE = Keep.newBuilder().setKind("hold").setName("case 7").build();
  private static final Keep PIN = Keep.newBuilder().setKind("pin").build();

  @TempDir Path folder;
  private Catalogue catalogue;
  private RetentionDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closedUntil(1, END, 1));
    desk = new RetentionDesk(catalogue, InstantSource.fixed(Instant.ofEpochMilli(NOW)));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static ChangeRetentionRequest.Builder ask() {
    return ChangeRetentionRequest.newBuilder().setBackupId(Acts.backup(1)).setReason("because");
  }

  private BackupRow change(ChangeRetentionRequest.Builder ask) {
    return desk.change(ask.build(), WHO);
  }

  private FailureCode refused(ChangeRetentionRequest.Builder ask) {
    return assertThrows(OperationFailed.class, () -> change(ask)).code();
  }

  /// Whether its stripe asks for copies at a time.
  private boolean isAsked(long atMs) {
    return catalogue.stripes().find(Acts.stripe(1), atMs).orElseThrow().target().isPresent();
  }

  @Test
  void extendingMovesTheEndAndNothingElse() {
    BackupRow longer = change(ask().setMoreDays(5));
    assertEquals(END + 5 * DAY, longer.retention().endsMs());
    assertTrue(isAsked(END + 5 * DAY - 1));
    assertFalse(isAsked(END + 5 * DAY));
    BackupRow until = change(ask().setUntilMs(END + 40 * DAY));
    assertEquals(END + 40 * DAY, until.retention().endsMs());
    assertEquals(END + 40 * DAY, until.expiresMs());
    assertEquals(FailureCode.USAGE, refused(ask().setUntilMs(END + 40 * DAY)), "not later");
    assertEquals(FailureCode.USAGE, refused(ask().setUntilMs(NOW)), "earlier");
    assertEquals(FailureCode.USAGE, refused(ask().setMoreDays(0)));
    assertEquals(FailureCode.USAGE, refused(ask().setMoreDays(-3)));
    assertEquals(FailureCode.USAGE, refused(ask().setMoreDays(Integer.MAX_VALUE)));
    assertEquals(FailureCode.USAGE, refused(ask().setUntilMs(Long.MAX_VALUE)));
    assertEquals(FailureCode.USAGE, refused(ask()), "no change");
  }

  @Test
  void whatHasEndedCanBeRestoredAndExtended() {
    assertEquals(FailureCode.REASON_MISSING, refused(ask().setNow(true).clearReason()));
    BackupRow over = change(ask().setNow(true));
    assertEquals(NOW, over.retention().endsMs());
    assertTrue(over.state().isListed(), "it is there until it is pruned");
    assertFalse(over.liveAt(NOW));
    assertFalse(isAsked(NOW));
    change(ask().setMoreDays(1));
    assertTrue(isAsked(NOW));
  }

  @Test
  void aHoldOutlivesTheTierAndEveryEnding() {
    assertEquals(FailureCode.REASON_MISSING, refused(ask().setKeep(CASE).clearReason()));
    BackupRow held = change(ask().setKeep(CASE.toBuilder().setOwner("legal")));
    Keep keep = held.retention().keeps().getFirst();
    assertEquals(WHO, keep.getBy());
    assertEquals("because", keep.getReason());
    assertEquals("legal", keep.getOwner());
    assertEquals(NOW, keep.getSinceMs());
    assertEquals(END, held.retention().endsMs(), "its tier's days are what they were");
    change(ask().setNow(true));
    assertTrue(isAsked(END + 3650 * DAY), "a clock ten years ahead");
    assertEquals(
        FailureCode.BACKUP_KEPT,
        assertThrows(OperationFailed.class, () -> submit(catalogue, Acts.deleted(1))).code());
    assertEquals(FailureCode.ACT_REFUSED, refused(ask().setKeep(CASE)), "the same case again");
    change(ask().setKeep(CASE.toBuilder().setName("case 8")));
    assertEquals(FailureCode.REASON_MISSING, refused(ask().setRelease(CASE).clearReason()));
    change(ask().setRelease(CASE));
    assertEquals(FailureCode.KEEP_UNKNOWN, refused(ask().setRelease(CASE)));
    assertTrue(isAsked(END), "the other case still keeps it");
    BackupRow free = change(ask().setRelease(CASE.toBuilder().setName("case 8")));
    assertEquals(List.of(), free.retention().keeps());
    assertFalse(isAsked(NOW), "it had ended meanwhile");
    submit(catalogue, Acts.deleted(1));
  }

  private static Command pruned() {
    return Command.newBuilder()
        .setBackupPruned(BackupPruned.newBuilder().setBackupId(Acts.backup(1)).setJobId("j"))
        .build();
  }

  private BackupRow lock(int days) {
    return desk.lock(lockFor(days).build(), WHO);
  }

  private static LockBackupRequest.Builder lockFor(int days) {
    return LockBackupRequest.newBuilder()
        .setBackupId(Acts.backup(1))
        .setDays(days)
        .setWhy("ransom");
  }

  private FailureCode refused(LockBackupRequest.Builder ask) {
    return assertThrows(OperationFailed.class, () -> desk.lock(ask.build(), WHO)).code();
  }

  @Test
  void aLockOutlivesTheTierAndNobodyTakesItBack() {
    BackupRow locked = lock(30);
    assertEquals(NOW + 30 * DAY, locked.retention().lockedMs());
    assertEquals(END, locked.retention().endsMs(), "its tier's days are what they were");
    assertEquals(NOW + 30 * DAY, locked.expiresMs());
    assertTrue(isAsked(NOW + 30 * DAY - 1));
    assertFalse(isAsked(NOW + 30 * DAY));
    BackupRow shorter = lock(3);
    assertEquals(NOW + 30 * DAY, shorter.retention().lockedMs());
    assertEquals(30, shorter.retention().lockDays());
    assertEquals(FailureCode.BACKUP_LOCKED, refused(ask().setNow(true)));
    assertEquals(
        FailureCode.BACKUP_LOCKED,
        assertThrows(OperationFailed.class, () -> submit(catalogue, Acts.deleted(1))).code());
    assertEquals(
        FailureCode.BACKUP_LOCKED,
        assertThrows(OperationFailed.class, () -> submit(catalogue, pruned())).code());
    assertEquals(NOW + 40 * DAY, change(ask().setUntilMs(NOW + 40 * DAY)).expiresMs());
    assertEquals(FailureCode.USAGE, refused(lockFor(0)));
    assertEquals(FailureCode.USAGE, refused(lockFor(-3)));
    assertEquals(FailureCode.USAGE, refused(lockFor(3_651)), "nobody can undo it");
    assertEquals(FailureCode.REASON_MISSING, refused(lockFor(3).setWhy(" ")));
  }

  @Test
  void aPinHasNoNameAndAHoldHasOne() {
    assertEquals(FailureCode.USAGE, refused(ask().setKeep(CASE.toBuilder().clearName())));
    assertEquals(
        FailureCode.USAGE, refused(ask().setKeep(CASE.toBuilder().setName("n".repeat(65)))));
    assertEquals(FailureCode.USAGE, refused(ask().setKeep(PIN.toBuilder().setName("n"))));
    assertEquals(FailureCode.USAGE, refused(ask().setKeep(PIN.toBuilder().setKind("glue"))));
    assertEquals(FailureCode.USAGE, refused(ask().setKeep(PIN).setReason("n".repeat(1_001))));
    change(ask().setKeep(PIN).clearReason());
    assertTrue(isAsked(END));
    change(ask().setRelease(PIN).clearReason());
    assertFalse(isAsked(END));
    assertEquals(FailureCode.KEEP_UNKNOWN, refused(ask().setRelease(PIN)));
  }

  @Test
  void onlyWhatCanBeRestoredIsKept() {
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 2);
    assertEquals(FailureCode.ACT_REFUSED, refused(ask().setBackupId(Acts.backup(2)).setKeep(PIN)));
    submit(catalogue, Acts.deleted(1));
    assertEquals(FailureCode.ACT_REFUSED, refused(ask().setMoreDays(1)));
    assertEquals(FailureCode.BACKUP_UNKNOWN, refused(ask().setBackupId("ffff").setKeep(PIN)));
  }

  @Test
  void itIsTheSameAfterARestartAndMadeAnewFromTheLog() throws Exception {
    change(ask().setKeep(CASE));
    BackupRow before = change(ask().setMoreDays(3));
    catalogue.close();
    catalogue = TestCatalogue.open(folder);
    assertEquals(before, catalogue.backups().get(Acts.backup(1)));
    catalogue.close();
    TestCatalogue.dropDatabase(folder);
    catalogue = TestCatalogue.open(folder);
    assertEquals(before, catalogue.backups().get(Acts.backup(1)));
  }
}
