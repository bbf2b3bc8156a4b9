package com.plexichat.backup.agent.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/// A block as it lies in a stripe's plaintext: where, of what type, and how to get its raw bytes.
///
/// @param offset of its header
/// @param storedLength without its header
record StoredBlock(int type, int codec, int offset, int storedLength, int rawLength) {
  /// Reads the 12 bytes at `at` of `bytes`, which lie at `offset` of a stripe's plaintext; anything
  /// that version 1 does not write is refused with IllegalArgumentException.
  static StoredBlock parse(byte[] bytes, int at, int offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes, at, Block.HEADER);
    int type = in.get();
    int codec = in.get();
    int zero = in.getShort();
    int stored = in.getInt();
    int raw = in.getInt();
    boolean sane =
        type >= Block.END
            && type <= Block.STRIPE_LIST
            && zero == 0
            && stored >= 0
            && raw >= 0
            && raw <= Block.RAW_MAX
            && (codec == Block.CODEC_NONE ? stored == raw : codec == Block.CODEC_ZSTD);
    if (!sane || (type == Block.END && (codec != 0 || stored != 0))) {
      throw new IllegalArgumentException("no block at " + offset);
    }
    return new StoredBlock(type, codec, offset, stored, raw);
  }

  /// Raw bytes of the payload at `at` of `bytes`.
  byte[] raw(byte[] bytes, int at) {
    byte[] raw = new byte[rawLength];
    if (codec == Block.CODEC_NONE) {
      System.arraycopy(bytes, at, raw, 0, rawLength);
    } else {
      if (decompress(bytes, at, raw) != rawLength) {
        throw new IllegalArgumentException("the block at " + offset + " does not decompress");
      }
    }
    return raw;
  }

  private long decompress(byte[] bytes, int at, byte[] raw) {
    try {
      return Zstd.decompressByteArray(raw, 0, rawLength, bytes, at, storedLength);
    } catch (ZstdException damaged) {
      throw new IllegalArgumentException(
          "the block at " + offset + " does not decompress", damaged);
    }
  }

  /// Offset of what follows.
  int end() {
    return offset + Block.HEADER + storedLength;
  }
}
