package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.CancelJobRequest;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DeleteBackupRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.Failure;
import com.plexichat.backup.proto.GrantVaultResult;
import com.plexichat.backup.proto.InvitePersonRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.ListJobsAnswer;
import com.plexichat.backup.proto.ListSetsAnswer;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.VerifyAuditAnswer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each command asks of a cluster, and with which code it ends.
class CommandsTest {
  private final Fixture cli = cluster();

  static Fixture cluster() {
    Fixture f = new Fixture();
    f.on("clusterStatus", Samples.status().setKitStored(true).build());
    f.on("kitStatus", Samples.kit().build());
    f.on("markKitStored", Samples.kit().build());
    f.on("invitePeer", Samples.invitation());
    f.on("invitePerson", Samples.invitation());
    f.on("listPersons", Samples.persons());
    f.on("listSets", Samples.sets());
    f.on("listBackups", Samples.backups(Samples.backup()));
    f.on("previewSet", PreviewAndCompareTest.preview());
    f.on("compare", List.of(PreviewAndCompareTest.differences()));
    f.on("browse", List.of(Samples.page()));
    f.on("preflight", Samples.preflight());
    f.on("createBackup", Samples.started());
    f.on("restore", Samples.started());
    f.on("verify", Samples.started());
    f.on("checkIntegrity", Samples.started());
    f.on("repairIntegrity", Samples.started());
    f.on("certificate", Samples.certificate().build());
    f.on("listShards", List.of(ShardSamples.past()));
    f.on("distribution", ShardSamples.distribution().build());
    f.on("listVaults", Samples.vaults());
    f.on("listAudit", Samples.audit());
    f.on("deleteBackup", Samples.backup().setState("deleted").build());
    f.on(
        "verifyAudit",
        VerifyAuditAnswer.newBuilder()
            .setState("unbroken")
            .setEntries(4711)
            .setAnchorsChecked(5)
            .setAnchorsMatching(5)
            .build());
    f.on("grantVault", GrantVaultResult.newBuilder().setVault("v").setRecipient("beta").build());
    f.on("listJobs", ListJobsAnswer.newBuilder().addAllJobs(Samples.jobs().getJobsList()).build());
    f.on("findJobs", Samples.jobs());
    f.on("cancelJob", Samples.running("backup").setState("cancelling").build());
    f.on("watchJob", List.of(Samples.done("backup", ByteString.EMPTY)));
    return f;
  }

  private void jobEnds(ByteString result) {
    cli.on("watchJob", List.of(Samples.running("x").build(), Samples.done("x", result)));
  }

  @Test
  void everyQueryEndsWithItsCode() {
    assertEquals(0, cli.run("agent", "status"));
    assertEquals(0, cli.run("kit", "status"));
    assertEquals(0, cli.run("peer", "list"));
    assertEquals(0, cli.run("peer", "status", "alpha"));
    assertEquals(0, cli.run("peer", "status", Fixture.TWO.substring(0, 5)));
    assertEquals(1, cli.run("peer", "status", "nobody"));
    assertEquals(0, cli.run("person", "list"));
    assertEquals(0, cli.run("set", "list"));
    assertEquals(0, cli.run("set", "show", "documents"));
    assertEquals(1, cli.run("set", "show", "none"));
    assertEquals(0, cli.run("backup", "list"));
    assertEquals(0, cli.run("shard", "list"));
    assertEquals(2, cli.run("distribution", "status"));
    assertEquals(0, cli.run("vault", "list"));
    assertEquals(0, cli.run("vault", "grant", "alpha", "--to", "beta"));
    assertEquals(0, cli.run("job", "list"));
    assertEquals(0, cli.run("job", "show", Samples.JOB));
    assertEquals(0, cli.run("job", "watch", Samples.JOB));
    assertEquals(0, cli.run("audit", "list"));
    assertEquals(0, cli.run("audit", "verify"));
    assertEquals(0, cli.run("backup", "certificate", "latest"));
  }

  @Test
  void whatIsNotAsItShouldBeEndsWithTwo() {
    cli.on("clusterStatus", Samples.status().build());
    assertEquals(2, cli.run("agent", "status"));
    cli.on("kitStatus", Samples.kit().setStored(false).build());
    assertEquals(2, cli.run("kit", "status"));
    cli.on("certificate", Samples.certificate().setRestorable(false).build());
    assertEquals(2, cli.run("backup", "certificate", "latest"));
    cli.on("verifyAudit", VerifyAuditAnswer.newBuilder().setState("broken").setFirstBad(7).build());
    assertEquals(2, cli.run("audit", "verify"));
  }

