package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Packs blocks into stripes of k data shards. One thread uses it at a time.
///
/// A block never crosses a stripe's end, and what an index says of a stripe stays small: an index
/// segment has to fit into a block, however many chunks a stripe's bytes would take. Two stripes
/// are open at once, so that a large block that does not fit any more does not cost the rest of a
/// stripe: with one, about 4 % of all bytes sent would be padding. What is open at the end becomes
/// small stripes whose shards are no longer than the next size class.
public final class StripeFiller {
  private static final int OPEN_AT_ONCE = 2;

  /// Bytes that an index says of a stripe at most: 29,000 chunks.
  private static final int INDEX_MAX = IndexSegments.TARGET;

  private final int k;
  private final Supplier<StripeId> ids;
  private final List<Filling> open = new ArrayList<>();

  /// @param ids a fresh stripe id at each call
  public StripeFiller(int k, Supplier<StripeId> ids) {
    if (k < 2 || k > 255) {
      throw new IllegalArgumentException("no stripe of " + k + " data shards");
    }
    this.k = k;
    this.ids = ids;
  }

  /// Where a block went, and the stripes that became full by it.
  ///
  /// @param offset of the block's header in the stripe's plaintext
  public record Added(StripeId stripe, int offset, List<FilledStripe> full) {
    public Added {
      full = List.copyOf(full);
    }
  }

  /// A stripe that has room, and the stripes that became full to make it.
  public record Room(StripeId stripe, List<FilledStripe> full) {
    public Room {
      full = List.copyOf(full);
    }
  }

  /// Most bytes of a block, header included, in stripes of k data shards. The largest chunk must
  /// leave the header's 12 bytes of it.
  public static int blockMax(int k) {
    return (int) Math.min(Block.HEADER + Block.RAW_MAX, (long) k * Format.CAPACITY);
  }

  public Added add(Block block) {
    return add(block, room(block.length(), block.indexBytes()));
  }

  /// Puts a block into the stripe that [#room] named, which stays there until then: a record must
  /// know its own stripe before it is written.
  public Added add(Block block, Room room) {
    Filling filling =
        open.stream()
            .filter(one -> one.stripe.equals(room.stripe()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("that stripe is not open any more"));
    return new Added(room.stripe(), filling.add(block), room.full());
  }

  /// Makes sure that a block without chunks, of at most `length` bytes, has room.
  public Room room(int length) {
    return room(length, 0);
  }

  private Room room(int length, int indexBytes) {
    if (length > blockMax(k)) {
      throw new IllegalArgumentException(
          "a block of " + length + " bytes does not fit into a stripe of " + k + " data shards");
    }
    for (Filling filling : open) {
      if (filling.left() >= length && filling.listed + indexBytes <= INDEX_MAX) {
        return new Room(filling.stripe, List.of());
      }
    }
    List<FilledStripe> full = new ArrayList<>();
    if (open.size() == OPEN_AT_ONCE) {
      Filling fullest = open.stream().min(Comparator.comparingInt(Filling::left)).orElseThrow();
      open.remove(fullest);
      full.add(fullest.close());
    }
    Filling fresh = new Filling(ids.get(), k);
    open.add(fresh);
    return new Room(fresh.stripe, full);
  }

  /// What lies in the stripes that are not full yet; the names of their shards are not known.
  public List<StripeIndex> open() {
    return open.stream().filter(one -> one.used > 0).map(Filling::index).toList();
  }

  /// Closes the open stripes. Nothing more may be in them than was added.
  public List<FilledStripe> flush() {
    List<FilledStripe> rest =
        open.stream().filter(one -> one.used > 0).map(Filling::close).toList();
    open.clear();
    return rest;
  }

  private static final class Filling {
    private final StripeId stripe;
    private final int k;
    private final List<BlockIndex> blocks = new ArrayList<>();
    private byte @Nullable [] bytes;
    private int used;
    private int listed;
    private int classBits;

    Filling(StripeId stripe, int k) {
      this.stripe = stripe;
      this.k = k;
    }

    int left() {
      return k * Format.CAPACITY - used;
    }

    int add(Block block) {
      int needed = used + block.length();
      if (bytes == null || bytes.length < needed) {
        bytes = grown(needed);
      }
      int offset = used;
      block.copyTo(bytes, offset);
      if (block.isChunks()) {
        blocks.add(block.indexAt(offset));
      }
      used = needed;
      listed += block.indexBytes();
      classBits |= block.classBits();
      return offset;
    }

    /// A small run costs a small array, a large one two copies of the first half.
    private byte[] grown(int needed) {
      int most = k * Format.CAPACITY;
      int size = needed > most / 4 ? most : Math.min(most, Math.max(2 * needed, 64 * 1024));
      return bytes == null ? new byte[size] : Arrays.copyOf(bytes, size);
    }

    StripeIndex index() {
      return StripeIndex.newBuilder()
          .setStripe(ByteString.copyFrom(stripe.bytes()))
          .setK(k)
          .addAllBlocks(blocks)
          .build();
    }

    FilledStripe close() {
      int length = k * Format.shardCapacity(k, used);
      byte[] filled = bytes == null ? new byte[length] : bytes;
      byte[] plaintext = filled.length == length ? filled : Arrays.copyOf(filled, length);
      return new FilledStripe(stripe, k, plaintext, classBits, blocks);
    }
  }
}
