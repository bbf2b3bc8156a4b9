package com.plexichat.backup.agent.api;

import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.PeerId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Figures of peers that a test sets.
final class SetFigures implements PeerFigures {
  final AtomicLong lastSeen = new AtomicLong();
  final AtomicLong used = new AtomicLong();
  final AtomicLong scrubbed = new AtomicLong();
  final AtomicInteger asked = new AtomicInteger();

  @Override
  public PeerEntry live(PeerEntry entry) {
    asked.incrementAndGet();
    return entry.toBuilder().setLastSeenMs(lastSeen.get()).setUsed(used.get()).build();
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
  public long scrubbedMs(PeerId peer) {
    return scrubbed.get();
  }

  @Override
  public Pace pace() {
    return new Pace(0, 7 * 86_400_000L);
  }
}
