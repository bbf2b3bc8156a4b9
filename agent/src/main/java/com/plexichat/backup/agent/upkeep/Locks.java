package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.ledger.Leaving;
import com.plexichat.backup.proto.TrashAnswer;
import com.plexichat.backup.proto.TrashRequest;
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
  /// is locked. What the peer does not have is left out by it.
  void follow(StripeRow stripe, PeerId peer) {
    int days =
        base.catalogue().backups().needing(stripe.id()).stream()
            .mapToInt(backup -> backup.retention().lockDays())
            .max()
            .orElse(0);
    if (days > 0) {
      lock(peer, stripe.shards().stream().map(shard -> Ids.message(shard.id())).toList(), days);
    }
  }

  TrashAnswer lock(PeerId peer, List<ByteString> shards, int days) {
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
