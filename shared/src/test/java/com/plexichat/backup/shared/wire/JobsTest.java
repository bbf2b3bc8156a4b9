package com.plexichat.backup.shared.wire;

import static com.plexichat.backup.shared.wire.AnswersTest.AT;
import static com.plexichat.backup.shared.wire.AnswersTest.ODD;
import static com.plexichat.backup.shared.wire.AnswersTest.ODD_PATH;
import static com.plexichat.backup.shared.wire.AnswersTest.PEER;
import static com.plexichat.backup.shared.wire.AnswersTest.SHARD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.plexichat.backup.proto.Anew;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.Beat;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.proto.Gone;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.StripesChanged;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.proto.Whole;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PathWarning;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Jobs with what they came to, and what a watched cluster tells.
class JobsTest {
  private static JobEntry.Builder done(String kind) {
    return JobEntry.newBuilder().setJobId("j").setKind(kind).setState("done").setEtaMs(-1);
  }

  private static JobResult result(String kind, MessageLite result) {
    return Jobs.job(done(kind).setResult(result.toByteString()).build()).result().orElseThrow();
  }

  @Test
  void jobs() {
    assertEquals(
        new JobStarted("j", "b", true),
        Jobs.started(
            com.plexichat.backup.proto.JobStarted.newBuilder()
                .setJobId("j")
                .setBackupId("b")
                .setResumed(true)
                .build()));
    JobEntry whole =
        JobEntry.newBuilder()
            .setJobId("j")
            .setKind("backup")
            .setState("stalled")
            .setReason("r")
            .setPhase("p")
            .setDone(1)
            .setTotal(2)
            .setBytesDone(3)
            .setBytesTotal(4)
            .setRate(5.5)
            .setEtaMs(6)
            .setStartedMs(AT.toEpochMilli())
            .setAskedBy("ann")
            .setHost(PEER.hex())
            .setBackupId("b")
            .build();
    assertEquals(
        new Job(
            "j",
            "backup",
            JobState.STALLED,
            "r",
            "p",
            new Job.Progress(1, 2, 3, 4, 5.5, Optional.of(Duration.ofMillis(6))),
            Optional.of(AT),
            Optional.empty(),
            "ann",
            Optional.of(PEER),
            "b",
            Optional.empty(),
            Optional.empty()),
        Jobs.job(whole));
    for (JobState state : JobState.values()) {
      assertEquals(state, Jobs.job(whole.toBuilder().setState(state.name()).build()).state());
    }
    Job newer =
        Jobs.job(whole.toBuilder().setState("of_tomorrow").setEtaMs(-1).setHost("x").build());
    assertEquals(JobState.RUNNING, newer.state());
    assertEquals(Optional.empty(), newer.progress().left());
    assertEquals(Optional.empty(), newer.host());
  }

  @Test
  void aFailureHasItsWords() {
    OperationFailed full = new OperationFailed(FailureCode.UNREACHABLE, "h:1", "it is away");
    JobEntry failed =
        JobEntry.newBuilder().setState("failed").setFailure(Failures.message(full)).build();
    assertEquals(
        Optional.of(new Job.Trouble("UNREACHABLE", full.sentence(), full.nextAct())),
        Jobs.job(failed).failure());
    Job.Trouble newer =
        Jobs.job(
                JobEntry.newBuilder()
                    .setState("failed")
                    .setReason("the sky fell")
                    .setFailure(Failure.newBuilder().setCode("OF_TOMORROW"))
                    .build())
            .failure()
            .orElseThrow();
    assertEquals("INTERNAL", newer.code());
    assertEquals("An internal error: the sky fell.", newer.sentence());
    assertFalse(
        Jobs.job(JobEntry.newBuilder().setState("failed").build())
            .failure()
            .orElseThrow()
            .sentence()
            .contains("{0}"));
  }

  @Test
  void whatABackupCameTo() {
    BackupEntry backup = BackupEntry.newBuilder().setBackupId("b").setState("complete").build();
    assertEquals(new JobResult.BackedUp(Backups.backup(backup)), result("backup", backup));
  }

