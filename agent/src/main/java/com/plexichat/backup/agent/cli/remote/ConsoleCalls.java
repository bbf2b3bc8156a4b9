package com.plexichat.backup.agent.cli.remote;

import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.ConfigAccess;
import com.plexichat.backup.agent.cli.IntegrityAccess;
import com.plexichat.backup.agent.cli.PruneAccess;
import com.plexichat.backup.agent.cli.RetentionAccess;
import com.plexichat.backup.agent.cli.ScheduleAccess;
import com.plexichat.backup.proto.AllowPruningAnswer;
import com.plexichat.backup.proto.AllowPruningRequest;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.BrowseRequest;
import com.plexichat.backup.proto.CancelJobRequest;
import com.plexichat.backup.proto.CertificateAnswer;
import com.plexichat.backup.proto.CertificateRequest;
import com.plexichat.backup.proto.ChangeRetentionRequest;
import com.plexichat.backup.proto.ClusterStatusAnswer;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.DefineSetAnswer;
import com.plexichat.backup.proto.DefineSetRequest;
import com.plexichat.backup.proto.DeleteBackupRequest;
import com.plexichat.backup.proto.DiagnoseJobRequest;
import com.plexichat.backup.proto.DistributionAnswer;
import com.plexichat.backup.proto.DistributionRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadRequest;
import com.plexichat.backup.proto.FindJobsAnswer;
import com.plexichat.backup.proto.FindJobsRequest;
import com.plexichat.backup.proto.GrantVaultRequest;
import com.plexichat.backup.proto.GrantVaultResult;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.InvitePeerRequest;
import com.plexichat.backup.proto.InvitePersonRequest;
import com.plexichat.backup.proto.JobDiagnosis;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.JobStarted;
import com.plexichat.backup.proto.JobsGrpc;
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
import com.plexichat.backup.proto.MarkKitStoredRequest;
import com.plexichat.backup.proto.PauseJobRequest;
import com.plexichat.backup.proto.PlanPruneAnswer;
import com.plexichat.backup.proto.PlanPruneRequest;
import com.plexichat.backup.proto.PreflightAnswer;
import com.plexichat.backup.proto.PreflightRequest;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.RestartJobRequest;
import com.plexichat.backup.proto.RestoreRequest;
import com.plexichat.backup.proto.ResumeJobRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunPruneRequest;
import com.plexichat.backup.proto.ShowPruneRequest;
import com.plexichat.backup.proto.SweepTrashRequest;
import com.plexichat.backup.proto.VerifyAuditAnswer;
import com.plexichat.backup.proto.VerifyAuditRequest;
import com.plexichat.backup.proto.VerifyRequest;
import com.plexichat.backup.proto.WatchJobRequest;
import com.plexichat.backup.shared.client.AgentClient;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.client.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The calls of a context's person to the agent that the context, or the target, names.
public final class ConsoleCalls implements ClusterAccess {
  private final Identity person;
  private final Channels channels;
  private final AgentClient client;
  private final Duration deadline;

  private ConsoleCalls(Identity person, Channels channels, AgentClient client, Duration deadline) {
    this.person = person;
    this.channels = channels;
    this.client = client;
    this.deadline = deadline;
  }

  /// Opens connections with the contexts in a target's home.
  public static Opener opener(InstantSource clock) {
    return target -> {
      ContextStore store = new ContextStore(target.home());
      Context context = store.used();
      Identity person = store.identity(context);
      Channels channels = new Channels(person, clock);
      String endpoint = target.endpoint().orElse(context.endpoint());
      return new ConsoleCalls(
          person, channels, new AgentClient(channels, endpoint, null), target.deadline());
    };
  }

  /// The listener has heard enough; ends a stream from within.
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  @Override
  public ClusterStatusAnswer clusterStatus(ClusterStatusRequest request) {
    return client.ask(deadline, stub -> stub.clusterStatus(request));
  }

  @Override
  public ListPeersAnswer listPeers(ListPeersRequest request) {
    return client.ask(deadline, stub -> stub.listPeers(request));
  }

  @Override
  public Invitation invitePeer(InvitePeerRequest request) {
    return client.ask(deadline, stub -> stub.invitePeer(request));
  }

  @Override
  public Invitation invitePerson(InvitePersonRequest request) {
    return client.ask(deadline, stub -> stub.invitePerson(request));
  }

  @Override
  public ListPersonsAnswer listPersons(ListPersonsRequest request) {
    return client.ask(deadline, stub -> stub.listPersons(request));
  }

  @Override
  public KitStatusAnswer kitStatus(KitStatusRequest request) {
    return client.ask(deadline, stub -> stub.kitStatus(request));
  }

  @Override
  public KitStatusAnswer markKitStored(MarkKitStoredRequest request) {
    return client.ask(deadline, stub -> stub.markKitStored(request));
  }

  @Override
  public GrantVaultResult grantVault(GrantVaultRequest request) {
    return client.ask(deadline, stub -> stub.grantVault(request));
  }

  @Override
  public ListVaultsAnswer listVaults(ListVaultsRequest request) {
    return client.ask(deadline, stub -> stub.listVaults(request));
  }

  @Override
  public PreflightAnswer preflight(PreflightRequest request) {
    return client.ask(deadline, stub -> stub.preflight(request));
  }

  @Override
  public DefineSetAnswer defineSet(DefineSetRequest request) {
    return client.ask(deadline, stub -> stub.defineSet(request));
  }

  @Override
  public PreviewSetAnswer previewSet(PreviewSetRequest request) {
    return client.ask(deadline, stub -> stub.previewSet(request));
  }

  @Override
  public ListSetsAnswer listSets(ListSetsRequest request) {
    return client.ask(deadline, stub -> stub.listSets(request));
  }

