package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.transport.Caller;
import com.plexichat.backup.proto.AllowPruningAnswer;
import com.plexichat.backup.proto.AllowPruningRequest;
import com.plexichat.backup.proto.ApprovePruneRequest;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.CancelJobRequest;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.CertificateRequest;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DefineSetAnswer;
import com.plexichat.backup.proto.DefineSetRequest;
import com.plexichat.backup.proto.DeleteBackupRequest;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DistributionRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadRequest;
import com.plexichat.backup.proto.GrantVaultRequest;
import com.plexichat.backup.proto.GrantVaultResult;
import com.plexichat.backup.proto.IntegrityFiguresAnswer;
import com.plexichat.backup.proto.IntegrityFiguresRequest;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.InvitePeerRequest;
import com.plexichat.backup.proto.InvitePersonRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.KitStatusAnswer;
import com.plexichat.backup.proto.KitStatusRequest;
import com.plexichat.backup.proto.ListAuditAnswer;
import com.plexichat.backup.proto.ListAuditRequest;
import com.plexichat.backup.proto.ListBackupsAnswer;
import com.plexichat.backup.proto.ListBackupsRequest;
import com.plexichat.backup.proto.ListJobsAnswer;
import com.plexichat.backup.proto.ListJobsRequest;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.ListPeersRequest;
import com.plexichat.backup.proto.ListPersonsAnswer;
import com.plexichat.backup.proto.ListPersonsRequest;
import com.plexichat.backup.proto.ListPrunesAnswer;
import com.plexichat.backup.proto.ListPrunesRequest;
import com.plexichat.backup.proto.ListSetsAnswer;
import com.plexichat.backup.proto.ListSetsRequest;
import com.plexichat.backup.proto.ListShardsPage;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.proto.ListVaultsAnswer;
import com.plexichat.backup.proto.ListVaultsRequest;
import com.plexichat.backup.proto.MapPage;
import com.plexichat.backup.proto.MapStripesRequest;
import com.plexichat.backup.proto.MarkKitStoredRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreflightRequest;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.ShowPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.proto.VerifyAuditAnswer;
import com.plexichat.backup.proto.VerifyAuditRequest;
import com.plexichat.backup.proto.VerifyRequest;
import com.plexichat.backup.proto.WatchJobRequest;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What people ask of the coordinator: every method finds the one desk that does it.
public final class ConsoleService extends ConsoleGrpc.ConsoleImplBase {
  private static final int JOBS = 100;

  private final Catalogue catalogue;
  private final ConsoleDesks desks;
  private final InstantSource time;

  public ConsoleService(Catalogue catalogue, ConsoleDesks desks, InstantSource time) {
    this.catalogue = catalogue;
    this.desks = desks;
    this.time = time;
  }

  @Override
  public void clusterStatus(ClusterStatusRequest ask, StreamObserver<ClusterStatusAnswer> to) {
    ClusterRow cluster = catalogue.cluster().find().orElseThrow();
    answer(
        to, Messages.status(Messages.status(cluster, catalogue.head().index()), Caller.current()));
  }

  @Override
  public void listPeers(ListPeersRequest ask, StreamObserver<ListPeersAnswer> to) {
    ListPeersAnswer.Builder answer = ListPeersAnswer.newBuilder();
    for (PeerRow row : catalogue.peers().all()) {
      answer.addPeers(desks.peers().live(Messages.peer(row)));
    }
    answer(to, answer.setAtMs(time.millis()).build());
  }

  @Override
  public void invitePeer(InvitePeerRequest ask, StreamObserver<Invitation> to) {
    answer(to, desks.members().invite(ask, actor()));
  }

  @Override
  public void invitePerson(InvitePersonRequest ask, StreamObserver<Invitation> to) {
    answer(to, desks.members().invite(ask, Caller.current()));
  }

  @Override
  public void listPersons(ListPersonsRequest ask, StreamObserver<ListPersonsAnswer> to) {
    ListPersonsAnswer.Builder answer = ListPersonsAnswer.newBuilder();
    catalogue.persons().all().forEach(row -> answer.addPersons(Messages.person(row)));
    answer(to, answer.build());
  }

  @Override
  public void kitStatus(KitStatusRequest ask, StreamObserver<KitStatusAnswer> to) {
    answer(to, kit());
  }

