package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;

/// Peers of which nothing is measured, but that the third proved something.
final class NoFigures implements PeerFigures {
  static final long PROVEN = TestCatalogue.NOW - 1;

  @Override
  public PeerEntry live(PeerEntry entry) {
    return entry;
  }

  @Override
  public ShardEntry proven(ShardEntry entry) {
    return entry;
  }

  @Override
  public long provenMs(PeerId peer) {
    return peer.equals(Acts.peer(3)) ? PROVEN : 0;
  }

  @Override
  public long provenMs(PeerId peer, ShardId shard) {
    return 0;
  }

  @Override
  public long scrubbedMs(PeerId peer) {
    return 0;
  }

  @Override
  public Pace pace() {
    return new Pace(0, 7 * 86_400_000L);
  }
}
