package com.plexichat.backup.agent.coding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Finds content-defined chunk ends (FastCDC, Xia et al., USENIX ATC 2016) with a gear table made
/// from a key.
///
/// The table is keyed because the sizes of chunks of an unkeyed chunker tell known files. Between
/// `min` and `avg` a chunk ends at a hash with two more zero bits than log₂(avg), after `avg` with
/// two fewer, which brings sizes together around `avg`; at `max` it ends anyhow. A chunk's end
/// depends on nothing but the bytes from its start, so the caller's buffer sizes do not matter.
/// Safe for any number of threads.
public final class Chunker {
  public static final int MIN = 256 * 1024;
  public static final int AVG = 1024 * 1024;
  public static final int MAX = 4 * 1024 * 1024;

  private static final int KEY_BYTES = 32;
  private static final int NORMALISATION = 2;

  private final long[] gear;
  private final int min;
  private final int avg;
  private final int max;
  private final long strictMask;
  private final long looseMask;

  /// A chunker with the default sizes of 256 KiB, 1 MiB and 4 MiB.
  public Chunker(byte[] key) {
    this(key, MIN, AVG, MAX);
  }

  /// @param key 32 bytes
  /// @param avg a power of two, from 64 on
  public Chunker(byte[] key, int min, int avg, int max) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a gear key has 32 bytes, not " + key.length);
    }
    if (min < 1 || min > avg || avg > max || avg < 64 || Integer.bitCount(avg) != 1) {
      throw new IllegalArgumentException("no chunks of " + min + ", " + avg + ", " + max);
    }
    this.min = min;
    this.avg = avg;
    this.max = max;
    int bits = Integer.numberOfTrailingZeros(avg);
    strictMask = topBits(bits + NORMALISATION);
    looseMask = topBits(bits - NORMALISATION);
    gear = gear(key);
  }

  /// Length of the chunk that starts at `from`, looking at bytes before `to` only.
  ///
  /// @param last whether the data ends at `to`
  /// @return −1 when it takes more bytes to tell; never with `last` or with `max` bytes at hand
  public int cut(byte[] buffer, int from, int to, boolean last) {
    int available = Math.min(to - from, max);
    int end = find(buffer, from, available);
    if (end >= 0) {
      return end;
    }
    return last || available == max ? available : -1;
  }

  private int find(byte[] buffer, int from, int available) {
    long[] table = gear;
    long mask = strictMask;
    long hash = 0;
    int middle = from + Math.min(avg, available);
    int at = from + min;
    for (; at < middle; at++) {
      hash = (hash << 1) + table[buffer[at] & 0xff];
      if ((hash & mask) == 0) {
        return at + 1 - from;
      }
    }
    mask = looseMask;
    int end = from + available;
    for (; at < end; at++) {
      hash = (hash << 1) + table[buffer[at] & 0xff];
      if ((hash & mask) == 0) {
        return at + 1 - from;
      }
    }
    return -1;
  }

  public int min() {
    return min;
  }

  public int max() {
    return max;
  }

  /// The highest bits: they depend on the last 64 bytes, the low ones on the last few only.
  private static long topBits(int count) {
    return -1L << (64 - count);
  }

  private static long[] gear(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      long[] table = new long[256];
      for (int i = 0; i < table.length; i++) {
        mac.update("gear".getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) i);
        table[i] = ByteBuffer.wrap(mac.doFinal()).getLong();
      }
      return table;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", missing);
    }
  }
}
