package com.plexichat.backup.shared.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.AuditEntry;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DurabilityBasis;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.LimitedBy;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.TierDurability;
import com.plexichat.backup.proto.VerifyAuditAnswer;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Durability.Basis;
import com.plexichat.backup.shared.model.Durability.Limit;
import com.plexichat.backup.shared.model.Durability.WorstBackup;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Invitation;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.Person;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a cluster answers, in our own words, odd values and those of a newer agent included.
class AnswersTest {
  static final PeerId PEER = new PeerId("0123456789abcdef0123456789abcdef");
  static final ShardId SHARD = new ShardId(1, -2, 3, -4);
  static final StripeId STRIPE = new StripeId(-5, 6);
  static final ByteString ODD = ByteString.copyFrom(new byte[] {'/', (byte) 0xff, '\n'});
  static final FilePath ODD_PATH = FilePath.of(new byte[] {'/', (byte) 0xff, '\n'});
  static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final long MS = AT.toEpochMilli();

  @Test
  void paths() {
    assertEquals(ODD_PATH, FilePaths.path(ODD));
    assertEquals(ODD, FilePaths.message(ODD_PATH));
    assertEquals(FilePath.NONE, FilePaths.path(FilePaths.message(FilePath.NONE)));
  }

  @Test
  void clusterFacts() {
    assertEquals(
        new ClusterFacts(
            "c",
            "home",
            3,
            99,
            Optional.of(PEER),
            true,
            "ann",
            List.of(Role.ADMINISTRATOR, Role.AUDIT_VIEWER)),
        ClusterAnswers.facts(
            ClusterStatusAnswer.newBuilder()
                .setClusterId("c")
                .setClusterName("home")
                .setEpoch(3)
                .setLogIndex(99)
                .setCoordinator(PEER.hex())
                .setKitStored(true)
                .setYou("ann")
                .addRoles("administrator")
                .addRoles("of_tomorrow")
                .addRoles("AUDIT_VIEWER")
                .build()));
    assertEquals(
        new ClusterFacts("", "", 0, 0, Optional.empty(), false, "", List.of()),
        ClusterAnswers.facts(ClusterStatusAnswer.getDefaultInstance()));
  }

  @Test
  void kitPersonInvitation() {
    assertEquals(
        new KitStatus(true, Optional.of(AT), "ann", "safe"),
        ClusterAnswers.kit(
            KitStatusAnswer.newBuilder()
                .setStored(true)
                .setStoredMs(MS)
                .setStoredBy("ann")
                .setNote("safe")
                .build()));
    assertEquals(
        new KitStatus(false, Optional.empty(), "", ""),
        ClusterAnswers.kit(KitStatusAnswer.getDefaultInstance()));
    assertEquals(
        new Person("ann", List.of(Role.RECOVERY_SPECIALIST), Optional.of(AT), Optional.empty()),
        ClusterAnswers.person(
            com.plexichat.backup.proto.Person.newBuilder()
                .setName("ann")
                .addRoles("recovery_specialist")
                .setJoinedMs(MS)
                .build()));
    assertEquals(
        new Invitation("pxt1-x", AT, "ab", "plexichat …", 2),
        ClusterAnswers.invitation(
            com.plexichat.backup.proto.Invitation.newBuilder()
                .setToken("pxt1-x")
                .setExpiresMs(MS)
                .setRootFingerprint("ab")
                .setCommand("plexichat …")
                .setUses(2)
                .build()));
  }

  @Test
  void durability() {
    TierDurability.Builder message =
        TierDurability.newBuilder()
            .setHardwareNines(8.5)
            .setNines(4)
            .setLimitedBy(LimitedBy.LIMITED_BY_ONE_SITE)
            .setTargetNines(8.7)
            .setRepairMs(MS);
    Durability told =
        new Durability(
            8.5,
            4,
            Optional.of(Limit.ONE_SITE),
            Optional.empty(),
            Duration.ofMillis(MS),
            8.7,
            Optional.empty());
    assertEquals(told, Durabilities.durability(message.build()));
    assertEquals(
        Optional.of(Instant.ofEpochMilli(MS)),
        Durabilities.durability(message.clone().setAlarmSinceMs(MS).build()).alarmSince());
    assertEquals(
        Optional.of(new WorstBackup("ab", 6.2, 2, 3, 2)),
        Durabilities.durability(
                message
                    .setWorstBackup(
                        com.plexichat.backup.proto.WorstBackup.newBuilder()
                            .setBackupId("ab")
                            .setNines(6.2)
                            .setCopies(2)
                            .setCopiesWanted(3)
                            .setMachines(2))
                    .build())
            .worst());
    for (Limit limit : Limit.values()) {
      assertEquals(Optional.of(limit), Durabilities.limit(Durabilities.message(limit)));
    }
    assertEquals(Optional.empty(), Durabilities.limit(LimitedBy.LIMITED_BY_UNSPECIFIED));
  }

