package com.plexichat.backup.shared.wire;

import com.plexichat.backup.proto.CopyEntry;
import com.plexichat.backup.proto.ShardEntry;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEventKind;
import java.time.Instant;
import java.util.Locale;

/// Shards with their copies, and what became of those.
public final class Shards {
  /// What a state that this version does not know is read as: a copy that does not count and that
  /// nothing is concluded of.
  static final CopyState UNKNOWN = CopyState.STALE;

  private Shards() {}

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

  public static com.plexichat.backup.proto.StripeEvent message(StripeEvent event) {
    com.plexichat.backup.proto.StripeEvent.Builder message =
        com.plexichat.backup.proto.StripeEvent.newBuilder()
            .setLogIndex(event.entry())
            .setAtMs(event.at().toEpochMilli())
            .setKind(event.kind().name().toLowerCase(Locale.ROOT))
            .addAllIndexes(event.indexes())
            .setBackupId(event.cause().backupId())
            .setJobId(event.cause().jobId())
            .setJobKind(event.cause().jobKind())
            .setWhy(event.cause().why());
    event.peer().map(PeerId::hex).ifPresent(message::setPeerId);
    return message.build();
  }

  public static StripeEvent event(com.plexichat.backup.proto.StripeEvent message) {
    return new StripeEvent(
        message.getLogIndex(),
        Instant.ofEpochMilli(message.getAtMs()),
        Spellings.find(StripeEventKind.class, message.getKind()).orElse(StripeEventKind.UNKNOWN),
        Ids.findPeer(message.getPeerId()),
        message.getIndexesList(),
        new StripeEvent.Cause(
            message.getBackupId(), message.getJobId(), message.getJobKind(), message.getWhy()));
  }

  private static Shard.Copy copy(CopyEntry message) {
    return new Shard.Copy(
        Ids.peer(message.getPeerId()),
        Spellings.find(CopyState.class, message.getState()).orElse(UNKNOWN),
        Moments.known(message.getProvenMs()));
  }
}
