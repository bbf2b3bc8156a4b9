package com.plexichat.backup.floorplan.planted.hall;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Is given time and chance, and keeps things in order.
public final class Patient {
  private Patient() {}

  static Instant asks(Clock clock) {
    return Instant.now(clock);
  }

  static Random repeats(long seed) {
    return new Random(seed);
  }

  static SequencedMap<Integer, Long> sorts(List<String> words) {
    return words.stream()
        .collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.counting()));
  }
}
