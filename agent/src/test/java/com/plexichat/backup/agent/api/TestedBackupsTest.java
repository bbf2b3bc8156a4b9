package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.VerifyWork;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts as a test of a backup, and from whom.
class TestedBackupsTest {
  private static final String BACKUP = Acts.backup(1);
  private static final PeerId READER = Acts.peer(3);
  private static final RestoreResult WHOLE =
      RestoreResult.newBuilder().setState("complete").build();
  private static final VerifyResult OK = VerifyResult.newBuilder().setState("ok").build();

  @TempDir Path folder;
  private final InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(NOW));
  private final TicketBook book = new TicketBook(time);
  private Catalogue catalogue;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static JobEntry.Builder job(RunOrder.Builder order, long startedMs) {
    return JobEntry.newBuilder()
        .setJobId("j")
        .setKind(order.hasRestore() ? "restore" : "verify")
        .setHost(READER.hex())
        .setStartedMs(startedMs)
        .setParameters(order.build().toByteString());
  }

  private static RunOrder.Builder restore(UnaryOperator<RestoreWork.Builder> how) {
    RestoreWork.Builder work = RestoreWork.newBuilder().setBackupId(BACKUP);
    return RunOrder.newBuilder()
        .setJobId("j")
        .setRestore(how.apply(work.setTo(ByteString.copyFromUtf8("/to"))));
  }

  private static RunOrder.Builder verify(String depth) {
    return RunOrder.newBuilder()
        .setJobId("j")
        .setVerify(VerifyWork.newBuilder().setBackupId(BACKUP).setDepth(depth));
  }

  private boolean tests(RunOrder.Builder order, Message result) {
    return tests(job(order, NOW), result);
  }

  private boolean tests(JobEntry.Builder job, Message result) {
    long before = catalogue.head().index();
    new TestedBackups(catalogue, book).ended(job.build(), result.toByteArray());
    boolean isNoted = catalogue.head().index() > before;
    if (isNoted) {
      assertEquals(NOW, catalogue.backups().get(BACKUP).figures().testedMs());
    }
    return isNoted;
  }

  private void assertTests(boolean expected, RunOrder.Builder order, Message result) {
    assertEquals(expected, tests(order, result), order + " " + result);
  }

  @Test
  void aRestoreOfEverythingIsATest() {
    book.given(READER, BACKUP, "restore", NOW + 1);
    RestoreResult kept = WHOLE.toBuilder().setKept(1).build();
    assertTests(true, restore(work -> work), WHOLE);
    assertTests(true, restore(work -> work.setOverwrite("always")), WHOLE);
    assertTests(true, restore(work -> work.setOverwrite("changed")), WHOLE);
    assertTests(true, restore(work -> work), kept);
    assertTests(false, restore(work -> work.setOverwrite("changed")), kept);
    assertTests(false, restore(work -> work.setOverwrite("never")), kept);
    assertTests(false, restore(work -> work.addIncludes("/home")), WHOLE);
    assertTests(false, restore(work -> work.setDryRun(true)), WHOLE);
    assertTests(false, restore(work -> work), WHOLE.toBuilder().setState("incomplete").build());
  }

  @Test
  void aVerificationThatReadEverythingIsATest() {
    book.given(READER, BACKUP, "verify", NOW + 1);
    assertTests(true, verify("deep"), OK);
    assertTests(true, verify("reconstruct"), OK);
    assertTests(false, verify("hash"), OK);
    assertTests(false, verify("presence"), OK);
    assertTests(false, verify("deep"), OK.toBuilder().setState("damaged").build());
    assertTests(false, verify("deep"), OK.toBuilder().setState("lost").build());
  }

  @Test
  void whoHadNoTicketTestedNothing() {
    assertTests(false, restore(work -> work), WHOLE);
    book.given(Acts.peer(4), BACKUP, "restore", NOW + 1);
    book.given(READER, Acts.backup(2), "restore", NOW + 1);
    book.given(READER, BACKUP, "verify", NOW + 1);
    assertTests(false, restore(work -> work), WHOLE);
    book.given(READER, BACKUP, "restore", NOW - 1);
    assertTests(false, restore(work -> work), WHOLE);
    book.given(READER, BACKUP, "restore", NOW);
    assertTests(true, restore(work -> work), WHOLE);
  }

  /// Of tickets that it gave before it started again the coordinator knows nothing any more.
  @Test
  void aJobOfBeforeTheRestartCountsForWhoHasTheVault() {
    JobEntry.Builder old = job(restore(work -> work), NOW - 1);
    assertEquals(false, tests(old, WHOLE));
    submit(
        catalogue,
        Acts.vault(
            Acts.ring(2).toBuilder()
                .addMasters(SealedMaster.newBuilder().setRecipient(READER.hex()))
                .build()));
    assertEquals(true, tests(old, WHOLE));
    assertTests(false, restore(work -> work), WHOLE);
  }

  @Test
  void aBackupThatIsGoneMeanwhileFailsNothing() {
    book.given(READER, BACKUP, "restore", NOW + 1);
    submit(catalogue, Acts.deleted(1));
    assertTests(false, restore(work -> work), WHOLE);
  }

  @Test
  void otherJobsAreNoTests() {
    JobEntry.Builder check = JobEntry.newBuilder().setKind("check").setHost(READER.hex());
    assertEquals(false, tests(check.setParameters(ByteString.copyFromUtf8("?")), OK));
  }
}