  @Override
  public void markKitStored(MarkKitStoredRequest ask, StreamObserver<KitStatusAnswer> to) {
    desks.members().kitStored(ask.getNote(), actor());
    answer(to, kit());
  }

  private KitStatusAnswer kit() {
    return Messages.kit(catalogue.cluster().find().orElseThrow().kit());
  }

  @Override
  public void listVaults(ListVaultsRequest ask, StreamObserver<ListVaultsAnswer> to) {
    answer(to, desks.vaults().list());
  }

  @Override
  public void grantVault(GrantVaultRequest ask, StreamObserver<GrantVaultResult> to) {
    answer(to, desks.vaults().grant(ask, actor()));
  }

  @Override
  public void preflight(PreflightRequest ask, StreamObserver<PreflightAnswer> to) {
    answer(
        to,
        new DistributionDesk(catalogue, desks.peers())
            .promised(
                desks.acts().preflight(ask), desks.acts().host(ask.getHost()), time.millis()));
  }

  @Override
  public void defineSet(DefineSetRequest ask, StreamObserver<DefineSetAnswer> to) {
    answer(
        to,
        DefineSetAnswer.newBuilder().setSet(desks.acts().define(ask.getSet(), actor())).build());
  }

  @Override
  public void listSets(ListSetsRequest ask, StreamObserver<ListSetsAnswer> to) {
    answer(to, SetAnswers.of(catalogue));
  }

