package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.SourceEntry;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;
import com.plexichat.backup.shared.model.StripeId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether a backup can be restored now, from where, and how long that would take.
public final class CertificateDesk {
  private static final int PAGE = 500;

  private final Catalogue catalogue;
  private final BackupDesk backups;
  private final InstantSource time;

  public CertificateDesk(Catalogue catalogue, BackupDesk backups, InstantSource time) {
    this.catalogue = catalogue;
    this.backups = backups;
    this.time = time;
  }

  CertificateAnswer judge(String backupId) {
    BackupRow backup = backups.resolve(backupId, "");
    Tally tally = tally(backup);
    boolean keys = hasReader(backup);
    boolean listed = backup.state().isListed();
    CertificateAnswer.Builder answer =
        CertificateAnswer.newBuilder()
            .setRestorable(tally.unreadable == 0 && listed && keys)
            .setMissingShards(tally.missing)
            .setKeysPresent(keys)
            .setLossWindowMs(Math.max(0, time.millis() - backup.createdMs()));
    RestoreRates.of(catalogue.jobs()).estimate(backup.figures().sourceBytes(), answer);
    if (!listed) {
      answer.addBlockers("The backup is " + Messages.word(backup.state()) + ".");
    }
    if (tally.unreadable > 0) {
      answer.addBlockers(
          tally.unreadable == 1
              ? "1 stripe has fewer shards left than it takes to read it."
              : tally.unreadable + " stripes have fewer shards left than it takes to read them.");
    }
    if (!keys) {
      answer.addBlockers(
          "No machine that answers was given the vault of %s: bring one back, or use the recovery kit."
              .formatted(catalogue.peers().get(backup.host()).name()));
    }
    tally.sources.forEach((peer, sum) ->
        answer.addSources(
            SourceEntry.newBuilder()
                .setPeer(catalogue.peers().get(peer.hex()).name())
                .setShards(sum[0])
                .setBytes(sum[1])));
    return answer.build();
  }

  private Tally tally(BackupRow backup) {
    Tally tally = new Tally();
    List<StripeId> stripes = new ArrayList<>();
    catalogue.stripes().neededBy(backup.id(), stripes::add);
    for (int at = 0; at < stripes.size(); at += PAGE) {
      catalogue
          .stripes()
          .get(stripes.subList(at, Math.min(stripes.size(), at + PAGE)), time.millis())
          .forEach(tally::add);
    }
    return tally;
  }

  /// Whether an agent that was given the vault answers: without one nobody can open a shard.
  private boolean hasReader(BackupRow backup) {
    Optional<VaultRow> vault = catalogue.vaults().find(backup.vault());
    for (PeerRow peer : catalogue.peers().all()) {
      boolean answers = peer.state().counts() && peer.state() != PeerState.SUSPECT;
      if (answers && vault.isPresent() && vault.get().recipients().contains(peer.id().hex())) {
        return true;
      }
    }
    return false;
  }

  private static final class Tally {
    private final Map<PeerId, long[]> sources = new TreeMap<>();
    private long missing;
    private long unreadable;

    void add(StripeRow stripe) {
      unreadable += stripe.present() < stripe.k() ? 1 : 0;
      for (ShardRow shard : stripe.shards()) {
        missing += shard.counted() == 0 ? 1 : 0;
        for (CopyRow copy : shard.copies()) {
          if (copy.counts()) {
            long[] sum = sources.computeIfAbsent(copy.peer(), _ -> new long[2]);
            sum[0]++;
            sum[1] += shard.length();
          }
        }
      }
    }
  }
}
