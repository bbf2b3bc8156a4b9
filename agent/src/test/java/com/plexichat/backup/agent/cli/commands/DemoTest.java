package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.JoinOptions;
import com.plexichat.backup.agent.cli.Launch;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.ListShardsPage;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.ShardEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demonstration's steps with processes that do nothing and a coordinator that plays along.
class DemoTest {
  private static final int AGENTS = 7;
  private static final String VICTIM = "id-of-agent-3";

  @TempDir Path dir;
  private final Fixture cli = CommandsTest.cluster();
  private Path source = Path.of("");
  private boolean backedUp;
  private boolean spoil;

  @BeforeEach
  void play() {
    cli.clock = InstantSource.system();
    cli.launch = new Launch(List.of("/bin/sh", "-c", "exec sleep 300"), List.of());
    cli.onAct(
        "init",
        args -> {
          InitOptions options = (InitOptions) args[0];
          return new LocalActs.Founded("c", "local", "id-of-agent-1", "f", options.kit());
        });
    cli.onAct(
        "join",
        args -> new LocalActs.Joined("c", "id-of-" + ((JoinOptions) args[0]).agent().name(), "e"));
    cli.on("invitePeer", Invitation.newBuilder().setToken("token").build());
    cli.on("listPeers", _ -> peers());
    cli.on("createBackup", this::backUp);
    cli.on("listShards", _ -> List.of(shards()));
    cli.on("distribution", DistributionAnswer.newBuilder().setState("ok").build());
    cli.on("restore", this::restore);
    cli.on("watchJob", List.of(Samples.done("restore", Samples.restored().build().toByteString())));
  }

  private ListPeersAnswer peers() {
    ListPeersAnswer.Builder all = ListPeersAnswer.newBuilder();
    IntStream.rangeClosed(1, AGENTS)
        .mapToObj(i -> "agent-" + i)
        .forEach(name ->
            all.addPeers(
                PeerEntry.newBuilder()
                    .setPeerId("id-of-" + name)
                    .setName(name)
                    .setLastSeenMs(InstantSource.system().millis() + 10_000)
                    .setState(
                        backedUp && VICTIM.endsWith(name) ? PeerState.DOWN : PeerState.ACTIVE)));
    return all.build();
  }

  private Object backUp(Object request) {
    backedUp = true;
    source = Path.of(((CreateBackupRequest) request).getSet().getPaths(0).toStringUtf8());
    return Samples.started();
  }

  private ListShardsPage shards() {
    ShardEntry.Builder shard =
        ShardEntry.newBuilder().setShard(Samples.SHARD).setStripe(Samples.STRIPE).setSize(1 << 20);
    List.of(2, 3, 4, 5)
        .forEach(i ->
            shard.addCopies(CopyEntry.newBuilder().setPeerId("id-of-agent-" + i).setState("OK")));
    ShardEntry.Builder other =
        shard
            .clone()
            .clearCopies()
            .setParity(true)
            .addCopies(shard.getCopies(1))
            .addCopies(shard.getCopies(3));
    return ListShardsPage.newBuilder().addShards(shard).addShards(other).build();
  }

  private Object restore(Object request) {
    try {
      Path to = Path.of(((RestoreRequest) request).getTo().toStringUtf8());
      Path target = to.resolve(source.getRoot().relativize(source));
      Files.createDirectories(target.getParent());
      Process copy = new ProcessBuilder("cp", "-a", source.toString(), target.toString()).start();
      assertTrue(copy.waitFor(60, TimeUnit.SECONDS));
      if (spoil) {
        Files.write(target.resolve("sizes/one-byte"), new byte[] {43});
      }
      return Samples.started();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException ending) {
      throw new IllegalStateException(ending);
    }
  }

  @Test
  void itEndsWithZeroOnlyWhenBothFoldersAreEqual() {
    Path folder = dir.resolve("demo");
    assertEquals(
        0, cli.run("demo", "--headless", "--timeout", "20s", "--dir", folder.toString()), cli::err);
    String report = cli.out();
    assertTrue(report.contains("equal, with all metadata"), report);
    assertTrue(report.contains("agent-3 with 2 copies (2.0 MiB)"), report);
    report.lines().forEach(line -> assertTrue(Printable.width(line) <= 80, line));
    assertFalse(Files.exists(folder));
    assertEquals(
        List.of(ByteString.copyFromUtf8(folder.resolve("source").toString())),
        cli.request(CreateBackupRequest.class).getSet().getPathsList());
  }

  @Test
  void oneByteMakesItFail() {
    spoil = true;
    assertEquals(
        1,
        cli.run(
            "demo",
            "--timeout",
            "20s",
            "--headless",
            "--dir",
            dir.resolve("d").toString(),
            "--output",
            "json",
            "--keep"));
    assertTrue(cli.out().contains("\"equal\": false"), cli.out());
    assertTrue(cli.out().contains("\"path\": \"sizes/one-byte\""), cli.out());
    assertTrue(Files.exists(dir.resolve("d/restored")));
  }

  @Test
  void afterAFailureNothingIsLeft() throws IOException {
    cli.on("listBackups", Samples.backups(Samples.backup().setState("under_protected")));
    Path folder = dir.resolve("d");
    assertEquals(2, cli.run("demo", "--headless", "--timeout", "20s", "--dir", folder.toString()));
    assertFalse(Files.exists(folder));
    Files.createDirectories(folder.resolve("of somebody"));
    assertEquals(1, cli.run("demo", "--headless", "--timeout", "20s", "--dir", folder.toString()));
    assertTrue(Files.exists(folder.resolve("of somebody")));
  }
}
