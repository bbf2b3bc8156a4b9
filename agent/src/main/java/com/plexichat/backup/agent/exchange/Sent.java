package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What became of the copies of one stripe: for every shard and holder a receipt or a failure.
public record Sent(List<Copy> copies) {
  public Sent {
    copies = List.copyOf(copies);
  }

  /// One copy: exactly one of receipt and failure is set.
  public record Copy(
      ShardId shard, PeerId peer, @Nullable Signed receipt, @Nullable OperationFailed failure) {
    public boolean isHeld() {
      return receipt != null;
    }
  }

  public List<Signed> receipts() {
    return copies.stream().flatMap(copy -> Stream.ofNullable(copy.receipt())).toList();
  }

  /// What a peer said, or did not, of a copy that it should hold; empty when none failed.
  public Optional<String> failure() {
    return copies.stream()
        .flatMap(copy -> Stream.ofNullable(copy.failure()))
        .map(OperationFailed::sentence)
        .findFirst();
  }

  /// Peers that failed at least one copy.
  public List<PeerId> failedPeers() {
    return copies.stream().filter(copy -> !copy.isHeld()).map(Copy::peer).distinct().toList();
  }
}
