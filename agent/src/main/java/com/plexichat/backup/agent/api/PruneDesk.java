package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.planning.PrunePlanner;
import com.plexichat.backup.agent.planning.PrunePlanner.Candidate;
import com.plexichat.backup.agent.planning.PrunePlanner.Verdict;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.Gate;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.ListPrunesAnswer;
import com.plexichat.backup.proto.Noted;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PlannedBackup;
import com.plexichat.backup.proto.PruneEntry;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Prunes: planned, gated, started, listed, taken back, swept.
///
/// A plan that was made is kept for a day and never changed; what runs is what was shown. It is
/// judged once more before it runs, and each of its parts when its turn comes.
public final class PruneDesk {
  static final int QUORUM = 3;
  private static final Duration PLAN_LIFE = Duration.ofDays(1);
  private static final int PLANS = 100;
  private static final int AT_ONCE = 2_000;
  private static final int KEPT_SHOWN = 2_000;
  private static final int ID = 16;
  private static final String INTERLOCK = "G15";
  private static final Set<String> OWN = Set.of("prune", "rollback", "sweep");

  private final Catalogue catalogue;
  private final JobDesk jobs;
  private final InstantSource time;
  private final Duration trash;
  private final Map<String, PrunePlan> plans =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PrunePlan> eldest) {
          return size() > PLANS;
        }
      };

  /// @param trash how long what was pruned can be brought back
  public PruneDesk(Catalogue catalogue, JobDesk jobs, InstantSource time, Duration trash) {
    this.catalogue = catalogue;
    this.jobs = jobs;
    this.time = time;
    this.trash = trash;
  }

  PlanPruneAnswer plan(PlanPruneRequest ask, String actor) {
    if (!ask.getSet().isEmpty() && catalogue.sets().find(ask.getSet()).isEmpty()) {
      throw new OperationFailed(FailureCode.SET_UNKNOWN, ask.getSet());
    }
    Map<String, BackupRow> rows = rows();
    PlanPruneAnswer.Builder answer = PlanPruneAnswer.newBuilder();
    List<PlannedBackup> removed = new ArrayList<>();
    for (Verdict verdict : judge(rows)) {
      BackupRow row = Objects.requireNonNull(rows.get(verdict.id()));
      boolean isMeant =
          (ask.getSet().isEmpty() || ask.getSet().equals(row.set()))
              && (ask.getTiersCount() == 0 || ask.getTiersList().contains(row.tier().name()));
      if (isMeant && verdict.goes() && removed.size() < AT_ONCE) {
        removed.add(planned(row, verdict.reason()));
      } else if (isMeant && answer.getKeptTotal() < KEPT_SHOWN) {
        String why = verdict.goes() ? "The next plan takes it." : verdict.reason();
        answer.addKept(planned(row, why)).setKeptTotal(answer.getKeptTotal() + 1);
      } else if (isMeant) {
        answer.setKeptTotal(answer.getKeptTotal() + 1);
      }
    }
    PrunePlan plan = figured(removed, actor);
    String id = HexFormat.of().formatHex(Digests.sha256(plan.toByteArray())).substring(0, ID);
    synchronized (plans) {
      plans.put(id, plan);
    }
    return answer.setPlanId(id).setPlan(plan).addAllGates(gates()).build();
  }

  private static PlannedBackup planned(BackupRow row, String reason) {
    return PlannedBackup.newBuilder()
        .setBackupId(row.id())
        .setSet(row.set())
        .setNumber(row.number())
        .setTier(row.tier().name())
        .setCreatedMs(row.createdMs())
        .setExpiresMs(row.retention().endsMs())
        .setReason(reason)
        .build();
  }

  private Map<String, BackupRow> rows() {
    return rows(catalogue);
  }

  /// Those that a prune looks at, oldest first.
  static Map<String, BackupRow> rows(Catalogue catalogue) {
    return catalogue.backups().all().reversed().stream()
        .filter(row -> row.state().isListed() || row.state() == BackupState.DELETED)
        .collect(
            Collectors.toMap(BackupRow::id, Function.identity(), (a, _) -> a, LinkedHashMap::new));
  }

  private List<Verdict> judge(Map<String, BackupRow> rows) {
    long now = time.millis();
    List<String> listed =
        rows.values().stream().filter(row -> row.state().isListed()).map(BackupRow::id).toList();
    Set<String> unreadable = catalogue.stripes().unreadable(listed, now);
    Set<String> busy = new HashSet<>();
    catalogue.backups().in(BackupState.RUNNING).forEach(row -> busy.add(row.vault().hex()));
    Map<String, String> readers = new HashMap<>();
    for (JobEntry job : underWay()) {
      if (!job.getBackupId().isEmpty() && !job.getKind().equals("backup")) {
        readers.put(job.getBackupId(), job.getJobId());
      }
    }
    List<Candidate> candidates =
        rows.values().stream()
            .map(row -> candidate(row, unreadable.contains(row.id()), now))
            .toList();
    return PrunePlanner.judge(candidates, new PrunePlanner.UnderWay(busy, readers));
  }

  /// A backup as the planner sees it.
  static Candidate candidate(BackupRow row, boolean isUnreadable, long now) {
    return new Candidate(
        row.id(),
        row.set(),
        row.vault().hex(),
        row.number(),
        row.state() == BackupState.DELETED,
        row.expiresMs() > 0 && row.expiresMs() <= now,
        row.retention().keeps().stream()
            .map(keep -> (keep.getKind() + " " + keep.getName()).strip())
            .toList(),
        row.state().isListed() && !isUnreadable,
        row.createdMs(),
        row.tier());
  }

  private List<JobEntry> underWay() {
    return catalogue.jobs().unfinished().stream().filter(job -> !Jobs.isFinal(job)).toList();
  }

  private PrunePlan figured(List<PlannedBackup> removed, String actor) {
    ClusterRow cluster = cluster();
    Tally all = new Tally();
    Tally orphaned = new Tally();
    catalogue.stripes().dead(Set.of(), orphaned::add);
    catalogue
        .stripes()
        .dead(
            removed.stream().map(PlannedBackup::getBackupId).collect(Collectors.toSet()), all::add);
    return PrunePlan.newBuilder()
        .setClusterId(cluster.id())
        .setEpoch(cluster.epoch())
        .setLogIndex(catalogue.head().index())
        .setMadeMs(time.millis())
        .setAskedBy(actor)
        .addAllRemoved(removed)
        .setStripes(all.stripes)
        .setCopies(all.copies)
        .setBytes(all.bytes)
        .setOrphanedBytes(orphaned.bytes)
        .build();
  }

  /// Copies that lie with their holders, of some stripes.
  private static final class Tally {
    private long stripes;
    private long copies;
    private long bytes;

    void add(StripeRow stripe) {
      stripes++;
      for (ShardRow shard : stripe.shards()) {
        for (CopyRow copy : shard.copies()) {
          if (copy.state().isCounted()) {
            copies++;
            bytes += shard.length();
          }
        }
      }
    }
  }

  private ClusterRow cluster() {
    return catalogue
        .cluster()
        .find()
        .orElseThrow(() -> new IllegalStateException("the cluster was not founded"));
  }

  /// Whether anything may be pruned at all, now.
  private List<Gate> gates() {
    long active =
        catalogue.peers().all().stream()
            .map(PeerRow::state)
            .filter(state -> state == PeerState.ACTIVE)
            .count();
    String busy = busy();
    long lost = catalogue.shards().distribution(time.millis()).lost();
    return List.of(
        gate(
            "G3",
            active >= QUORUM,
            "%d peers are active, and it takes %d.".formatted(active, QUORUM)),
        gate(
            "G10",
            !cluster().rebuilt(),
            cluster().rebuilt()
                ? "The catalogue was made anew from headers and records: holds are not known."
                : "The catalogue is the one that the log began."),
        gate(
            INTERLOCK,
            busy.isEmpty() && lost == 0,
            busy.isEmpty() ? lost + " shards that backups need are lost." : busy));
  }

  /// Who works on the trash, in a sentence; empty: nobody.
  private String busy() {
    return underWay().stream()
        .filter(job -> OWN.contains(job.getKind()))
        .map(job -> "Job " + job.getJobId() + " works on the trash.")
        .collect(Collectors.joining(" "));
  }

  private static Gate gate(String name, boolean isOpen, String sentence) {
    return Gate.newBuilder().setGate(name).setOpen(isOpen).setSentence(sentence).build();
  }

  private void requireOpen() {
    for (Gate gate : gates()) {
      if (!gate.getOpen()) {
        throw new OperationFailed(FailureCode.GATE_CLOSED, gate.getGate(), gate.getSentence());
      }
    }
  }

  synchronized JobStarted run(RunPruneRequest ask, String actor) {
    PrunePlan plan;
    synchronized (plans) {
      plan = plans.get(ask.getPlanId());
    }
    if (plan == null || plan.getMadeMs() + PLAN_LIFE.toMillis() < time.millis()) {
      throw new OperationFailed(FailureCode.PLAN_UNKNOWN, ask.getPlanId());
    }
    requireOpen();
    if (plan.getEpoch() != cluster().epoch()) {
      throw new OperationFailed(
          FailureCode.PLAN_STALE, ask.getPlanId(), "another coordinator took over.");
    }
    Map<String, Verdict> now =
        judge(rows()).stream().collect(Collectors.toMap(Verdict::id, Function.identity()));
    for (PlannedBackup planned : plan.getRemovedList()) {
      Verdict verdict = now.get(planned.getBackupId());
      if (verdict == null || !verdict.goes()) {
        throw new OperationFailed(
            FailureCode.PLAN_STALE,
            ask.getPlanId(),
            "backup %s stays. %s"
                .formatted(
                    planned.getBackupId(), verdict == null ? "It is gone." : verdict.reason()));
      }
    }
    note(actor, ask.getReason(), plan);
    return jobs.begin("prune", plan, actor);
  }

  /// Who wants it and why is in the log before it begins.
  private void note(String actor, String reason, PrunePlan plan) {
    catalogue.submit(
        actor,
        reason,
        HexFormat.of().formatHex(Digests.sha256(plan.toByteArray())),
        Command.newBuilder()
            .setNoted(
                Noted.newBuilder()
                    .setAct("prune")
                    .setDetail(
                        "%d backups, %d bytes".formatted(plan.getRemovedCount(), plan.getBytes())))
            .build());
  }

  ListPrunesAnswer list() {
    ListPrunesAnswer.Builder answer = ListPrunesAnswer.newBuilder();
    catalogue
        .trash()
        .heaps()
        .forEach(heap ->
            answer.addPrunes(
                PruneEntry.newBuilder()
                    .setJobId(heap.jobId())
                    .setAtMs(heap.sinceMs())
                    .setUntilMs(heap.sinceMs() + trash.toMillis())
                    .setStripes(heap.stripes())
                    .setCopies(heap.copies())
                    .setBytes(heap.bytes())
                    .addAllBackups(heap.backups())));
    return answer.build();
  }

  /// What is lost elsewhere keeps nothing from coming back.
  synchronized JobStarted rollBack(RollBackPruneRequest ask, String actor) {
    String busy = busy();
    if (!busy.isEmpty()) {
      throw new OperationFailed(FailureCode.GATE_CLOSED, INTERLOCK, busy);
    }
    if (ask.getJobId().isEmpty()
        || (catalogue.trash().ofJob(ask.getJobId()).isEmpty()
            && catalogue.backups().prunedBy(ask.getJobId()).isEmpty())) {
      throw new OperationFailed(FailureCode.PRUNE_UNKNOWN, ask.getJobId());
    }
    return jobs.begin("rollback", ask, actor);
  }

  synchronized JobStarted sweep(SweepTrashRequest ask, String actor) {
    requireOpen();
    MemberDesk.note(catalogue, actor, "sweep", ask.getReason());
    return jobs.begin("sweep", ask, actor);
  }
}
