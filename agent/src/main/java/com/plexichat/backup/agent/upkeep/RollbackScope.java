package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a rollback of one prune is about, and what it would come to now.
///
/// @param backups that the prune removed and that can still come back
/// @param stripes of which it brought something to the trash, or may have: a holder's answer may
///   have been lost
public record RollbackScope(List<BackupRow> backups, List<StripeId> stripes) {
  private static final int STRIPES_AT_ONCE = 64;

  public RollbackScope {
    backups = List.copyOf(backups);
    stripes = List.copyOf(stripes);
  }

  public static RollbackScope of(Catalogue catalogue, String pruneJob) {
    List<BackupRow> backups = catalogue.backups().prunedBy(pruneJob);
    Set<StripeId> stripes = new LinkedHashSet<>(catalogue.trash().ofJob(pruneJob));
    for (BackupRow backup : backups) {
      List<StripeId> page = new ArrayList<>();
      catalogue.stripes().neededBy(backup.id(), page::add);
      for (int at = 0; at < page.size(); at += STRIPES_AT_ONCE) {
        catalogue
            .stripes()
            .unneeded(page.subList(at, Math.min(page.size(), at + STRIPES_AT_ONCE)))
            .forEach(stripe -> stripes.add(stripe.id()));
      }
    }
    return new RollbackScope(backups, List.copyOf(stripes));
  }

  /// A backup that would come back.
  ///
  /// @param lacking stripes that cannot be read with all that lies in the trash
  /// @param waiting stripes that cannot be read until a silent holder answers
  public record Returning(BackupRow backup, long stripes, long lacking, long waiting) {}

  /// What a rollback would come to now.
  ///
  /// @param copies in the trash
  /// @param silent copies there of holders that do not answer, by peer id
  public record Outlook(
      List<Returning> backups, long copies, long bytes, Map<String, Long> silent) {}

  /// What would come back now. Holders are asked whether they are there, and nothing else.
  public Outlook outlook(Catalogue catalogue, Holders holders, long now) {
    Map<PeerId, Long> trashed = new TreeMap<>();
    long bytes = 0;
    for (int at = 0; at < stripes.size(); at += STRIPES_AT_ONCE) {
      List<StripeId> page = stripes.subList(at, Math.min(stripes.size(), at + STRIPES_AT_ONCE));
      for (StripeRow stripe : catalogue.stripes().get(page, now)) {
        for (ShardRow shard : stripe.shards()) {
          for (CopyRow copy : shard.copies()) {
            if (copy.state() == CopyState.TRASHED) {
              trashed.merge(copy.peer(), 1L, Long::sum);
              bytes += shard.length();
            }
          }
        }
      }
    }
    Map<String, Long> silent =
        trashed.entrySet().stream()
            .filter(one -> isSilent(catalogue.peers().get(one.getKey().hex()), holders))
            .collect(
                Collectors.toMap(
                    one -> one.getKey().hex(), Map.Entry::getValue, (a, _) -> a, TreeMap::new));
    List<Returning> returning =
        backups.stream()
            .map(backup -> {
              Remains all = Remains.of(catalogue, now, backup, Set.of());
              Remains here = Remains.of(catalogue, now, backup, silent.keySet());
              return new Returning(
                  backup, all.stripes(), all.lacking(), here.lacking() - all.lacking());
            })
            .toList();
    long copies = trashed.values().stream().mapToLong(Long::longValue).sum();
    return new Outlook(returning, copies, bytes, silent);
  }

  private static boolean isSilent(PeerRow peer, Holders holders) {
    return peer.state() == PeerState.DOWN
        || !StripeCheck.isMember(peer)
        || !holders.probe(peer.id(), Optional.empty());
  }
}
