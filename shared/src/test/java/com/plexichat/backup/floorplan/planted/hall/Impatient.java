package com.plexichat.backup.floorplan.planted.hall;

import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;

/// Brings time and chance in by itself, in every way that there is.
public final class Impatient {
  private Impatient() {}

  static Instant calls() {
    return Instant.now();
  }

  static Supplier<Instant> refers() {
    return Instant::now;
  }

  static Clock wires() {
    return Clock.systemUTC();
  }

  static long counts() {
    return System.currentTimeMillis();
  }

  static Random draws() {
    return new Random();
  }

  static void sleeps() throws InterruptedException {
    Thread.sleep(1);
  }
}
