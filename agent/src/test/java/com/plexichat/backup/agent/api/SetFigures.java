package com.plexichat.backup.agent.api;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.proto.StoreRoom;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Figures of peers that a test sets.
final class SetFigures implements PeerFigures {
  final AtomicLong lastSeen = new AtomicLong();
  final AtomicLong used = new AtomicLong();
  final AtomicLong scrubbed = new AtomicLong();
  final Map<String, Long> proofs = new HashMap<>();
  final AtomicInteger asked = new AtomicInteger();

  @Override
  public PeerEntry live(PeerEntry entry) {
    asked.incrementAndGet();
    // A disk's room changes with every heartbeat.
    return entry.toBuilder()
        .setLastSeenMs(lastSeen.get())
        .setUsed(used.get())
        .setRoom(StoreRoom.newBuilder().setFree(lastSeen.get()))
        .build();
  }

  @Override
  public ShardEntry proven(ShardEntry entry) {
    return entry;
  }

  @Override
  public long provenMs(PeerId peer) {
    return 0;
  }

  @Override
  public long provenMs(PeerId peer, ShardId shard) {
    return proofs.getOrDefault(peer.hex() + shard.hex(), 0L);
  }

  @Override
  public long scrubbedMs(PeerId peer) {
    return scrubbed.get();
  }

  @Override
  public Pace pace() {
    return new Pace(0, 7 * 86_400_000L);
  }
}
