package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DurabilityBasis;
import com.plexichat.backup.proto.LimitedBy;
import com.plexichat.backup.proto.ListShardsPage;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.StripeEvent;
import com.plexichat.backup.proto.TierCoverage;
import com.plexichat.backup.proto.TierDurability;
import com.plexichat.backup.proto.WorstBackup;
import java.util.List;

/// Answers about shards: where they are, what became of them.
final class ShardSamples {
  private ShardSamples() {}

  static DistributionAnswer.Builder distribution() {
    return DistributionAnswer.newBuilder()
        .setState("degraded")
        .setShards(1200)
        .setCopies(3590)
        .setUnderReplicated(10)
        .setImbalancePct(3.2)
        .addTiers(
            TierCoverage.newBuilder()
                .setTier("silver")
                .setCoveragePct(99.17)
                .setMeanCopies(2.99)
                .setCopiesTarget(3)
                .setBytes(23L << 30)
                .setDurability(
                    TierDurability.newBuilder()
                        .setHardwareNines(9)
                        .setNines(4)
                        .setLimitedBy(LimitedBy.LIMITED_BY_COMMON_CAUSES)
                        .setRepairMs(86_400_000)
                        .setTargetNines(8.3)
                        .setAlarmSinceMs(1_767_225_600_000L)
                        .setWorstBackup(
                            WorstBackup.newBuilder()
                                .setBackupId("0123456789abcdef")
                                .setNines(6.2)
                                .setCopies(2)
                                .setCopiesWanted(3)
                                .setMachines(2))))
        .addTiers(TierCoverage.newBuilder().setTier("critical").setCoveragePct(100))
        .setDurabilityBasis(
            DurabilityBasis.newBuilder()
                .setMachineLossPct(7.5)
                .setMachineLossLowPct(2.04)
                .setMachineLossHighPct(15.74)
                .setMachinesLost(1)
                .setMachineYears(12.345)
                .setRepairMs(86_400_000)
                .setWaitMs(604_800_000)
                .setScrubMs(3_600_000)
                .setScrubsTold(3)
                .setMachines(5)
                .setRotPct(1.4)
                .setCommonPct(0.01));
  }

  static ListShardsPage shards() {
    return ListShardsPage.newBuilder()
        .addShards(
            ShardEntry.newBuilder()
                .setShard(Samples.SHARD)
                .setNumber(1)
                .setStripe(Samples.STRIPE)
                .setIndex(3)
                .setSize(1 << 20)
                .setTier("silver")
                .addCopies(
                    CopyEntry.newBuilder()
                        .setPeerId(Fixture.ONE)
                        .setState("OK")
                        .setProvenMs(Fixture.NOW))
                .addCopies(CopyEntry.newBuilder().setPeerId(Fixture.TWO).setState("MISSING")))
        .addShards(
            ShardEntry.newBuilder()
                .setShard(Samples.SHARD)
                .setNumber(12345)
                .setStripe(Samples.STRIPE)
                .setIndex(9)
                .setParity(true)
                .setSize(123)
                .setTier("silver")
                .addCopies(CopyEntry.newBuilder().setPeerId(Fixture.ONE).setState("OK")))
        .build();
  }

  /// As one stripe's is told, which was written, found damaged and repaired.
  static ListShardsPage past() {
    return shards().toBuilder()
        .addHistory(
            event("written", Fixture.ONE).addIndexes(3).setJobId(Samples.JOB).setJobKind("repair"))
        .addHistory(
            event("corrupt", Fixture.TWO)
                .setLogIndex(4712)
                .addIndexes(3)
                .setWhy("it failed a challenge"))
        .addHistory(
            event("written", Fixture.TWO)
                .setLogIndex(4711)
                .addAllIndexes(List.of(0, 1, 2, 3, 7, 9))
                .setBackupId(Samples.BACKUP))
        .setHistoryEarlier(3)
        .build();
  }

  private static StripeEvent.Builder event(String kind, String peer) {
    return StripeEvent.newBuilder()
        .setLogIndex(4713)
        .setAtMs(Fixture.NOW)
        .setKind(kind)
        .setPeerId(peer);
  }
}