  @Test
  void whatARestoreCameTo() {
    assertEquals(
        new JobResult.Restored(
            "incomplete",
            1,
            2,
            3,
            List.of(new PathWarning(ODD_PATH, "C", "m")),
            7,
            Duration.ofMillis(4),
            Map.of(PEER, 5L)),
        result(
            "restore",
            RestoreResult.newBuilder()
                .setState("incomplete")
                .setFiles(1)
                .setDirectories(2)
                .setBytes(3)
                .addFailed(Warning.newBuilder().setPath(ODD).setCode("C").setMessage("m"))
                .setFailures(7)
                .setDurationMs(4)
                .putSources(PEER.hex(), 5)
                .putSources("no peer", 6)
                .build()));
  }

  @Test
  void whatChecksFound() {
    BadShardCopy bad =
        BadShardCopy.newBuilder()
            .setShard(Ids.message(SHARD))
            .setPeerId(PEER.hex())
            .setState("CORRUPT")
            .setPath("p")
            .build();
    JobResult.BadCopy read = new JobResult.BadCopy(SHARD, Optional.of(PEER), "CORRUPT", "p");
    JobResult.BadCopy nowhere = new JobResult.BadCopy(SHARD, Optional.empty(), "CORRUPT", "p");
    assertEquals(
        new JobResult.Verified(
            "damaged",
            1,
            2,
            3,
            List.of(read, nowhere),
            2,
            List.of(ODD_PATH),
            9,
            "why",
            List.of("x")),
        result(
            "verify",
            VerifyResult.newBuilder()
                .setState("damaged")
                .setShards(1)
                .setCopies(2)
                .setOk(3)
                .addBad(bad)
                .addBad(bad.toBuilder().clearPeerId())
                .addAffectedFiles(ODD)
                .setAffected(9)
                .setUnnamed("why")
                .addUnanswered("x")
                .build()));
    assertEquals(
        new JobResult.Checked(1, 2, List.of(read), 8, List.of("x")),
        result(
            "check",
            IntegrityResult.newBuilder()
                .setCheckedCopies(1)
                .setOk(2)
                .addBad(bad)
                .setBadCopies(8)
                .addUnanswered("x")
                .build()));
  }

  @Test
  void whatARepairDid() {
    assertEquals(
        new JobResult.Repaired(
            1,
            2,
            3,
            List.of(new JobResult.LostShard(SHARD, List.of("b"), List.of(ODD_PATH), 4, "why")),
            5,
            6,
            "s",
            List.of("x", "y")),
        result(
            "repair",
            RepairResult.newBuilder()
                .setRepaired(1)
                .setRebuilt(2)
                .setWaiting(3)
                .addLost(
                    LostShard.newBuilder()
                        .setShard(Ids.message(SHARD))
                        .addBackups("b")
                        .addFiles(ODD)
                        .setFileCount(4)
                        .setUnnamed("why"))
                .setLostTotal(5)
                .setBytes(6)
                .setSentence("s")
                .addUnanswered("x")
                .addUnanswered("y")
                .build()));
  }

  @Test
  void whatBecameOfTheTrash() {
    PruneResult told =
        PruneResult.newBuilder()
            .addBackups("a")
            .setStripes(1)
            .setCopies(2)
            .setBytes(3)
            .addSkipped(
                PlannedBackup.newBuilder()
                    .setBackupId("b")
                    .setSet("s")
                    .setNumber(4)
                    .setTier("gold")
                    .setCreatedMs(AT.toEpochMilli())
                    .setReason("why"))
            .addUnanswered("x")
            .addDamaged(
                BadShardCopy.newBuilder()
                    .setShard(Ids.message(SHARD))
                    .setPeerId(PEER.hex())
                    .setState("CORRUPT"))
            .build();
    JobResult.Pruned read =
        new JobResult.Pruned(
            List.of("a"),
            new PrunePlan.Amount(1, 2, 3),
            List.of(new PrunePlan.Planned("b", "s", 4, "gold", AT, Optional.empty(), "why")),
            List.of("x"),
            List.of(new JobResult.BadCopy(SHARD, Optional.of(PEER), "CORRUPT", "")));
    for (String kind : List.of("prune", "rollback", "sweep")) {
      assertEquals(read, result(kind, told), kind);
    }
  }

