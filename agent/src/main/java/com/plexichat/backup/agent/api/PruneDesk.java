package com.plexichat.backup.agent.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.planning.PrunePlanner;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.agent.security.Approvals;
import com.plexichat.backup.proto.AllowPruningAnswer;
import com.plexichat.backup.proto.AllowPruningRequest;
import com.plexichat.backup.proto.ApprovePruneRequest;
import com.plexichat.backup.proto.CheckPlanAnswer;
import com.plexichat.backup.proto.CheckPlanRequest;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListPrunesAnswer;
import com.plexichat.backup.proto.Noted;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.PruningAllowed;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.ShowPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.wire.Consents;
import com.plexichat.backup.shared.wire.Failures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Prunes: planned, gated, started, listed, taken back, swept.
///
/// A plan that was made is kept for a day and never changed; what runs is what was shown. It is
/// judged once more before it runs, and each of its parts when its turn comes.
public final class PruneDesk {
  private static final int PLANS = 100;
  private static final int AT_ONCE = 2_000;
  private static final int KEPT_SHOWN = 2_000;
  private static final int ID = 16;

  private final Catalogue catalogue;
  private final JobDesk jobs;
  private final InstantSource time;
  private final Duration trash;
  private final PruneGates gates;
  private final PruneCandidates candidates;
  private final PruneFigures figures;
  private final PruneConsents consents;
  private final TrashBudget budget;
  private final PruneJudge judge;
  private final Map<String, PrunePlan> plans =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PrunePlan> eldest) {
          return size() > PLANS;
        }
      };

  /// @param trash how long what was pruned can be brought back
  public PruneDesk(
      Catalogue catalogue, JobDesk jobs, Approvals approvals, InstantSource time, Duration trash) {
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.time = time;
    this.trash = trash;
    this.gates = new PruneGates(catalogue, time);
    this.candidates = new PruneCandidates(catalogue, gates, time);
    this.figures = new PruneFigures(catalogue);
    this.consents = new PruneConsents(approvals);
    this.budget = new TrashBudget(catalogue);
    this.judge = new PruneJudge(gates, candidates, consents, budget);
  }

  PlanPruneAnswer plan(PlanPruneRequest ask, String actor) {
    if (!ask.getSet().isEmpty() && catalogue.sets().find(ask.getSet()).isEmpty()) {
      throw new OperationFailed(FailureCode.SET_UNKNOWN, ask.getSet());
    }
    Set<PruneCategory> categories = PruneFigures.categories(ask);
    PruneCategory ofBackups = PruneFigures.ofBackups(categories);
    Map<String, BackupRow> rows = categories.contains(ofBackups) ? candidates.rows() : Map.of();
    boolean isEarly = ofBackups == PruneCategory.LOW_VALUE;
    PlanPruneAnswer.Builder answer = PlanPruneAnswer.newBuilder();
    List<PlannedBackup> going = new ArrayList<>();
    for (Verdict verdict : candidates.judge(rows, isEarly)) {
      boolean goes = verdict.goes() && isEarly == verdict.code().equals(PrunePlanner.EARLY);
      BackupRow row = Objects.requireNonNull(rows.get(verdict.id()));
      boolean isMeant =
          (ask.getSet().isEmpty() || ask.getSet().equals(row.set()))
              && (ask.getTiersCount() == 0 || ask.getTiersList().contains(row.tier().name()));
      if (isMeant && goes && going.size() < AT_ONCE) {
        going.add(planned(row, verdict.reason()).setCode(verdict.code()).build());
      } else if (isMeant) {
        stays(answer, planned(row, verdict.goes() ? "Another plan takes it." : verdict.reason()));
      }
    }
    boolean isEmergency = ask.getReclaimBytes() > 0;
    int taken =
        isEmergency
            ? figures.fewest(going, ask.getReclaimBytes())
            : figures.most(going, categories, budget.room());
    String why = isEmergency ? "What was asked for comes free without it." : budget.sentence();
    going
        .subList(taken, going.size())
        .forEach(one -> stays(answer, one.toBuilder().clearCode().setReason(why)));
    List<PlannedBackup> removed = going.subList(0, taken);
    PruneSpares spares = PruneSpares.of(catalogue, categories);
    answer.addAllKeptCopies(spares.staying());
    PrunePlan.Builder figured =
        isEmergency
            ? figures.reclaiming(ask.getReclaimBytes(), removed)
            : PruneFigures.with(figures.of(removed, categories), spares);
    PrunePlan plan = made(figured, actor);
    synchronized (plans) {
      plans.put(name(plan), plan);
    }
    return answer.mergeFrom(shown(plan).build()).build();
  }

  private static void stays(PlanPruneAnswer.Builder answer, PlannedBackup.Builder one) {
    if (answer.getKeptCount() < KEPT_SHOWN) {
      answer.addKept(one);
    }
    answer.setKeptTotal(answer.getKeptTotal() + 1);
  }

  static PlannedBackup.Builder planned(BackupRow row, String reason) {
    return PlannedBackup.newBuilder()
        .setBackupId(row.id())
        .setSet(row.set())
        .setNumber(row.number())
        .setTier(row.tier().name())
        .setCreatedMs(row.createdMs())
        .setExpiresMs(row.retention().endsMs())
        .setReason(reason);
  }

  /// A plan with what it was made from.
  private PrunePlan made(PrunePlan.Builder plan, String actor) {
    ClusterRow cluster = gates.cluster();
    return plan.setClusterId(cluster.id())
        .setEpoch(cluster.epoch())
        .setLogIndex(catalogue.head().index())
        .setMadeMs(time.millis())
        .setAskedBy(actor)
        .build();
  }

  /// A plan that was made before, and how it stands.
  PlanPruneAnswer show(ShowPruneRequest ask) {
    return shown(made(ask.getPlanId())).build();
  }

  private PlanPruneAnswer.Builder shown(PrunePlan plan) {
    PlanPruneAnswer.Builder answer =
        PlanPruneAnswer.newBuilder()
            .setPlanId(name(plan))
            .setHash(hash(plan))
            .setPlan(plan)
            .setVacated(figures.vacated(plan, time.millis()))
            .addAllGates(gates.all());
    if (PruneConsents.isAsked(plan)) {
      answer.addGates(consents.gate(plan)).addAllApprovedBy(consents.people(plan));
    }
    return answer;
  }

  private Optional<PrunePlan> find(String id) {
    synchronized (plans) {
      return Optional.ofNullable(plans.get(id))
          .filter(plan -> plan.getMadeMs() + Consents.PLAN_LIFE.toMillis() >= time.millis());
    }
  }

  private static OperationFailed unknown(String id) {
    return new OperationFailed(FailureCode.PLAN_UNKNOWN, id);
  }

  private PrunePlan made(String id) {
    return find(id).orElseThrow(() -> unknown(id));
  }

  /// A plan judged as a run would judge it now, and what that run would skip. Who says why is a
  /// matter of the run.
  CheckPlanAnswer check(CheckPlanRequest ask) {
    Optional<PrunePlan> found = find(ask.getPlanId());
    CheckPlanAnswer.Builder answer = CheckPlanAnswer.newBuilder();
    if (found.isEmpty()) {
      return answer.addRefusals(Failures.message(unknown(ask.getPlanId()))).build();
    }
    PrunePlan plan = found.get();
    judge.refusals(plan, ask.getPlanId()).forEach(no -> answer.addRefusals(Failures.message(no)));
    PruneOutlook outlook = new PruneOutlook(catalogue, time);
    return answer
        .setShown(shown(plan))
        .addAllSkipped(outlook.backups(plan))
        .addAllSkippedCopies(outlook.copies(plan))
        .build();
  }

  /// One more person's consent to a plan that takes two.
  synchronized PlanPruneAnswer approve(ApprovePruneRequest ask, String actor) {
    PrunePlan approved = consents.approved(made(ask.getPlanId()), ask.getApproval(), actor);
    note("approve-prune", actor, ask.getReason(), approved);
    synchronized (plans) {
      plans.put(ask.getPlanId(), approved);
    }
    return shown(approved).build();
  }

  synchronized JobStarted run(RunPruneRequest ask, String actor) {
    PrunePlan plan = made(ask.getPlanId());
    requireHolds(plan, ask.getPlanId(), ask.getReason());
    note("prune", actor, ask.getReason(), plan);
    return jobs.begin("prune", plan, actor);
  }

  /// Whether a plan may run now, as it was shown.
  private void requireHolds(PrunePlan plan, String name, String reason) {
    if (PruneConsents.endsEarly(plan) && reason.isBlank()) {
      throw new OperationFailed(FailureCode.REASON_MISSING, "Ending backups early");
    }
    judge.require(plan, name);
  }

  /// A prune, rollback or sweep that has ended once more, through the gates that it went through
  /// the first time. A plan of which a part was done, or that has lived its day, does not hold.
  synchronized JobStarted again(JobEntry ended, String reason, String actor) {
    switch (ended.getKind()) {
      case "prune" -> {
        PrunePlan plan = plan(ended);
        if (plan.getMadeMs() + Consents.PLAN_LIFE.toMillis() < time.millis()) {
          throw new OperationFailed(FailureCode.PLAN_STALE, name(plan), "it is older than a day.");
        }
        requireHolds(plan, name(plan), reason);
        note("prune", actor, reason, plan);
      }
      case "rollback" -> requireToRollBack(JobWork.prune(ended));
      default -> {
        gates.requireOpen();
        MemberDesk.note(catalogue, actor, "sweep", reason);
      }
    }
    return jobs.again(ended, actor);
  }

  static PrunePlan plan(JobEntry prune) {
    try {
      return PrunePlan.parseFrom(prune.getParameters());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the plan of job " + prune.getJobId(), e);
    }
  }

  static String name(PrunePlan plan) {
    return hash(plan).substring(0, ID);
  }

  private static String hash(PrunePlan plan) {
    return HexFormat.of().formatHex(Consents.hash(plan));
  }

  /// Who wants it and why is in the log before it begins.
  private void note(String act, String actor, String reason, PrunePlan plan) {
    catalogue.submit(
        actor,
        reason,
        hash(plan),
        Command.newBuilder()
            .setNoted(
                Noted.newBuilder()
                    .setAct(act)
                    .setDetail(
                        "%d backups%s, %d bytes"
                            .formatted(
                                plan.getRemovedCount(),
                                PruneConsents.endsEarly(plan) ? " that end early" : "",
                                plan.getBytes())))
            .build());
  }

  ListPrunesAnswer list() {
    return ListPrunesAnswer.newBuilder().addAllPrunes(heaps()).build();
  }

  /// What lies in the trash, by the job that brought it there.
  List<PruneEntry> heaps() {
    return catalogue.trash().heaps().stream()
        .map(heap ->
            PruneEntry.newBuilder()
                .setJobId(heap.jobId())
                .setAtMs(heap.sinceMs())
                .setUntilMs(heap.sinceMs() + trash.toMillis())
                .setStripes(heap.stripes())
                .setCopies(heap.copies())
                .setBytes(heap.bytes())
                .addAllBackups(heap.backups())
                .build())
        .toList();
  }

  /// What is lost elsewhere keeps nothing from coming back.
  synchronized JobStarted rollBack(RollBackPruneRequest ask, String actor) {
    requireToRollBack(ask.getJobId());
    return jobs.begin("rollback", ask, actor);
  }

  private void requireToRollBack(String prune) {
    rollbackRefusals(prune).stream()
        .findFirst()
        .ifPresent(no -> {
          throw no;
        });
  }

  /// All that keeps a prune from being taken back now.
  List<OperationFailed> rollbackRefusals(String prune) {
    List<OperationFailed> all = new ArrayList<>(gates.busyRefusal().stream().toList());
    if (!canRollBack(prune)) {
      all.add(new OperationFailed(FailureCode.PRUNE_UNKNOWN, prune));
    }
    return all;
  }

  /// Whether there is anything to take back. Also once more, when a machine did not answer for
  /// copies that came back with it.
  boolean canRollBack(String prune) {
    boolean isAny =
        !catalogue.trash().ofJob(prune).isEmpty()
            || !catalogue.backups().prunedBy(prune).isEmpty()
            || (isPrune(prune) && !catalogue.stripes().unacknowledged().isEmpty());
    return !prune.isEmpty() && isAny;
  }

  private boolean isPrune(String job) {
    return catalogue.jobs().find(job).filter(one -> one.getKind().equals("prune")).isPresent();
  }

  /// Somebody takes responsibility for what a catalogue that was made anew does not know.
  AllowPruningAnswer allow(AllowPruningRequest ask, String actor) {
    if (ask.getReason().isBlank()) {
      throw new OperationFailed(FailureCode.REASON_MISSING, "Allowing pruning");
    }
    catalogue.submit(
        actor,
        ask.getReason(),
        "",
        Command.newBuilder().setPruningAllowed(PruningAllowed.getDefaultInstance()).build());
    return AllowPruningAnswer.newBuilder().addAllGates(gates.all()).build();
  }

  synchronized JobStarted sweep(SweepTrashRequest ask, String actor) {
    gates.requireOpen();
    MemberDesk.note(catalogue, actor, "sweep", ask.getReason());
    return jobs.begin("sweep", ask, actor);
  }

  /// Whether anything has lain in the trash for its time.
  boolean hasOld() {
    long before = time.millis() - trash.toMillis();
    return !catalogue.backups().prunedBefore(before).isEmpty()
        || !catalogue.trash().before(before).isEmpty();
  }
}
