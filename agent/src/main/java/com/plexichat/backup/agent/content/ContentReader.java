package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.SegmentRef;
import com.plexichat.backup.proto.StripeIndex;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Reads chunks, blocks and records out of sealed stripes. Safe for any number of threads.
///
/// One chunk costs the bodies of the one or two shards that its block lies in and the headers of
/// the others. The keys of the stripes, the opened shards and the blocks that were used last are
/// kept, so that reading in order fetches nothing twice; how much is kept is bounded.
public final class ContentReader implements AutoCloseable {
  private static final int STRIPES_KEPT = 128;

  private final Vault vault;
  private final ShardSource source;
  private final LoadingCache<StripeId, OpenStripe> stripes =
      new LoadingCache<>(STRIPES_KEPT, stripe -> 1);
  private final LoadingCache<ShardPlace, byte[]> shards;
  private final LoadingCache<BlockPlace, byte[]> blocks;

  /// @param memory bytes of plaintext to keep; two shards and two blocks are the least that helps
  public ContentReader(Vault vault, ShardSource source, long memory) {
    this.vault = vault;
    this.source = source;
    this.shards = new LoadingCache<>(memory / 2, bytes -> bytes.length);
    this.blocks = new LoadingCache<>(memory / 2, bytes -> bytes.length);
  }

  private record ShardPlace(StripeId stripe, int index) {}

  private record BlockPlace(StripeId stripe, int offset) {}

  /// One block of a scan. The array is the receiver's.
  ///
  /// @param offset of the block's header in the stripe's plaintext
  public record Found(StripeId stripe, int offset, Type type, RawBytes raw) {}

  /// What a block holds.
  public enum Type {
    CHUNKS,
    INDEX,
    RECORD,
    STRIPE_LIST
  }

  /// A block's bytes, not copied.
  public static final class RawBytes {
    private final byte[] bytes;

