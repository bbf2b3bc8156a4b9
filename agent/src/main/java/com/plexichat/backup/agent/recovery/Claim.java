package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.ByteBuffer;

/// A shard that a peer says it holds, and what its header says. It is no fact: a data shard's
/// header was written by the vault's sealer, but name and possession are the peer's word, and
/// anybody can write the header of a parity shard.
///
/// @param vault its number in [RecoveredVaults]
/// @param length of the file in bytes
/// @param peer its number in the list of peers
record Claim(
    StripeId stripe,
    ShardId name,
    int index,
    int k,
    int m,
    int vault,
    int epoch,
    int length,
    int peer,
    boolean trashed) {
  /// Bytes of one claim as it is written.
  static final int BYTES = 64;

  static Claim of(ShardId name, ShardHeader header, int vault, int peer, boolean trashed) {
    return new Claim(
        header.stripe(),
        name,
        header.index(),
        header.k(),
        header.m(),
        vault,
        header.keyEpoch(),
        header.fileLength(),
        peer,
        trashed);
  }

  boolean isParity() {
    return index >= k;
  }

  void write(ByteBuffer out) {
    out.put(stripe.bytes()).put(name.bytes());
    out.put((byte) index).put((byte) k).put((byte) m).put((byte) (trashed ? 1 : 0));
    out.putShort((short) vault).putShort((short) peer).putInt(epoch).putInt(length);
  }

  static Claim read(ByteBuffer in) {
    byte[] stripe = new byte[StripeId.BYTES];
    in.get(stripe);
    byte[] name = new byte[ShardId.BYTES];
    in.get(name);
    int index = in.get() & 0xff;
    int k = in.get() & 0xff;
    int m = in.get() & 0xff;
    boolean trashed = in.get() != 0;
    int vault = in.getShort() & 0xffff;
    int peer = in.getShort() & 0xffff;
    return new Claim(
        StripeId.of(stripe),
        ShardId.of(name),
        index,
        k,
        m,
        vault,
        in.getInt(),
        in.getInt(),
        peer,
        trashed);
  }
}
