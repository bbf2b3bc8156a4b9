package com.plexichat.backup.agent.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.Printable;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.ListPrunesAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.StoreRoom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// How full machines are, to the letter.
class StorageCommandsTest {
  private static final long GIB = 1L << 30;

  private final Fixture cli = CommandsTest.cluster();

  private static PeerEntry.Builder peer(String name, long used, long trash) {
    return PeerEntry.newBuilder()
        .setPeerId(Fixture.ONE)
        .setName(name)
        .setState(PeerState.ACTIVE)
        .setCapacity(100 * GIB)
        .setUsed(used * GIB)
        .setLastSeenMs(Fixture.NOW - 3_000)
        .setRoom(
            StoreRoom.newBuilder()
                .setTrashed(trash * GIB)
                .setReserved(GIB)
                .setFree(900 * GIB)
                .setKeptFree(GIB));
  }

  private static PeerEntry.Builder silent() {
    return peer("gamma", 50, 0).clearRoom().clearLastSeenMs();
  }

  private static PeerEntry.Builder away() {
    return peer("a-machine-with-a-rather-long-name.example.org", 95, 30)
        .setState(PeerState.DOWN)
        .setLastSeenMs(Fixture.NOW - 245_000);
  }

  private void peers(PeerEntry.Builder... peers) {
    ListPeersAnswer.Builder answer = ListPeersAnswer.newBuilder().setAtMs(Fixture.NOW);
    for (PeerEntry.Builder one : peers) {
      answer.addPeers(one);
    }
    cli.on("listPeers", answer.build());
  }

  private void assertFits() {
    cli.out().lines().forEach(line -> assertTrue(Printable.width(line) <= 80, line));
  }

  @Test
  void everyMachineHasALineAndAllHaveOne() {
    peers(peer("alpha", 40, 10), silent(), away(), peer("gone", 99, 0).setState(PeerState.REMOVED));
    assertEquals(2, cli.run("storage", "status"));
    assertEquals(
        """
        PEER         CAPACITY     LIVE    TRASH  RESERVED     FREE     FULL  LEVEL
        alpha         100 GiB   30 GiB   10 GiB   1.0 GiB   59 GiB   41.0 %  ok
        gamma         100 GiB  unknown  unknown   unknown  unknown  unknown  unknown
        a-mac…e.org   100 GiB   65 GiB   30 GiB   1.0 GiB  4.0 GiB   96.0 %  emergency *
        all           200 GiB   95 GiB   40 GiB   2.0 GiB   63 GiB   68.5 %  ok

        All leaves out 1 machine that told nothing since the coordinator's start: gamma.

        * a-machine-with-a-rather-long-name.example.org told this 4 min 05 s ago and is
        DOWN.

        See what an emergency prune would free at once:

        plexichat prune plan --emergency --reclaim SIZE
        """,
        cli.out());
    assertFits();
    cli.run("storage", "status", "--output", "json");
    assertTrue(cli.out().contains("\"used_pct\": 41.0"), cli.out());
    assertTrue(cli.out().contains("\"level\": null"), cli.out());
    assertTrue(cli.out().contains("\"is_old\": true"), cli.out());
    assertTrue(cli.out().contains("\"left_out\": 1"), cli.out());
  }

  @Test
  void whatTheDiskDoesNotHaveIsNotFree() {
    PeerEntry.Builder tight = peer("tight", 40, 0);
    tight.getRoomBuilder().setFree(6 * GIB);
    peers(tight);
    assertEquals(2, cli.run("storage", "status"));
    assertTrue(cli.out().contains("4.0 GiB  91.1 %  critical"), cli.out());
    assertTrue(cli.out().contains("plexichat prune plan\n"), cli.out());
  }

  @Test
  void alertsAreThoseAtWarnAndMore() {
    peers(peer("alpha", 78, 0), peer("beta", 79, 0));
    assertEquals(2, cli.run("storage", "status", "--alerts"));
    assertFalse(cli.out().contains("alpha"), cli.out());
    assertTrue(cli.out().contains("80.0 %  warn"), cli.out());
    peers(peer("alpha", 78, 0), silent());
    assertEquals(0, cli.run("storage", "status", "--alerts"));
    assertEquals("No machine stands at 80 % or more. Of 1 machine nothing is known.\n", cli.out());
  }

  @Test
  void detailsAreTiersAndTheTrash() {
    peers(peer("alpha", 40, 10));
    cli.on("distribution", ShardSamples.distribution().build());
    cli.on(
        "listPrunes",
        ListPrunesAnswer.newBuilder()
            .addPrunes(
                PruneEntry.newBuilder()
                    .setJobId(Samples.JOB)
                    .setAtMs(Fixture.NOW)
                    .setUntilMs(Fixture.NOW + 604_800_000L)
                    .setCopies(78)
                    .setBytes(10 * GIB))
            .build());
    assertEquals(0, cli.run("storage", "status", "--detail"));
    assertTrue(
        cli.out()
            .contains(
                """
                TIER      COPIES    LIVE
                silver         3  23 GiB
                critical       0     0 B
                """),
        cli.out());
    assertTrue(cli.out().contains("2026-07-08 14:03"), cli.out());
    assertFits();
    cli.run("storage", "status", "--detail", "--output", "json");
    assertTrue(cli.out().contains("\"live_bytes\": 24696061952"), cli.out());
    assertTrue(cli.out().contains("\"swept_from\": \"2026-07-08T12:03:59Z\""), cli.out());
  }

  @Test
  void followingLooksAgain() {
    AtomicInteger looks = new AtomicInteger();
    ListPeersAnswer answer =
        ListPeersAnswer.newBuilder().setAtMs(Fixture.NOW).addPeers(peer("alpha", 40, 10)).build();
    cli.on(
        "listPeers",
        _ -> {
          // Who was woken or interrupted before does not wait.
          if (looks.incrementAndGet() == 1) {
            LockSupport.unpark(Thread.currentThread());
          } else {
            Thread.currentThread().interrupt();
          }
          return answer;
        });
    assertEquals(0, cli.run("storage", "status", "--follow"));
    assertTrue(Thread.interrupted());
    assertEquals(2, looks.get());
    assertEquals(2, cli.out().lines().filter(line -> line.startsWith("alpha")).count());
  }
}
