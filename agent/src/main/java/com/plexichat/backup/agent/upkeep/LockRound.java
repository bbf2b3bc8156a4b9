package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Tells peers of locks that they may not know of, as soon as they are there.
///
/// Who answers is told of everything that is locked now. Who keeps silent is told in a later round;
/// who refuses, when a lock could not be told to it anew, or after a restart. Where everybody knows
/// everything, nothing is read and nobody is asked.
final class LockRound {
  private final UpkeepBase base;

  LockRound(UpkeepBase base) {
    this.base = base;
  }

  void round() {
    if (base.untold().isEmpty()) {
      return;
    }
    // Taken out first: what could not be told to them meanwhile must not be forgotten.
    Set<PeerId> peers = base.untold().take(base.catalogue().peers().all());
    Set<PeerId> left = peers;
    try {
      LockWalk walk = new LockWalk(base, peers::contains);
      tell(peers, walk);
      left = walk.silent();
    } finally {
      base.untold().addAll(left);
    }
  }

  private void tell(Set<PeerId> peers, LockWalk walk) {
    if (peers.isEmpty()) {
      return;
    }
    Map<Integer, List<String>> byDays = new TreeMap<>(Comparator.reverseOrder());
    for (BackupRow backup : base.catalogue().backups().locked(base.now())) {
      byDays
          .computeIfAbsent(backup.retention().lockDays(), _ -> new ArrayList<>())
          .add(backup.id());
    }
    byDays.forEach((days, backups) -> {
      List<StripeId> stripes = new ArrayList<>();
      base.catalogue().stripes().neededByAny(backups, stripes::add);
      walk.walk(stripes, days, _ -> !peers.stream().allMatch(walk::isDoneWith));
    });
  }
}
