package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Invitation;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.Person;
import com.plexichat.backup.shared.model.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a cluster tells of itself as a whole and of its people.
public final class ClusterAnswers {
  private ClusterAnswers() {}

  public static ClusterFacts facts(ClusterStatusAnswer message) {
    return new ClusterFacts(
        message.getClusterId(),
        message.getClusterName(),
        message.getEpoch(),
        message.getLogIndex(),
        Ids.findPeer(message.getCoordinator()),
        message.getKitStored(),
        message.getYou(),
        roles(message.getRolesList()));
  }

  public static Distribution distribution(DistributionAnswer message) {
    return new Distribution(
        message.getState(),
        message.getShards(),
        message.getCopies(),
        message.getUnderReplicated(),
        message.getOverReplicated(),
        message.getLost(),
        message.getSeparationViolations(),
        message.getImbalancePct(),
        message.getTiersList().stream()
            .map(tier ->
                new Distribution.TierCoverage(
                    tier.getTier(),
                    tier.getCoveragePct(),
                    tier.getMeanCopies(),
                    tier.getCopiesTarget(),
                    tier.hasDurability()
                        ? Optional.of(Durabilities.durability(tier.getDurability()))
                        : Optional.empty()))
            .toList(),
        message.hasDurabilityBasis()
            ? Optional.of(Durabilities.basis(message.getDurabilityBasis()))
            : Optional.empty());
  }

  public static KitStatus kit(KitStatusAnswer message) {
    return new KitStatus(
        message.getStored(),
        Moments.known(message.getStoredMs()),
        message.getStoredBy(),
        message.getNote());
  }

  public static Person person(com.plexichat.backup.proto.Person message) {
    return new Person(
        message.getName(),
        roles(message.getRolesList()),
        Moments.known(message.getJoinedMs()),
        Moments.known(message.getCertificateExpiresMs()));
  }

  public static Invitation invitation(com.plexichat.backup.proto.Invitation message) {
    return new Invitation(
        message.getToken(),
        Instant.ofEpochMilli(message.getExpiresMs()),
        message.getRootFingerprint(),
        message.getCommand(),
        message.getUses());
  }

  /// Without those that this version does not know, as in a certificate.
  private static List<Role> roles(List<String> names) {
    return names.stream()
        .map(name -> Spellings.find(Role.class, name))
        .flatMap(Optional::stream)
        .toList();
  }
}
