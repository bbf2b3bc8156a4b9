package com.plexichat.backup.agent.planning;

/// A birth–death chain of copies that fail independently and are made anew in parallel: how likely
/// all is lost within a year.
///
/// State i is the number of copies that are missing. From i a further one fails at (n − i)·λ, one
/// is repaired at i·μ, μ = 1 ÷ mean repair time; state `tolerated` + 1 is the loss. The mean time
/// from i to i + 1 is
///
/// ```
/// E(0) = 1 / (n·λ)      E(i) = 1 / ((n−i)·λ) + i·μ / ((n−i)·λ) · E(i−1)
/// ```
///
/// and their sum is the mean time to loss M; from full health P = 1 − exp(−8766 h ÷ M) (Gibson and
/// Patterson 1993, "Designing disk arrays for high data reliability"). Slightly pessimistic: a
/// chain begins whole, and is counted as if it had run for ever. Where copies are missing already,
/// the chance is added that the loss comes before all of them are back (the gambler's ruin of the
/// same chain), because the mean time alone hardly shows it.
///
/// @param copies n
/// @param tolerated most that may be missing at once
/// @param failuresPerHour λ of one copy
/// @param repairHours mean time until a missing copy is there again
record RepairChain(int copies, int tolerated, double failuresPerHour, double repairHours) {
  static final double YEAR_HOURS = 8766;

  RepairChain {
    if (tolerated < 0 || copies <= tolerated || !(failuresPerHour > 0) || !(repairHours > 0)) {
      throw new IllegalArgumentException(
          "not a chain: %d copies, %d tolerated, %s/h, %s h"
              .formatted(copies, tolerated, failuresPerHour, repairHours));
    }
  }

  /// Mean time from full health to the loss.
  double meanHoursToLoss() {
    double step = 0;
    double sum = 0;
    for (int missing = 0; missing <= tolerated; missing++) {
      double fails = (copies - missing) * failuresPerHour;
      step = 1 / fails + missing / repairHours / fails * step;
      sum += step;
    }
    return sum;
  }

  /// Chance that all is lost within a year, when so many copies are missing now.
  double lossWithinYear(int missing) {
    if (missing < 0) {
      throw new IllegalArgumentException("missing: " + missing);
    }
    if (missing > tolerated) {
      return 1;
    }
    double steady = -Math.expm1(-YEAR_HOURS / meanHoursToLoss());
    double now = lossBeforeWhole(missing);
    return now + (1 - now) * steady;
  }

  /// Chance that the loss comes before every copy is back: Σ ρ(j < missing) ÷ Σ ρ(j ≤ tolerated),
  /// ρ(j) = Π l·μ ÷ ((n − l)·λ) over l from 1 to j.
  private double lossBeforeWhole(int missing) {
    double weight = 1;
    double above = 0;
    double all = 0;
    for (int at = 0; at <= tolerated; at++) {
      if (at > 0) {
        weight *= at / repairHours / ((copies - at) * failuresPerHour);
      }
      above += at < missing ? weight : 0;
      all += weight;
    }
    return above / all;
  }
}
