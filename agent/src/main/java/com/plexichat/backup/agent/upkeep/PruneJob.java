package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.proto.BackupPruned;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruneResult;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.JobPhase;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Consents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Prunes what a plan says: what stays of its sets is read, its backups are marked in the log, then
/// every stripe that nothing needs any more goes to the trash of its holders.
///
/// A plan can ask for categories: then only what belongs to them goes. Copies that needed stripes
/// can do without go last ([SpareRemoval]).
///
/// What an emergency plan takes is deleted at once, and with it what lies in the trash: the same
/// looks and marks come before.
///
/// Run again after a restart, it goes on: what is marked is marked once, and copies that lie in the
/// trash already are not asked for. Which stripes are dead is found anew from the catalogue, so
/// that nothing goes that something needs by now.
public final class PruneJob implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(PruneJob.class);
  private static final int STRIPES_AT_ONCE = 256;

  private final UpkeepBase base;
  private final PrunePlan plan;
  private final String planHash;
  private final Duration trash;
  private final Set<PruneCategory> categories;

  /// @param trash how long what goes can be brought back
  public PruneJob(UpkeepBase base, PrunePlan plan, Duration trash) {
    this.base = base;
    this.plan = plan;
    this.planHash = HexFormat.of().formatHex(Consents.hash(plan));
    this.trash = trash;
    this.categories = categories(plan);
  }

  /// What a plan takes; plans that name nothing are of what is usual.
  private static Set<PruneCategory> categories(PrunePlan plan) {
    Set<PruneCategory> named = EnumSet.noneOf(PruneCategory.class);
    plan.getCategoriesList()
        .forEach(one -> PruneCategory.of(one.getCategory()).ifPresent(named::add));
    return plan.getCategoriesCount() == 0 ? PruneCategory.USUAL : named;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    PruneResult.Builder result = PruneResult.newBuilder();
    mark(control, result);
    Trash bin = new Trash(base, control.jobId());
    Trash fire = new Trash(base, control.jobId(), plan.getApprovalsList());
    if (!isEmergency()) {
      result.setTrashedUntilMs(base.now() + trash.toMillis());
    }
    Set<String> seen = new TreeSet<>();
    Predicate<StripeRow> meant = meant();
    while (!moveAll(control, bin, fire, seen, meant)) {
      LOG.debug("prune {} rested: what is dead is found anew", control.jobId());
    }
    if (isEmergency()) {
      SweepJob.seal(base, control, base.now() + 1);
    }
    SpareRemoval spares = new SpareRemoval(base, control, bin, categories);
    if (categories.contains(PruneCategory.REDUNDANT)
        || categories.contains(PruneCategory.CORRUPTED)) {
      spares.run();
      spares.addTo(result);
    }
    Trash last = isEmergency() ? fire : bin;
    Set<String> unanswered = new TreeSet<>(bin.unanswered());
    unanswered.addAll(fire.unanswered());
    return result
        .setStripes(seen.size() + spares.stripes())
        .setCopies(last.copies())
        .setBytes(last.bytes())
        .setResting(last.resting())
        .addAllUnanswered(unanswered)
        .build()
        .toByteArray();
  }

  private boolean isEmergency() {
    return plan.getReclaimBytes() > 0;
  }

  private void mark(JobControl control, PruneResult.Builder result) throws InterruptedException {
    SetSurvivors survivors = new SetSurvivors(base, control, plan.getRemovedList());
    int done = 0;
    for (PlannedBackup planned : plan.getRemovedList()) {
      control.checkpoint();
      control.progress(JobPhase.MARK, done++, plan.getRemovedCount(), 0, 0);
      BackupRow backup = base.catalogue().backups().get(planned.getBackupId());
      boolean isMarked = backup.state() == BackupState.PRUNED;
      String trouble = isMarked ? "" : survivors.trouble(backup.set());
      if (!trouble.isEmpty()) {
        result.addSkipped(planned.toBuilder().setReason(trouble));
        continue;
      }
      try {
        if (!isMarked) {
          BackupPruned act =
              BackupPruned.newBuilder().setBackupId(backup.id()).setJobId(control.jobId()).build();
          base.catalogue()
              .submit(
                  control.entry().getAskedBy(),
                  planned.getReason(),
                  planHash,
                  Command.newBuilder().setBackupPruned(act).build());
        }
        result.addBackups(backup.id());
      } catch (OperationFailed e) {
        if (e.code() != FailureCode.ACT_REFUSED && e.code() != FailureCode.BACKUP_KEPT) {
          throw e;
        }
        result.addSkipped(planned.toBuilder().setReason(e.sentence()));
      }
    }
  }

  /// The job rested: what was found before may be needed now.
  private static final class Rested extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Rested() {
      super(null, null, false, false);
    }
  }

  /// Which dead stripes go: those of backups that the plan removes, those that nothing needed
  /// before either, or both.
  private Predicate<StripeRow> meant() {
    boolean orphaned = categories.contains(PruneCategory.ORPHANED);
    boolean expired =
        categories.contains(PruneCategory.EXPIRED) || categories.contains(PruneCategory.LOW_VALUE);
    if (orphaned && expired) {
      return _ -> true;
    }
    BitSet ofPlan =
        base.catalogue()
            .spares()
            .neededBy(plan.getRemovedList().stream().map(PlannedBackup::getBackupId).toList());
    return stripe -> ofPlan.get((int) stripe.number()) ? expired : orphaned;
  }

  /// Whether all that is dead was moved; false when the job rested and it has to be found anew.
  private boolean moveAll(
      JobControl control, Trash bin, Trash fire, Set<String> seen, Predicate<StripeRow> meant) {
    List<StripeRow> page = new ArrayList<>();
    try {
      control.checkpoint();
      base.catalogue()
          .stripes()
          .dead(
              Set.of(),
              stripe -> {
                if (!meant.test(stripe)) {
                  return;
                }
                page.add(stripe);
                if (page.size() == STRIPES_AT_ONCE) {
                  move(control, bin, fire, page, seen);
                }
              });
      move(control, bin, fire, page, seen);
      return true;
    } catch (Rested again) {
      return false;
    }
  }

  private void move(
      JobControl control, Trash bin, Trash fire, List<StripeRow> page, Set<String> seen) {
    if (control.checkpoint()) {
      throw new Rested();
    }
    bin.fill(page, "pruned");
    if (isEmergency()) {
      List<StripeId> ids = page.stream().map(StripeRow::id).toList();
      fire.burn(base.catalogue().stripes().unneeded(ids), "pruned at once");
    }
    page.forEach(stripe -> seen.add(stripe.id().hex()));
    page.clear();
    control.progress(JobPhase.TRASH, seen.size(), plan.getStripes(), bin.bytes(), plan.getBytes());
  }
}
