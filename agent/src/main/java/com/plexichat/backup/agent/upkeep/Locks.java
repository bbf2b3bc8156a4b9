package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.Leaving;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.List;

/// Tells holders how long copies rest with them before they delete them.
final class Locks {
  private final UpkeepBase base;

  Locks(UpkeepBase base) {
    this.base = base;
  }

  /// Locks the shards of a stripe at a peer that just got some of them, when a backup that needs it
  /// is locked. What the peer does not have is left out by it. Where that fails it is told later.
  void follow(StripeRow stripe, PeerId peer) {
    int days = days(stripe);
    if (days > 0) {
      try {
        lock(peer, stripe.shards().stream().map(shard -> Ids.message(shard.id())).toList(), days);
      } catch (OperationFailed e) {
        base.untold().add(peer);
        throw e;
      }
    }
  }

  /// For how many days the backups that need a stripe lock it; 0: none does.
  int days(StripeRow stripe) {
    return base.catalogue().backups().needing(stripe.id()).stream()
        .mapToInt(backup -> backup.retention().lockDays())
        .max()
        .orElse(0);
  }

  /// @param days at least one: an order without days is one to remove
  TrashAnswer lock(PeerId peer, List<ByteString> shards, int days) {
    if (days < 1) {
      throw new IllegalArgumentException("a lock for %d days".formatted(days));
    }
    Leaving leaving = new Leaving(base.ledger(), base.catalogue());
    return base.holders()
        .trash(
            peer,
            TrashRequest.newBuilder()
                .setEpoch(leaving.cluster().epoch())
                .setTarget(peer.hex())
                .addAllShards(shards)
                .setLockDays(days)
                .build());
  }
}