    private RawBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] array() {
      return bytes;
    }
  }

  /// The chunk's plaintext, checked against its id: STRIPE_UNREADABLE when it is another one.
  public byte[] chunk(ChunkId id, ChunkPlace place) {
    byte[] raw = block(place.stripe(), place.blockOffset(), place.storedLength());
    int end = place.offsetInRaw() + place.length();
    if (place.offsetInRaw() < 0 || place.length() < 0 || end > raw.length || end < 0) {
      throw unreadable(place.stripe(), "a chunk lies outside its block");
    }
    byte[] chunk = new byte[place.length()];
    System.arraycopy(raw, place.offsetInRaw(), chunk, 0, chunk.length);
    if (!ChunkId.of(vault, chunk, 0, chunk.length).equals(id)) {
      throw unreadable(place.stripe(), "chunk " + id + " is not where the index says");
    }
    return chunk;
  }

  /// The stripes that an index segment tells of.
  public List<StripeIndex> segment(SegmentRef ref) {
    StripeId stripe = StripeId.of(ref.getStripe().toByteArray());
    return IndexSegments.decode(stripe, block(stripe, ref.getOffset(), ref.getStoredLength()));
  }

  /// The signed record in the block at this place.
  public byte[] record(StripeId stripe, int offset, int storedLength) {
    return block(stripe, offset, storedLength).clone();
  }

  /// What the index segments at the beginning of a stripe tell: of a fold, where its own chunks
  /// lie, and what the stripes told that it stands in for.
  public List<StripeIndex> leadingSegments(StripeId id) {
    OpenStripe stripe = stripe(id);
    int end = stripe.k() * stripe.capacity();
    List<StripeIndex> told = new ArrayList<>();
    for (int offset = 0; offset <= end - Block.HEADER; ) {
      StoredBlock block = header(stripe, offset);
      if (block.type() != Block.INDEX) {
        break;
      }
      told.addAll(IndexSegments.decode(id, load(stripe, block)));
      offset = block.end();
    }
    return told;
  }

  /// All stripes that the record names: those that a restore of its backup needs, or that others
  /// stand in for by now.
  public List<StripeId> stripes(Record record) {
    List<StripeId> all = new ArrayList<>();
    for (SegmentRef ref : record.getStripeListsList()) {
      StripeId stripe = StripeId.of(ref.getStripe().toByteArray());
      byte[] ids = block(stripe, ref.getOffset(), ref.getStoredLength());
      if (ids.length % StripeId.BYTES != 0) {
        throw unreadable(stripe, "its list of stripes is cut");
      }
      ByteBuffer in = ByteBuffer.wrap(ids);
      while (in.hasRemaining()) {
        all.add(new StripeId(in.getLong(), in.getLong()));
      }
    }
    record.getStripesList().forEach(id -> all.add(StripeId.of(id.toByteArray())));
    return all;
  }

  /// Hands over all blocks of a stripe in order: the way to find a record when nothing else is
  /// left.
  public void scan(StripeId id, Consumer<Found> consumer) {
    OpenStripe stripe = stripe(id);
    int end = stripe.k() * stripe.capacity();
    for (int offset = 0; offset <= end - Block.HEADER; ) {
      StoredBlock block = header(stripe, offset);
      if (block.type() == Block.END) {
        return;
      }
      Type type = Type.values()[block.type() - 1];
      consumer.accept(new Found(id, offset, type, new RawBytes(load(stripe, block))));
      offset = block.end();
    }
  }

  /// What kinds of content a stripe holds: bits of [ContentClass].
  public int classBits(StripeId stripe) {
    return stripe(stripe).classBits();
  }

  /// Forgets plaintext and keys; no other thread may be reading.
  @Override
  public void close() {
    blocks.clear(bytes -> Arrays.fill(bytes, (byte) 0));
    shards.clear(bytes -> Arrays.fill(bytes, (byte) 0));
    stripes.clear(OpenStripe::close);
  }

  /// The block's raw bytes, which the receiver must not change.
  private byte[] block(StripeId id, int offset, int storedLength) {
    return blocks.get(
        new BlockPlace(id, offset),
        () -> {
          OpenStripe stripe = stripe(id);
          StoredBlock block = header(stripe, offset);
          if (block.type() == Block.END || block.storedLength() + Block.HEADER != storedLength) {
            throw unreadable(id, "the block at " + offset + " is not the one that was looked for");
          }
          return load(stripe, block);
        });
  }

  private byte[] load(OpenStripe stripe, StoredBlock block) {
    int from = block.offset() + Block.HEADER;
    int capacity = stripe.capacity();
    try {
      int index = from / capacity;
      if (from % capacity + block.storedLength() <= capacity && index < stripe.k()) {
        return block.raw(shard(stripe, index), from % capacity);
      }
      return block.raw(bytes(stripe, from, block.storedLength()), 0);
    } catch (IllegalArgumentException damaged) {
      throw unreadable(stripe.stripe(), String.valueOf(damaged.getMessage()));
    }
  }

  private StoredBlock header(OpenStripe stripe, int offset) {
    try {
      StoredBlock block = StoredBlock.parse(bytes(stripe, offset, Block.HEADER), 0, offset);
      if (block.storedLength() > stripe.k() * stripe.capacity() - offset - Block.HEADER) {
        throw new IllegalArgumentException("the block at " + offset + " reaches beyond the stripe");
      }
      return block;
    } catch (IllegalArgumentException invalid) {
      throw unreadable(stripe.stripe(), String.valueOf(invalid.getMessage()));
    }
  }

  /// Plaintext across shards.
  private byte[] bytes(OpenStripe stripe, int from, int length) {
    int capacity = stripe.capacity();
    if (from < 0 || length > stripe.k() * capacity - from) {
      throw new IllegalArgumentException("nothing lies at " + from);
    }
    byte[] out = new byte[length];
    for (int done = 0; done < length; ) {
      int at = from + done;
      int piece = Math.min(length - done, capacity - at % capacity);
      System.arraycopy(shard(stripe, at / capacity), at % capacity, out, done, piece);
      done += piece;
    }
    return out;
  }

  private byte[] shard(OpenStripe stripe, int index) {
    StripeId id = stripe.stripe();
    return shards.get(
        new ShardPlace(id, index), () -> stripe.plaintext(index, source.file(id, index)));
  }

  private OpenStripe stripe(StripeId id) {
    return stripes.get(
        id,
        () -> {
          byte[] first = source.header(id, 0);
          List<byte[]> headers = new ArrayList<>(List.of(first));
          int k = k(id, first);
          while (headers.size() < k) {
            headers.add(source.header(id, headers.size()));
          }
          OpenStripe stripe = StripeOpener.open(vault, headers);
          if (!stripe.stripe().equals(id)) {
            throw unreadable(id, "another stripe came in its place");
          }
          return stripe;
        });
  }

  private int k(StripeId id, byte[] header) {
    if (!StripeOpener.headerIsGenuine(vault, header)) {
      throw unreadable(id, "the header of shard 0 is forged or damaged");
    }
    return ShardHeader.parse(header).k();
  }

  private static OperationFailed unreadable(StripeId stripe, String why) {
    return new OperationFailed(FailureCode.STRIPE_UNREADABLE, stripe.hex(), why);
  }
}