  @Test
  void aBackupSaysHowItEnded() {
    assertEquals(0, cli.run("backup", "create", "--set", "documents", "--wait"));
    assertEquals(
        SetSpec.newBuilder().setName("documents").build(),
        cli.request(CreateBackupRequest.class).getSet());

    cli.on("listBackups", Samples.backups(Samples.backup().addWarnings(Samples.warning())));
    assertEquals(2, cli.run("backup", "create", "--set", "documents", "--wait"));

    cli.on("listBackups", Samples.backups(Samples.backup().setState("under_protected")));
    assertEquals(2, cli.run("backup", "create", "--set", "documents", "--wait"));

    cli.on("listBackups", Samples.backups(Samples.backup().setState("interrupted")));
    assertEquals(1, cli.run("backup", "create", "--set", "documents", "--wait"));
  }

  @Test
  void aFailedBackupLeavesItsRecordAndItsReason() {
    JobEntry failed =
        Samples.running("backup")
            .setState("failed")
            .setFailure(
                Failure.newBuilder().setCode("PATH_MISSING").addArgs("/gone").addArgs("alpha"))
            .build();
    cli.on("watchJob", List.of(failed));
    cli.on("listBackups", Samples.backups(Samples.backup().setState("failed")));
    assertEquals(1, cli.run("backup", "create", "--wait", "--output", "json"));
    assertTrue(cli.out().contains("\"state\": \"failed\""), cli.out());
    assertTrue(cli.err().contains("/gone does not exist on alpha."), cli.err());
    assertTrue(
        cli.err()
            .strip()
            .lines()
            .toList()
            .getLast()
            .startsWith("{\"error\":{\"code\":\"PATH_MISSING\""),
        cli.err());
  }

  @Test
  void aNewSetGetsATierAndAStoredOneKeepsWhatWasNotSaid() {
    cli.on("listSets", ListSetsAnswer.getDefaultInstance());
    assertEquals(0, cli.run("backup", "create", "--path", "/srv"));
    SetSpec fresh = cli.request(CreateBackupRequest.class).getSet();
    assertEquals("default", fresh.getName());
    assertFalse(fresh.hasTier(), "the lifecycle rules say it");

    cli.on("listSets", Samples.sets());
    assertEquals(
        0,
        cli.run(
            "backup",
            "create",
            "--set",
            "documents",
            "--path",
            "/srv",
            "--tier",
            "gold",
            "--after",
            "sh -c 'echo \"it is done\"'",
            "--after-timeout",
            "90s",
            "--host",
            "alpha"));
    SetSpec changed = cli.request(CreateBackupRequest.class).getSet();
    assertEquals(List.of(Samples.path("/srv")), changed.getPathsList());
    assertEquals(List.of("*.tmp"), changed.getExcludesList());
    assertEquals("gold", changed.getTier().getName());
    assertEquals(Fixture.ONE, changed.getHost());
    assertEquals(List.of("/usr/bin/sync"), changed.getBefore().getCommandList());
    assertEquals(List.of("sh", "-c", "echo \"it is done\""), changed.getAfter().getCommandList());
    assertEquals(90_000, changed.getAfter().getTimeoutMs());
  }

  @Test
  void aDryRunAsksOnlyWhatWouldBe() {
    assertEquals(2, cli.run("backup", "create", "--set", "documents", "--dry-run"));
    assertTrue(cli.asked.stream().noneMatch(CreateBackupRequest.class::isInstance));
    assertEquals(64, cli.run("backup", "delete", "x", "--confirm", "--dry-run"));
    assertEquals(64, cli.run("set", "create", "s", "--path", "/x", "--dry-run"));
  }

  @Test
  void whatCannotBeTakenBackMustBeConfirmed() {
    assertEquals(3, cli.run("backup", "delete", Samples.BACKUP));
    assertTrue(cli.asked.isEmpty());
    assertEquals(
        0, cli.run("backup", "delete", Samples.BACKUP, "--confirm", "--reason", "not needed"));
    assertEquals("not needed", cli.request(DeleteBackupRequest.class).getReason());
  }

