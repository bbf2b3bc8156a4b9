package com.plexichat.backup.agent.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One file of the log as the log knows it: immutable, replaced when entries are appended.
///
/// @param first index of its first entry; also its file name
/// @param count entries in it; −1: not counted because it was not read at opening
/// @param length bytes that are whole
/// @param marks positions of some of its entries, in order
record Segment(Path file, long first, long count, long length, List<Mark> marks) {
  static final int HASH_BYTES = 32;

  /// Entries between two marks.
  static final int STRIDE = 256;

  Segment {
    marks = List.copyOf(marks);
  }

  /// Where an entry begins.
  record Mark(long index, long position) {}

  /// The nearest known place at or before an entry.
  Mark before(long index) {
    Mark best = new Mark(first, 0);
    int low = 0;
    int high = marks.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (marks.get(middle).index() <= index) {
        best = marks.get(middle);
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return best;
  }

  /// The same with entries behind its last.
  Segment with(List<byte[]> entries) {
    List<Mark> more = new ArrayList<>(marks);
    long at = length;
    long number = count;
    for (byte[] entry : entries) {
      if (number % STRIDE == 0) {
        more.add(new Mark(first + number, at));
      }
      at += Frames.HEAD + entry.length;
      number++;
    }
    return new Segment(file, first, number, at, more);
  }
}
