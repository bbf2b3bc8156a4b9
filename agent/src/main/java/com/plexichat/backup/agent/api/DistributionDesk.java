package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.alerts.DurabilityAlarms;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.DistributionRow.TierRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.StripeStanding;
import com.plexichat.backup.agent.ledger.Views;
import com.plexichat.backup.agent.planning.Durability;
import com.plexichat.backup.agent.planning.FatalSets;
import com.plexichat.backup.agent.planning.Outcome;
import com.plexichat.backup.agent.planning.Preflight;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.TierCoverage;
import com.plexichat.backup.proto.TierDurability;
import com.plexichat.backup.proto.WorstBackup;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Durabilities;
import com.plexichat.backup.shared.wire.Tiers;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How everything is spread over the peers, and how long it would last.
final class DistributionDesk {
  /// Stripes of 8 MiB: more than anybody has.
  private static final long MANY = 1L << 40;

  private final Catalogue catalogue;
  private final PeerFigures figures;
  private final DurabilityAlarms alarms = new DurabilityAlarms();

  DistributionDesk(Catalogue catalogue, PeerFigures figures) {
    this.catalogue = catalogue;
    this.figures = figures;
  }

  /// What one walk over all stripes tells.
  ///
  /// @param unreadable of the backups asked about, those that cannot be restored
  record Counted(DistributionAnswer answer, Set<String> unreadable) {}

  /// Walks over all stripes.
  ///
  /// @param backups all there are
  /// @param asked ids of those of which to tell whether they can be restored
  Counted count(List<BackupRow> backups, Collection<String> asked, long nowMs) {
    List<PeerRow> peers = catalogue.peers().all();
    FatalKinds kinds = new FatalKinds(peers);
    StripeStanding standing = catalogue.stripes().standing(asked, kinds, nowMs);
    KnownRates rates = KnownRates.of(peers, catalogue.jobs(), figures, nowMs);
    Set<String> ringing = new HashSet<>();
    DistributionAnswer.Builder answer = Messages.distribution(standing.distribution()).toBuilder();
    for (int at = 0; at < answer.getTiersCount(); at++) {
      TierRow row = standing.distribution().tiers().get(at);
      List<BackupRow> own = backups.stream().filter(backup -> isOf(backup, row)).toList();
      if (standing.tierKinds().get(at).isEmpty() || own.isEmpty()) {
        continue;
      }
      Reckoning reckoning = new Reckoning(rates, room(own.getFirst().tier(), peers));
      TierCoverage.Builder tier = answer.getTiersBuilder(at);
      TierDurability durability =
          reckoning.durability(
              kinds.meaning(standing.tierKinds().get(at)),
              own,
              id -> kinds.meaning(standing.backupKinds().getOrDefault(id, Map.of())));
      tier.setDurability(alarmed(row, durability, ringing, nowMs));
    }
    alarms.retain(ringing);
    return new Counted(answer.setDurabilityBasis(rates.basis()).build(), standing.unreadable());
  }

  /// With what a tier would come to if everything lay as the planner places it now, and so much of
  /// it that every set of machines that can lose something does.
  PreflightAnswer promised(PreflightAnswer answer, PeerId host, long nowMs) {
    if (answer.getOutcome().equals(Outcome.FAILED.name().toLowerCase(Locale.ROOT))) {
      return answer;
    }
    Tier tier = Tiers.tier(answer.getTier());
    List<PeerRow> peers = catalogue.peers().all();
    Map<PeerId, Integer> numbers = new HashMap<>();
    peers.forEach(peer -> numbers.put(peer.id(), peer.number()));
    FatalKinds kinds = new FatalKinds(peers);
    Map<Integer, Long> counted = new HashMap<>();
    String owner = catalogue.peers().get(host.hex()).owner();
    for (List<List<PeerId>> stripe : Preflight.holders(tier, owner, Views.peers(peers))) {
      List<int[]> holders =
          stripe.stream()
              .map(
                  shard -> shard.stream().mapToInt(peer -> numbers.getOrDefault(peer, 0)).toArray())
              .toList();
      counted.merge(kinds.kind(tier.dataShards(), tier.copies(), holders), MANY, Long::sum);
    }
    KnownRates rates = KnownRates.of(peers, catalogue.jobs(), figures, nowMs);
    TierDurability durability =
        new Reckoning(rates, room(tier, peers))
            .durability(kinds.meaning(counted), List.of(), _ -> Map.of());
    return answer.toBuilder().setDurability(durability).build();
  }

