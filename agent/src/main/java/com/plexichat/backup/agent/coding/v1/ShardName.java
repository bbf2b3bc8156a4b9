package com.plexichat.backup.agent.coding.v1;

import com.plexichat.backup.shared.model.ShardId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// A shard's name and its proofs: SHA-256(header ‖ root) over a SHA-256 tree of 64 KiB leaves.
///
/// A leaf is SHA-256(0x00 ‖ bytes), a node SHA-256(0x01 ‖ left ‖ right); the last of an odd row
/// moves up as it is; the root of an empty body is SHA-256(0x00). So header and root prove a ranged
/// read of the share, and a leaf and its path answer a challenge without a key and without moving
/// the whole shard. The header carries the body's length, which fixes the tree's shape.
public final class ShardName {
  public static final int LEAF = 64 * 1024;
  public static final int HASH = 32;

  private ShardName() {}

  /// Name of a whole shard file.
  public static ShardId of(byte[] file) {
    return of(file, 0, file.length);
  }

  public static ShardId of(byte[] file, int offset, int length) {
    if (length < Format.HEADER) {
      throw new IllegalArgumentException("shorter than a shard header");
    }
    MessageDigest sha = sha256();
    byte[] root = root(sha, file, offset + Format.HEADER, length - Format.HEADER);
    sha.update(file, offset, Format.HEADER);
    return ShardId.of(sha.digest(root));
  }

  /// Root of the tree over a body.
  public static byte[] root(byte[] body, int offset, int length) {
    return root(sha256(), body, offset, length);
  }

  /// Leaves of a body of `bodyLength` bytes; an empty body has one.
  public static int leaves(int bodyLength) {
    return Math.max(1, Math.ceilDiv(bodyLength, LEAF));
  }

  /// Bytes of leaf `leaf`.
  public static int leafLength(int bodyLength, int leaf) {
    if (leaf < 0 || leaf >= leaves(bodyLength)) {
      throw new IllegalArgumentException("no leaf " + leaf);
    }
    return Math.min(LEAF, bodyLength - leaf * LEAF);
  }

  /// The neighbours on the way from a leaf to the root, lowest first. A row where the leaf's
  /// ancestor is the odd last has none.
  public static List<byte[]> path(byte[] body, int offset, int length, int leaf) {
    leafLength(length, leaf);
    MessageDigest sha = sha256();
    byte[][] row = leafRow(sha, body, offset, length);
    List<byte[]> path = new ArrayList<>();
    for (int at = leaf; row.length > 1; at /= 2) {
      int neighbour = at ^ 1;
      if (neighbour < row.length) {
        path.add(row[neighbour]);
      }
      row = above(sha, row);
    }
    return path;
  }

  /// Whether `leaf` is the leaf at that place of the shard with that name. `bodyLength` must be
  /// what the header says: it decides the tree's shape.
  public static boolean proves(
      ShardId name, byte[] header, int bodyLength, int leafIndex, byte[] leaf, List<byte[]> path) {
    if (header.length != Format.HEADER
        || bodyLength < 0
        || bodyLength != bodyLength(header)
        || leafIndex < 0
        || leafIndex >= leaves(bodyLength)
        || leaf.length != leafLength(bodyLength, leafIndex)) {
      return false;
    }
    MessageDigest sha = sha256();
    byte[] hash = leaf(sha, leaf, 0, leaf.length);
    int used = 0;
    int at = leafIndex;
    for (int width = leaves(bodyLength); width > 1; width = Math.ceilDiv(width, 2)) {
      if ((at ^ 1) < width) {
        if (used == path.size() || path.get(used).length != HASH) {
          return false;
        }
        byte[] neighbour = path.get(used++);
        hash = at % 2 == 0 ? node(sha, hash, neighbour) : node(sha, neighbour, hash);
      }
      at /= 2;
    }
    return used == path.size() && provesHeader(name, header, hash);
  }

  /// Whether header and root are those of the shard with that name.
  public static boolean provesHeader(ShardId name, byte[] header, byte[] root) {
    if (header.length != Format.HEADER || root.length != HASH) {
      return false;
    }
    MessageDigest sha = sha256();
    sha.update(header);
    return MessageDigest.isEqual(sha.digest(root), name.bytes());
  }

  private static int bodyLength(byte[] header) {
    return ByteBuffer.wrap(header).getInt(ShardHeader.LENGTH_OFFSET);
  }

  private static byte[] root(MessageDigest sha, byte[] body, int offset, int length) {
    byte[][] row = leafRow(sha, body, offset, length);
    while (row.length > 1) {
      row = above(sha, row);
    }
    return row[0];
  }

  private static byte[][] leafRow(MessageDigest sha, byte[] body, int offset, int length) {
    byte[][] row = new byte[leaves(length)][];
    for (int i = 0; i < row.length; i++) {
      row[i] = leaf(sha, body, offset + i * LEAF, leafLength(length, i));
    }
    return row;
  }

  private static byte[][] above(MessageDigest sha, byte[][] row) {
    byte[][] next = new byte[Math.ceilDiv(row.length, 2)][];
    for (int i = 0; i < row.length / 2; i++) {
      next[i] = node(sha, row[2 * i], row[2 * i + 1]);
    }
    if (row.length % 2 == 1) {
      next[next.length - 1] = row[row.length - 1];
    }
    return next;
  }

  private static byte[] leaf(MessageDigest sha, byte[] bytes, int offset, int length) {
    sha.update((byte) 0);
    sha.update(bytes, offset, length);
    return sha.digest();
  }

  private static byte[] node(MessageDigest sha, byte[] left, byte[] right) {
    sha.update((byte) 1);
    sha.update(left);
    return sha.digest(right);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
