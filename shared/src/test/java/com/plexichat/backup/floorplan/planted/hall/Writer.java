package com.plexichat.backup.floorplan.planted.hall;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Has an effect, and makes collections in hash order.
public final class Writer {
  private Writer() {}

  static void prints() {
    System.out.println("effect");
  }

  static Map<String, String> hashes() {
    return new HashMap<>();
  }

  static Set<Integer> shuffles() {
    return Set.of(1, 2);
  }

  static Map<Integer, List<String>> groups(List<String> words) {
    return words.stream().collect(Collectors.groupingBy(String::length));
  }
}
