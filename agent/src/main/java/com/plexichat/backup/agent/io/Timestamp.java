package com.plexichat.backup.agent.io;

/// A point in time as the file system keeps it: seconds since 1970 and nanoseconds. Not an
/// `Instant`, because file systems keep seconds that an `Instant` refuses.
public record Timestamp(long seconds, int nanos) {
  static final int PER_SECOND = 1_000_000_000;

  public Timestamp {
    if (nanos < 0 || nanos >= PER_SECOND) {
      throw new IllegalArgumentException("nanoseconds: " + nanos);
    }
  }
}
