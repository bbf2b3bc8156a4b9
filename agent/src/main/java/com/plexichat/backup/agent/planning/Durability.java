package com.plexichat.backup.agent.planning;

import com.plexichat.backup.shared.model.Durability.Limit;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How likely it is that something of what is kept is lost within a year, as nines: −log₁₀ of the
/// chance.
///
/// Machines fail independently ([FailureRate]) and are replaced by repair ([RepairChain]); copies
/// rot at rest and are found by the scrub, so that a copy is out of service for the share of time u
/// = l·T + q·(S ÷ 2 + T), and the chain runs with the rate l + q and the repair time u ÷ (l + q); a
/// rotten copy counts as if the whole machine were lost for what is looked at. What is kept is lost
/// with any of its [FatalSets]: their chances are added up, no more of one size than there are such
/// sets among the machines. Common causes take all at once: c a year for the whole, and c for each
/// site that alone holds a whole set.
public final class Durability {
  /// More nines than these are never told: no model knows that much.
  public static final double MOST_NINES = 9;

  private static final double TENTHS = 10;

  /// What arithmetic leaves of two equal halves.
  private static final double ROUNDING = 1e-12;

  /// What is reckoned with.
  ///
  /// @param rate of machines that are lost
  /// @param repairHours from the loss of a machine until its copies are there again
  /// @param waitHours the same where a person has to bring a machine first
  /// @param scrubHours age of the oldest copy that was not read since
  /// @param rotPerYear chance that a copy rots within a year
  /// @param commonPerYear chance of one common cause a year
  public record Basis(
      FailureRate rate,
      double repairHours,
      double waitHours,
      double scrubHours,
      double rotPerYear,
      double commonPerYear) {}

  /// Where copies could go.
  ///
  /// @param machines that hold or take copies
  /// @param placeable whether every copy that the tier asks has a place
  /// @param spare whether it has one after the loss of a machine, too
  public record Room(int machines, boolean placeable, boolean spare) {}

  /// What a tier comes to.
  ///
  /// @param hardware nines against failing machines and rot, with every copy in place that has one
  /// @param all nines against common causes, too, as copies lie now
  /// @param limit what limits `all`
  /// @param target as `hardware`, if every copy had a place, and one more machine were spare
  public record Figures(double hardware, double all, Limit limit, double target) {}

  private final Basis basis;
  private final Room room;
  private final TreeMap<FatalSets.Size, Long> sizes = new TreeMap<>();
  private final SortedSet<Integer> sites = new TreeSet<>();

  /// Those of stripes that lack nothing.
  private final SortedSet<Integer> wholeSites = new TreeSet<>();

  private Durability(Basis basis, Room room, Map<FatalSets, Long> stripes) {
    this.basis = basis;
    this.room = room;
    stripes.forEach((sets, count) -> {
      sites.addAll(sets.sites());
      wholeSites.addAll(sets.has() < sets.wanted() ? new TreeSet<>() : sets.sites());
      sets.sizes().forEach((size, each) -> sizes.merge(size, times(each, count), Durability::plus));
    });
  }

  /// Of so many stripes of each kind.
  public static Durability of(Basis basis, Room room, Map<FatalSets, Long> stripes) {
    return new Durability(basis, room, stripes);
  }

  /// Everything as it is.
  private static final Assumed NOW = new Assumed(true, true, true, true, true);

  /// What is taken to be as it is; what is not is taken to be well.
  private record Assumed(boolean missing, boolean spare, boolean sites, boolean rot, boolean wide) {
    /// Nothing is missing, and nothing was ever lost.
    boolean isIdeal() {
      return !missing && !spare;
    }
  }

  public Figures figures() {
    Assumed healthy = new Assumed(false, true, false, true, false);
    Assumed ideal = new Assumed(false, false, false, true, false);
    return new Figures(nines(loss(healthy)), nines(loss(NOW)), limit(), nines(loss(ideal)));
  }

  /// Nines against failing machines and rot, as copies lie now.
  public double now() {
    return nines(lossNow());
  }

