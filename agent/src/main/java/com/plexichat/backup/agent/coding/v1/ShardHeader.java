package com.plexichat.backup.agent.coding.v1;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The 256 bytes in front of every shard, big-endian, every field at a fixed offset.
///
/// ```
///   0  magic "PXSHARD1"      16  vault, 16 bytes       96  class, 16 bytes (parity: zero)
///   8  version u16 = 1       32  stripe, 16 bytes     112  zero, 112 bytes
///  10  kind u8, 1 = parity   48  key epoch u32        224  HMAC-SHA256 over 0..223, 32 bytes
///  11  index u8              52  body length u32           (parity: zero)
///  12  k u8                  56  zero, 8 bytes
///  13  m u8                  64  share, 32 bytes
///  14  zero u16                  (parity: zero)
/// ```
///
/// The offsets are fixed because parity is computed over whole files: the shares of all data shards
/// meet at one offset, and an MDS matrix then leaves the missing one of them unknown to the holder
/// of any k − 1 shards. Parity carries no secret field, so that its header follows from what the
/// catalogue knows and can be rebuilt without a key.
///
/// @param index 0 … k − 1 are data, k … k + m − 1 parity
/// @param keyEpoch unsigned
/// @param bodyLength bytes after the header
/// @param share 32 bytes, parity: zero
/// @param contentClass 16 bytes, masked; parity: zero
/// @param mac 32 bytes, parity: zero
public record ShardHeader(
    int index,
    int k,
    int m,
    VaultId vault,
    StripeId stripe,
    int keyEpoch,
    int bodyLength,
    Bytes share,
    Bytes contentClass,
    Bytes mac) {
  public static final int SHARE_BYTES = 32;
  public static final int CLASS_BYTES = 16;
  public static final int MAC_BYTES = 32;

  /// Offset of the HMAC: it covers all bytes before it.
  public static final int MAC_OFFSET = 224;

  /// Offset of the share, the same in every shard.
  public static final int SHARE_OFFSET = 64;

  static final int LENGTH_OFFSET = 52;

  private static final byte[] MAGIC = "PXSHARD1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int GAP_1 = 8;
  private static final int GAP_2 = 112;
  private static final Bytes ZERO_32 = Bytes.of(new byte[32]);
  private static final Bytes ZERO_16 = Bytes.of(new byte[16]);

  public ShardHeader {
    require(k >= 2 && m >= 0 && k + m <= 255, "impossible k or m");
    require(index >= 0 && index < k + m, "index outside the stripe");
    require(bodyLength <= Format.BODY_MAX, "body too long");
    require(bodyLength >= (index < k ? Format.TAG : Format.HEADER + Format.TAG), "body too short");
    require(share.length() == SHARE_BYTES, "share of a wrong length");
    require(contentClass.length() == CLASS_BYTES, "class of a wrong length");
    require(mac.length() == MAC_BYTES, "HMAC of a wrong length");
    require(
        index < k || (share.equals(ZERO_32) && contentClass.equals(ZERO_16) && mac.equals(ZERO_32)),
        "parity with a share, class or HMAC");
  }

  /// The header of a parity shard, which holds no secret.
  public static ShardHeader parity(
      int index, int k, int m, VaultId vault, StripeId stripe, int keyEpoch, int bodyLength) {
    require(index >= k, "index of a data shard");
    return new ShardHeader(
        index, k, m, vault, stripe, keyEpoch, bodyLength, ZERO_32, ZERO_16, ZERO_32);
  }

  /// Reads the first 256 bytes of `file`; whatever version 1 would not have written is refused with
  /// IllegalArgumentException.
  public static ShardHeader parse(byte[] file) {
    return parse(file, 0);
  }

  /// Reads 256 bytes from `offset`.
  public static ShardHeader parse(byte[] file, int offset) {
    require(offset >= 0 && file.length - offset >= Format.HEADER, "shorter than a header");
    ByteBuffer in = ByteBuffer.wrap(file, offset, Format.HEADER);
    require(Arrays.equals(bytes(in, MAGIC.length), MAGIC), "no magic");
    require(in.getShort() == VERSION, "unknown version");
    int kind = in.get();
    int index = in.get() & 0xff;
    int k = in.get() & 0xff;
    int m = in.get() & 0xff;
    require(in.getShort() == 0, "reserved bytes are not zero");
    require(kind == (index >= k ? 1 : 0), "kind and index disagree");
    VaultId vault = VaultId.of(bytes(in, 16));
    StripeId stripe = StripeId.of(bytes(in, StripeId.BYTES));
    int epoch = in.getInt();
    int length = in.getInt();
    require(length >= 0, "body too long");
    require(isZero(bytes(in, GAP_1)), "reserved bytes are not zero");
    Bytes share = Bytes.of(bytes(in, SHARE_BYTES));
    Bytes contentClass = Bytes.of(bytes(in, CLASS_BYTES));
    require(isZero(bytes(in, GAP_2)), "reserved bytes are not zero");
    Bytes mac = Bytes.of(bytes(in, MAC_BYTES));
    return new ShardHeader(index, k, m, vault, stripe, epoch, length, share, contentClass, mac);
  }

  /// The 256 bytes.
  public byte[] bytes() {
    byte[] out = new byte[Format.HEADER];
    write(out, 0);
    return out;
  }

  /// Writes 256 bytes at `offset`.
  public void write(byte[] into, int offset) {
    ByteBuffer out = ByteBuffer.wrap(into, offset, Format.HEADER);
    out.put(MAGIC).putShort((short) VERSION).put((byte) (isParity() ? 1 : 0));
    out.put((byte) index).put((byte) k).put((byte) m).putShort((short) 0);
    out.put(vault.bytes()).put(stripe.bytes()).putInt(keyEpoch).putInt(bodyLength);
    out.put(new byte[GAP_1])
        .put(share.toArray())
        .put(contentClass.toArray())
        .put(new byte[GAP_2])
        .put(mac.toArray());
  }

  public boolean isParity() {
    return index >= k;
  }

  /// Header and body.
  public int fileLength() {
    return Format.HEADER + bodyLength;
  }

  /// The same header with another HMAC: a sealer needs the bytes before it first.
  public ShardHeader withMac(Bytes newMac) {
    return new ShardHeader(
        index, k, m, vault, stripe, keyEpoch, bodyLength, share, contentClass, newMac);
  }

  @Override
  public String toString() {
    return "shard " + index + " of " + k + "+" + m + " of stripe " + stripe;
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] out = new byte[length];
    in.get(out);
    return out;
  }

  private static boolean isZero(byte[] bytes) {
    int any = 0;
    for (byte b : bytes) {
      any |= b;
    }
    return any == 0;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("not a shard header: " + otherwise);
    }
  }
}
