package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Optional;
import java.util.function.Function;

/// Ids on the wire and back; what is not an id fails with USAGE.
public final class Ids {
  private Ids() {}

  public static ByteString message(ShardId id) {
    return ByteString.copyFrom(id.bytes());
  }

  public static ByteString message(StripeId id) {
    return ByteString.copyFrom(id.bytes());
  }

  public static ShardId shard(ByteString message) {
    return read(ShardId::of, message.toByteArray());
  }

  public static StripeId stripe(ByteString message) {
    return read(StripeId::of, message.toByteArray());
  }

  public static PeerId peer(String message) {
    return read(PeerId::new, message);
  }

  /// The peer id, if it is one: some fields may be without.
  static Optional<PeerId> findPeer(String message) {
    try {
      return Optional.of(new PeerId(message));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  public static VaultId vault(String message) {
    return read(VaultId::new, message);
  }

  private static <M, I> I read(Function<M, I> reader, M message) {
    try {
      return reader.apply(message);
    } catch (IllegalArgumentException wrong) {
      throw new OperationFailed(wrong, FailureCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }
}
