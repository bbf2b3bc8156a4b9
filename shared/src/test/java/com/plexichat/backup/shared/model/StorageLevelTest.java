package com.plexichat.backup.shared.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

/// The ladder, to the byte.
class StorageLevelTest {
  @Test
  void everyLevelBeginsAtItsPercentAndNoByteSooner() {
    assertLevels(100);
    assertLevels(1000);
    // 10.33 bytes a percent: a level begins with the first whole byte behind it.
    assertLevels(1033);
    assertLevels(20L << 30);
    assertLevels(Long.MAX_VALUE);
  }

  private static void assertLevels(long all) {
    StorageLevel below = StorageLevel.OK;
    assertEquals(below, StorageLevel.of(0, all));
    for (StorageLevel level : StorageLevel.values()) {
      if (level != StorageLevel.OK) {
        long from =
            new BigDecimal(all)
                .multiply(BigDecimal.valueOf(level.percent()))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                .longValueExact();
        assertEquals(below, StorageLevel.of(from - 1, all), () -> level + " of " + all);
        assertEquals(level, StorageLevel.of(from, all), () -> level + " of " + all);
        below = level;
      }
    }
    assertEquals(StorageLevel.EMERGENCY, StorageLevel.of(all, all));
  }

  @Test
  void theLimitsAreThoseOfTheRunbooks() {
    assertEquals(StorageLevel.OK, StorageLevel.of(69, 100));
    assertEquals(StorageLevel.LOAD, StorageLevel.of(70, 100));
    assertEquals(StorageLevel.LOAD, StorageLevel.of(79, 100));
    assertEquals(StorageLevel.WARN, StorageLevel.of(80, 100));
    assertEquals(StorageLevel.PRUNE, StorageLevel.of(85, 100));
    assertEquals(StorageLevel.CRITICAL, StorageLevel.of(90, 100));
    assertEquals(StorageLevel.CRITICAL, StorageLevel.of(94, 100));
    assertEquals(StorageLevel.EMERGENCY, StorageLevel.of(95, 100));
    assertEquals(StorageLevel.EMERGENCY, StorageLevel.of(0, 0));
  }

  @Test
  void whatTheDiskDoesNotHaveIsNotOffered() {
    StorageUse roomy = new StorageUse(1000, 600, 100, 50, 5000, 10);
    assertEquals(1000, roomy.usable());
    assertEquals(500, roomy.live());
    assertEquals(350, roomy.left());
    assertEquals(65, roomy.percent());
    assertEquals(StorageLevel.OK, roomy.level());
    StorageUse tight = new StorageUse(1000, 600, 100, 50, 110, 10);
    assertEquals(700, tight.usable());
    assertEquals(50, tight.left());
    assertEquals(StorageLevel.CRITICAL, tight.level());
    StorageUse full = new StorageUse(1000, 0, 0, 0, 5, 10);
    assertEquals(StorageLevel.EMERGENCY, full.level());
    assertEquals(100, full.percent());
    assertEquals(0, full.left());
    StorageUse none = new StorageUse(0, 0, 0, 0, 5000, 10);
    assertEquals(StorageLevel.OK, none.level());
    assertEquals(0, none.percent());
  }
}
