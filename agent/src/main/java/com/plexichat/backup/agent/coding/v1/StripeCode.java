package com.plexichat.backup.agent.coding.v1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Systematic Reed–Solomon code over GF(2⁸) for stripes of k data and m parity shards.
///
/// Symbols are whole files: a data shard counts with its header, padded with zeros to the longest;
/// a parity shard counts with its body alone. The matrix is the unit matrix above a Cauchy matrix 1
/// / (xᵢ + yⱼ) with xᵢ = k + i, yⱼ = j, whose columns are divided by their first element: every
/// square part of a Cauchy matrix is invertible and scaling keeps that, so any k of the k + m
/// shards give all others, and the first parity is a plain sum (exclusive or), the fastest there
/// is. That this sum covers the shares too gives nothing away: they are hashed together, not added.
public final class StripeCode {
  private static final int PIECE = 8 * 1024;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final int k;
  private final int m;
  private final byte[][] rows;

  public StripeCode(int k, int m) {
    if (k < 2 || m < 0 || k + m > 255) {
      throw new IllegalArgumentException("no stripe of " + k + " + " + m);
    }
    this.k = k;
    this.m = m;
    rows = new byte[m][k];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < k; j++) {
        byte cauchy = Gf256.inverse((byte) ((k + i) ^ j));
        rows[i][j] = Gf256.multiply(cauchy, (byte) (k ^ j));
      }
    }
  }

  /// Bodies of the m parity shards of k data shard files, each as long as the longest file.
  public byte[][] parity(byte[][] dataFiles) {
    return parity(dataFiles, 0);
  }

  /// As [#parity(byte\[\]\[\])] with `room` zero bytes before each body, so that a header can be
  /// written in front without copying.
  public byte[][] parity(byte[][] dataFiles, int room) {
    if (dataFiles.length != k) {
      throw new IllegalArgumentException(k + " data shards expected, not " + dataFiles.length);
    }
    int longest = 0;
    for (byte[] file : dataFiles) {
      longest = Math.max(longest, file.length);
    }
    byte[][] parity = new byte[m][room + longest];
    // Piece by piece, so that a piece of data and all sums stay in the first-level cache.
    for (int at = 0; at < longest; at += PIECE) {
      for (int j = 0; j < k; j++) {
        int length = Math.min(PIECE, dataFiles[j].length - at);
        for (int i = 0; i < m; i++) {
          multiplyAdd(parity[i], room + at, dataFiles[j], at, length, rows[i][j]);
        }
      }
    }
    return parity;
  }

  /// Factors c for k different shards so that the missing shard's symbol is the sum of cᵢ × symbol
  /// of `available[i]`. A sum over peers needs no shard at a second peer.
  public byte[] coefficients(int missing, int[] available) {
    if (available.length != k) {
      throw new IllegalArgumentException(k + " shards expected, not " + available.length);
    }
    byte[][] known = new byte[k][];
    boolean[] seen = new boolean[k + m];
    for (int i = 0; i < k; i++) {
      known[i] = row(available[i]);
      if (seen[available[i]]) {
        throw new IllegalArgumentException("shard " + available[i] + " is named twice");
      }
      seen[available[i]] = true;
    }
    byte[][] inverse = Gf256.invert(known);
    byte[] wanted = row(missing);
    byte[] factors = new byte[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        factors[j] ^= Gf256.multiply(wanted[i], inverse[i][j]);
      }
    }
    return factors;
  }

  /// Adds `coefficient` × `from` to `into`, byte by byte over the first `length` bytes.
  public static void multiplyAdd(byte[] into, byte[] from, int length, byte coefficient) {
    multiplyAdd(into, 0, from, 0, length, coefficient);
  }

  public static void multiplyAdd(
      byte[] into, int intoOffset, byte[] from, int fromOffset, int length, byte coefficient) {
    if (coefficient == 1) {
      add(into, intoOffset, from, fromOffset, length);
    } else if (coefficient != 0) {
      byte[] products = Gf256.products(coefficient);
      for (int i = 0; i < length; i++) {
        into[intoOffset + i] ^= products[from[fromOffset + i] & 0xff];
      }
    }
  }

  /// Eight bytes a step: a loop over bytes at two offsets is not vectorised, because the arrays
  /// could be the same, and is ten times as slow.
  private static void add(byte[] into, int intoOffset, byte[] from, int fromOffset, int length) {
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      long sum = (long) LONGS.get(into, intoOffset + at) ^ (long) LONGS.get(from, fromOffset + at);
      LONGS.set(into, intoOffset + at, sum);
    }
    for (; at < length; at++) {
      into[intoOffset + at] ^= from[fromOffset + at];
    }
  }

  /// The generator's row of one shard: how it follows from the k data shards.
  byte[] row(int index) {
    if (index < 0 || index >= k + m) {
      throw new IllegalArgumentException("no shard " + index + " in a stripe of " + k + " + " + m);
    }
    if (index >= k) {
      return rows[index - k].clone();
    }
    byte[] unit = new byte[k];
    unit[index] = 1;
    return unit;
  }
}
