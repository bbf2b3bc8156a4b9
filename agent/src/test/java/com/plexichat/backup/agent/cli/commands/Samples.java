package com.plexichat.backup.agent.cli.commands;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.AuditEntry;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BadShardCopy;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.FindJobsAnswer;
import com.plexichat.backup.proto.HookSpec;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.ListAuditAnswer;
import com.plexichat.backup.proto.ListBackupsAnswer;
import com.plexichat.backup.proto.ListPersonsAnswer;
import com.plexichat.backup.proto.ListSetsAnswer;
import com.plexichat.backup.proto.ListVaultsAnswer;
import com.plexichat.backup.proto.LostShard;
import com.plexichat.backup.proto.Person;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SourceEntry;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.VaultEntry;
import com.plexichat.backup.proto.VerifyResult;
import com.plexichat.backup.proto.Warning;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Answers as a small cluster gives them.
final class Samples {
  static final String BACKUP = "00112233445566aa";
  static final String JOB = "9f8e7d6c5b4a3f2e";
  static final ByteString SHARD = hex("ab".repeat(32));
  static final ByteString STRIPE = hex("cd".repeat(16));

  private Samples() {}

  static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }

  static ByteString path(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }

  static TierSpec silver() {
    return SetActs.tier("silver");
  }

  static SetSpec set() {
    return SetSpec.newBuilder()
        .setName("documents")
        .setHost(Fixture.ONE)
        .addPaths(path("/home/ann/documents"))
        .addPaths(path("/etc"))
        .addExcludes("*.tmp")
        .setTier(silver())
        .setBefore(HookSpec.newBuilder().addCommand("/usr/bin/sync").setTimeoutMs(1000))
        .build();
  }

  static BackupEntry.Builder backup() {
    return BackupEntry.newBuilder()
        .setBackupId(BACKUP)
        .setSet("documents")
        .setHost("alpha")
        .setNumber(17)
        .setCreatedMs(Fixture.NOW)
        .setTier("silver")
        .setState("complete")
        .setFiles(12345)
        .setDirectories(678)
        .setSourceBytes(3_456_789_012L)
        .setNewChunkBytes(45_678_901)
        .setStoredBytes(137_036_703)
        .setParityBytes(11_419_725)
        .setSentBytes(57_098_626)
        .setDurationMs(83_400)
        .setExpiresMs(Fixture.NOW + 365L * 86_400_000)
        .setRestorable(true)
        .setCollusionNumber(2)
        .setJobId(JOB);
  }

  static ListBackupsAnswer backups(BackupEntry.Builder... backups) {
    ListBackupsAnswer.Builder all = ListBackupsAnswer.newBuilder();
    for (BackupEntry.Builder one : backups) {
      all.addBackups(one);
    }
    return all.build();
  }

  static Warning warning() {
    return Warning.newBuilder()
        .setPath(path("/home/ann/documents/a folder/with a long name/and a file\n.odt"))
        .setCode("PATH_UNREADABLE")
        .setMessage("permission denied")
        .build();
  }

  static JobStarted started() {
    return JobStarted.newBuilder().setJobId(JOB).setBackupId(BACKUP).build();
  }

  static JobEntry.Builder running(String kind) {
    return JobEntry.newBuilder()
        .setJobId(JOB)
        .setKind(kind)
        .setState("running")
        .setPhase("sending")
        .setDone(412)
        .setTotal(1000)
        .setBytesDone(412L << 20)
        .setBytesTotal(1000L << 20)
        .setRate(94_371_840)
        .setEtaMs(6800)
        .setStartedMs(Fixture.NOW - 5000)
        .setAskedBy("ann");
  }

  static FindJobsAnswer jobs() {
    return FindJobsAnswer.newBuilder()
        .addJobs(running("backup"))
        .addJobs(done("repair", ByteString.EMPTY))
        .build();
  }

  static JobEntry done(String kind, ByteString result) {
    return running(kind)
        .setState("done")
        .setDone(1000)
        .setBytesDone(1000L << 20)
        .setEtaMs(0)
        .setEndedMs(Fixture.NOW)
        .setResult(result)
        .build();
  }

  static RestoreResult.Builder restored() {
    return RestoreResult.newBuilder()
        .setFiles(12345)
        .setDirectories(678)
        .setBytes(3_456_789_012L)
        .setState("complete")
        .setDurationMs(34_200)
        .putSources(Fixture.ONE, 1_234_567_890L)
        .putSources(Fixture.TWO, 2_222_221_122L);
  }

  static BadShardCopy bad() {
    return BadShardCopy.newBuilder()
        .setShard(SHARD)
        .setPeerId(Fixture.TWO)
        .setState("CORRUPT")
        .setPath(
            "/var/lib/plexichat/store/ab/" + "ab".repeat(32) + "-" + "cd".repeat(16) + "-03.shard")
        .build();
  }

  static VerifyResult.Builder verified() {
    return VerifyResult.newBuilder()
        .setState("damaged")
        .setShards(1200)
        .setCopies(3600)
        .setOk(3599)
        .addBad(bad())
        .addAffectedFiles(path("/etc/hosts"));
  }

  static IntegrityResult.Builder integrity() {
    return IntegrityResult.newBuilder().setCheckedCopies(3600).setOk(3599).addBad(bad());
  }

  static RepairResult.Builder repaired() {
    return RepairResult.newBuilder()
        .setRepaired(41)
        .setRebuilt(1)
        .setBytes(43_000_000)
        .setSentence("One owner more would bring all copies back.");
  }

  static LostShard lost() {
    return LostShard.newBuilder()
        .setShard(SHARD)
        .addBackups(BACKUP)
        .addFiles(path("/etc/hosts"))
        .setFileCount(1)
        .build();
  }

  static CertificateAnswer.Builder certificate() {
    return CertificateAnswer.newBuilder()
        .setRestorable(true)
        .addSources(
            SourceEntry.newBuilder().setPeer(Fixture.ONE).setShards(640).setBytes(640L << 20))
        .setEtaLowMs(30_000)
        .setEtaHighMs(95_000)
        .setEtaBasis("Measured in the last 3 restores and deep verifications, at 34 to 108 MiB/s.")
        .setLossWindowMs(86_400_000)
        .setKeysPresent(true);
  }

  static BrowsePage page() {
    return BrowsePage.newBuilder()
        .addEntries(
            BrowseEntry.newBuilder()
                .setBackupId(BACKUP)
                .setPath(path("/etc/hosts"))
                .setKind("file")
                .setSize(221)
                .setMtimeMs(Fixture.NOW)
                .setMode(0644))
        .addEntries(
            BrowseEntry.newBuilder()
                .setBackupId(BACKUP)
                .setPath(hex("2f6574632fff0a"))
                .setKind("symlink")
                .setMtimeMs(Fixture.NOW)
                .setMode(0777)
                .setTarget(path("/no/such/place")))
        .build();
  }

  static ClusterStatusAnswer.Builder status() {
    return ClusterStatusAnswer.newBuilder()
        .setClusterId("c0ffee00c0ffee00c0ffee00c0ffee00")
        .setClusterName("home")
        .setEpoch(3)
        .setLogIndex(4711)
        .setCoordinator(Fixture.ONE)
        .setYou("ann")
        .addRoles("ADMINISTRATOR");
  }

  static KitStatusAnswer.Builder kit() {
    return KitStatusAnswer.newBuilder()
        .setStored(true)
        .setStoredMs(Fixture.NOW)
        .setStoredBy("ann")
        .setNote("the safe in the cellar");
  }

  static Invitation invitation() {
    return Invitation.newBuilder()
        .setToken("pxt1-" + "A".repeat(90))
        .setExpiresMs(Fixture.NOW + 86_400_000)
        .setUses(1)
        .setRootFingerprint("12".repeat(32))
        .setCommand("plexichat agent join --listen HOST:PORT pxt1-" + "A".repeat(90))
        .build();
  }

  static ListPersonsAnswer persons() {
    return ListPersonsAnswer.newBuilder()
        .addPersons(
            Person.newBuilder()
                .setName("ann")
                .addRoles("ADMINISTRATOR")
                .addRoles("BACKUP_ADMINISTRATOR")
                .setJoinedMs(Fixture.NOW)
                .setCertificateExpiresMs(Fixture.NOW + 90L * 86_400_000))
        .build();
  }

  static ListVaultsAnswer vaults() {
    return ListVaultsAnswer.newBuilder()
        .addVaults(
            VaultEntry.newBuilder()
                .setVault("ee".repeat(16))
                .setHost("alpha")
                .setVersion(2)
                .addAllReaders(List.of("alpha", "recovery kit")))
        .build();
  }

  static ListSetsAnswer sets() {
    return ListSetsAnswer.newBuilder().addSets(set()).build();
  }

  static PreflightAnswer preflight() {
    return PreflightAnswer.newBuilder()
        .setOutcome("under_protected")
        .setSentence("These machines keep two copies; one more owner brings the third.")
        .setOwnersNeeded(4)
        .setOwnersPresent(3)
        .setCopiesPossible(2)
        .setCollusionNumber(2)
        .setTier(silver())
        .build();
  }

  static ListAuditAnswer audit() {
    return ListAuditAnswer.newBuilder()
        .addEntries(
            AuditEntry.newBuilder()
                .setIndex(4711)
                .setAtMs(Fixture.NOW)
                .setActor("ann")
                .setAct("BackupOpened")
                .setDetail("backup 00112233445566aa of set documents, tier silver, on host alpha")
                .setHash("34".repeat(32)))
        .build();
  }
}
