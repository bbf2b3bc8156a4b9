package com.plexichat.backup.agent.content;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.IndexSegment;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;

/// Index segments as bytes: which chunks lie where in some stripes.
public final class IndexSegments {
  /// Bytes at which a segment is closed and the next begun.
  public static final int TARGET = 1 << 20;

  private static final int MOST_SHARDS = 255;

  private IndexSegments() {}

  /// Segments for these stripes in order, each about 1 MiB at most unless one stripe alone takes
  /// more; none for no stripe.
  public static List<byte[]> encode(List<StripeIndex> stripes) {
    return split(stripes).stream()
        .map(part -> IndexSegment.newBuilder().addAllStripes(part).build().toByteArray())
        .toList();
  }

  /// Which of the stripes each of the segments tells of.
  static List<List<StripeId>> covers(List<StripeIndex> stripes) {
    return split(stripes).stream()
        .map(part -> part.stream().map(one -> StripeId.of(one.getStripe().toByteArray())).toList())
        .toList();
  }

  private static List<List<StripeIndex>> split(List<StripeIndex> stripes) {
    List<List<StripeIndex>> parts = new ArrayList<>();
    int size = TARGET;
    for (StripeIndex stripe : stripes) {
      int more = stripe.getSerializedSize() + 8;
      if (parts.isEmpty() || size + more > TARGET) {
        parts.add(new ArrayList<>());
        size = 0;
      }
      parts.getLast().add(stripe);
      size += more;
    }
    return parts;
  }

  /// The stripes of a segment; STRIPE_UNREADABLE when its bytes are not a segment.
  public static List<StripeIndex> decode(StripeId where, byte[] segment) {
    try {
      List<StripeIndex> stripes = IndexSegment.parseFrom(segment).getStripesList();
      stripes.forEach(IndexSegments::check);
      return stripes;
    } catch (InvalidProtocolBufferException | IllegalArgumentException invalid) {
      throw new OperationFailed(
          invalid,
          FailureCode.STRIPE_UNREADABLE,
          where.hex(),
          "its index segment is not valid: " + invalid.getMessage());
    }
  }

  /// Refuses with IllegalArgumentException what would make a reader reach beyond a stripe.
  static void check(StripeIndex stripe) {
    require(stripe.getStripe().size() == StripeId.BYTES, "a stripe id of a wrong length");
    int k = stripe.getK();
    int m = stripe.getM();
    require(k >= 2 && m >= 0 && k + m <= MOST_SHARDS, "a stripe with impossible k or m");
    int capacity = stripe.getShardCapacity();
    require(capacity >= 0 && capacity <= Format.CAPACITY, "a shard of an impossible size");
    require(
        stripe.getShardsCount() == 0 || stripe.getShardsCount() == k + m,
        "a wrong number of shards");
    stripe
        .getShardsList()
        .forEach(name -> require(name.size() == ShardId.BYTES, "a shard name of a wrong length"));
    long end = (long) k * (capacity == 0 ? Format.CAPACITY : capacity);
    stripe.getBlocksList().forEach(block -> check(block, end));
  }

  private static void check(BlockIndex block, long end) {
    int offset = block.getOffset();
    int stored = block.getStoredLength();
    int raw = block.getRawLength();
    require(
        offset >= 0 && stored > Block.HEADER && stored <= end - offset,
        "a block outside its stripe");
    require(raw > 0 && raw <= Block.RAW_MAX, "a block of an impossible size");
    require(
        block.getChunkIds().size() == block.getChunkLengthsCount() * ChunkId.BYTES,
        "chunk ids that do not match the lengths");
    long sum = 0;
    for (int length : block.getChunkLengthsList()) {
      require(length > 0 && length <= raw, "a chunk of an impossible length");
      sum += length;
    }
    require(sum == raw, "chunks that do not fill their block");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
