package com.plexichat.backup.agent.protocol;

/// Chance in what the environment does: what it does to a link, a machine or the whole at a moment
/// depends on nothing but the seed and that moment, so that a fault that is left out changes little
/// of the others.
final class Weather {
  private final long seed;
  private final long[] last;

  Weather(long seed, int streams) {
    this.seed = seed;
    last = new long[streams];
  }

  /// The next number of a stream; several at one moment differ.
  long draw(int stream, long now) {
    long first = now << 8;
    last[stream] = last[stream] >= first ? last[stream] + 1 : first;
    return mix(seed + moment(stream));
  }

  /// What the last draw of a stream is known as.
  int name(int stream) {
    return (int) (moment(stream) >>> 33);
  }

  private long moment(int stream) {
    return mix(((long) stream << 40) + last[stream]);
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
