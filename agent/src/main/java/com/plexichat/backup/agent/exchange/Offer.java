package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.protocol.Order;
import com.plexichat.backup.agent.protocol.ShardSpec;
import com.plexichat.backup.agent.storage.Reservation;
import com.plexichat.backup.proto.HolderAnswer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A shard that somebody wants this agent to hold: its order, how far it has come, and the answer
/// that all who offered it under this order wait for.
final class Offer {
  private final Order order;
  private final ShardSpec spec;
  private final CompletableFuture<HolderAnswer> answer;
  private @Nullable Reservation room;
  private boolean wantsBytes;
  private boolean stored;

  Offer(Order order, ShardSpec spec, CompletableFuture<HolderAnswer> answer) {
    this.order = order;
    this.spec = spec;
    this.answer = answer;
  }

  Order order() {
    return order;
  }

  ShardSpec spec() {
    return spec;
  }

  CompletableFuture<HolderAnswer> answer() {
    return answer;
  }

  /// Whether the bytes must be handed in before there is an answer.
  boolean wantsBytes() {
    return wantsBytes;
  }

  void wantsBytes(boolean wants) {
    wantsBytes = wants;
  }

  boolean isStored() {
    return stored;
  }

  void isStored(boolean is) {
    stored = is;
  }

  @Nullable Reservation room() {
    return room;
  }

  void room(@Nullable Reservation reserved) {
    room = reserved;
  }
}
