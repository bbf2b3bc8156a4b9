package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.CertificateRequest;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.ClusterStatusRequest;
import com.plexichat.backup.proto.DeleteBackupRequest;
import com.plexichat.backup.proto.DistributionRequest;
import com.plexichat.backup.proto.InvitePeerRequest;
import com.plexichat.backup.proto.InvitePersonRequest;
import com.plexichat.backup.proto.KitStatusRequest;
import com.plexichat.backup.proto.ListAuditRequest;
import com.plexichat.backup.proto.ListBackupsRequest;
import com.plexichat.backup.proto.ListPeersRequest;
import com.plexichat.backup.proto.ListPersonsRequest;
import com.plexichat.backup.proto.MarkKitStoredRequest;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.VerifyAuditRequest;
import com.plexichat.backup.proto.VerifyRequest;
import com.plexichat.backup.proto.WatchRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.Difference;
import com.plexichat.backup.shared.model.Distribution;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Invitation;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.KitStatus;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.Person;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.RestoreAsk;
import com.plexichat.backup.shared.model.RetentionChange;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.AuditLines;
import com.plexichat.backup.shared.wire.Backups;
import com.plexichat.backup.shared.wire.Changes;
import com.plexichat.backup.shared.wire.ClusterAnswers;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.Jobs;
import com.plexichat.backup.shared.wire.Peers;
import com.plexichat.backup.shared.wire.Restores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The cluster of one agent, asked over the network.
public final class ClusterClient implements Cluster {
  /// How long an answer may take for which somebody reads much: the whole chain.
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

  private final AgentClient agent;
  private final ContentClient contents;
  private final PruneClient pruning;
  private final SetClient sets;
  private final JobClient jobs;
  private final Schedules schedules;
  private final Tiering tiering;
  private final Runnable closing;

  /// @param person who asks
  /// @param closing ends what the agent is reached through
  public ClusterClient(AgentClient agent, Identity person, Runnable closing) {
    this.agent = agent;
    this.contents = new ContentClient(agent);
    this.pruning = new PruneClient(agent, person);
    this.sets = new SetClient(agent);
    this.jobs = new JobClient(agent);
    this.schedules = new ScheduleClient(agent);
    this.tiering = new TieringClient(agent);
    this.closing = closing;
  }

  @Override
  public String endpoint() {
    return agent.endpoint();
  }

  @Override
  public ClusterFacts facts() {
    ClusterStatusRequest ask = ClusterStatusRequest.getDefaultInstance();
    return ClusterAnswers.facts(agent.ask(stub -> stub.clusterStatus(ask)));
  }

  @Override
  public List<Peer> peers() {
    ListPeersRequest ask = ListPeersRequest.getDefaultInstance();
    return agent.ask(stub -> stub.listPeers(ask)).getPeersList().stream().map(Peers::peer).toList();
  }

  @Override
  public List<Person> persons() {
    ListPersonsRequest ask = ListPersonsRequest.getDefaultInstance();
    return agent.ask(stub -> stub.listPersons(ask)).getPersonsList().stream()
        .map(ClusterAnswers::person)
        .toList();
  }

  @Override
  public Distribution distribution() {
    DistributionRequest ask = DistributionRequest.getDefaultInstance();
    return ClusterAnswers.distribution(agent.ask(stub -> stub.distribution(ask)));
  }

  @Override
  public Watch watch(
      String stream,
      long after,
      Consumer<? super Change> reader,
      Consumer<Optional<OperationFailed>> end) {
    WatchRequest ask = WatchRequest.newBuilder().setStream(stream).setAfter(after).build();
    return agent.<com.plexichat.backup.proto.Change>watch(
        (stub, answers) -> stub.watch(ask, answers),
        change -> Changes.change(change).ifPresent(reader),
        end);
  }

  @Override
  public KitStatus kit() {
    KitStatusRequest ask = KitStatusRequest.getDefaultInstance();
    return ClusterAnswers.kit(agent.ask(stub -> stub.kitStatus(ask)));
  }

  @Override
  public KitStatus markKitStored(String note) {
    MarkKitStoredRequest ask = MarkKitStoredRequest.newBuilder().setNote(note).build();
    return ClusterAnswers.kit(agent.ask(stub -> stub.markKitStored(ask)));
  }

  @Override
  public Invitation invitePeer(String owner, String region, String site, Duration ttl, int uses) {
    InvitePeerRequest ask =
        InvitePeerRequest.newBuilder()
            .setOwner(owner)
            .setRegion(region)
            .setSite(site)
            .setTtlMs(ttl.toMillis())
            .setUses(uses)
            .build();
    return ClusterAnswers.invitation(agent.ask(stub -> stub.invitePeer(ask)));
  }

  @Override
  public Invitation invitePerson(String name, List<Role> roles, Duration ttl) {
    InvitePersonRequest ask =
        InvitePersonRequest.newBuilder()
            .setName(name)
            .addAllRoles(roles.stream().map(Role::name).toList())
            .setTtlMs(ttl.toMillis())
            .build();
    return ClusterAnswers.invitation(agent.ask(stub -> stub.invitePerson(ask)));
  }

  @Override
  public List<BackupSet> sets() {
    return sets.all();
  }

  @Override
  public Preflight preflight(Tier tier, String host) {
    return sets.preflight(tier, host);
  }

  @Override
  public SetPreview preview(BackupSet set) {
    return sets.preview(set);
  }

  @Override
  public BackupSet define(BackupSet set) {
    return sets.define(set);
  }

  @Override
  public JobStarted backUp(BackupSet set) {
    return sets.backUp(set);
  }

