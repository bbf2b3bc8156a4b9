package com.plexichat.backup.agent.cli;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The calls of the services for people, over one connection. Each fails with the OperationFailed
/// that the agent answered, or with UNREACHABLE.
public interface ClusterAccess extends AutoCloseable {
  ClusterStatusAnswer clusterStatus(ClusterStatusRequest request);

  ListPeersAnswer listPeers(ListPeersRequest request);

  Invitation invitePeer(InvitePeerRequest request);

  Invitation invitePerson(InvitePersonRequest request);

  ListPersonsAnswer listPersons(ListPersonsRequest request);

  KitStatusAnswer kitStatus(KitStatusRequest request);

  KitStatusAnswer markKitStored(MarkKitStoredRequest request);

  GrantVaultResult grantVault(GrantVaultRequest request);

  ListVaultsAnswer listVaults(ListVaultsRequest request);

  PreflightAnswer preflight(PreflightRequest request);

  DefineSetAnswer defineSet(DefineSetRequest request);

  PreviewSetAnswer previewSet(PreviewSetRequest request);

  ListSetsAnswer listSets(ListSetsRequest request);

  JobStarted createBackup(CreateBackupRequest request);

  ListBackupsAnswer listBackups(ListBackupsRequest request);

  BackupEntry deleteBackup(DeleteBackupRequest request);

  BackupEntry changeRetention(ChangeRetentionRequest request);

  PlanPruneAnswer planPrune(PlanPruneRequest request);

  PlanPruneAnswer showPrune(ShowPruneRequest request);

  JobStarted runPrune(RunPruneRequest request);

  ListPrunesAnswer listPrunes(ListPrunesRequest request);

  AllowPruningAnswer allowPruning(AllowPruningRequest request);

  JobStarted rollBackPrune(RollBackPruneRequest request);

  JobStarted sweepTrash(SweepTrashRequest request);

  CertificateAnswer certificate(CertificateRequest request);

  JobStarted restore(RestoreRequest request);

  JobStarted verify(VerifyRequest request);

  void browse(BrowseRequest request, Consumer<BrowsePage> each);

  void compare(CompareRequest request, Consumer<ComparePage> each);

  void download(DownloadRequest request, Consumer<DownloadFrame> each);

  void listShards(ListShardsRequest request, Consumer<ListShardsPage> each);

  DistributionAnswer distribution(DistributionRequest request);

  IntegrityAccess integrity();

  ListJobsAnswer listJobs(ListJobsRequest request);

  /// Hands over the job as it changes, until it has ended or the predicate says no more.
  ///
  /// @param atMost fails with TIMED_OUT when it takes longer; empty: waits as long as it takes
  void watchJob(WatchJobRequest request, Optional<Duration> atMost, Predicate<JobEntry> goOn);

  JobEntry cancelJob(CancelJobRequest request);

  JobEntry pauseJob(PauseJobRequest request);

  JobEntry resumeJob(ResumeJobRequest request);

  JobEntry restartJob(RestartJobRequest request);

  JobDiagnosis diagnoseJob(DiagnoseJobRequest request);

  FindJobsAnswer findJobs(FindJobsRequest request);

  ListAuditAnswer listAudit(ListAuditRequest request);

  VerifyAuditAnswer verifyAudit(VerifyAuditRequest request);

  /// The same connection's calls about schedules.
  ScheduleAccess schedules();

  /// The calls of the service `Settings`.
  ConfigAccess settings();

  /// The calls of the service `Retention`.
  RetentionAccess retention();

  /// The calls of the service `Prunes`.
  PruneAccess prunes();

  @Override
  void close();

  /// Opens connections.
  interface Opener {
    /// Connects lazily; fails with NO_CONTEXT when there is nothing in `home`.
    ClusterAccess open(Target target);
  }

  /// Whom to ask, and what goes along with each call.
  ///
  /// @param home folder of the contexts
  /// @param endpoint host:port; empty: the context's
  /// @param deadline of each call that does not stream
  /// @param reason goes into the audit chain; empty: none
  /// @param approval id of an approval that was given before; empty: none
  record Target(
      Path home, Optional<String> endpoint, Duration deadline, String reason, String approval) {}
}
