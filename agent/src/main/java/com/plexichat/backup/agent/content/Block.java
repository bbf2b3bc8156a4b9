package com.plexichat.backup.agent.content;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.plexichat.backup.proto.BlockIndex;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A run of plaintext in a stripe that is compressed as one: a 12-byte header and a payload.
///
/// ```
///   0  type u8: 0 end, 1 chunks, 2 index segment, 3 record, 4 list of stripes
///   1  codec u8: 0 none, 1 zstd
///   2  zero u16
///   4  stored length u32, without the header
///   8  raw length u32
/// ```
///
/// Making a block is the expensive part of a backup and depends on nothing but its input, so any
/// number of threads may do it; the block is not changed afterwards.
public final class Block {
  public static final int HEADER = 12;

  /// Most plaintext bytes of one block, which is what a reader must be ready to allocate.
  public static final int RAW_MAX = 8 << 20;

  /// Offset and lengths of a block in an index, and the tag in front of it.
  private static final int INDEX_FRAME = 24;

  /// Raw bytes at which a group of small chunks is large enough to compress well.
  public static final int GROUP = 768 * 1024;

  /// Chunks of one block at most, so that what an index says of it stays small however small they
  /// are.
  public static final int CHUNKS_MAX = 8_192;

  /// Level of zstd that loses little against higher ones and is three times as fast (measured).
  public static final int LEVEL = 1;

  static final int END = 0;
  static final int CHUNKS = 1;
  static final int INDEX = 2;
  static final int RECORD = 3;
  static final int STRIPE_LIST = 4;

  static final int CODEC_NONE = 0;
  static final int CODEC_ZSTD = 1;

  private static final int PROBE_FROM = 64 * 1024;
  private static final int PROBE_PIECE = 4096;
  private static final int PROBE_PIECES = 4;

  private final int classBits;
  private final byte[] bytes;
  private final int length;
  private final int rawLength;
  private final BlockIndex index;

  private Block(int classBits, byte[] bytes, int length, int rawLength, BlockIndex index) {
    this.classBits = classBits;
    this.bytes = bytes;
    this.length = length;
    this.rawLength = rawLength;
    this.index = index;
  }

  /// Whole chunks one after the other.
  ///
  /// @param classBits [ContentClass#DATA] or [ContentClass#NODES]
  /// @param level of zstd
  public static Block chunks(List<Chunk> chunks, int classBits, int level) {
    if (chunks.isEmpty() || (classBits != ContentClass.DATA && classBits != ContentClass.NODES)) {
      throw new IllegalArgumentException("no block of " + chunks.size() + " chunks");
    }
    ByteBuffer ids = ByteBuffer.allocate(chunks.size() * ChunkId.BYTES);
    List<Integer> lengths = new ArrayList<>(chunks.size());
    long raw = 0;
    for (Chunk chunk : chunks) {
      ids.put(chunk.id().bytes());
      lengths.add(chunk.length());
      raw += chunk.length();
    }
    if (raw > RAW_MAX) {
      throw new IllegalArgumentException("a block holds no " + raw + " bytes");
    }
    BlockIndex index =
        BlockIndex.newBuilder()
            .setChunkIds(UnsafeByteOperations.unsafeWrap(ids.array()))
            .addAllChunkLengths(lengths)
            .build();
    if (chunks.size() == 1) {
      Chunk only = chunks.getFirst();
      byte[] buffer = only.buffer();
      return pack(CHUNKS, classBits, buffer, only.offset(), only.length(), level, index);
    }
    byte[] joined = new byte[HEADER + (int) raw];
    int at = HEADER;
    for (Chunk chunk : chunks) {
      System.arraycopy(chunk.buffer(), chunk.offset(), joined, at, chunk.length());
      at += chunk.length();
    }
    return pack(CHUNKS, classBits, joined, HEADER, (int) raw, level, index);
  }

  /// An index segment, as [IndexSegments] wrote it.
  public static Block index(byte[] segment) {
    return whole(INDEX, ContentClass.INDEX, segment);
  }

  /// An index segment as it is: its length follows from its contents alone.
  static Block plainIndex(byte[] segment) {
    BlockIndex none = BlockIndex.getDefaultInstance();
    return stored(INDEX, ContentClass.INDEX, segment, 0, segment.length, none);
  }

