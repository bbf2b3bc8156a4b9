package com.plexichat.backup.agent.coding.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeCodeTest {
  @Test
  void multipliesAsTheFieldSays() {
    for (int a = 0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        assertEquals((byte) slow(a, b), Gf256.multiply((byte) a, (byte) b), a + " × " + b);
      }
      if (a != 0) {
        assertEquals(1, Gf256.multiply((byte) a, Gf256.inverse((byte) a)));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> Gf256.inverse((byte) 0));
  }

  @Test
  void addsProducts() {
    Random random = new Random(5);
    byte[] from = new byte[1001];
    random.nextBytes(from);
    for (int c : new int[] {0, 1, 2, 29, 142, 255}) {
      byte[] into = new byte[1001];
      random.nextBytes(into);
      byte[] expected = into.clone();
      for (int i = 0; i < 1000; i++) {
        expected[i] ^= (byte) slow(c, from[i] & 0xff);
      }
      StripeCode.multiplyAdd(into, from, 1000, (byte) c);
      assertArrayEquals(expected, into, "factor " + c);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,0", "2,1", "3,3", "8,2", "8,3", "10,4"})
  void anyShardsOfTheRightNumberGiveAllOthers(int k, int m) {
    StripeCode code = new StripeCode(k, m);
    byte[][] symbols = stripe(code, k, m, 64, k * 100 + m);
    for (int[] available : subsets(k + m, k)) {
      for (int missing = 0; missing < k + m; missing++) {
        byte[] factors = code.coefficients(missing, available);
        byte[] sum = new byte[64];
        for (int i = 0; i < k; i++) {
          StripeCode.multiplyAdd(sum, symbols[available[i]], 64, factors[i]);
        }
        assertArrayEquals(symbols[missing], sum, missing + " from " + Arrays.toString(available));
      }
    }
  }

  /// The promise behind the shares' fixed offset: over all sets of k − 1 shards, what they tell
  /// about a byte of the shares leaves every missing share of a data shard free to be anything.
  @ParameterizedTest
  @CsvSource({"3,2", "8,2", "8,0", "10,4"})
  void oneShardTooFewLeavesEveryMissingShareUnknown(int k, int m) {
    StripeCode code = new StripeCode(k, m);
    for (int[] held : subsets(k + m, k - 1)) {
      byte[][] known = new byte[k - 1][];
      boolean[] has = new boolean[k + m];
      for (int i = 0; i < k - 1; i++) {
        known[i] = code.row(held[i]);
        has[held[i]] = true;
      }
      assertEquals(k - 1, rank(known), Arrays.toString(held));
      for (int missing = 0; missing < k; missing++) {
        if (!has[missing]) {
          byte[][] more = Arrays.copyOf(known, k);
          more[k - 1] = code.row(missing);
          assertEquals(k, rank(more), missing + " is known to " + Arrays.toString(held));
        }
      }
    }
  }

  @Test
  void padsShorterFilesAndLeavesRoom() {
    StripeCode code = new StripeCode(3, 2);
    byte[][] files = {bytes(10, 1), bytes(25, 2), bytes(17, 3)};
    byte[][] padded = {Arrays.copyOf(files[0], 25), files[1], Arrays.copyOf(files[2], 25)};
    byte[][] parity = code.parity(files);
    assertEquals(25, parity[0].length);
    assertArrayEquals(code.parity(padded), parity);
    byte[][] roomy = code.parity(files, 6);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(parity[i], Arrays.copyOfRange(roomy[i], 6, 31));
      assertArrayEquals(new byte[6], Arrays.copyOf(roomy[i], 6));
    }
    byte[] plainSum = padded[0].clone();
    StripeCode.multiplyAdd(plainSum, padded[1], 25, (byte) 1);
    StripeCode.multiplyAdd(plainSum, padded[2], 25, (byte) 1);
    assertArrayEquals(plainSum, parity[0]);
  }

  @Test
  void treatsLongFilesOfUnequalLengthAsPadded() {
    StripeCode code = new StripeCode(3, 2);
    byte[][] files = {bytes(30_003, 1), bytes(8_192, 2), bytes(17_001, 3)};
    byte[][] parity = code.parity(files, 256);
    for (int i = 0; i < 2; i++) {
      byte[] row = code.row(3 + i);
      for (int at = 0; at < 30_003; at++) {
        int sum = 0;
        for (int j = 0; j < 3; j++) {
          sum ^= at < files[j].length ? slow(row[j] & 0xff, files[j][at] & 0xff) : 0;
        }
        assertEquals((byte) sum, parity[i][256 + at], "row " + i + " byte " + at);
      }
    }
  }

  @Test
  void keepsItsMatrix() {
    StripeCode code = new StripeCode(8, 2);
    assertArrayEquals(new byte[] {1, 1, 1, 1, 1, 1, 1, 1}, code.row(8));
    assertEquals(GOLDEN, HexFormat.of().formatHex(code.row(9)));
  }

  private static final String GOLDEN = "9cac99dcab3c975c";

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> new StripeCode(1, 1));
    assertThrows(IllegalArgumentException.class, () -> new StripeCode(200, 56));
    StripeCode code = new StripeCode(3, 1);
    assertThrows(IllegalArgumentException.class, () -> code.parity(new byte[2][5]));
    assertThrows(IllegalArgumentException.class, () -> code.coefficients(4, new int[] {0, 1, 2}));
    assertThrows(IllegalArgumentException.class, () -> code.coefficients(0, new int[] {1, 2, 2}));
    assertThrows(IllegalArgumentException.class, () -> code.coefficients(0, new int[] {1, 2}));
    assertEquals(0, new StripeCode(8, 0).parity(new byte[8][5]).length);
    assertTrue(subsets(10, 8).length == 45);
    assertFalse(Arrays.equals(subsets(3, 2)[0], subsets(3, 2)[1]));
  }

  private static byte[][] stripe(StripeCode code, int k, int m, int length, long seed) {
    byte[][] data = new byte[k][];
    for (int i = 0; i < k; i++) {
      data[i] = bytes(length, seed + i);
    }
    byte[][] all = Arrays.copyOf(data, k + m);
    System.arraycopy(code.parity(data), 0, all, k, m);
    return all;
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static int[][] subsets(int of, int size) {
    return IntStream.range(0, 1 << of)
        .filter(bits -> Integer.bitCount(bits) == size)
        .mapToObj(bits -> IntStream.range(0, of).filter(i -> (bits >> i & 1) == 1).toArray())
        .toArray(int[][]::new);
  }

  /// Rank by elimination with a multiplication of its own, so that a wrong table shows.
  private static int rank(byte[][] matrix) {
    int[][] rows = new int[matrix.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new int[matrix[i].length];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = matrix[i][j] & 0xff;
      }
    }
    int rank = 0;
    for (int column = 0; column < rows[0].length && rank < rows.length; column++) {
      int pivot = rank;
      while (pivot < rows.length && rows[pivot][column] == 0) {
        pivot++;
      }
      if (pivot == rows.length) {
        continue;
      }
      int[] swapped = rows[pivot];
      rows[pivot] = rows[rank];
      rows[rank] = swapped;
      for (int row = rank + 1; row < rows.length; row++) {
        int factor = rows[row][column];
        int by = rows[rank][column];
        for (int j = 0; factor != 0 && j < rows[row].length; j++) {
          rows[row][j] = slow(rows[row][j], by) ^ slow(rows[rank][j], factor);
        }
      }
      rank++;
    }
    return rank;
  }

  private static int slow(int a, int b) {
    int product = 0;
    for (int x = a, y = b; y != 0; y >>= 1) {
      if ((y & 1) != 0) {
        product ^= x;
      }
      x <<= 1;
      if (x > 255) {
        x ^= 0x11d;
      }
    }
    return product;
  }
}
