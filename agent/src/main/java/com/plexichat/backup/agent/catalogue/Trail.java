package com.plexichat.backup.agent.catalogue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Which entries of the log changed the copies of one stripe: what it takes to tell its history
/// from the log without reading all of it.
///
/// Stored form, all numbers with 7 bits a byte, lowest first: how many entries were forgotten, then
/// the index of the first that is kept, then from each to the next. A stripe that a backup wrote
/// and nothing happened to takes about six bytes.
final class Trail {
  /// The most entries that are kept; older ones are forgotten, and counted.
  static final int MOST = 128;

  private final List<Long> entries;
  private long forgotten;

  private Trail(List<Long> entries, long forgotten) {
    this.entries = entries;
    this.forgotten = forgotten;
  }

  static Trail none() {
    return new Trail(new ArrayList<>(), 0);
  }

  static Trail decode(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    Trail trail = new Trail(new ArrayList<>(), in.hasRemaining() ? number(in) : 0);
    long at = 0;
    while (in.hasRemaining()) {
      at += number(in);
      trail.entries.add(at);
    }
    return trail;
  }

  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, forgotten);
    long before = 0;
    for (long entry : entries) {
      put(out, entry - before);
      before = entry;
    }
    return out.toByteArray();
  }

  /// Adds an entry, which is the last one or follows it.
  void note(long entry) {
    if (!entries.isEmpty() && entries.getLast() == entry) {
      return;
    }
    entries.add(entry);
    if (entries.size() > MOST) {
      entries.removeFirst();
      forgotten++;
    }
  }

  /// The last entries, oldest first.
  List<Long> newest(int most) {
    return List.copyOf(entries.subList(Math.max(0, entries.size() - most), entries.size()));
  }

  /// How many entries there ever were.
  long count() {
    return forgotten + entries.size();
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      number |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }

  private static void put(ByteArrayOutputStream out, long number) {
    long rest = number;
    while (rest > 0x7f) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
