package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.MessageLite;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.CheckFigures;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CopyFigures;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.JobChanged;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures of copies: two stripes of ten shards, 18 copies each, six of each on machines 2, 3, 4.
class IntegrityDeskTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path folder;
  private final SetFigures figures = new SetFigures();
  private final AtomicLong clock = new AtomicLong(NOW);
  private Catalogue catalogue;

  @BeforeEach
  void fill() {
    catalogue = TestCatalogue.open(folder, () -> Instant.ofEpochMilli(clock.get()));
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2), List.of()));
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private IntegrityFiguresAnswer answer() {
    return new IntegrityDesk(catalogue, figures)
        .figures(IntegrityFiguresRequest.newBuilder().setDamage(true).build(), clock.get());
  }

  private void proven(int stripe, int index, int peer, long atMs) {
    figures.proofs.put(Acts.peer(peer).hex() + Acts.shard(stripe, index).hex(), atMs);
  }

  private CopyFigures peer(IntegrityFiguresAnswer answer, int number) {
    return answer.getPeersList().stream()
        .filter(one -> one.getKey().equals(Acts.peer(number).hex()))
        .findFirst()
        .orElseThrow();
  }

  private void check(String id, String state, String depth, long endedMs, MessageLite result) {
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId(id)
            .setKind("check")
            .setState(state)
            .setStartedMs(endedMs - 1)
            .setEndedMs(endedMs)
            .setParameters(
                CheckIntegrityRequest.newBuilder().setDepth(depth).build().toByteString())
            .setResult(result.toByteString())
            .build();
    submit(
        catalogue, Command.newBuilder().setJobChanged(JobChanged.newBuilder().setJob(job)).build());
  }

  @Test
  void copiesAreCountedByStateMachineAndTier() {
    submit(catalogue, Acts.changed(1, 0, 2, "CORRUPT"), Acts.changed(1, 0, 3, "MISSING"));
    submit(catalogue, Acts.changed(2, 1, 4, "TRASHED"));
    figures.scrubbed.set(NOW - 5);
    IntegrityFiguresAnswer answer = answer();
    CopyFigures all = answer.getAll();
    assertEquals(33, all.getOk());
    assertEquals(1, all.getCorrupt());
    assertEquals(1, all.getMissing());
    assertEquals(1, all.getTrashed());
    assertEquals(0, all.getReplaced());
    assertEquals(5, answer.getPeersCount());
    assertEquals(1, peer(answer, 2).getCorrupt());
    assertEquals(11, peer(answer, 2).getOk());
    assertEquals(NOW - 5, peer(answer, 2).getReadMs());
    assertEquals(1, peer(answer, 3).getMissing());
    assertEquals(1, answer.getTiersCount());
    assertEquals("bronze", answer.getTiers(0).getKey());
    assertEquals(33, answer.getTiers(0).getOk());
  }

  @Test
  void proofsAreOfWholeCopiesAndRecent() {
    proven(1, 0, 2, NOW - 1000);
    proven(1, 0, 3, NOW - 8 * DAY);
    proven(1, 1, 4, NOW - 500);
    submit(catalogue, Acts.changed(1, 1, 4, "CORRUPT"));
    CopyFigures all = answer().getAll();
    assertEquals(1, all.getProven(), "one is old, one was proven and is bad now");
    assertEquals(NOW - 8 * DAY, all.getOldestProofMs());
    assertEquals(NOW - 1000, all.getNewestProofMs());
  }

  @Test
  void aMachineThatIsDownIsOutOfReachAndDamagesNothing() {
    submit(catalogue, Acts.changed(1, 0, 2, "CORRUPT"));
    submit(
        catalogue,
        Command.newBuilder()
            .setPeerChanged(
                PeerChanged.newBuilder().setPeerId(Acts.peer(2).hex()).setState(PeerState.DOWN))
            .build());
    CopyFigures all = answer().getAll();
    assertEquals(0, all.getCorrupt());
    assertEquals(12, all.getAway());
    assertEquals(24, all.getOk());
    assertEquals("No copy is damaged or missing.", answer().getDamage().getSentence());
  }

  @Test
  void whatNoBackupNeedsIsNotMissing() {
    submit(catalogue, Acts.changed(1, 0, 2, "MISSING"));
    submit(catalogue, Acts.deleted(1));
    CopyFigures all = answer().getAll();
    assertEquals(0, all.getMissing());
    assertEquals(35, all.getUnneeded());
    assertEquals(0, answer().getTiersCount());
  }

  @Test
  void aBadCopyThatIsMadeUpForIsToldSo() {
    submit(catalogue, Acts.changed(1, 0, 2, "CORRUPT"));
    assertEquals(0, answer().getAll().getReplaced());
    submit(catalogue, Acts.more(1, 900, 5, 0), Acts.receipt(1, 900, 5, 0));
    assertEquals(1, answer().getAll().getReplaced());
    assertEquals(1, answer().getAll().getCorrupt());
  }

  @Test
  void theLogTellsSinceWhenACopyIsBad() {
    submit(catalogue, Acts.changed(1, 0, 2, "CORRUPT"));
    submit(catalogue, Acts.changed(1, 3, 2, "MISSING"));
    submit(catalogue, Acts.changed(1, 3, 2, "OK"));
    clock.addAndGet(40 * DAY);
    // Bad in another way, for as long; and another one that was whole in between.
    submit(catalogue, Acts.changed(1, 0, 2, "MISSING"), Acts.changed(1, 3, 2, "MISSING"));
    clock.addAndGet(3 * DAY);
    submit(catalogue, Acts.changed(2, 0, 2, "CORRUPT"));
    IntegrityFiguresAnswer answer = answer();
    assertEquals(1, answer.getDamage().getLastDay());
    assertEquals(1, answer.getDamage().getLastWeek());
    assertEquals(0, answer.getDamage().getLastMonth());
    assertEquals(1, answer.getDamage().getLonger());
    assertEquals(0, answer.getDamage().getUnknown());
    assertEquals(
        "3 of 3 damaged or missing copies lie on machine2: look at that machine's disk.",
        answer.getDamage().getSentence());
    assertEquals("unknown", answer.getDamage().getOutbreak());
    assertFalse(answer.getDamage().hasBadOfVerifiedPct());
    proven(2, 5, 4, clock.get());
    assertEquals("yes", answer().getDamage().getOutbreak());
    assertEquals(75, answer().getDamage().getBadOfVerifiedPct());
    assertEquals(100.0 * 3 / 36, answer().getDamage().getBadOfAllPct());
  }

  @Test
  void checksOfThirtyDaysAreCountedByDepth() {
    IntegrityResult some = IntegrityResult.newBuilder().setCheckedCopies(36).setOk(36).build();
    check("a", "done", "hash", NOW - DAY, some);
    check("b", "done", "", NOW, some.toBuilder().setOk(34).setBadCopies(2).build());
    check("c", "failed", "hash", NOW - DAY, IntegrityResult.getDefaultInstance());
    check("d", "done", "hash", NOW - 31 * DAY, some);
    check("e", "done", "presence", NOW - 2 * DAY, some);
    List<CheckFigures> checks = answer().getChecksList();
    assertEquals(2, checks.size());
    assertEquals(
        CheckFigures.newBuilder()
            .setDepth("hash")
            .setDone(2)
            .setFailed(1)
            .setCheckedCopies(72)
            .setBadCopies(2)
            .setNewestMs(NOW)
            .build(),
        checks.get(0));
    assertEquals("presence", checks.get(1).getDepth());
    assertEquals(1, checks.get(1).getDone());
  }
}
