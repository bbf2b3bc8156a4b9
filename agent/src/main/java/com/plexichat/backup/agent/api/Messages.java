package com.plexichat.backup.agent.api;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.DistributionRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.PersonRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.Person;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.TierCoverage;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.PeerStates;
import java.util.Locale;
import java.util.Optional;

/// What the catalogue knows, as messages.
final class Messages {
  private Messages() {}

  static ByteString bytes(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  /// Of the cluster, without who asks.
  static ClusterStatusAnswer status(ClusterRow cluster, long logIndex) {
    return ClusterStatusAnswer.newBuilder()
        .setClusterId(cluster.id())
        .setClusterName(cluster.name())
        .setEpoch(cluster.epoch())
        .setLogIndex(logIndex)
        .setCoordinator(cluster.coordinator().map(PeerId::hex).orElse(""))
        .setKitStored(cluster.kit().stored())
        .build();
  }

  /// The same, for who asks.
  static ClusterStatusAnswer status(ClusterStatusAnswer common, Caller caller) {
    ClusterStatusAnswer.Builder answer = common.toBuilder().setYou(caller.id());
    caller.roles().forEach(role -> answer.addRoles(role.name().toLowerCase(Locale.ROOT)));
    return answer.build();
  }

  static KitStatusAnswer kit(ClusterRow.KitRow kit) {
    return KitStatusAnswer.newBuilder()
        .setStored(kit.stored())
        .setStoredMs(kit.storedMs())
        .setStoredBy(kit.storedBy())
        .setNote(kit.note())
        .build();
  }

  static PeerEntry peer(PeerRow row) {
    return PeerEntry.newBuilder()
        .setPeerId(row.id().hex())
        .setName(row.name())
        .setEndpoint(row.endpoint())
        .setEnrolEndpoint(row.enrolEndpoint())
        .setOwner(row.owner())
        .setRegion(row.region())
        .setSite(row.site())
        .setState(PeerStates.message(row.state()))
        .setCapacity(row.capacity())
        .setUsed(row.bytes())
        .setShards(row.copies())
        .setCoordinator(row.coordinator())
        .setSealingKey(bytes(row.sealingKey()))
        .setCertificate(bytes(row.certificate()))
        .setLatencyMs(-1)
        .build();
  }

  static Person person(PersonRow row) {
    return Person.newBuilder()
        .setName(row.name())
        .addAllRoles(
            row.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList())
        .setJoinedMs(row.joinedMs())
        .setCertificateExpiresMs(row.certificateExpiresMs())
        .build();
  }

  /// @param hostName of the machine that was backed up
  static BackupEntry backup(BackupRow row, String hostName) {
    BackupRow.Figures figures = row.figures();
    return BackupEntry.newBuilder()
        .setBackupId(row.id())
        .setSet(row.set())
        .setHost(hostName)
        .setNumber(row.number())
        .setCreatedMs(row.createdMs())
        .setTier(row.tier().name())
        .setState(word(row.state()))
        .setFiles(figures.files())
        .setDirectories(figures.directories())
        .setSourceBytes(figures.sourceBytes())
        .setNewChunkBytes(figures.newChunkBytes())
        .setResealedBytes(figures.resealedBytes())
        .setStoredBytes(figures.storedBytes())
        .setParityBytes(figures.parityBytes())
        .setSentBytes(figures.sentBytes())
        .setDurationMs(figures.durationMs())
        .setExpiresMs(row.retention().endsMs())
        .addAllKeeps(row.retention().keeps())
        .setLockedMs(row.retention().lockedMs())
        .setLockDays(row.retention().lockDays())
        .setRestorable(figures.restorable())
        .setCollusionNumber(figures.collusionNumber())
        .setTestedMs(figures.testedMs())
        .setVault(row.vault().hex())
        .setJobId(row.jobId())
        .setSentence(row.sentence())
        .build();
  }

  static ShardEntry shard(ShardRow row) {
    ShardEntry.Builder entry =
        ShardEntry.newBuilder()
            .setShard(Ids.message(row.id()))
            .setNumber(row.number())
            .setStripe(Ids.message(row.stripe()))
            .setIndex(row.index())
            .setParity(row.parity())
            .setSize(row.length())
            .setTier(row.tier());
    for (CopyRow copy : row.copies()) {
      entry.addCopies(
          CopyEntry.newBuilder().setPeerId(copy.peer().hex()).setState(copy.state().name()));
    }
    return entry.build();
  }

  static DistributionAnswer distribution(DistributionRow row) {
    boolean critical = row.lost() > 0 || row.separationViolations() > 0;
    DistributionAnswer.Builder answer =
        DistributionAnswer.newBuilder()
            .setState(critical ? "critical" : row.under() > 0 ? "degraded" : "ok")
            .setShards(row.shards())
            .setCopies(row.copies())
            .setUnderReplicated(row.under())
            .setOverReplicated(row.over())
            .setLost(row.lost())
            .setSeparationViolations(row.separationViolations())
            .setImbalancePct(100 * row.imbalance());
    for (DistributionRow.TierRow tier : row.tiers()) {
      answer.addTiers(
          TierCoverage.newBuilder()
              .setTier(tier.tier())
              .setCoveragePct(100 * tier.coverage())
              .setMeanCopies(tier.meanCopies())
              .setCopiesTarget(tier.target())
              .setBytes(tier.bytes()));
    }
    return answer.build();
  }

  static String word(BackupState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
