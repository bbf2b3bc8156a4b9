package com.plexichat.backup.agent.coding.v1;

/// The field GF(2⁸) with the polynomial x⁸ + x⁴ + x³ + x² + 1 (0x11D), by tables.
final class Gf256 {
  private static final int POLYNOMIAL = 0x11d;
  private static final byte[] EXP = new byte[510];
  private static final int[] LOG = new int[256];

  /// Products: `PRODUCT[a][b]`. A row is 256 bytes, so that a multiplication by one factor stays in
  /// the first-level cache.
  private static final byte[][] PRODUCT = new byte[256][256];

  static {
    int power = 1;
    for (int i = 0; i < 255; i++) {
      EXP[i] = (byte) power;
      EXP[i + 255] = (byte) power;
      LOG[power] = i;
      power <<= 1;
      if (power > 255) {
        power ^= POLYNOMIAL;
      }
    }
    for (int a = 1; a < 256; a++) {
      for (int b = 1; b < 256; b++) {
        PRODUCT[a][b] = EXP[LOG[a] + LOG[b]];
      }
    }
  }

  private Gf256() {}

  static byte multiply(byte a, byte b) {
    return PRODUCT[a & 0xff][b & 0xff];
  }

  static byte inverse(byte a) {
    if (a == 0) {
      throw new IllegalArgumentException("zero has no inverse");
    }
    return EXP[255 - LOG[a & 0xff]];
  }

  /// All products of one factor, by the other one. Not to be changed.
  static byte[] products(byte factor) {
    return PRODUCT[factor & 0xff];
  }

  /// The inverse of a square matrix by Gauss and Jordan; a singular one is refused.
  static byte[][] invert(byte[][] matrix) {
    int n = matrix.length;
    byte[][] left = new byte[n][];
    byte[][] right = new byte[n][n];
    for (int i = 0; i < n; i++) {
      left[i] = matrix[i].clone();
      right[i][i] = 1;
    }
    for (int column = 0; column < n; column++) {
      int pivot = column;
      while (pivot < n && left[pivot][column] == 0) {
        pivot++;
      }
      if (pivot == n) {
        throw new IllegalArgumentException("the matrix is singular");
      }
      swap(left, pivot, column);
      swap(right, pivot, column);
      byte factor = inverse(left[column][column]);
      scale(left[column], factor);
      scale(right[column], factor);
      for (int row = 0; row < n; row++) {
        if (row != column && left[row][column] != 0) {
          byte by = left[row][column];
          addProduct(left[row], left[column], by);
          addProduct(right[row], right[column], by);
        }
      }
    }
    return right;
  }

  private static void swap(byte[][] rows, int a, int b) {
    byte[] row = rows[a];
    rows[a] = rows[b];
    rows[b] = row;
  }

  private static void scale(byte[] row, byte factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] = multiply(row[i], factor);
    }
  }

  private static void addProduct(byte[] into, byte[] from, byte factor) {
    for (int i = 0; i < into.length; i++) {
      into[i] ^= multiply(from[i], factor);
    }
  }
}
