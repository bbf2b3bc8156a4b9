package com.plexichat.backup.agent.protocol;

/// Chance in what the environment does: a stream of its own for each link, machine and kind of
/// fault, so that a fault that is left out changes little of the others.
final class Weather {
  private static final int DRAWS = 16;

  private final long seed;
  private final int[] drawn;

  Weather(long seed, int streams) {
    this.seed = seed;
    drawn = new int[streams];
  }

  /// The next number of a stream.
  long draw(int stream) {
    drawn[stream]++;
    return mix(seed + mix(((long) stream << 32) + drawn[stream]));
  }

  /// What the last draw of a stream is known as.
  int name(int stream) {
    return (stream << DRAWS) + (drawn[stream] & ((1 << DRAWS) - 1));
  }

  /// A number below the limit, from some bits of a draw.
  static int below(int limit, long draw) {
    return (int) (((draw & 0xFFFF_FFFFL) * limit) >>> 32);
  }

  private static long mix(long of) {
    long z = of + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
