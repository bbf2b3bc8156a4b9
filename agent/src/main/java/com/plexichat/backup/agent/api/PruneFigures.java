package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.SparseTable;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.VacatedFigures;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PruneCategory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// What a prune would free: copies of stripes that nothing would need then.
final class PruneFigures {
  private final Catalogue catalogue;

  PruneFigures(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// Copies that lie with their holders, of some stripes.
  private static final class Tally {
    private long stripes;
    private long shards;
    private long copies;
    private long bytes;
    private long trashedBytes;

    void add(StripeRow stripe) {
      stripes++;
      for (ShardRow shard : stripe.shards()) {
        shards += shard.copies().stream().anyMatch(copy -> copy.state().isCounted()) ? 1 : 0;
        for (CopyRow copy : shard.copies()) {
          if (copy.state().isCounted()) {
            copies++;
            bytes += shard.length();
          } else if (copy.state() == CopyState.TRASHED) {
            trashedBytes += shard.length();
          }
        }
      }
    }

    long atOnce() {
      return bytes + trashedBytes;
    }
  }

  private Tally dead(List<PlannedBackup> removed) {
    Tally tally = new Tally();
    catalogue.stripes().dead(ids(removed), tally::add);
    return tally;
  }

  /// What was asked for; what is usual when nothing was. USAGE for words that are none, and for an
  /// emergency plan of anything else.
  static Set<PruneCategory> categories(PlanPruneRequest ask) {
    Set<PruneCategory> asked = EnumSet.noneOf(PruneCategory.class);
    for (String word : ask.getCategoriesList()) {
      asked.add(
          PruneCategory.of(word)
              .orElseThrow(() ->
                  new OperationFailed(
                      FailureCode.USAGE,
                      "There is no category %s; there are %s."
                          .formatted(word, PruneCategory.words()))));
    }
    requireEarly(ask, asked);
    if (asked.isEmpty()) {
      return PruneCategory.USUAL;
    }
    if (ask.getReclaimBytes() > 0 && !asked.equals(PruneCategory.USUAL)) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "An emergency plan takes what is expired and orphaned, and only that.");
    }
    return asked;
  }

  /// What ends early is planned by itself, and consented to tier by tier.
  private static void requireEarly(PlanPruneRequest ask, Set<PruneCategory> asked) {
    boolean early = asked.contains(PruneCategory.LOW_VALUE);
    boolean isAlone = asked.size() == 1 && ask.getTiersCount() == 1;
    if (early != ask.getEarlyExpire() || (early && !isAlone)) {
      throw new OperationFailed(
          FailureCode.USAGE,
          "What ends early is planned by itself: --category low-value --early-expire --tier T, of"
              + " one tier.");
    }
  }

  /// The category of the backups that a plan removes.
  static PruneCategory ofBackups(Set<PruneCategory> categories) {
    return categories.contains(PruneCategory.LOW_VALUE)
        ? PruneCategory.LOW_VALUE
        : PruneCategory.EXPIRED;
  }

  /// A plan with its figures.
  PrunePlan.Builder of(List<PlannedBackup> removed, Set<PruneCategory> categories) {
    PruneCategory ofBackups = ofBackups(categories);
    boolean expired = categories.contains(ofBackups);
    boolean orphaned = categories.contains(PruneCategory.ORPHANED);
    Tally none = dead(List.of());
    Tally all = expired && !removed.isEmpty() ? dead(removed) : none;
    long spared = orphaned ? 0 : 1;
    PrunePlan.Builder plan =
        PrunePlan.newBuilder()
            .addAllRemoved(removed)
            .setStripes(all.stripes - spared * none.stripes)
            .setCopies(all.copies - spared * none.copies)
            .setBytes(all.bytes - spared * none.bytes)
            .setOrphanedBytes(orphaned ? none.bytes : 0);
    if (expired) {
      plan.addCategories(
          CategoryFigures.newBuilder()
              .setCategory(ofBackups.word())
              .setBackups(removed.size())
              .setShards(all.shards - none.shards)
              .setCopies(all.copies - none.copies)
              .setBytes(all.bytes - none.bytes));
    }
    if (orphaned) {
      plan.addCategories(
          CategoryFigures.newBuilder()
              .setCategory(PruneCategory.ORPHANED.word())
              .setShards(none.shards)
              .setCopies(none.copies)
              .setBytes(none.bytes));
    }
    return plan;
  }

  /// The same with the copies that needed stripes can do without.
  static PrunePlan.Builder with(PrunePlan.Builder plan, PruneSpares spares) {
    return plan.addAllCategories(spares.figures())
        .addAllSpareCopies(spares.going())
        .setStripes(plan.getStripes() + spares.stripes())
        .setCopies(plan.getCopies() + spares.copies())
        .setBytes(plan.getBytes() + spares.bytes());
  }

  /// As few of the backups, from the first on, as come to so many bytes with what lies in the
  /// trash. All of them where that is not enough.
  int fewest(List<PlannedBackup> going, long bytes) {
    return first(going.size(), count -> dead(going.subList(0, count)).atOnce() >= bytes);
  }

  /// As many of the backups, from the first on, as there is room for in the trash.
  int most(List<PlannedBackup> going, Set<PruneCategory> categories, long room) {
    if (room == Long.MAX_VALUE) {
      return going.size();
    }
    return first(
        going.size(), count -> of(going.subList(0, count + 1), categories).getBytes() > room);
  }

  /// The least number that a rule holds for, which holds for every larger one too; `most` when
  /// there is none below.
  private static int first(int most, IntPredicate rule) {
    int low = 0;
    int high = most;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rule.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// What is vacated, and waits for the end of other backups than those that a plan removes.
  VacatedFigures vacated(PrunePlan plan, long nowMs) {
    SparseTable.Waiting waiting = catalogue.sparse().waiting(ids(plan.getRemovedList()));
    Tally tally = new Tally();
    catalogue.stripes().get(waiting.stripes(), nowMs).forEach(tally::add);
    return VacatedFigures.newBuilder()
        .setStripes(tally.stripes)
        .setBytes(tally.bytes)
        .setEndsMs(waiting.endsMs())
        .build();
  }

  private static Set<String> ids(List<PlannedBackup> backups) {
    return backups.stream().map(PlannedBackup::getBackupId).collect(Collectors.toSet());
  }

  /// An emergency plan, which takes what lies in the trash too.
  PrunePlan.Builder reclaiming(long bytes, List<PlannedBackup> removed) {
    return of(removed, PruneCategory.USUAL)
        .setReclaimBytes(bytes)
        .setTrashedBytes(dead(removed).trashedBytes);
  }
}