  @Override
  public JobStarted backUpAgain(String set) {
    return sets.backUpAgain(set);
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  @Override
  public Tiering tiering() {
    return tiering;
  }

  @Override
  public List<Backup> backups(String set) {
    return backups(ListBackupsRequest.newBuilder().setSet(set).build());
  }

  @Override
  public Backup backup(String id) {
    List<Backup> found = backups(ListBackupsRequest.newBuilder().setBackupId(id).build());
    return switch (found.size()) {
      case 0 -> throw new OperationFailed(FailureCode.BACKUP_UNKNOWN, id);
      case 1 -> found.getFirst();
      default -> throw new OperationFailed(FailureCode.BACKUP_AMBIGUOUS, id);
    };
  }

  private List<Backup> backups(ListBackupsRequest ask) {
    return agent.ask(stub -> stub.listBackups(ask)).getBackupsList().stream()
        .map(Backups::backup)
        .toList();
  }

  @Override
  public Backup deleteBackup(String id, String reason) {
    DeleteBackupRequest ask =
        DeleteBackupRequest.newBuilder().setBackupId(id).setReason(reason).build();
    return Backups.backup(agent.ask(stub -> stub.deleteBackup(ask)));
  }

  @Override
  public Backup changeRetention(String backupId, RetentionChange change, String reason) {
    return pruning.changeRetention(backupId, change, reason);
  }

  @Override
  public PrunePlan planPrune(List<String> tiers, String set, Set<PruneCategory> categories) {
    return pruning.plan(tiers, set, categories);
  }

  @Override
  public JobStarted runPrune(String planId, String reason) {
    return pruning.run(planId, reason);
  }

  @Override
  public Pruning pruning() {
    return pruning;
  }

  @Override
  public List<Prune> prunes() {
    return pruning.prunes();
  }

  @Override
  public JobStarted rollBackPrune(String jobId, String reason) {
    return pruning.rollBack(jobId, reason);
  }

  @Override
  public JobStarted sweepTrash(String reason) {
    return pruning.sweep(reason);
  }

  @Override
  public Certificate certificate(String backupId) {
    CertificateRequest ask = CertificateRequest.newBuilder().setBackupId(backupId).build();
    return Restores.certificate(agent.ask(stub -> stub.certificate(ask)));
  }

  @Override
  public JobStarted restore(RestoreAsk ask) {
    return Jobs.started(agent.ask(stub -> stub.restore(Restores.message(ask))));
  }

  @Override
  public JobStarted verify(String backupId, String depth) {
    VerifyRequest ask = VerifyRequest.newBuilder().setBackupId(backupId).setDepth(depth).build();
    return Jobs.started(agent.ask(stub -> stub.verify(ask)));
  }

  @Override
  public JobStarted check(String depth, String peer) {
    CheckIntegrityRequest ask =
        CheckIntegrityRequest.newBuilder().setDepth(depth).setPeer(peer).build();
    return Jobs.started(agent.ask(stub -> stub.checkIntegrity(ask)));
  }

  @Override
  public JobStarted repair(List<ShardId> shards) {
    RepairIntegrityRequest ask =
        RepairIntegrityRequest.newBuilder()
            .addAllShards(shards.stream().map(Ids::message).toList())
            .build();
    return Jobs.started(agent.ask(stub -> stub.repairIntegrity(ask)));
  }

  @Override
  public List<Job> jobs() {
    return jobs.all();
  }

  @Override
  public Job job(String id) {
    return jobs.one(id);
  }

  @Override
  public Watch watchJob(
      String id, Consumer<? super Job> reader, Consumer<Optional<OperationFailed>> end) {
    return jobs.watch(id, reader, end);
  }

  @Override
  public Job cancel(String jobId, String reason) {
    return jobs.cancel(jobId, reason);
  }

  @Override
  public Job pause(String jobId, String reason) {
    return jobs.pause(jobId, reason);
  }

  @Override
  public Job resume(String jobId, String reason) {
    return jobs.resume(jobId, reason);
  }

  @Override
  public Job restart(String jobId, String reason) {
    return jobs.restart(jobId, reason);
  }

  @Override
  public JobDiagnosis diagnose(String jobId) {
    return jobs.diagnose(jobId);
  }

  @Override
  public void browse(String backupId, FilePath folder, Consumer<? super List<Entry>> reader) {
    contents.browse(backupId, folder, reader);
  }

  @Override
  public void find(String glob, String set, Consumer<? super List<Entry>> reader) {
    contents.find(glob, set, reader);
  }

  @Override
  public void download(String backupId, FilePath path, Download reader) {
    contents.download(backupId, path, reader);
  }

  @Override
  public void compare(
      String from, String to, FilePath below, Consumer<? super List<Difference>> reader) {
    contents.compare(from, to, below, reader);
  }

  @Override
  public StripeDetail stripe(StripeId id) {
    return contents.stripe(id);
  }

  @Override
  public void map(long after, String backupId, Consumer<? super MapPage> reader) {
    contents.map(after, backupId, reader);
  }

  @Override
  public List<AuditLine> audit(long after, int most) {
    ListAuditRequest ask = ListAuditRequest.newBuilder().setAfter(after).setMost(most).build();
    return agent.ask(stub -> stub.listAudit(ask)).getEntriesList().stream()
        .map(AuditLines::line)
        .toList();
  }

  @Override
  public AuditVerdict verifyAudit() {
    VerifyAuditRequest ask = VerifyAuditRequest.getDefaultInstance();
    return AuditLines.verdict(agent.ask(LONG_PATIENCE, stub -> stub.verifyAudit(ask)));
  }

  @Override
  public void close() {
    closing.run();
  }
}
