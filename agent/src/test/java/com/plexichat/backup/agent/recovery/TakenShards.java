package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.proto.LocatedStripe;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Takes all copies of shards away, and brings them back.
final class TakenShards implements AutoCloseable {
  private final FolderPeers peers;
  private final Map<Path, byte[]> files = new HashMap<>();

  TakenShards(FolderPeers peers) {
    this.peers = peers;
  }

  void lose(LocatedStripe stripe, int index) throws IOException {
    var shard = Ids.shard(stripe.getShards(index).getShard());
    for (var peer : peers.ids) {
      Path file = peers.file(peer, shard);
      if (Files.exists(file)) {
        files.put(file, Files.readAllBytes(file));
      }
    }
    peers.lose(shard);
  }

  @Override
  public void close() throws IOException {
    for (var one : files.entrySet()) {
      Files.write(one.getKey(), one.getValue());
    }
  }
}