  /// A signed record.
  public static Block record(byte[] signedRecord) {
    return whole(RECORD, ContentClass.RECORD, signedRecord);
  }

  /// Ids of stripes, for a record that has too many.
  public static Block stripeList(List<StripeId> stripes) {
    ByteBuffer ids = ByteBuffer.allocate(stripes.size() * StripeId.BYTES);
    stripes.forEach(stripe -> ids.put(stripe.bytes()));
    return whole(STRIPE_LIST, ContentClass.INDEX, ids.array());
  }

  /// Bytes in the stripe, header included.
  public int length() {
    return length;
  }

  public int rawLength() {
    return rawLength;
  }

  public int classBits() {
    return classBits;
  }

  boolean isChunks() {
    return classBits == ContentClass.DATA || classBits == ContentClass.NODES;
  }

  void copyTo(byte[] into, int offset) {
    System.arraycopy(bytes, 0, into, offset, length);
  }

  /// Bytes that an index takes for it at most.
  int indexBytes() {
    return isChunks() ? index.getSerializedSize() + INDEX_FRAME : 0;
  }

  /// What an index says about this block once it lies at `offset`.
  BlockIndex indexAt(int offset) {
    return index.toBuilder()
        .setOffset(offset)
        .setStoredLength(length)
        .setRawLength(rawLength)
        .build();
  }

  private static Block whole(int type, int classBits, byte[] raw) {
    if (raw.length > RAW_MAX) {
      throw new IllegalArgumentException("a block holds no " + raw.length + " bytes");
    }
    BlockIndex none = BlockIndex.newBuilder().setChunkIds(ByteString.EMPTY).build();
    return pack(type, classBits, raw, 0, raw.length, LEVEL, none);
  }

  private static Block pack(
      int type, int classBits, byte[] raw, int offset, int length, int level, BlockIndex index) {
    if (worthCompressing(raw, offset, length)) {
      byte[] squeezed = new byte[HEADER + (int) Zstd.compressBound(length)];
      int space = squeezed.length - HEADER;
      long size = Zstd.compressByteArray(squeezed, HEADER, space, raw, offset, length, level);
      // Less than 1/32 saved is not worth a decompression at every read.
      if (!Zstd.isError(size) && size < length - length / 32) {
        writeHeader(squeezed, type, CODEC_ZSTD, (int) size, length);
        return new Block(classBits, squeezed, HEADER + (int) size, length, index);
      }
    }
    return stored(type, classBits, raw, offset, length, index);
  }

  private static Block stored(
      int type, int classBits, byte[] raw, int offset, int length, BlockIndex index) {
    byte[] out = raw;
    if (offset != HEADER || raw.length != HEADER + length) {
      out = new byte[HEADER + length];
      System.arraycopy(raw, offset, out, HEADER, length);
    }
    writeHeader(out, type, CODEC_NONE, length, length);
    return new Block(classBits, out, HEADER + length, length, index);
  }

  private static void writeHeader(byte[] out, int type, int codec, int stored, int length) {
    ByteBuffer header = ByteBuffer.wrap(out, 0, HEADER);
    header.put((byte) type).put((byte) codec).putShort((short) 0).putInt(stored).putInt(length);
  }

  /// Compresses four pieces from all over the data, 2 % of a typical block, to learn whether the
  /// rest is worth the time.
  private static boolean worthCompressing(byte[] raw, int offset, int length) {
    if (length < PROBE_FROM) {
      return length > 0;
    }
    byte[] sample = new byte[PROBE_PIECES * PROBE_PIECE];
    for (int i = 0; i < PROBE_PIECES; i++) {
      int from = offset + (int) ((long) (length - PROBE_PIECE) * i / (PROBE_PIECES - 1));
      System.arraycopy(raw, from, sample, i * PROBE_PIECE, PROBE_PIECE);
    }
    byte[] out = new byte[(int) Zstd.compressBound(sample.length)];
    long size = Zstd.compressByteArray(out, 0, out.length, sample, 0, sample.length, 1);
    return Zstd.isError(size) || size < sample.length - sample.length / 32;
  }
}