  /// With the alarm, where the worst backup stands far below what its tier should have.
  private TierDurability alarmed(
      TierRow row, TierDurability durability, Set<String> tiers, long nowMs) {
    if (!durability.hasWorstBackup()) {
      return durability;
    }
    String tier = row.tier() + " of " + row.target() + " copies";
    tiers.add(tier);
    WorstBackup worst = durability.getWorstBackup();
    long since =
        alarms.look(
            new DurabilityAlarms.Standing(
                tier, durability.getTargetNines(), worst.getBackupId(), worst.getNines()),
            nowMs);
    return durability.toBuilder().setAlarmSinceMs(since).build();
  }

  private static boolean isOf(BackupRow backup, TierRow row) {
    return backup.tier().name().equals(row.tier()) && backup.tier().copies() == row.target();
  }

  /// One owner is taken to be the source, who holds nothing of its own; one more than all copies
  /// take is needed to repair.
  private static Durability.Room room(Tier tier, List<PeerRow> peers) {
    long owners =
        peers.stream()
                .filter(peer -> peer.state().takesShards())
                .map(PeerRow::owner)
                .collect(Collectors.toSet())
                .size()
            - 1L;
    int machines = (int) peers.stream().filter(peer -> peer.state().counts()).count();
    return new Durability.Room(
        machines, owners >= tier.ownersNeeded(), owners > tier.ownersNeeded());
  }

  private interface StripesOf {
    Map<FatalSets, Long> of(String backup);
  }

  /// Of one tier.
  private record Reckoning(KnownRates rates, Durability.Room room) {
    TierDurability durability(
        Map<FatalSets, Long> stripes, List<BackupRow> backups, StripesOf needed) {
      Durability.Figures figures = of(stripes).figures();
      TierDurability.Builder tier =
          TierDurability.newBuilder()
              .setHardwareNines(figures.hardware())
              .setNines(figures.all())
              .setTargetNines(figures.target())
              .setLimitedBy(Durabilities.message(figures.limit()))
              .setRepairMs(rates.repairMs(room.spare()));
      worst(backups, needed).ifPresent(tier::setWorstBackup);
      return tier.build();
    }

    private Durability of(Map<FatalSets, Long> stripes) {
      return Durability.of(rates.toReckonWith(), room, stripes);
    }

    /// Of equals the one that was made last.
    private Optional<WorstBackup> worst(List<BackupRow> backups, StripesOf needed) {
      return backups.stream()
          .sorted(Comparator.comparingLong(BackupRow::createdMs).reversed())
          .flatMap(backup -> standing(backup.id(), needed.of(backup.id())).stream())
          .min(
              Comparator.comparingDouble(WorstBackup::getNines)
                  .thenComparingInt(one -> one.getCopies() - one.getCopiesWanted()));
    }

    private Optional<WorstBackup> standing(String backup, Map<FatalSets, Long> stripes) {
      if (stripes.isEmpty()) {
        return Optional.empty();
      }
      Durability durability = of(stripes);
      FatalSets lacking = Durability.worst(stripes.keySet());
      return Optional.of(
          WorstBackup.newBuilder()
              .setBackupId(backup)
              .setNines(durability.now())
              .setCopies(lacking.has())
              .setCopiesWanted(lacking.wanted())
              .setMachines(durability.fewestMachines())
              .build());
    }
  }
}
