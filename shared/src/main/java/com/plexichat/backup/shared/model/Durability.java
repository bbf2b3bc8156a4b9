package com.plexichat.backup.shared.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How likely it is that something of a tier is lost within a year, in nines: −log₁₀ of the chance,
/// 0 to 9, in tenths. Never more than nine: no model knows that much.
///
/// @param hardwareNines machines that fail and copies that rot, with every copy in place that has
///   one
/// @param nines with common causes, as copies lie now
/// @param limit what limits `nines`; empty: a word that this version does not know
/// @param worst the backup that stands worst now; empty: none is listed
/// @param repair from the loss of a machine until its copies are there again
/// @param targetNines as `hardwareNines`, if every copy had a place and a machine were spare
/// @param alarmSince since when the worst backup stands far below that; empty: it does not
public record Durability(
    double hardwareNines,
    double nines,
    Optional<Limit> limit,
    Optional<WorstBackup> worst,
    Duration repair,
    double targetNines,
    Optional<Instant> alarmSince) {
  /// Most nines that are told.
  public static final double MOST = 9;

  /// What limits a figure.
  public enum Limit {
    /// Something is lost.
    LOST,
    /// Copies are missing now.
    MISSING_COPIES,
    /// No machine is there to take the copies of a lost one.
    NO_SPARE,
    /// One site alone holds enough to lose something with it.
    ONE_SITE,
    /// Rot that is found late.
    LATENT_ERRORS,
    /// What no number of copies helps against: faults of the software, blackmail, an
    /// administrator's mistake.
    COMMON_CAUSES,
    /// Machines that fail at one time.
    MACHINES
  }

  /// A backup as its copies lie now.
  ///
  /// @param nines against machines that fail and copies that rot
  /// @param copies of the shard that lacks most
  /// @param machines fewest whose loss loses something of it; 0: something is lost
  public record WorstBackup(
      String backup, double nines, int copies, int copiesWanted, int machines) {}

  /// What all of it was reckoned from.
  ///
  /// @param machineLossPercent chance that a machine is lost within a year; low and high are of the
  ///   90 % interval
  /// @param machinesLost down or removed
  /// @param machineYears of the others, since they joined
  /// @param repairsMeasured by `repair`
  /// @param repairKnown enough were measured; else `repair` is not less than what is assumed
  /// @param repair until a lost machine is noticed and its copies are made anew, by the 95th
  ///   percentile of repairs
  /// @param replace assumed until a person brings a machine where none is spare
  /// @param scrub age of the oldest copy that was not read since
  /// @param scrubsTold machines that told when they last read all they hold
  /// @param machines that hold copies; of those that told nothing their period is assumed
  /// @param rotPercent assumed: chance that a copy rots within a year
  /// @param commonPercent assumed: chance of one common cause a year
  public record Basis(
      double machineLossPercent,
      double machineLossLowPercent,
      double machineLossHighPercent,
      int machinesLost,
      double machineYears,
      int repairsMeasured,
      boolean repairKnown,
      Duration repair,
      Duration replace,
      Duration scrub,
      int scrubsTold,
      int machines,
      double rotPercent,
      double commonPercent) {}
}
