package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.ShardAsk;

/// Shards with their copies, and the question for them.
public final class Shards {
  /// What a state that this version does not know is read as: a copy that does not count and that
  /// nothing is concluded of.
  static final CopyState UNKNOWN = CopyState.STALE;

  private Shards() {}

  public static ListShardsRequest message(ShardAsk ask) {
    return ListShardsRequest.newBuilder()
        .setBackupId(ask.backupId())
        .setStatus(ask.state().map(CopyState::name).orElse(""))
        .setPeer(ask.peer().map(PeerId::hex).orElse(""))
        .setTier(ask.tier())
        .setStripe(ask.stripe().map(Ids::message).orElse(ByteString.EMPTY))
        .build();
  }

  /// Reads a shard; fails with USAGE when an id is none.
  public static Shard shard(ShardEntry message) {
    return new Shard(
        Ids.shard(message.getShard()),
        message.getNumber(),
        Ids.stripe(message.getStripe()),
        message.getIndex(),
        message.getParity(),
        new ByteSize(message.getSize()),
        message.getTier(),
        message.getCopiesList().stream().map(Shards::copy).toList());
  }

  private static Shard.Copy copy(CopyEntry message) {
    return new Shard.Copy(
        Ids.peer(message.getPeerId()),
        Spellings.find(CopyState.class, message.getState()).orElse(UNKNOWN),
        Moments.known(message.getProvenMs()));
  }
}
