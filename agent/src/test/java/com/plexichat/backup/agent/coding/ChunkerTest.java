package com.plexichat.backup.agent.coding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final byte[] KEY = key(1);
  private static final int MIN = 1024;
  private static final int AVG = 4096;
  private static final int MAX = 16384;

  private final Chunker chunker = new Chunker(KEY, MIN, AVG, MAX);

  @Test
  void cutsTheSameWhateverTheBuffer() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      byte[] data = new byte[200_000 + random.nextInt(50_000)];
      random.nextBytes(data);
      List<Integer> whole = lengths(chunker, data);
      assertEquals(whole, inPieces(data, random), "seed " + seed);
      byte[] shifted = new byte[data.length + 777];
      System.arraycopy(data, 0, shifted, 777, data.length);
      assertEquals(whole.getFirst(), chunker.cut(shifted, 777, shifted.length, true));
    }
  }

  @Test
  void keepsToItsLimitsAndLosesNothing() {
    for (long seed = 0; seed < 20; seed++) {
      byte[] data = random(300_000, seed);
      List<Integer> lengths = lengths(chunker, data);
      assertEquals(data.length, lengths.stream().mapToInt(Integer::intValue).sum());
      for (int length : lengths.subList(0, lengths.size() - 1)) {
        assertTrue(length >= MIN && length <= MAX, "seed " + seed + " length " + length);
      }
      int mean = data.length / lengths.size();
      assertTrue(mean > AVG / 2 && mean < AVG * 2, "seed " + seed + " mean " + mean);
    }
  }

  @Test
  void finishesChunksOfEqualBytesAtTheMost() {
    assertEquals(MAX, chunker.cut(new byte[3 * MAX], 0, 3 * MAX, false));
    assertEquals(-1, chunker.cut(new byte[MAX], 0, MAX - 1, false));
    assertEquals(MAX - 1, chunker.cut(new byte[MAX], 0, MAX - 1, true));
  }

  @Test
  void takesWhatIsLeftAtTheEnd() {
    assertEquals(5, chunker.cut(new byte[5], 0, 5, true));
    assertEquals(-1, chunker.cut(new byte[5], 0, 5, false));
    assertEquals(0, chunker.cut(new byte[5], 5, 5, true));
    assertEquals(-1, chunker.cut(new byte[5], 5, 5, false));
  }

  @Test
  void findsTheSameChunksAfterAnInsertion() {
    for (long seed = 0; seed < 10; seed++) {
      byte[] data = random(400_000, seed);
      byte[] inserted = new byte[data.length + 3];
      System.arraycopy(data, 0, inserted, 0, 1000);
      System.arraycopy(data, 1000, inserted, 1003, data.length - 1000);
      Set<Integer> before = hashes(data);
      Set<Integer> after = hashes(inserted);
      int all = before.size();
      before.removeAll(after);
      assertTrue(before.size() <= all / 5, "seed " + seed + ": " + before.size() + " of " + all);
    }
  }

  @Test
  void cutsElsewhereUnderAnotherKey() {
    byte[] data = random(300_000, 7);
    assertNotEquals(lengths(chunker, data), lengths(new Chunker(key(2), MIN, AVG, MAX), data));
    assertEquals(lengths(chunker, data), lengths(new Chunker(KEY, MIN, AVG, MAX), data));
  }

  @Test
  void defaultSizesAreAroundOneMebibyte() {
    byte[] data = random(32 << 20, 3);
    List<Integer> lengths = lengths(new Chunker(KEY), data);
    int[] inner = lengths.subList(0, lengths.size() - 1).stream().mapToInt(i -> i).toArray();
    assertTrue(Arrays.stream(inner).allMatch(n -> n >= Chunker.MIN && n <= Chunker.MAX));
    assertTrue(lengths.size() > 16 && lengths.size() < 64, "chunks: " + lengths.size());
  }

  @Test
  void refusesImpossibleSizes() {
    assertThrows(IllegalArgumentException.class, () -> new Chunker(KEY, 0, 4096, 8192));
    assertThrows(IllegalArgumentException.class, () -> new Chunker(KEY, 8192, 4096, 16384));
    assertThrows(IllegalArgumentException.class, () -> new Chunker(KEY, 1, 4000, 16384));
    assertThrows(IllegalArgumentException.class, () -> new Chunker(KEY, 1, 4096, 4095));
    assertThrows(IllegalArgumentException.class, () -> new Chunker(new byte[31]));
  }

  @Test
  void cutsWhatVersionOneAlwaysCut() {
    byte[] data = new byte[40_000];
    for (int i = 0, x = 1; i < data.length; i++) {
      x = x * 1103515245 + 12345;
      data[i] = (byte) (x >>> 16);
    }
    assertEquals(GOLDEN, lengths(chunker, data));
  }

  private static final List<Integer> GOLDEN =
      List.of(6206, 5931, 1630, 5462, 7017, 3759, 2954, 7041);

  private List<Integer> inPieces(byte[] data, Random random) {
    List<Integer> lengths = new ArrayList<>();
    int from = 0;
    int to = 0;
    while (from < data.length) {
      int length = chunker.cut(data, from, to, to == data.length);
      if (length < 0) {
        to = Math.min(data.length, to + 1 + random.nextInt(5000));
      } else {
        lengths.add(length);
        from += length;
        to = Math.max(to, from);
      }
    }
    return lengths;
  }

  private static List<Integer> lengths(Chunker chunker, byte[] data) {
    List<Integer> lengths = new ArrayList<>();
    for (int from = 0; from < data.length; ) {
      int length = chunker.cut(data, from, data.length, true);
      lengths.add(length);
      from += length;
    }
    return lengths;
  }

  private Set<Integer> hashes(byte[] data) {
    Set<Integer> hashes = new HashSet<>();
    int from = 0;
    for (int length : lengths(chunker, data)) {
      hashes.add(Arrays.hashCode(Arrays.copyOfRange(data, from, from + length)));
      from += length;
    }
    return hashes;
  }

  private static byte[] random(int length, long seed) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
