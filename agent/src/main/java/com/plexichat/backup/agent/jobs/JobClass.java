package com.plexichat.backup.agent.jobs;

import java.util.Set;

/// What kinds of jobs do to stripes: which classes may not work at the same time, how urgent a kind
/// is, and how many of a class work at once.
///
/// Classes that exclude each other touch the same copies: what the trash takes may not be copied
/// meanwhile, and what is copied may not go. Backups and readers exclude nobody and wait for
/// nobody: a backup counts on no stripe that a prune has marked, and a prune marks none that a
/// running backup counts on, so that neither has to stand still for the other.
public enum JobClass {
  /// Adds stripes.
  SAVE(10),
  /// Reads what is there.
  READ(10),
  /// Brings copies to the trash, back from it, or deletes them. One at a time.
  REMOVE(1),
  /// Brings stripes back to the copies that they should have.
  MEND(2),
  /// Moves copies that are well to better places. One at a time.
  MOVE(1),
  /// What touches no stripe.
  OTHER(Integer.MAX_VALUE);

  /// Lost data, or somebody who waits for it.
  public static final int CRITICAL = 5;

  /// Work of every day.
  public static final int HIGH = 3;

  /// Tidying up.
  public static final int NORMAL = 1;

  private final int most;

  JobClass(int most) {
    this.most = most;
  }

  /// How many of it work at once.
  public int most() {
    return most;
  }

  /// Whether jobs of these two classes may not work at the same time. Those of one class are
  /// limited by [#most] alone.
  public boolean excludes(JobClass other) {
    return other != this && MOVERS.contains(this) && MOVERS.contains(other);
  }

  private static final Set<JobClass> MOVERS = Set.of(REMOVE, MEND, MOVE);

  public static JobClass of(String kind) {
    return switch (kind) {
      case "backup" -> SAVE;
      case "restore", "verify", "check" -> READ;
      case "prune", "rollback", "sweep" -> REMOVE;
      case "repair", "raise" -> MEND;
      case "rebalance", "reseal", "drain", "compact" -> MOVE;
      default -> OTHER;
    };
  }

  /// 5, 3 or 1: who comes first of those that wait. One that works gives way, at its next item, to
  /// a more urgent one that it excludes.
  public static int priority(String kind) {
    return switch (kind) {
      case "repair", "restore", "rollback" -> CRITICAL;
      case "prune", "sweep", "rebalance", "reseal", "compact" -> NORMAL;
      default -> HIGH;
    };
  }
}