  /// The chance behind [#now].
  double lossNow() {
    return loss(new Assumed(true, true, false, true, false));
  }

  /// Fewest machines with which something is lost; 0: it is lost.
  public int fewestMachines() {
    return sizes.isEmpty() ? 0 : sizes.firstKey().machines();
  }

  private boolean isLost() {
    return !sizes.isEmpty() && sizes.firstKey().machines() == 0;
  }

  /// What takes away most of the chance when it is taken away. Missing copies are named as soon as
  /// they make half of it; a reason why machines are worse than they need be, when it makes half of
  /// what they contribute.
  private Limit limit() {
    if (isLost()) {
      return Limit.LOST;
    }
    double now = loss(NOW);
    double missing = now - loss(new Assumed(false, true, true, true, true));
    if (2 * missing > now) {
      return Limit.MISSING_COPIES;
    }
    double common = now - loss(new Assumed(true, true, false, true, false));
    double machines = machines(NOW);
    if (common >= machines) {
      return 2 * (now - loss(new Assumed(true, true, false, true, true))) >= common - ROUNDING
          ? Limit.ONE_SITE
          : Limit.COMMON_CAUSES;
    }
    double waiting = now - loss(new Assumed(true, false, true, true, true));
    double rot = now - loss(new Assumed(true, true, true, false, true));
    if (2 * Math.max(waiting, rot) < machines) {
      return Limit.MACHINES;
    }
    return waiting >= rot ? Limit.NO_SPARE : Limit.LATENT_ERRORS;
  }

  private double loss(Assumed assumed) {
    SortedSet<Integer> single = assumed.missing() ? sites : wholeSites;
    double common =
        basis.commonPerYear() * ((assumed.wide() ? 1 : 0) + (assumed.sites() ? single.size() : 0));
    return 1 - (1 - Math.min(1, machines(assumed))) * (1 - Math.min(1, common));
  }

  private double machines(Assumed assumed) {
    boolean spare = room.spare() || !assumed.spare();
    boolean placeable = room.placeable() || !assumed.spare();
    double fails = basis.rate().perHour();
    double rots = assumed.rot() ? -Math.log1p(-basis.rotPerYear()) / RepairChain.YEAR_HOURS : 0;
    double repair = spare ? basis.repairHours() : basis.waitHours();
    double out = fails * repair + rots * (basis.scrubHours() / 2 + repair);
    double sum = 0;
    for (Map.Entry<FatalSets.Size, Long> entry : sizes.entrySet()) {
      FatalSets.Size size = entry.getKey();
      if (size.machines() == 0 && !assumed.isIdeal()) {
        return 1;
      }
      // A copy that has no place is not waited for.
      int whole = placeable ? size.whole() : size.machines();
      int missing = assumed.missing() ? whole - size.machines() : 0;
      RepairChain chain = new RepairChain(whole, whole - 1, fails + rots, out / (fails + rots));
      long sets = Math.min(entry.getValue(), FatalSets.choices(most(whole), whole - missing));
      sum += sets * chain.lossWithinYear(missing);
    }
    return sum;
  }

  private int most(int whole) {
    return Math.max(whole, room.machines());
  }

  /// In tenths.
  static double nines(double loss) {
    double nines = loss <= 0 ? MOST_NINES : Math.min(MOST_NINES, -Math.log10(loss));
    return Math.round(nines * TENTHS) / TENTHS;
  }

  private static long times(long one, long other) {
    return one == FatalSets.ANY || one > FatalSets.ANY / Math.max(1, other)
        ? FatalSets.ANY
        : one * other;
  }

  private static long plus(long one, long other) {
    return one > FatalSets.ANY - other ? FatalSets.ANY : one + other;
  }

  /// The lack that is largest among stripes of these kinds: what is there of what is wanted.
  public static FatalSets worst(Collection<FatalSets> kinds) {
    return kinds.stream()
        .max((one, other) -> {
          int more = Integer.compare(one.wanted() - one.has(), other.wanted() - other.has());
          return more != 0 ? more : Integer.compare(other.has(), one.has());
        })
        .orElseThrow();
  }
}
