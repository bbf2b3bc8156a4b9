package com.plexichat.backup.agent.upkeep;

import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.ledger.OrderSigner;
import com.plexichat.backup.agent.ledger.Views;
import com.plexichat.backup.agent.planning.LostShard;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.Repair;
import com.plexichat.backup.agent.planning.RepairPlanner;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.plan.Action;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Brings stripes back to the copies that their tiers ask: copies sealed shards from holder to
/// holder, and rebuilds those without a copy through parity.
///
/// Each batch is planned, carried out and planned again until nothing more can be done: copies of a
/// rebuilt shard and ways round a failed holder come with the next plan. A preview makes the same
/// plans and stops there.
public final class RepairJob implements Work {
  private static final int ROUNDS = 10;

  /// Stripes that are remembered as done while the most urgent ones are asked for; then the rest is
  /// walked by age.
  private static final int REMEMBERED = 10_000;

  private final UpkeepBase base;
  private final OrderSigner signer;
  private final RepairScope scope;
  private final boolean dryRun;
  private final Optional<LostFiles> files;

  /// @param only shards to repair; empty: all that are short
  /// @param dryRun only the plan's figures
  /// @param files present when a person asked: then holders look whether their copies are there
  ///   before anything is planned, and the files that are lost are named
  public RepairJob(
      UpkeepBase base,
      OrderSigner signer,
      Collection<ShardId> only,
      boolean dryRun,
      Optional<LostFiles> files) {
    this.base = base;
    this.signer = signer;
    this.scope = new RepairScope(base, Set.copyOf(only));
    this.dryRun = dryRun;
    this.files = files;
  }

  @Override
  public byte[] run(JobControl control) throws InterruptedException {
    RepairTally tally = new RepairTally(control, base);
    if (files.isPresent()) {
      tally.unanswered(look(control));
    }
    if (dryRun) {
      preview(control, tally);
    } else {
      Run run = new Run(control, tally, new RepairSteps(base, signer, control.jobId(), tally));
      run.all();
    }
    files.ifPresent(tally::name);
    return tally.result(dryRun).toByteArray();
  }

  /// Has copies looked at: that all are there; or every byte of the shards that were named. Answers
  /// who did not answer.
  private Set<String> look(JobControl control) throws InterruptedException {
    if (scope.only().isEmpty()) {
      return new IntegrityCheck(base, IntegrityCheck.Depth.PRESENCE, Optional.empty())
          .look(control)
          .unanswered();
    }
    CheckTally found = new CheckTally(control, 0);
    new StripeCheck(base, IntegrityCheck.Depth.HASH, control, found)
        .look(base.catalogue().stripes().get(scope.named(), base.now()), scope::covers);
    return found.unanswered();
  }

  /// Whether a plan has anything to do: over the most urgent stripes, or else over any others.
  static boolean isWorthwhile(UpkeepBase base) {
    RepairScope scope = new RepairScope(base, Set.of());
    List<PeerView> peers = peers(base);
    boolean[] found = {!plan(scope, scope.urgent(Set.of()), peers).actions().isEmpty()};
    if (!found[0]) {
      scope.forEachBatch(
          batch -> found[0] = found[0] || !plan(scope, batch, peers).actions().isEmpty());
    }
    return found[0];
  }

  /// A plan over a batch, and its actions that are in scope.
  private record Planned(Map<StripeId, StripeRow> stripes, Repair repair, List<Action> actions) {}

  private static List<PeerView> peers(UpkeepBase base) {
    return Views.peers(base.catalogue().peers().all());
  }

  private static Planned plan(RepairScope scope, List<StripeId> batch, List<PeerView> peers) {
    Map<StripeId, StripeRow> stripes = new LinkedHashMap<>();
    scope.rows(batch).forEach(row -> stripes.put(row.id(), row));
    long seed = scope.base().catalogue().head().index();
    Repair repair =
        RepairPlanner.plan(stripes.values().stream().map(Views::stripe).toList(), peers, seed);
    List<Action> actions =
        repair.plan().actions().stream().filter(action -> covers(scope, stripes, action)).toList();
    return new Planned(stripes, repair, actions);
  }

  private static boolean covers(
      RepairScope scope, Map<StripeId, StripeRow> stripes, Action action) {
    StripeRow stripe = stripes.get(action.stripe());
    return stripe != null && scope.covers(stripe.shards().get(index(action)));
  }

  private static int index(Action action) {
    return switch (action) {
      case Action.Copy copy -> copy.index();
      case Action.Rebuild rebuild -> rebuild.index();
    };
  }

