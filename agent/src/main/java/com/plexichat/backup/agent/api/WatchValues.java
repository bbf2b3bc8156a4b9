package com.plexichat.backup.agent.api;

import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.Gone;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The last value under each key, with the revision at which it became that.
///
/// Who watches holds one number, the last revision that it told, and asks for the next: however
/// slow it is, nothing waits for it here, and it gets each key once, as it is now. A key that is no
/// more leaves a mark; of marks that were dropped the newest revision is kept, because whoever was
/// told less has to be told all anew.
final class WatchValues {
  /// Marks of keys that are no more.
  static final int MARKS = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Key, Item> items = new HashMap<>();
  private final TreeMap<Long, Item> byRevision = new TreeMap<>();
  private final Deque<Item> marks = new ArrayDeque<>();
  private long revision;
  private long forgotten;
  private boolean whole;
  private boolean closed;
  private long failures;

  /// What a value is known by.
  ///
  /// @param kind peer, set, backup, job, or of what there is one: status, kit …
  /// @param name empty: there is one of its kind
  record Key(String kind, String name) {
    static Key one(String kind) {
      return new Key(kind, "");
    }
  }

  /// A value at its revision; without stream.
  record Item(Key key, Change change) {
    long revision() {
      return change.getRevision();
    }
  }

  /// Makes this the value of a key, unless it is already.
  ///
  /// @param change with nothing set but the value
  void put(Key key, Change change, long atMs) {
    lock.lock();
    try {
      Item before = items.get(key);
      if (before == null || !before.change().equals(stamped(change, before))) {
        set(key, change, atMs);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Tells a value again although it may look the same.
  void repeat(Key key, Change change, long atMs) {
    lock.lock();
    try {
      set(key, change, atMs);
    } finally {
      lock.unlock();
    }
  }

  /// The key is no more.
  void remove(Key key, long atMs) {
    lock.lock();
    try {
      Item before = items.get(key);
      if (before == null || before.change().hasGone()) {
        return;
      }
      Gone gone = Gone.newBuilder().setKind(key.kind()).setKey(key.name()).build();
      marks.add(set(key, Change.newBuilder().setGone(gone).build(), atMs));
      if (marks.size() > MARKS) {
        forget(marks.remove());
      }
    } finally {
      lock.unlock();
    }
  }

  private Item set(Key key, Change change, long atMs) {
    Item item = new Item(key, change.toBuilder().setRevision(++revision).setAtMs(atMs).build());
    Item before = items.put(key, item);
    if (before != null) {
      byRevision.remove(before.revision());
      marks.remove(before);
    }
    byRevision.put(item.revision(), item);
    changed.signalAll();
    return item;
  }

  private void forget(Item mark) {
    items.remove(mark.key());
    byRevision.remove(mark.revision());
    forgotten = Math.max(forgotten, mark.revision());
  }

  private static Change stamped(Change change, Item like) {
    return change.toBuilder().setRevision(like.revision()).setAtMs(like.change().getAtMs()).build();
  }

  /// The value of a key; empty when there is none.
  Optional<Change> value(Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(items.get(key))
          .map(Item::change)
          .filter(change -> !change.hasGone());
    } finally {
      lock.unlock();
    }
  }

  /// Names of the keys of a kind that have a value.
  List<String> names(String kind) {
    lock.lock();
    try {
      return items.values().stream()
          .filter(item -> item.key().kind().equals(kind) && !item.change().hasGone())
          .map(item -> item.key().name())
          .sorted()
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// Whether everything that changed after a revision can be told.
  boolean reaches(long after) {
    lock.lock();
    try {
      return after >= forgotten && after <= revision;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the values are all there and current.
  void setWhole(boolean now) {
    lock.lock();
    try {
      whole = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The values cannot be had for now: whoever watches is told so.
  void fail() {
    lock.lock();
    try {
      failures++;
      whole = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends every watch.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Something to tell.
  ///
  /// @param item the next value; empty: none
  /// @param whole nothing is left to tell, and nothing is missing
  /// @param anew something was forgotten that should have been told: all follows
  record Next(Optional<Item> item, boolean whole, boolean anew) {}

  /// Reads what has a higher revision than `after`; without it, everything.
  Reading reading(OptionalLong after) {
    lock.lock();
    try {
      return new Reading(after);
    } finally {
      lock.unlock();
    }
  }

  /// The reader of one watch.
  final class Reading {
    private final long failuresBefore = failures;
    private long position;
    private long marksFrom;
    private long forgottenBefore;

    private Reading(OptionalLong after) {
      begin(after.orElse(0), after.isPresent() ? 0 : revision);
    }

    private void begin(long after, long marksAfter) {
      position = after;
      marksFrom = marksAfter;
      forgottenBefore = forgotten;
    }

    /// The last revision that was told.
    long position() {
      return position;
    }

    void told(Item item) {
      position = item.revision();
    }

    /// What comes next; waits for it, but not longer than some nanoseconds, and not for `whole`
    /// when that was told. INTERRUPTED when the values cannot be had any more.
    Next next(long nanos, boolean wholeTold) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        for (long left = nanos; ; left = changed.awaitNanos(left)) {
          if (failures != failuresBefore) {
            throw new OperationFailed(
                FailureCode.INTERRUPTED, "The watch", "the catalogue could not be read");
          }
          if (forgotten != forgottenBefore && position < forgotten) {
            begin(0, revision);
            return new Next(Optional.empty(), false, true);
          }
          Optional<Item> item = above(position);
          boolean complete = whole && item.isEmpty();
          if (item.isPresent() || (complete && !wholeTold) || closed || left <= 0) {
            return new Next(item, complete, false);
          }
        }
      } finally {
        lock.unlock();
      }
    }

    /// The value with the next revision; marks of what this reader never heard of are left out.
    private Optional<Item> above(long told) {
      for (Item item : byRevision.tailMap(told, false).values()) {
        if (!item.change().hasGone() || item.revision() > marksFrom) {
          return Optional.of(item);
        }
      }
      return Optional.empty();
    }
  }
}
