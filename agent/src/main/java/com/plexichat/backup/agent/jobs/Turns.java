package com.plexichat.backup.agent.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides whose turn it is: who rests because somebody paused it, who waits because a job of an
/// excluding class works, and who may work.
///
/// A job has a turn from its first item on and gives it back when it rests, when it ends, and when
/// a more urgent one waits for it: always between two items, when none of its threads is at one. Of
/// those that wait the most urgent one comes first, then the oldest.
final class Turns {
  private final Map<String, Seat> seats = new LinkedHashMap<>();
  private long next;

  /// How a job stands.
  ///
  /// @param isPaused somebody wants it to rest
  /// @param isSettled none of its threads is at an item
  /// @param waitsFor ids of the jobs that keep it from its turn
  record Standing(boolean isPaused, boolean isSettled, List<String> waitsFor) {
    static final Standing WORKS = new Standing(false, false, List.of());

    Standing {
      waitsFor = List.copyOf(waitsFor);
    }

    boolean mayWork() {
      return !isPaused && waitsFor.isEmpty();
    }
  }

  private static final class Seat {
    private final JobControl control;
    private final JobClass jobClass;
    private final int priority;
    private final long number;
    private int hands = 1;
    private int resting;
    private boolean hasTurn;
    private Standing told = Standing.WORKS;

    Seat(JobControl control, String kind, long number) {
      this.control = control;
      this.jobClass = JobClass.of(kind);
      this.priority = JobClass.priority(kind);
      this.number = number;
    }

    boolean comesBefore(Seat other) {
      return priority != other.priority ? priority > other.priority : number < other.number;
    }

    boolean isSettled() {
      return resting == hands;
    }

    /// Here, or on another machine, which says when it rests.
    boolean isAtWork() {
      return hasTurn && !control.isRestingElsewhere();
    }
  }

  /// A job that was started: it has no turn yet.
  synchronized void enter(JobControl control, String kind) {
    seats.put(control.jobId(), new Seat(control, kind, next++));
    notifyAll();
  }

  /// It has ended.
  synchronized void leave(String jobId) {
    seats.remove(jobId);
    notifyAll();
  }

  /// Something changed that those who wait may look at.
  synchronized void wake() {
    notifyAll();
  }

  /// Another thread of a job begins an item, or ends one.
  synchronized void hands(String jobId, int more) {
    Seat seat = seats.get(jobId);
    if (seat != null) {
      seat.hands += more;
      settle(seat);
    }
  }

  /// Ids of those that have not ended, in the order in which they would get their turns.
  synchronized List<String> order() {
    return seats.values().stream()
        .sorted(
            Comparator.comparingInt((Seat seat) -> seat.hasTurn ? 0 : 1)
                .thenComparingInt(seat -> -seat.priority)
                .thenComparingLong(seat -> seat.number))
        .map(seat -> seat.control.jobId())
        .toList();
  }

  /// Returns when the job may work on; at once when nothing is in its way.
  ///
  /// @return whether it had to wait: then what it looked at before may have changed
  boolean await(JobControl control) throws InterruptedException {
    Rest rest = new Rest();
    synchronized (this) {
      Seat seat = seats.get(control.jobId());
      if (seat == null || (seat.hasTurn && standing(seat).mayWork())) {
        return false;
      }
      seat.resting++;
      settle(seat);
    }
    try {
      while (!rest.isOver) {
        control.checkCancelled();
        look(control, rest).ifPresent(control::stands);
      }
      return rest.waited;
    } finally {
      if (!rest.isOver) {
        rise(control.jobId());
      }
    }
  }

  private static final class Rest {
    private boolean waited;
    private boolean isOver;
  }

  /// Waits until there is something new to tell of how a job stands, or its turn has come.
  private synchronized Optional<Standing> look(JobControl control, Rest rest)
      throws InterruptedException {
    while (true) {
      Seat seat = seats.get(control.jobId());
      if (seat == null || control.isCancelled()) {
        return Optional.empty();
      }
      Standing now = standing(seat);
      boolean isNews = !now.equals(seat.told);
      seat.told = now;
      if (now.mayWork()) {
        seat.hasTurn = true;
        seat.resting--;
        rest.isOver = true;
        return isNews ? Optional.of(now) : Optional.empty();
      }
      rest.waited = true;
      if (isNews) {
        return Optional.of(now);
      }
      wait();
    }
  }

  private synchronized void rise(String jobId) {
    Seat seat = seats.get(jobId);
    if (seat != null) {
      seat.resting--;
    }
  }

  private void settle(Seat seat) {
    if (seat.isSettled() && !standing(seat).mayWork()) {
      seat.hasTurn = false;
    }
    notifyAll();
  }

  private Standing standing(Seat seat) {
    boolean isPaused = seat.control.isPaused();
    List<String> way = isPaused ? List.of() : inTheWay(seat);
    return isPaused || !way.isEmpty()
        ? new Standing(isPaused, seat.isSettled(), way)
        : Standing.WORKS;
  }

  private List<String> inTheWay(Seat seat) {
    List<Seat> way = new ArrayList<>();
    List<Seat> ahead = new ArrayList<>();
    for (Seat other : seats.values()) {
      if (other == seat || (other.control.isPaused() && !other.isAtWork())) {
        continue;
      }
      boolean isFirst = seat.hasTurn ? other.priority > seat.priority : other.comesBefore(seat);
      if (!other.hasTurn && !isFirst) {
        continue;
      }
      if (seat.jobClass.excludes(other.jobClass)) {
        way.add(other);
      } else if (other.jobClass == seat.jobClass && !seat.hasTurn) {
        ahead.add(other);
      }
    }
    if (ahead.size() >= seat.jobClass.most()) {
      List<Seat> working = ahead.stream().filter(other -> other.hasTurn).toList();
      way.addAll(working.size() >= seat.jobClass.most() ? working : ahead);
    }
    return way.stream().map(other -> other.control.jobId()).toList();
  }
}
