package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.LostCopy;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings to the trash what folds left behind.
///
/// That a stripe was folded is in the log before anything is asked of a peer; that a copy lies in
/// the trash is written when its peer has said so, and a peer that does not answer is asked again
/// in a later round. A stripe stays where it is while the one in its place has fewer copies than
/// it.
final class FoldedSweep {
  private static final Logger LOG = LoggerFactory.getLogger(FoldedSweep.class);
  private static final int STRIPES_AT_ONCE = 256;
  private static final int OPERATION = 16;

  private final UpkeepBase base;

  FoldedSweep(UpkeepBase base) {
    this.base = base;
  }

  /// A copy that is to leave.
  private record Leaving(ShardRow shard, CopyRow copy) {
    LostCopy trashed(long asOf) {
      return new LostCopy(
          shard.stripe(), shard.index(), copy.peer(), CopyState.TRASHED, "folded", asOf);
    }
  }

  void round() {
    Map<PeerId, List<Leaving>> leaving = new TreeMap<>();
    for (StripeId stripe : base.catalogue().stripes().leftByFolds(STRIPES_AT_ONCE)) {
      base.catalogue()
          .stripes()
          .find(stripe, base.now())
          .filter(this::isReplaced)
          .ifPresent(row -> collect(row, leaving));
    }
    leaving.forEach(this::trash);
  }

  private static void collect(StripeRow stripe, Map<PeerId, List<Leaving>> into) {
    for (ShardRow shard : stripe.shards()) {
      for (CopyRow copy : shard.copies()) {
        if (copy.counts()) {
          into.computeIfAbsent(copy.peer(), _ -> new ArrayList<>()).add(new Leaving(shard, copy));
        }
      }
    }
  }

  /// Whether no backup needs it and what is in its place now is safe.
  private boolean isReplaced(StripeRow old) {
    List<StripeId> current = base.catalogue().stripes().current(List.of(old.id()));
    Optional<StripeRow> fresh = base.catalogue().stripes().find(current.getFirst(), base.now());
    int copies = fresh.flatMap(StripeRow::target).map(Tier::copies).orElse(1);
    return old.target().isEmpty()
        && fresh
            .filter(row -> !row.id().equals(old.id()) && row.isAsSafeAs(old, copies))
            .isPresent();
  }

  private void trash(PeerId peer, List<Leaving> copies) {
    ClusterRow cluster =
        base.catalogue()
            .cluster()
            .find()
            .orElseThrow(() -> new IllegalStateException("the cluster was not founded"));
    TrashRequest.Builder request =
        TrashRequest.newBuilder()
            .setOperation(HexFormat.of().formatHex(base.randomBytes(OPERATION)))
            .setSequence(cluster.sequence() + 1)
            .setEpoch(cluster.epoch())
            .setTarget(peer.hex());
    copies.forEach(one -> request.addShards(Ids.message(one.shard().id())));
    long asOf = base.asOf();
    try {
      Set<ByteString> done = Set.copyOf(base.holders().trash(peer, request.build()).getDoneList());
      base.ledger()
          .changed(
              copies.stream()
                  .filter(one -> done.contains(Ids.message(one.shard().id())))
                  .map(one -> one.trashed(asOf))
                  .toList(),
              "");
    } catch (OperationFailed e) {
      if (e.code() == FailureCode.CANCELLED) {
        throw e;
      }
      LOG.debug("{} keeps what was folded for now: {}", peer, e.sentence());
    }
  }
}
