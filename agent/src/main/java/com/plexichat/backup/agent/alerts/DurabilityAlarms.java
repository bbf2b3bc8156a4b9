package com.plexichat.backup.agent.alerts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which tiers have a backup that stands far lower than the tier should, and since when.
///
/// An alarm begins two nines below the target, or when something is lost, and ends when less than
/// one nine is missing, so that a figure that wavers rings once. Begin and end are logged. Nothing
/// is kept over a restart: what stands low still rings anew.
public final class DurabilityAlarms {
  /// Nines below the target at which an alarm begins.
  public static final double BEGINS = 2;

  /// Nines below the target from which on it goes on.
  public static final double GOES_ON = 1;

  private static final Logger LOG = LoggerFactory.getLogger(DurabilityAlarms.class);

  /// Figures are tenths.
  private static final double ROUNDING = 0.01;

  private final Map<String, Long> since = new HashMap<>();

  /// How a tier stands.
  ///
  /// @param target nines with every copy in place
  /// @param backup that stands worst
  /// @param worst nines of it
  public record Standing(String tier, double target, String backup, double worst) {
    boolean rings(boolean rang) {
      boolean isLost = worst <= 0 && target > 0;
      double below = target - worst;
      return isLost || below > (rang ? GOES_ON - ROUNDING : BEGINS - ROUNDING);
    }
  }

  /// Looks at a tier; since when it rings, in epoch milliseconds, 0: it does not.
  public synchronized long look(Standing now, long nowMs) {
    Long rang = since.get(now.tier());
    if (!now.rings(rang != null)) {
      if (rang != null) {
        since.remove(now.tier());
        LOG.info("durability of tier {} is back: {} nines", now.tier(), now.worst());
      }
      return 0;
    }
    if (rang == null) {
      rang = nowMs;
      since.put(now.tier(), rang);
      LOG.warn(
          "durability of tier {} is low: backup {} has {} nines, with every copy in place it is {}",
          now.tier(),
          now.backup(),
          now.worst(),
          now.target());
    }
    return rang;
  }

  /// What other tiers rang of is over with them.
  public synchronized void retain(Set<String> tiers) {
    Set<String> over = new HashSet<>(since.keySet());
    over.removeAll(tiers);
    over.forEach(tier -> {
      since.remove(tier);
      LOG.info("tier {} keeps nothing any more whose durability could be low", tier);
    });
  }
}