  @Override
  public JobStarted createBackup(CreateBackupRequest request) {
    return client.ask(deadline, stub -> stub.createBackup(request));
  }

  @Override
  public ListBackupsAnswer listBackups(ListBackupsRequest request) {
    return client.ask(deadline, stub -> stub.listBackups(request));
  }

  @Override
  public BackupEntry deleteBackup(DeleteBackupRequest request) {
    return client.ask(deadline, stub -> stub.deleteBackup(request));
  }

  @Override
  public BackupEntry changeRetention(ChangeRetentionRequest request) {
    return client.ask(deadline, stub -> stub.changeRetention(request));
  }

  @Override
  public PlanPruneAnswer planPrune(PlanPruneRequest request) {
    return client.ask(deadline, stub -> stub.planPrune(request));
  }

  @Override
  public PlanPruneAnswer showPrune(ShowPruneRequest request) {
    return client.ask(deadline, stub -> stub.showPrune(request));
  }

  @Override
  public JobStarted runPrune(RunPruneRequest request) {
    return client.ask(deadline, stub -> stub.runPrune(request));
  }

  @Override
  public ListPrunesAnswer listPrunes(ListPrunesRequest request) {
    return client.ask(deadline, stub -> stub.listPrunes(request));
  }

  @Override
  public AllowPruningAnswer allowPruning(AllowPruningRequest request) {
    return client.ask(deadline, stub -> stub.allowPruning(request));
  }

  @Override
  public JobStarted rollBackPrune(RollBackPruneRequest request) {
    return client.ask(deadline, stub -> stub.rollBackPrune(request));
  }

  @Override
  public JobStarted sweepTrash(SweepTrashRequest request) {
    return client.ask(deadline, stub -> stub.sweepTrash(request));
  }

  @Override
  public CertificateAnswer certificate(CertificateRequest request) {
    return client.ask(deadline, stub -> stub.certificate(request));
  }

  @Override
  public JobStarted restore(RestoreRequest request) {
    return client.ask(deadline, stub -> stub.restore(request));
  }

  @Override
  public JobStarted verify(VerifyRequest request) {
    return client.ask(deadline, stub -> stub.verify(request));
  }

  @Override
  public void browse(BrowseRequest request, Consumer<BrowsePage> each) {
    client.read(stub -> stub.browse(request), each);
  }

  @Override
  public void compare(CompareRequest request, Consumer<ComparePage> each) {
    client.read(stub -> stub.compare(request), each);
  }

  @Override
  public void download(DownloadRequest request, Consumer<DownloadFrame> each) {
    client.read(stub -> stub.download(request), each);
  }

  @Override
  public void listShards(ListShardsRequest request, Consumer<ListShardsPage> each) {
    client.read(stub -> stub.listShards(request), each);
  }

  @Override
  public DistributionAnswer distribution(DistributionRequest request) {
    return client.ask(deadline, stub -> stub.distribution(request));
  }

  @Override
  public IntegrityAccess integrity() {
    return new IntegrityCalls(client, deadline);
  }

  @Override
  public ListJobsAnswer listJobs(ListJobsRequest request) {
    return client.ask(deadline, stub -> stub.listJobs(request));
  }

  @Override
  public void watchJob(
      WatchJobRequest request, Optional<Duration> atMost, Predicate<JobEntry> goOn) {
    try {
      client.<JobEntry>read(
          stub ->
              atMost
                  .map(most -> stub.withDeadlineAfter(most.toMillis(), TimeUnit.MILLISECONDS))
                  .orElse(stub)
                  .watchJob(request),
          job -> {
            if (!goOn.test(job)) {
              throw new Enough();
            }
          });
    } catch (Enough ended) {
      // The call has been ended with it.
    }
  }

  @Override
  public JobEntry cancelJob(CancelJobRequest request) {
    return client.ask(deadline, stub -> stub.cancelJob(request));
  }

  @Override
  public JobEntry pauseJob(PauseJobRequest request) {
    return client.ask(deadline, JobsGrpc::newBlockingStub, stub -> stub.pauseJob(request));
  }

  @Override
  public JobEntry resumeJob(ResumeJobRequest request) {
    return client.ask(deadline, JobsGrpc::newBlockingStub, stub -> stub.resumeJob(request));
  }

  @Override
  public JobEntry restartJob(RestartJobRequest request) {
    return client.ask(deadline, JobsGrpc::newBlockingStub, stub -> stub.restartJob(request));
  }

  @Override
  public JobDiagnosis diagnoseJob(DiagnoseJobRequest request) {
    return client.ask(deadline, JobsGrpc::newBlockingStub, stub -> stub.diagnoseJob(request));
  }

  @Override
  public FindJobsAnswer findJobs(FindJobsRequest request) {
    return client.ask(deadline, JobsGrpc::newBlockingStub, stub -> stub.findJobs(request));
  }

  @Override
  public ListAuditAnswer listAudit(ListAuditRequest request) {
    return client.ask(deadline, stub -> stub.listAudit(request));
  }

  @Override
  public VerifyAuditAnswer verifyAudit(VerifyAuditRequest request) {
    return client.ask(deadline, stub -> stub.verifyAudit(request));
  }

  @Override
  public ScheduleAccess schedules() {
    return new ScheduleCalls(client, deadline);
  }

  @Override
  public ConfigAccess settings() {
    return new ConfigCalls(client, deadline);
  }

  @Override
  public RetentionAccess retention() {
    return new RetentionCalls(client, deadline);
  }

  @Override
  public PruneAccess prunes() {
    return new PruneCalls(person, client, deadline);
  }

  @Override
  public void close() {
    channels.close();
  }
}
