package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.SourceEntry;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whether a backup can be restored now, and from where.
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
    Tally tally = new Tally();
    List<StripeId> stripes = new ArrayList<>();
    catalogue.stripes().neededBy(backup.id(), stripes::add);
    for (int at = 0; at < stripes.size(); at += PAGE) {
      catalogue
          .stripes()
          .get(stripes.subList(at, Math.min(stripes.size(), at + PAGE)), time.millis())
          .forEach(tally::add);
    }
    boolean keys = catalogue.vaults().find(backup.vault()).map(VaultRow::recipients).isPresent();
    CertificateAnswer.Builder answer =
        CertificateAnswer.newBuilder()
            .setRestorable(tally.unreadable == 0 && backup.state().isListed() && keys)
            .setMissingShards(tally.missing)
            .setKeysPresent(keys)
            .setLossWindowMs(Math.max(0, time.millis() - backup.createdMs()))
            .setEtaLowMs(-1)
            .setEtaHighMs(-1);
    if (!backup.state().isListed()) {
      answer.addBlockers("The backup is " + Messages.word(backup.state()) + ".");
    }
    if (tally.unreadable > 0) {
      answer.addBlockers(tally.unreadable + " stripes have fewer shards left than it takes.");
    }
    tally.sources.forEach((peer, sum) ->
        answer.addSources(
            SourceEntry.newBuilder()
                .setPeer(catalogue.peers().get(peer.hex()).name())
                .setShards(sum[0])
                .setBytes(sum[1])));
    return answer.build();
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
