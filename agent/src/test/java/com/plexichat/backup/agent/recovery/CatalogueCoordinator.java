package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.api.LocateDesk;
import com.plexichat.backup.agent.api.TicketBook;
import com.plexichat.backup.agent.backup.BackupClosing;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.backup.CompactionDesk;
import com.plexichat.backup.agent.backup.Coordination;
import com.plexichat.backup.agent.backup.FoldDesk;
import com.plexichat.backup.agent.backup.SetMessages;
import com.plexichat.backup.agent.backup.StripeUploads;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.content.SealedShard;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.LocateRequest;
import com.plexichat.backup.proto.OpenBackupAnswer;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A coordinator with a real catalogue, whose peers are folders: what the desks decide is theirs,
/// where copies go is dealt in turn.
final class CatalogueCoordinator implements Coordination, StripeUploads, Locator {
  private static final ByteString OPERATION = ByteString.copyFrom(new byte[16]);

  final Catalogue catalogue;
  final BackupDesk desk;
  private final PeerId host;
  private final FolderPeers peers;
  private final BackupClosing closing;
  private final FoldDesk folds;
  private final CompactionDesk compaction;
  private final LocateDesk locate;
  private final InstantSource time;

  /// Stripes that can still be uploaded before the network is cut.
  int uploadsLeft = Integer.MAX_VALUE;

  CatalogueCoordinator(Catalogue catalogue, PeerId host, FolderPeers peers, InstantSource time) {
    this.catalogue = catalogue;
    this.host = host;
    this.peers = peers;
    this.time = time;
    desk = new BackupDesk(catalogue, time, new SecureRandom());
    closing = new BackupClosing(catalogue, desk, time);
    folds = new FoldDesk(catalogue, desk, time);
    compaction = new CompactionDesk(catalogue, time);
    locate =
        new LocateDesk(catalogue, _ -> Signed.getDefaultInstance(), time, new TicketBook(time));
  }

  @Override
  public Opened open(String backupId, String jobId, String vault) {
    BackupRow backup = desk.get(backupId);
    OpenBackupAnswer.Builder facts =
        OpenBackupAnswer.newBuilder()
            .setSet(SetMessages.message(catalogue.sets().find(backup.set()).orElseThrow()))
            .setNumber(backup.number())
            .setCreatedMs(backup.createdMs())
            .addAllFolds(folds.groups(backup));
    catalogue
        .backups()
        .newest(backup.set())
        .ifPresent(before ->
            facts
                .setPreviousBackup(before.id())
                .setPreviousRecord(ByteString.copyFrom(before.recordHash().toArray())));
    List<StripeId> live = new ArrayList<>();
    catalogue.stripes().live(new VaultId(vault), time.millis(), live::add);
    List<StripeId> committed = new ArrayList<>();
    catalogue.stripes().committedBy(backupId, committed::add);
    return new Opened(facts.build(), live, List.copyOf(compaction.vacated(backup)), committed);
  }

  @Override
  public synchronized CompletableFuture<Uploaded> upload(
      String backupId, SealedStripe stripe, int copies) {
    if (uploadsLeft-- <= 0) {
      return CompletableFuture.failedFuture(
          new OperationFailed(FailureCode.INTERRUPTED, "The upload", "the network is cut"));
    }
    Map<PeerId, List<Integer>> dealt = new TreeMap<>();
    ReservedStripe.Builder reserved =
        ReservedStripe.newBuilder()
            .setStripe(Ids.message(stripe.stripe()))
            .setK(stripe.k())
            .setM(stripe.m())
            .setKeyEpoch(stripe.epoch())
            .setVault(desk.get(backupId).vault().hex())
            .setSource(host.hex());
    List<ByteString> names = new ArrayList<>();
    for (SealedShard shard : stripe.shards()) {
      names.add(Ids.message(shard.name()));
      reserved.addLengths(shard.file().length);
      for (int copy = 0; copy < (shard.index() < stripe.k() ? copies : 1); copy++) {
        PeerId peer = peers.ids.get((shard.index() + 3 * copy) % peers.ids.size());
        peers.store(peer, shard.name(), shard.file());
        dealt.computeIfAbsent(peer, _ -> new ArrayList<>()).add(shard.index());
      }
    }
    CommittedStripe.Builder committed =
        CommittedStripe.newBuilder().setStripe(reserved.getStripe());
    dealt.forEach((peer, indexes) -> {
      reserved.addCopies(
          ReservedCopies.newBuilder()
              .setPeerId(peer.hex())
              .setOperation(OPERATION)
              .setSequence(1)
              .addAllIndexes(indexes));
      committed.addCopies(
          CommittedCopies.newBuilder()
              .setPeerId(peer.hex())
              .setOperation(OPERATION)
              .addAllIndexes(indexes));
    });
    var _ =
        catalogue.submit(
            "coordinator",
            "",
            "",
            Command.newBuilder()
                .setStripesReserved(
                    StripesReserved.newBuilder()
                        .setBackupId(backupId)
                        .addStripes(reserved.setShards(ByteString.copyFrom(names))))
                .build(),
            Command.newBuilder()
                .setStripesCommitted(
                    StripesCommitted.newBuilder().setBackupId(backupId).addStripes(committed))
                .build());
    return CompletableFuture.completedFuture(new Uploaded(stripe.stripe(), 0, ""));
  }

  @Override
  public long sentBytes() {
    return 0;
  }

  @Override
  public void fold(FoldStripesRequest request) {
    folds.fold(host, request);
  }

  @Override
  public BackupEntry close(CloseBackupRequest facts, Collection<StripeId> stripes) {
    BackupRow closed = closing.close(facts, List.copyOf(stripes));
    return BackupEntry.newBuilder().setBackupId(closed.id()).build();
  }

  @Override
  public Located locate(String backupId, String purpose) {
    return locate(LocateRequest.newBuilder().setBackupId(backupId).setPurpose(purpose));
  }

  @Override
  public Located locate(Collection<StripeId> stripes, String purpose) {
    LocateRequest.Builder request = LocateRequest.newBuilder().setPurpose(purpose);
    stripes.forEach(id -> request.addStripes(Ids.message(id)));
    return locate(request);
  }

  private Located locate(LocateRequest.Builder request) {
    Located.Pages pages = new Located.Pages();
    locate.locate(host, request.build(), pages::add);
    return pages.whole();
  }
}