  @Test
  void basisOfDurability() {
    assertEquals(
        Optional.empty(),
        ClusterAnswers.distribution(DistributionAnswer.getDefaultInstance()).basis());
    Basis basis =
        Durabilities.basis(
            DurabilityBasis.newBuilder()
                .setMachineLossPct(5)
                .setMachinesLost(1)
                .setRepairKnown(true)
                .setRepairMs(2)
                .setWaitMs(3)
                .setScrubMs(4)
                .setScrubsTold(5)
                .setMachines(6)
                .setRotPct(1.4)
                .setCommonPct(0.01)
                .build());
    assertEquals(
        new Basis(
            5,
            0,
            0,
            1,
            0,
            0,
            true,
            Duration.ofMillis(2),
            Duration.ofMillis(3),
            Duration.ofMillis(4),
            5,
            6,
            1.4,
            0.01),
        basis);
  }

  @Test
  void distribution() {
    assertEquals(
        new Distribution(
            "degraded",
            1,
            2,
            3,
            4,
            5,
            6,
            7.5,
            List.of(new Distribution.TierCoverage("gold", 99.5, 4.5, 5, Optional.empty())),
            Optional.empty()),
        ClusterAnswers.distribution(
            DistributionAnswer.newBuilder()
                .setState("degraded")
                .setShards(1)
                .setCopies(2)
                .setUnderReplicated(3)
                .setOverReplicated(4)
                .setLost(5)
                .setSeparationViolations(6)
                .setImbalancePct(7.5)
                .addTiers(
                    com.plexichat.backup.proto.TierCoverage.newBuilder()
                        .setTier("gold")
                        .setCoveragePct(99.5)
                        .setMeanCopies(4.5)
                        .setCopiesTarget(5))
                .build()));
  }

  @Test
  void peers() {
    PeerEntry whole =
        PeerEntry.newBuilder()
            .setPeerId(PEER.hex())
            .setName("n")
            .setState(com.plexichat.backup.proto.PeerState.CORDONED)
            .setEndpoint("h:1")
            .setOwner("o")
            .setRegion("r")
            .setSite("s")
            .setCapacity(10)
            .setUsed(9)
            .setShards(8)
            .setCoordinator(true)
            .setLatencyMs(0)
            .setLastSeenMs(MS)
            .setTrouble("t")
            .build();
    assertEquals(
        new Peer(
            PEER,
            "n",
            PeerState.CORDONED,
            "h:1",
            "o",
            "r",
            "s",
            new ByteSize(10),
            new ByteSize(9),
            8,
            true,
            Optional.of(Duration.ZERO),
            Optional.of(AT),
            "t"),
        Peers.peer(whole));
    Peer never = Peers.peer(whole.toBuilder().setLatencyMs(-1).setLastSeenMs(0).build());
    assertEquals(Optional.empty(), never.latency());
    assertEquals(Optional.empty(), never.lastSeen());
    assertEquals(
        PeerState.SUSPECT, Peers.peer(whole.toBuilder().setStateValue(77).build()).state());
    assertUsage(() -> Peers.peer(PeerEntry.getDefaultInstance()));
  }

  @Test
  void audit() {
    assertEquals(
        new AuditLine(1, AT, "ann", "set define", "s", "ab"),
        AuditLines.line(
            AuditEntry.newBuilder()
                .setIndex(1)
                .setAtMs(MS)
                .setActor("ann")
                .setAct("set define")
                .setDetail("s")
                .setHash("ab")
                .build()));
    VerifyAuditAnswer answer =
        VerifyAuditAnswer.newBuilder()
            .setState("unbroken")
            .setEntries(1)
            .setFirstBad(2)
            .setAnchorsChecked(3)
            .setAnchorsMatching(4)
            .build();
    assertEquals(new AuditVerdict(true, 1, 2, 3, 4), AuditLines.verdict(answer));
    assertEquals(
        new AuditVerdict(false, 1, 2, 3, 4),
        AuditLines.verdict(answer.toBuilder().setState("of_tomorrow").build()));
  }

  static void assertUsage(Runnable reading) {
    assertEquals(FailureCode.USAGE, assertThrows(OperationFailed.class, reading::run).code());
  }
}
