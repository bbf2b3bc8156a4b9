package com.plexichat.backup.agent.storage;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.Arrays;

/// A shard that arrived whole: the name that its bytes must have, its place, the number of the
/// order that allows it, and the bytes, which nobody changes from here on.
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Incoming(
    ShardId shard, StripeId stripe, int index, long sequence, Arrival arrival, byte[] file) {

  /// The root of the body's tree, when name, place and length are right; else SHARD_DAMAGED. One
  /// pass over the bytes.
  byte[] verified(String name) {
    if (file.length >= Format.HEADER && isPlaced()) {
      byte[] root = ShardReader.rootOf(file);
      if (ShardName.provesHeader(shard, Arrays.copyOf(file, Format.HEADER), root)) {
        return root;
      }
    }
    throw new OperationFailed(FailureCode.SHARD_DAMAGED, name, shard.hex());
  }

  private boolean isPlaced() {
    try {
      ShardHeader header = ShardHeader.parse(file);
      return header.stripe().equals(stripe)
          && header.index() == index
          && header.fileLength() == file.length;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