  @Override
  public void createBackup(CreateBackupRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.acts().backUp(ask.getSet(), actor()));
  }

  @Override
  public void listBackups(ListBackupsRequest ask, StreamObserver<ListBackupsAnswer> to) {
    BackupDesk backups = desks.acts().backups();
    List<BackupRow> rows =
        ask.getBackupId().isEmpty()
            ? backups.list(ask.getSet())
            : List.of(backups.resolve(ask.getBackupId(), ask.getSet()));
    List<String> listed =
        rows.stream().filter(row -> row.state().isListed()).map(BackupRow::id).toList();
    Set<String> unreadable = catalogue.stripes().unreadable(listed, time.millis());
    ListBackupsAnswer.Builder answer = ListBackupsAnswer.newBuilder();
    for (BackupRow row : rows) {
      boolean restorable = row.state().isListed() && !unreadable.contains(row.id());
      answer.addBackups(message(row).toBuilder().setRestorable(restorable));
    }
    answer(to, answer.build());
  }

  @Override
  public void deleteBackup(DeleteBackupRequest ask, StreamObserver<BackupEntry> to) {
    answer(to, message(desks.acts().backups().delete(ask.getBackupId(), ask.getReason(), actor())));
  }

  @Override
  public void changeRetention(ChangeRetentionRequest ask, StreamObserver<BackupEntry> to) {
    answer(to, message(desks.retention().change(ask, actor())));
  }

  @Override
  public void planPrune(PlanPruneRequest ask, StreamObserver<PlanPruneAnswer> to) {
    answer(to, desks.prunes().plan(ask, actor()));
  }

  @Override
  public void showPrune(ShowPruneRequest ask, StreamObserver<PlanPruneAnswer> to) {
    answer(to, desks.prunes().show(ask));
  }

  @Override
  public void approvePrune(ApprovePruneRequest ask, StreamObserver<PlanPruneAnswer> to) {
    answer(to, desks.prunes().approve(ask, actor()));
  }

  @Override
  public void runPrune(RunPruneRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.prunes().run(ask, actor()));
  }

  @Override
  public void listPrunes(ListPrunesRequest ask, StreamObserver<ListPrunesAnswer> to) {
    answer(to, desks.prunes().list());
  }

  @Override
  public void rollBackPrune(RollBackPruneRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.prunes().rollBack(ask, actor()));
  }

  @Override
  public void allowPruning(AllowPruningRequest ask, StreamObserver<AllowPruningAnswer> to) {
    answer(to, desks.prunes().allow(ask, actor()));
  }

  @Override
  public void sweepTrash(SweepTrashRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.prunes().sweep(ask, actor()));
  }

  @Override
  public void certificate(CertificateRequest ask, StreamObserver<CertificateAnswer> to) {
    answer(to, desks.certificates().judge(ask.getBackupId()));
  }

  @Override
  public void restore(RestoreRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.acts().restore(ask, actor()));
  }

  @Override
  public void verify(VerifyRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.acts().verify(ask, actor()));
  }

  @Override
  public void browse(BrowseRequest ask, StreamObserver<BrowsePage> to) {
    desks.acts().browse(ask, to::onNext);
    to.onCompleted();
  }

  @Override
  public void download(DownloadRequest ask, StreamObserver<DownloadFrame> to) {
    desks.acts().download(ask, actor(), Flow.of(to));
    to.onCompleted();
  }

  @Override
  public void previewSet(PreviewSetRequest ask, StreamObserver<PreviewSetAnswer> to) {
    answer(to, desks.acts().preview(ask.getSet()));
  }

  @Override
  public void compare(CompareRequest ask, StreamObserver<ComparePage> to) {
    desks.acts().compare(ask, Flow.of(to));
    to.onCompleted();
  }

  @Override
  public void listShards(ListShardsRequest ask, StreamObserver<ListShardsPage> to) {
    Optional<String> backup =
        Messages.given(ask.getBackupId()).map(id -> desks.acts().backups().resolve(id, "").id());
    new ShardAnswers(catalogue, desks.peers(), time).list(ask, backup, to::onNext);
    to.onCompleted();
  }

  @Override
  public void distribution(DistributionRequest ask, StreamObserver<DistributionAnswer> to) {
    answer(
        to,
        desks
            .watches()
            .distribution()
            .count(catalogue.backups().all(), List.of(), time.millis())
            .answer());
  }

  @Override
  public void checkIntegrity(CheckIntegrityRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.acts().begin("check", ask, actor()));
  }

  @Override
  public void integrityFigures(
      IntegrityFiguresRequest ask, StreamObserver<IntegrityFiguresAnswer> to) {
    answer(to, new IntegrityDesk(catalogue, desks.peers()).figures(ask, time.millis()));
  }

  @Override
  public void repairIntegrity(RepairIntegrityRequest ask, StreamObserver<JobStarted> to) {
    answer(to, desks.acts().begin("repair", ask, actor()));
  }

  @Override
  public void listJobs(ListJobsRequest ask, StreamObserver<ListJobsAnswer> to) {
    ListJobsAnswer.Builder answer = ListJobsAnswer.newBuilder();
    if (ask.getJobId().isEmpty()) {
      answer.addAllJobs(jobs().newest(JOBS));
    } else {
      answer.addJobs(job(ask.getJobId(), id -> jobs().find(id)));
    }
    answer(to, answer.build());
  }

  @Override
  public void watchJob(WatchJobRequest ask, StreamObserver<JobEntry> to) {
    Flow.watch(jobs(), ask.getJobId(), to);
  }

  @Override
  public void cancelJob(CancelJobRequest ask, StreamObserver<JobEntry> to) {
    jobs().cancel(ask.getJobId(), "cancelled by " + Caller.current().id());
    answer(to, job(ask.getJobId(), id -> jobs().find(id)));
  }

  @Override
  public void watch(WatchRequest ask, StreamObserver<Change> to) {
    desks.watches().watch(ask, Caller.current(), (ServerCallStreamObserver<Change>) to);
  }

  @Override
  public void mapStripes(MapStripesRequest ask, StreamObserver<MapPage> to) {
    desks.map().map(ask, Flow.of(to));
    to.onCompleted();
  }

  @Override
  public void listAudit(ListAuditRequest ask, StreamObserver<ListAuditAnswer> to) {
    answer(to, desks.audit().list(ask.getAfter(), ask.getMost()));
  }

  @Override
  public void verifyAudit(VerifyAuditRequest ask, StreamObserver<VerifyAuditAnswer> to) {
    answer(to, desks.audit().verify());
  }

  private static JobEntry job(String id, Function<String, Optional<JobEntry>> find) {
    return find.apply(id).orElseThrow(() -> new OperationFailed(FailureCode.JOB_UNKNOWN, id));
  }

  private Jobs jobs() {
    return desks.acts().jobs();
  }

  private BackupEntry message(BackupRow row) {
    return Messages.backup(row, catalogue.peers().get(row.host()).name());
  }

  private static String actor() {
    return Caller.current().actor();
  }

  private static <A> void answer(StreamObserver<A> to, A answer) {
    to.onNext(answer);
    to.onCompleted();
  }
}
