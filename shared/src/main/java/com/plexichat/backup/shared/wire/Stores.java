package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.StoreRoom;
import com.plexichat.backup.shared.model.StorageUse;
import java.util.Optional;

/// What machines tell of their stores.
public final class Stores {
  private Stores() {}

  /// Empty where the machine told nothing since its coordinator's start.
  public static Optional<StorageUse> use(PeerEntry peer) {
    StoreRoom room = peer.getRoom();
    return peer.hasRoom()
        ? Optional.of(
            new StorageUse(
                peer.getCapacity(),
                peer.getUsed(),
                room.getTrashed(),
                room.getReserved(),
                room.getFree(),
                room.getKeptFree()))
        : Optional.empty();
  }
}
