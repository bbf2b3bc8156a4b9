package com.plexichat.backup.agent.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How long this agent has run in all, in milliseconds: a time that no clock and nobody else can
/// move.
///
/// Only time in which it ran counts. A crash takes back what was not written, at most a minute, so
/// that it may be slow, and is never fast.
public final class ServedTime implements LongSupplier {
  private static final long PERIOD = Duration.ofMinutes(1).toMillis();

  private final SmallFile file;
  private final LongSupplier nanos;
  private final long before;
  private final long began;
  private long written;

  private ServedTime(SmallFile file, LongSupplier nanos, long before) {
    this.file = file;
    this.nanos = nanos;
    this.before = before;
    began = nanos.getAsLong();
    written = before;
  }

  /// Goes on with what was written down.
  ///
  /// @param nanos a count that only rises while the machine runs
  public static ServedTime open(DataDir dataDir, LongSupplier nanos) {
    SmallFile file = SmallFile.in(dataDir, "served");
    long before =
        file.read()
            .filter(bytes -> bytes.length == Long.BYTES)
            .map(bytes -> ByteBuffer.wrap(bytes).getLong())
            .orElse(0L);
    return new ServedTime(file, nanos, Math.max(0, before));
  }

  @Override
  public long getAsLong() {
    return before + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
  }

  /// Writes it down when a while has passed. Fails with NO_SPACE or DISK_FAILED.
  public synchronized void keep() {
    long now = getAsLong();
    if (now - written >= PERIOD) {
      file.replace(ByteBuffer.allocate(Long.BYTES).putLong(now).array());
      written = now;
    }
  }
}
