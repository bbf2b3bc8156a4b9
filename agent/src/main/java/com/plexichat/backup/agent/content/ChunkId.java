package com.plexichat.backup.agent.content;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.proto.ChunkRef;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A chunk's name in its vault: the 32-byte keyed hash of its plaintext, kept in four longs
/// (big-endian).
public record ChunkId(long a, long b, long c, long d) {
  public static final int BYTES = 32;

  public static ChunkId of(Vault vault, byte[] plaintext, int offset, int length) {
    return of(vault.chunkId(plaintext, offset, length));
  }

  /// Reads 32 bytes; any other length is refused.
  public static ChunkId of(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes), bytes.length);
  }

  public static ChunkId of(ByteString bytes) {
    return read(bytes.asReadOnlyByteBuffer(), bytes.size());
  }

  public static ChunkId of(ChunkRef ref) {
    return of(ref.getId());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  public ChunkRef ref(int length) {
    return ChunkRef.newBuilder().setId(ByteString.copyFrom(bytes())).setLength(length).build();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }

  private static ChunkId read(ByteBuffer in, int length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("a chunk id has 32 bytes, not " + length);
    }
    return new ChunkId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
