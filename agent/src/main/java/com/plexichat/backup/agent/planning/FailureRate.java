package com.plexichat.backup.agent.planning;

/// How often a machine is lost for good, as far as this cluster has seen: the posterior of a
/// Gamma–Poisson model that begins with two losses in forty machine-years.
///
/// Few clusters run long enough to know their own rate: the prior is what is believed before
/// anything was seen, and it weighs as much as forty machine-years do.
///
/// @param losses machines that were lost
/// @param machineYears that machines were there
public record FailureRate(int losses, double machineYears) {
  static final int PRIOR_LOSSES = 2;
  static final double PRIOR_YEARS = 40;
  private static final double TAIL = 0.05;

  /// Beyond that a rate would not be one of a year any more.
  private static final double MOST = 0.99;

  private static final int HALVINGS = 200;

  public FailureRate {
    if (losses < 0 || !(machineYears >= 0)) {
      throw new IllegalArgumentException(losses + " losses in " + machineYears + " years");
    }
  }

  /// Chance that a machine is lost within a year: (2 + losses) ÷ (40 + years).
  public double perYear() {
    return Math.min(MOST, shape() / years());
  }

  /// Of the 90 % interval.
  public double low() {
    return Math.min(MOST, quantile(TAIL));
  }

  /// Of the 90 % interval.
  public double high() {
    return Math.min(MOST, quantile(1 - TAIL));
  }

  /// λ = −ln(1 − perYear) ÷ 8766.
  double perHour() {
    return -Math.log1p(-perYear()) / RepairChain.YEAR_HOURS;
  }

  private int shape() {
    return PRIOR_LOSSES + losses;
  }

  private double years() {
    return PRIOR_YEARS + machineYears;
  }

  /// By halving: the shape is a whole number, so that the distribution is a sum.
  private double quantile(double share) {
    double low = 0;
    double high = 10.0 * shape() + 10;
    for (int at = 0; at < HALVINGS; at++) {
      double middle = (low + high) / 2;
      if (share(middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low / years();
  }

  /// 1 − e⁻ˣ · Σ xʲ ÷ j! over j below the shape.
  private double share(double x) {
    double term = Math.exp(-x);
    double sum = 0;
    for (int j = 0; j < shape(); j++) {
      sum += term;
      term *= x / (j + 1);
    }
    return 1 - sum;
  }
}