  private static long bytes(Planned planned, Action action) {
    StripeRow stripe = planned.stripes().get(action.stripe());
    if (stripe == null) {
      return 0;
    }
    long length = stripe.shards().get(index(action)).length();
    return action instanceof Action.Rebuild rebuild
        ? (rebuild.parts().size() + 1L) * length
        : length;
  }

  /// Tells what a plan leaves: lost shards, copies without a holder to go to.
  private void leave(Planned planned, RepairTally tally, boolean isPreview) {
    int lost = 0;
    for (LostShard one : planned.repair().lost()) {
      StripeRow stripe = planned.stripes().get(one.stripe());
      if (stripe == null || !scope.covers(stripe.shards().get(one.index()))) {
        continue;
      }
      ShardRow shard = stripe.shards().get(one.index());
      lost += shard.target() - shard.counted();
      tally.lost(stripe, shard, base.catalogue().backups().needing(one.stripe()));
    }
    long shortage = planned.stripes().values().stream().mapToLong(scope::shortage).sum();
    long possible = (long) planned.actions().size() + planned.repair().later();
    long waiting = Math.max(0, shortage - lost - possible);
    tally.waiting(waiting, planned.repair().plan().blockers());
    if (!isPreview) {
      tally.undone(possible);
    }
  }

  private void preview(JobControl control, RepairTally tally) {
    Map<PeerId, Long> taken = new TreeMap<>();
    scope.forEachBatch(batch -> {
      control.checkpoint();
      List<PeerView> peers =
          peers(base).stream()
              .map(peer -> peer.withFreeBytes(peer.freeBytes() - taken.getOrDefault(peer.id(), 0L)))
              .toList();
      Planned planned = plan(scope, batch, peers);
      for (Action action : planned.actions()) {
        boolean isRebuild = action instanceof Action.Rebuild;
        PeerId target =
            switch (action) {
              case Action.Copy copy -> copy.to();
              case Action.Rebuild rebuild -> rebuild.to();
            };
        taken.merge(target, bytes(planned, action), Long::sum);
        tally.made(1, isRebuild, bytes(planned, action));
      }
      leave(planned, tally, true);
    });
  }

  /// One execution.
  private final class Run {
    private final JobControl control;
    private final RepairTally tally;
    private final RepairSteps steps;

    Run(JobControl control, RepairTally tally, RepairSteps steps) {
      this.control = control;
      this.tally = tally;
      this.steps = steps;
    }

    void all() throws InterruptedException {
      if (!scope.only().isEmpty()) {
        mend(scope.named());
        return;
      }
      Set<StripeId> done = new HashSet<>();
      List<StripeId> batch = scope.urgent(done);
      while (!batch.isEmpty() && done.size() < REMEMBERED) {
        mend(batch);
        done.addAll(batch);
        batch = scope.urgent(done);
      }
      if (!batch.isEmpty()) {
        rest(done);
      }
    }

    private void rest(Set<StripeId> done) {
      scope.forEachBatch(batch -> {
        try {
          mend(batch.stream().filter(stripe -> !done.contains(stripe)).toList());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new OperationFailed(e, FailureCode.CANCELLED, "The repair");
        }
      });
    }

    /// What was planned before the job rested may not hold any more: the next plan has it.
    private void unlessRested(int rests, Runnable task) {
      control.checkpoint();
      if (control.rests() == rests) {
        task.run();
      }
    }

    private void mend(List<StripeId> batch) throws InterruptedException {
      for (int round = 0; round < ROUNDS; round++) {
        control.checkpoint();
        steps.avoided().nextRound();
        Planned planned = plan(scope, batch, steps.avoided().applied(peers(base)));
        if (planned.actions().isEmpty()) {
          if (steps.avoided().mayForgive()) {
            continue;
          }
          break;
        }
        tally.planned(
            planned.actions().size(),
            planned.actions().stream().mapToLong(action -> bytes(planned, action)).sum());
        int rests = control.rests();
        Crew.run(
            control,
            base.tuned(Parameter.REPAIR_PARALLEL),
            steps.tasks(planned.actions(), planned.stripes()).stream()
                .map(task -> (Runnable) () -> unlessRested(rests, task))
                .toList());
        // Rounds are there against holders that fail again and again, not against pauses.
        round -= control.rests() == rests ? 0 : 1;
      }
      control.checkCancelled();
      leave(plan(scope, batch, peers(base)), tally, false);
    }
  }
}
