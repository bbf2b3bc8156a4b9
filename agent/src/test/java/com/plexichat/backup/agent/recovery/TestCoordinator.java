package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.Coordination;
import com.plexichat.backup.agent.backup.StripeUploads;
import com.plexichat.backup.agent.content.SealedShard;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.proto.OpenBackupAnswer;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The coordinator's part: takes in stripes, copies of each shard on two peers, and tells where
/// they lie. Every ticket ends the one before it.
@org.jspecify.annotations.NullUnmarked
final class TestCoordinator implements Coordination, StripeUploads, Locator {
  final Map<StripeId, LocatedStripe> stripes = new ConcurrentHashMap<>();
  final Map<String, CloseBackupRequest> closed = new HashMap<>();
  final Map<String, Collection<StripeId>> needed = new HashMap<>();
  private final FolderPeers peers;
  private final SetSpec set;
  private final String vault;
  private int tickets;

  TestCoordinator(FolderPeers peers, SetSpec set, String vault) {
    this.peers = peers;
    this.set = set;
    this.vault = vault;
  }

  @Override
  public Opened open(String backupId, String jobId, String vaultId) {
    OpenBackupAnswer facts =
        OpenBackupAnswer.newBuilder()
            .setSet(set)
            .setNumber(closed.size() + 1)
            .setCreatedMs(1_780_000_000_000L)
            .build();
    return new Opened(facts, List.copyOf(stripes.keySet()), List.of(), List.of());
  }

  @Override
  public CompletableFuture<Uploaded> upload(String backupId, SealedStripe stripe, int copies) {
    LocatedStripe.Builder located =
        LocatedStripe.newBuilder()
            .setStripe(Ids.message(stripe.stripe()))
            .setK(stripe.k())
            .setM(stripe.m())
            .setKeyEpoch(stripe.epoch());
    for (SealedShard shard : stripe.shards()) {
      ShardEntry.Builder entry =
          ShardEntry.newBuilder().setShard(Ids.message(shard.name())).setIndex(shard.index());
      for (int copy = 0; copy < copies; copy++) {
        PeerId peer = peers.ids.get((shard.index() + copy) % peers.ids.size());
        peers.store(peer, shard.name(), shard.file());
        entry.addCopies(CopyEntry.newBuilder().setPeerId(peer.hex()).setState("OK"));
      }
      located.addShards(entry);
    }
    stripes.put(stripe.stripe(), located.build());
    return CompletableFuture.completedFuture(new Uploaded(stripe.stripe(), 0, ""));
  }

  @Override
  public long sentBytes() {
    return 0;
  }

  @Override
  public void fold(FoldStripesRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BackupEntry close(CloseBackupRequest facts, Collection<StripeId> all) {
    closed.put(facts.getBackupId(), facts);
    needed.put(facts.getBackupId(), all);
    return BackupEntry.newBuilder().setBackupId(facts.getBackupId()).build();
  }

  @Override
  public synchronized Located locate(String backupId, String purpose) {
    CloseBackupRequest facts = closed.get(backupId);
    Located.Pages pages =
        new Located.Pages()
            .add(
                LocateAnswer.newBuilder()
                    .setTicket(ticket())
                    .setRecordStripe(facts.getRecordStripe())
                    .setRecordHash(facts.getRecordHash())
                    .setRecordOffset(facts.getRecordOffset())
                    .setRecordLength(facts.getRecordLength())
                    .setVault(vault)
                    .setBackup(BackupEntry.newBuilder().setBackupId(backupId))
                    .build());
    for (StripeId stripe : needed.get(backupId)) {
      pages.add(LocateAnswer.newBuilder().addStripes(stripes.get(stripe)).build());
    }
    return pages.whole();
  }

  @Override
  public synchronized Located locate(Collection<StripeId> wanted, String purpose) {
    LocateAnswer.Builder answer = LocateAnswer.newBuilder().setTicket(ticket());
    wanted.forEach(stripe -> answer.addStripes(stripes.get(stripe)));
    return new Located.Pages().add(answer.build()).whole();
  }

  private Signed ticket() {
    Signed ticket =
        Signed.newBuilder().setMessage(ByteString.copyFromUtf8("ticket " + ++tickets)).build();
    peers.valid = ticket;
    return ticket;
  }
}