  @Test
  void whatWasToldWinsOverWhatIsKept() {
    Job job =
        Jobs.job(
            done("check")
                .setResult(IntegrityResult.newBuilder().setOk(1).build().toByteString())
                .setTold(IntegrityResult.newBuilder().setOk(2).build().toByteString())
                .build());
    assertEquals(Optional.of(new JobResult.Checked(0, 2, List.of(), 0, List.of())), job.result());
  }

  @Test
  void nothingIsAResultOnlyOfAJobThatIsDoneAndWasAskedFor() {
    Optional<JobResult> none = Optional.of(new JobResult.Checked(0, 0, List.of(), 0, List.of()));
    assertEquals(none, Jobs.asked(done("check").build()).result());
    assertEquals(Optional.empty(), Jobs.job(done("check").build()).result());
    assertEquals(Optional.empty(), Jobs.asked(done("backup").build()).result());
    assertEquals(Optional.empty(), Jobs.asked(done("check").setState("running").build()).result());
  }

  @Test
  void whatCannotBeReadIsNoResult() {
    for (String kind :
        List.of(
            "backup", "restore", "verify", "check", "repair", "prune", "sweep", "of_tomorrow")) {
      JobEntry job = done(kind).setResult(ByteString.copyFromUtf8("no message")).build();
      assertEquals(Optional.empty(), Jobs.job(job).result(), kind);
      assertEquals(Optional.empty(), Jobs.asked(job).result(), kind);
    }
    ByteString noId =
        RepairResult.newBuilder()
            .addLost(LostShard.newBuilder().setShard(ByteString.copyFromUtf8("short")))
            .build()
            .toByteString();
    assertEquals(Optional.empty(), Jobs.job(done("repair").setResult(noId).build()).result());
  }

  private static com.plexichat.backup.proto.Change.Builder change() {
    return com.plexichat.backup.proto.Change.newBuilder()
        .setStream("s")
        .setRevision(3)
        .setAtMs(AT.toEpochMilli());
  }

  private static void assertTold(
      Change.What what, com.plexichat.backup.proto.Change.Builder message) {
    assertEquals(Optional.of(new Change("s", 3, AT, what)), Changes.change(message.build()));
  }

  @Test
  void changes() {
    assertTold(new Change.Anew(), change().setAnew(Anew.getDefaultInstance()));
    assertTold(new Change.Whole(), change().setWhole(Whole.getDefaultInstance()));
    assertTold(new Change.Beat(), change().setBeat(Beat.getDefaultInstance()));
    ClusterStatusAnswer status = ClusterStatusAnswer.newBuilder().setYou("ann").build();
    assertTold(new Change.OfCluster(ClusterAnswers.facts(status)), change().setStatus(status));
    KitStatusAnswer kit = KitStatusAnswer.newBuilder().setNote("n").build();
    assertTold(new Change.OfKit(ClusterAnswers.kit(kit)), change().setKit(kit));
    DistributionAnswer spread = DistributionAnswer.newBuilder().setState("ok").build();
    assertTold(
        new Change.OfDistribution(ClusterAnswers.distribution(spread)),
        change().setDistribution(spread));
    PeerEntry peer = PeerEntry.newBuilder().setPeerId(PEER.hex()).build();
    assertTold(new Change.OfPeer(Peers.peer(peer)), change().setPeer(peer));
    BackupSet set = new BackupSet("s", "", List.of(ODD_PATH), List.of(), Tier.SILVER);
    assertTold(new Change.OfSet(set), change().setSet(BackupSets.message(set)));
    BackupEntry backup = BackupEntry.newBuilder().setBackupId("b").build();
    assertTold(new Change.OfBackup(Backups.backup(backup)), change().setBackup(backup));
    JobEntry job = done("check").build();
    assertTold(new Change.OfJob(Jobs.job(job)), change().setJob(job));
    assertTold(
        new Change.Gone("peer", PEER.hex()),
        change().setGone(Gone.newBuilder().setKind("peer").setKey(PEER.hex())));
    assertTold(
        new Change.OfStripes(8), change().setStripes(StripesChanged.newBuilder().setLogIndex(8)));
    assertEquals(Optional.empty(), Changes.change(change().build()));
  }
}
