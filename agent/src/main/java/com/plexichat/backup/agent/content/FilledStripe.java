package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import java.util.List;

/// A stripe's plaintext, ready to be sealed. The array is not copied.
public final class FilledStripe {
  private final StripeId stripe;
  private final int k;
  private final byte[] plaintext;
  private final int classBits;
  private final List<BlockIndex> blocks;

  FilledStripe(StripeId stripe, int k, byte[] plaintext, int classBits, List<BlockIndex> blocks) {
    this.stripe = stripe;
    this.k = k;
    this.plaintext = plaintext;
    this.classBits = classBits;
    this.blocks = List.copyOf(blocks);
  }

  public StripeId stripe() {
    return stripe;
  }

  public int k() {
    return k;
  }

  /// k times the capacity of a data shard.
  public byte[] plaintext() {
    return plaintext;
  }

  /// Bits of [ContentClass].
  public int classBits() {
    return classBits;
  }

  /// What an index segment says about this stripe once it is sealed.
  public StripeIndex index(SealedStripe sealed) {
    if (!sealed.stripe().equals(stripe)) {
      throw new IllegalArgumentException(sealed.stripe() + " is not " + stripe);
    }
    StripeIndex.Builder index =
        StripeIndex.newBuilder()
            .setStripe(ByteString.copyFrom(stripe.bytes()))
            .setK(k)
            .setM(sealed.m())
            .setKeyEpoch(sealed.epoch())
            .setShardCapacity(sealed.capacity())
            .addAllBlocks(blocks);
    for (SealedShard shard : sealed.shards()) {
      index.addShards(ByteString.copyFrom(shard.name().bytes()));
    }
    return index.build();
  }
}