  @Test
  void aRestoreSaysHowItEnded() {
    jobEnds(Samples.restored().build().toByteString());
    assertEquals(
        0,
        cli.run(
            "backup", "restore", "latest", "--to", "/tmp/r", "--wait", "--overwrite", "changed"));
    RestoreRequest asked = cli.request(RestoreRequest.class);
    assertEquals(Samples.BACKUP, asked.getBackupId());
    assertEquals("changed", asked.getOverwrite());

    jobEnds(Samples.restored().addFailed(Samples.warning()).build().toByteString());
    assertEquals(2, cli.run("backup", "restore", "latest", "--to", "/tmp/r", "--wait"));
    jobEnds(Samples.restored().setState("incomplete").build().toByteString());
    assertEquals(2, cli.run("backup", "restore", "latest", "--to", "/tmp/r", "--wait"));
    assertEquals(64, cli.run("backup", "restore", "latest", "--to", "relative"));
    cli.on("listBackups", Samples.backups());
    assertEquals(1, cli.run("backup", "restore", "latest", "--to", "/tmp/r"));
    cli.on("listBackups", Samples.backups(Samples.backup(), Samples.backup()));
    assertEquals(64, cli.run("backup", "restore", "0", "--to", "/tmp/r"));
  }

  @Test
  void checksTellWhatTheyFound() {
    jobEnds(Samples.verified().build().toByteString());
    assertEquals(2, cli.run("backup", "verify", "latest", "--depth", "deep", "--wait"));
    jobEnds(Samples.verified().setState("lost").build().toByteString());
    assertEquals(1, cli.run("backup", "verify", "latest", "--wait"));
    jobEnds(Samples.verified().setState("ok").build().toByteString());
    assertEquals(0, cli.run("backup", "verify", "latest", "--wait"));

    jobEnds(Samples.integrity().build().toByteString());
    assertEquals(2, cli.run("integrity", "check", "--wait"));
    jobEnds(Samples.integrity().clearBad().addUnanswered(Fixture.TWO).build().toByteString());
    assertEquals(5, cli.run("integrity", "check", "--wait"));
    jobEnds(Samples.integrity().clearBad().build().toByteString());
    assertEquals(0, cli.run("integrity", "check", "--wait"));

    jobEnds(Samples.repaired().build().toByteString());
    assertEquals(0, cli.run("integrity", "repair", "--wait", "--shards", "abab,CDCD"));
    assertEquals(
        List.of(Samples.hex("abab"), Samples.hex("cdcd")),
        cli.request(RepairIntegrityRequest.class).getShardsList());
    jobEnds(Samples.repaired().setWaiting(1).build().toByteString());
    assertEquals(2, cli.run("integrity", "repair", "--wait"));
    jobEnds(Samples.repaired().addLost(Samples.lost()).build().toByteString());
    assertEquals(1, cli.run("integrity", "repair", "--wait"));
    assertEquals(64, cli.run("integrity", "repair", "--shards", "not hex"));
  }

  @Test
  void namesBecomeIds() {
    assertEquals(0, cli.run("shard", "list", "--peer", "alpha", "--status", "missing"));
    assertEquals(Fixture.ONE, cli.request(ListShardsRequest.class).getPeer());
    assertEquals("MISSING", cli.request(ListShardsRequest.class).getStatus());
    assertEquals(0, cli.run("shard", "list", "--stripe", "0123456789ABCDEF".repeat(2)));
    assertEquals(
        ByteString.fromHex("0123456789abcdef".repeat(2)),
        cli.request(ListShardsRequest.class).getStripe());
    assertEquals(0, cli.run("person", "invite", "ann", "--role", "audit_viewer,ADMINISTRATOR"));
    assertEquals(
        List.of("ADMINISTRATOR", "AUDIT_VIEWER"),
        cli.request(InvitePersonRequest.class).getRolesList());
    assertEquals(0, cli.run("backup", "find", "*.odt", "--set", "documents"));
    assertTrue(cli.request(BrowseRequest.class).getRecursive());
  }

  @Test
  void aCancelledOrFailedJobIsAFailure() {
    cli.on("watchJob", List.of(Samples.running("restore").setState("cancelled").build()));
    assertEquals(1, cli.run("backup", "restore", "latest", "--to", "/r", "--wait"));
    assertTrue(cli.err().contains("The restore job " + Samples.JOB + " was cancelled."), cli.err());
    assertEquals(1, cli.run("job", "watch", Samples.JOB));
    assertEquals(0, cli.run("job", "cancel", Samples.JOB, "--reason", "too slow"));
    assertEquals("too slow", cli.request(CancelJobRequest.class).getReason());
  }

