package com.plexichat.backup.agent.backup;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.planning.SparseStripes;
import com.plexichat.backup.agent.planning.SparseStripes.Candidate;
import com.plexichat.backup.agent.policy.ConfigBook;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.SparseStripe;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which stripes a source leaves, because little of them is needed, and what it tells of that: on
/// the coordinator, which knows what all sets need, and how long.
public final class CompactionDesk {
  /// What one backup leaves to later ones to be worked off: more would burden every log.
  static final int MOST = 256;

  private static final int ALL = 1000;

  private final Catalogue catalogue;
  private final InstantSource time;

  public CompactionDesk(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  /// Stripes of which a backup that begins takes no chunks: those vacated before, and what is worth
  /// it now. What a backup needs that is kept longer than this one would be frees nothing for long.
  public Set<StripeId> vacated(BackupRow backup) {
    Set<StripeId> vacated = new HashSet<>(catalogue.sparse().vacated(backup.vault()));
    int percent = new ConfigBook(catalogue).tuning().count(Parameter.COMPACTION_PERCENT);
    if (percent > 0) {
      long end = time.millis() + Duration.ofDays(backup.tier().days()).toMillis();
      List<Candidate> candidates =
          catalogue.sparse().candidates(backup.set(), end).stream()
              .map(one -> new Candidate(one.id(), one.bytes(), one.permille()))
              .toList();
      long full = (long) backup.tier().dataShards() * Format.CAPACITY;
      vacated.addAll(new SparseStripes(full, percent).choose(candidates));
    }
    return vacated;
  }

  /// Notes what is new of it at the end of a backup.
  ///
  /// @param needed all stripes that the backup needs
  void note(
      BackupRow backup,
      CloseBackupRequest facts,
      Collection<StripeId> needed,
      BackupClosed.Builder closed) {
    Set<StripeId> still = Set.copyOf(needed);
    if (facts.hasSparse()) {
      Map<StripeId, Integer> told = new HashMap<>();
      facts.getSparse().getStripesList().stream()
          .limit(MOST)
          .filter(one -> one.getPermille() > 0 && one.getPermille() < ALL)
          .filter(one -> still.contains(Ids.stripe(one.getStripe())))
          .forEach(one -> told.put(Ids.stripe(one.getStripe()), one.getPermille()));
      Map<StripeId, Integer> known = catalogue.sparse().ofSet(backup.set());
      known.keySet().stream()
          .filter(id -> !told.containsKey(id))
          .forEach(id -> closed.addSparse(sparse(id, 0)));
      told.forEach((id, permille) -> {
        if (!permille.equals(known.get(id))) {
          closed.addSparse(sparse(id, permille));
        }
      });
    }
    Set<StripeId> before = Set.copyOf(catalogue.sparse().vacated(backup.vault()));
    // What the source could not leave it needs still.
    vacated(backup).stream()
        .filter(id -> !before.contains(id) && !still.contains(id))
        .forEach(id -> closed.addVacated(Ids.message(id)));
  }

  private static SparseStripe sparse(StripeId id, int permille) {
    return SparseStripe.newBuilder().setStripe(Ids.message(id)).setPermille(permille).build();
  }
}
