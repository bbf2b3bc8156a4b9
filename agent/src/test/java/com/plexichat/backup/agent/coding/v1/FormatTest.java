package com.plexichat.backup.agent.coding.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void wastesAtMostAnEighth() {
    int before = 0;
    for (int bytes = 0; bytes <= Format.CAPACITY; bytes++) {
      int size = Format.sizeClass(bytes);
      if (size < bytes
          || size > Format.CAPACITY
          || size < before
          || (bytes > Format.CAPACITY_MIN && (size - bytes) * 8L > bytes)
          || Format.sizeClass(size) != size) {
        throw new AssertionError(bytes + " → " + size);
      }
      before = size;
    }
    assertEquals(Format.CAPACITY, before);
  }

  @Test
  void hasFewClasses() {
    TreeSet<Integer> classes = new TreeSet<>();
    for (int bytes = 0; bytes <= Format.CAPACITY; bytes++) {
      classes.add(Format.sizeClass(bytes));
    }
    assertEquals(256, classes.first());
    assertTrue(classes.size() <= 8 * 12 + 1, "classes: " + classes.size());
    assertEquals(288, classes.higher(256));
    assertEquals(576, classes.higher(512));
  }

  @Test
  void fillsAMebibyteExactly() {
    assertEquals(1 << 20, Format.HEADER + Format.CAPACITY + Format.TAG);
    assertEquals((1 << 20) - 272, Format.CAPACITY);
  }

  @Test
  void dividesAmongShards() {
    assertEquals(256, Format.shardCapacity(8, 0));
    assertEquals(256, Format.shardCapacity(8, 2048));
    assertEquals(288, Format.shardCapacity(8, 2049));
    assertEquals(Format.CAPACITY, Format.shardCapacity(8, 8 * Format.CAPACITY));
    assertThrows(
        IllegalArgumentException.class, () -> Format.shardCapacity(8, 8 * Format.CAPACITY + 1));
    assertThrows(IllegalArgumentException.class, () -> Format.sizeClass(-1));
  }
}