  @Test
  void watchingSurvivesABrokenConnection() {
    OperationFailed broken =
        new OperationFailed(FailureCode.UNREACHABLE, "127.0.0.1:1", "the connection broke");
    List<Object> first = List.of(Samples.running("backup").build(), broken);
    List<Object> second = List.of(Samples.done("backup", ByteString.EMPTY));
    int[] calls = new int[1];
    cli.on("watchJob", _ -> calls[0]++ == 0 ? first : second);
    assertEquals(0, cli.run("backup", "create", "--wait"));
    assertEquals(2, calls[0]);
  }

  @Test
  void waitingEndsWithItsTime() {
    cli.on("watchJob", new OperationFailed(FailureCode.TIMED_OUT, "x", "y"));
    assertEquals(1, cli.run("backup", "create", "--wait", "--timeout", "2m"));
    assertTrue(
        cli.err().startsWith("The job " + Samples.JOB + " did not end within 2 min 00 s.\n"),
        cli.err());
  }

  @Test
  void anUnreachableAgentIsFive() {
    cli.on(
        "listPeers",
        new OperationFailed(FailureCode.UNREACHABLE, "10.0.0.1:7", "the connection was refused"));
    assertEquals(5, cli.run("peer", "list"));
    assertEquals(
        """
        10.0.0.1:7 does not answer: the connection was refused.
        Check that the agent runs there and that the port is open to this machine.
        """,
        cli.err());
  }

  @Test
  void globalsGoAlongWithTheCalls() {
    assertEquals(
        0,
        cli.run(
            "peer",
            "list",
            "--home",
            "/h",
            "--endpoint",
            "e:1",
            "--reason",
            "why",
            "--approval",
            "A1"));
    assertEquals(Path.of("/h"), cli.opened.getLast().home());
    assertEquals(Optional.of("e:1"), cli.opened.getLast().endpoint());
    assertEquals("why", cli.opened.getLast().reason());
    assertEquals("A1", cli.opened.getLast().approval());
    assertEquals(Duration.ofSeconds(30), cli.opened.getLast().deadline());
    cli.run("peer", "list");
    assertEquals(Path.of("/home/somebody/.plexichat"), cli.opened.getLast().home());
  }

  @Test
  void aDownloadIsWholeOrNotThere(@TempDir Path dir) throws IOException {
    List<Object> frames =
        List.of(
            DownloadFrame.newBuilder().setTar(true).setData(Samples.path("one ")).build(),
            DownloadFrame.newBuilder().setData(Samples.path("two")).build());
    cli.on("download", frames);
    Path file = dir.resolve("file");
    String[] command = {
      "backup", "download", "latest", "--path", "/etc", "--out", file.toString(), "--output", "json"
    };
    assertEquals(0, cli.run(command));
    assertEquals("one two", Files.readString(file));
    assertTrue(cli.out().contains("\"tar\": true"), cli.out());
    assertEquals(1, cli.run(command));

    assertEquals(0, cli.run("backup", "download", "latest", "--path", "/etc", "--out", "-"));
    assertEquals("one two", cli.out());

    cli.on(
        "download",
        List.of(frames.getFirst(), new OperationFailed(FailureCode.UNREACHABLE, "x", "y")));
    Path broken = dir.resolve("broken");
    assertEquals(
        5, cli.run("backup", "download", "latest", "--path", "/etc", "--out", broken.toString()));
    assertArrayEquals(new String[] {"file"}, dir.toFile().list());
    assertEquals(64, cli.run("backup", "download", "latest", "--path", "/etc"));
  }

  @Test
  void aResultGoesToAFile(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("peers.json");
    assertEquals(0, cli.run("peer", "list", "--output", "json", "--out", file.toString()));
    assertTrue(Files.readString(file).startsWith("{\n  \"peers\": ["));
    assertEquals("", cli.out());
    assertEquals(1, cli.run("peer", "list", "--out", dir.resolve("no/such").toString()));
  }

  @Test
  void quietSaysNothingOnTheSide() {
    assertEquals(0, cli.run("backup", "create", "--quiet"));
    assertEquals("", cli.err());
    assertEquals(0, cli.run("backup", "create"));
    assertFalse(cli.err().isEmpty());
  }
}
