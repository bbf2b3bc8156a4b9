package com.plexichat.backup.agent.api;

import com.google.protobuf.MessageLite;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.jobs.JobControl;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.planning.Verdict;
import com.plexichat.backup.agent.recovery.BackupComparison;
import com.plexichat.backup.proto.BackupWork;
import com.plexichat.backup.proto.BrowseOrder;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadOrder;
import com.plexichat.backup.proto.DownloadRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreflightRequest;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.VerifyRequest;
import com.plexichat.backup.proto.VerifyWork;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Tiers;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts what takes long, here or on the machine that it concerns, and goes on with it after a
/// restart.
public final class JobDesk {
  private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);

  private final Catalogue catalogue;
  private final BackupDesk backups;
  private final TestedBackups tested;
  private final Jobs jobs;
  private final RestoresUnderWay restores;
  private final JobMachines machines;
  private final JobWork works;
  private final RandomGenerator random;

  /// Held from a backup's opening, and from the search for a restore, until its job is there.
  private final ReentrantLock opening = new ReentrantLock();

  /// Who knows of backups.
  public record Desks(BackupDesk backups, TestedBackups tested) {}

  public JobDesk(
      Catalogue catalogue, Desks desks, Jobs jobs, JobMachines machines, RandomGenerator random) {
    this.catalogue = catalogue;
    this.backups = desks.backups();
    this.tested = desks.tested();
    this.jobs = jobs;
    this.restores = new RestoresUnderWay(catalogue, jobs);
    this.machines = machines;
    this.works = new JobWork(machines);
    this.random = random;
  }

  public BackupDesk backups() {
    return backups;
  }

  public Jobs jobs() {
    return jobs;
  }

  PreflightAnswer preflight(PreflightRequest ask) {
    Tier tier = ask.hasTier() ? backups.tier(ask.getTier()) : backups.decided(ask.getPathsList());
    Verdict verdict = backups.preflight(tier, host(ask.getHost()));
    return PreflightAnswer.newBuilder()
        .setOutcome(verdict.outcome().name().toLowerCase(Locale.ROOT))
        .setSentence(verdict.sentence() + " " + verdict.detail())
        .setOwnersNeeded(verdict.ownersNeeded())
        .setOwnersPresent(verdict.ownersPresent())
        .setCopiesPossible(verdict.copiesPossible())
        .setCollusionNumber(verdict.collusionNumber())
        .setTier(Tiers.message(tier))
        .build();
  }

  SetSpec define(SetSpec set, String actor) {
    return backups.define(set, machines.own(), actor);
  }

  PreviewSetAnswer preview(SetSpec asked) {
    SetSpec set = backups.meant(asked, machines.own());
    PeerId host = new PeerId(set.getHost());
    backups.requireMember(host, set.getName());
    return machines.preview(host, PreviewSetRequest.newBuilder().setSet(set).build());
  }

  JobStarted backUp(SetSpec asked, String actor) {
    return backUp(asked, actor, "");
  }

  private JobStarted backUp(SetSpec asked, String actor, String restartOf) {
    SetSpec set = define(asked, actor);
    opening.lock();
    try {
      return open(set, actor, restartOf);
    } finally {
      opening.unlock();
    }
  }

  private JobStarted open(SetSpec set, String actor, String restartOf) {
    Optional<BackupRow> running = backups.running(set.getName()).filter(this::isUnderWay);
    if (running.isPresent()) {
      return started(running.get().jobId(), running.get().id(), true);
    }
    String jobId = newId();
    BackupDesk.Begun begun = backups.begin(set, jobId, actor);
    JobEntry job =
        job(jobId, "backup", actor, begun.host())
            .setBackupId(begun.backup().id())
            .setRestartOf(restartOf)
            .setParameters(order(jobId, begun.backup().id()).toByteString())
            .build();
    start(job);
    return started(jobId, begun.backup().id(), begun.resumed());
  }

  private static RunOrder order(String jobId, String backupId) {
    return RunOrder.newBuilder()
        .setJobId(jobId)
        .setBackup(BackupWork.newBuilder().setBackupId(backupId))
        .build();
  }

  JobStarted restore(RestoreRequest ask, String actor) {
    BackupRow backup = listed(ask.getBackupId());
    PeerId host = host(ask.getHost());
    String jobId = newId();
    RestoreWork work =
        RestoreWork.newBuilder()
            .setBackupId(backup.id())
            .setTo(ask.getTo())
            .addAllIncludes(ask.getIncludesList())
            .setOverwrite(ask.getOverwrite())
            .setDryRun(ask.getDryRun())
            .setAskedBy(actor)
            .build();
    return restore(job(jobId, "restore", actor, host), work);
  }

  private JobStarted restore(JobEntry.Builder job, RestoreWork work) {
    RunOrder order = RunOrder.newBuilder().setJobId(job.getJobId()).setRestore(work).build();
    opening.lock();
    try {
      Optional<String> running = restores.find(new PeerId(job.getHost()), work);
      return running.isPresent()
          ? started(running.get(), work.getBackupId(), true)
          : startRemote(job, order, work.getBackupId());
    } finally {
      opening.unlock();
    }
  }

  JobStarted verify(VerifyRequest ask, String actor) {
    BackupRow backup = backups.resolve(ask.getBackupId(), "");
    return verify(backup, ask.getDepth(), actor, "");
  }

  private JobStarted verify(BackupRow backup, String depth, String actor, String restartOf) {
    String jobId = newId();
    VerifyWork work = VerifyWork.newBuilder().setBackupId(backup.id()).setDepth(depth).build();
    RunOrder order = RunOrder.newBuilder().setJobId(jobId).setVerify(work).build();
    PeerId host = JobWork.isKeyless(depth) ? machines.own() : machines.reader(backup);
    return startRemote(
        job(jobId, "verify", actor, host).setRestartOf(restartOf), order, backup.id());
  }

  /// The work of a job that has ended once more, with the same parameters: what reads keys or
  /// writes files where it was done before, the backup of a set as the set is now.
  JobStarted again(JobEntry ended, String actor) {
    if (ended.getKind().equals("backup")) {
      String set = backups.get(ended.getBackupId()).set();
      return backUp(SetSpec.newBuilder().setName(set).build(), actor, ended.getJobId());
    }
    if (ended.getBackupId().isEmpty()) {
      JobEntry job =
          job(newId(), ended.getKind(), actor, machines.own())
              .setRestartOf(ended.getJobId())
              .setParameters(ended.getParameters())
              .build();
      start(job);
      return started(job.getJobId(), "", false);
    }
    BackupRow backup = listed(ended.getBackupId());
    RunOrder order = JobWork.order(ended);
    if (order.hasVerify()) {
      return verify(backup, order.getVerify().getDepth(), actor, ended.getJobId());
    }
    JobEntry.Builder job = job(newId(), "restore", actor, new PeerId(ended.getHost()));
    RestoreWork work = order.getRestore().toBuilder().setAskedBy(actor).build();
    return restore(job.setRestartOf(ended.getJobId()), work);
  }

  /// Starts work of the coordinator itself.
  JobStarted begin(String kind, MessageLite parameters, String actor) {
    JobEntry job =
        job(newId(), kind, actor, machines.own()).setParameters(parameters.toByteString()).build();
    start(job);
    return started(job.getJobId(), "", false);
  }

  void browse(BrowseRequest ask, Consumer<BrowsePage> pages) {
    if (!ask.getBackupId().isEmpty()) {
      browse(backups.resolve(ask.getBackupId(), ask.getSet()), ask, pages);
      return;
    }
    for (BackupRow backup : backups.list(ask.getSet())) {
      if (backup.state().isListed()) {
        browse(backup, ask, pages);
      }
    }
  }

  private void browse(BackupRow backup, BrowseRequest ask, Consumer<BrowsePage> pages) {
    BrowseOrder order =
        BrowseOrder.newBuilder()
            .setBackupId(backup.id())
            .setPath(ask.getPath())
            .setGlob(ask.getGlob())
            .setRecursive(ask.getRecursive())
            .build();
    machines.browse(machines.reader(backup), order, pages);
  }

  void compare(CompareRequest ask, Consumer<ComparePage> pages) {
    BackupRow from = listed(ask.getFrom());
    BackupRow to = listed(ask.getTo());
    if (!from.vault().equals(to.vault())) {
      throw BackupComparison.otherVault(from.id(), to.id());
    }
    CompareRequest order =
        CompareRequest.newBuilder()
            .setFrom(from.id())
            .setTo(to.id())
            .setPath(ask.getPath())
            .build();
    machines.compare(machines.reader(to), order, pages);
  }

  private BackupRow listed(String id) {
    BackupRow backup = backups.resolve(id, "");
    if (!backup.state().isListed()) {
      throw new OperationFailed(FailureCode.BACKUP_UNKNOWN, id);
    }
    return backup;
  }

  void download(DownloadRequest ask, String actor, Consumer<DownloadFrame> frames) {
    BackupRow backup = backups.resolve(ask.getBackupId(), "");
    MemberDesk.note(catalogue, actor, "download", "backup " + backup.id());
    DownloadOrder order =
        DownloadOrder.newBuilder().setBackupId(backup.id()).setPath(ask.getPath()).build();
    machines.download(machines.reader(backup), order, frames);
  }

  /// Goes on with what was running when the coordinator stopped.
  public void resume() {
    for (JobEntry job : catalogue.jobs().unfinished()) {
      try {
        start(job);
      } catch (OperationFailed | IllegalStateException e) {
        // One that nobody can go on with keeps no other from going on; it does not look as if it
        // ran.
        LOG.error("job {} does not go on", job.getJobId(), e);
      }
    }
    opening.lock();
    try {
      catalogue.backups().all().stream()
          .filter(backup -> backup.state() == BackupState.RUNNING)
          .forEach(this::isUnderWay);
    } finally {
      opening.unlock();
    }
  }

  /// Whether somebody works on a backup that is said to run. Where the coordinator stopped, or its
  /// disk failed, between the backup and its job, nobody ever would: it goes on when it is asked
  /// for again.
  private boolean isUnderWay(BackupRow backup) {
    if (jobs.find(backup.jobId()).filter(job -> !Jobs.isFinal(job)).isPresent()) {
      return true;
    }
    backups.interrupt(backup.id(), "The coordinator stopped before it began.");
    return false;
  }

  private JobStarted startRemote(JobEntry.Builder job, RunOrder order, String backupId) {
    start(job.setBackupId(backupId).setParameters(order.toByteString()).build());
    return started(order.getJobId(), backupId, false);
  }

  private void start(JobEntry job) {
    Work work = works.of(job);
    jobs.start(
        job,
        job.getKind().equals("backup")
            ? new SavingWork(work, backups, catalogue, job.getBackupId())
            : control -> told(control, job.getKind(), work));
  }

  /// Who watches is told everything, the log what it may know.
  private byte[] told(JobControl control, String kind, Work work) throws InterruptedException {
    byte[] result = work.run(control);
    tested.ended(control.entry(), result);
    control.tell(result);
    if (kind.equals("rollback")) {
      tookBack(control.entry());
    }
    return StoredResults.nameless(kind, result);
  }

  /// Of a prune of which nothing is left in the trash and no backup is pruned, nothing is done any
  /// more.
  private void tookBack(JobEntry rollback) {
    String prune = JobWork.prune(rollback);
    if (catalogue.trash().ofJob(prune).isEmpty() && catalogue.backups().prunedBy(prune).isEmpty()) {
      jobs.rolledBack(prune, rollback.getJobId());
    }
  }

  private JobEntry.Builder job(String id, String kind, String actor, PeerId host) {
    return JobEntry.newBuilder().setJobId(id).setKind(kind).setAskedBy(actor).setHost(host.hex());
  }

  private static JobStarted started(String jobId, String backupId, boolean resumed) {
    return JobStarted.newBuilder()
        .setJobId(jobId)
        .setBackupId(backupId)
        .setResumed(resumed)
        .build();
  }

  PeerId host(String nameOrId) {
    return nameOrId.isEmpty() ? machines.own() : catalogue.peers().get(nameOrId).id();
  }

  private String newId() {
    byte[] id = new byte[8];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
