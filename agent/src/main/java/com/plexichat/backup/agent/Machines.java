package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.api.JobMachines;
import com.plexichat.backup.agent.api.VaultDesk;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.jobs.RemoteWork;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.upkeep.BackupCheck;
import com.plexichat.backup.agent.upkeep.IntegrityCheck;
import com.plexichat.backup.agent.upkeep.LockJob;
import com.plexichat.backup.agent.upkeep.PruneJob;
import com.plexichat.backup.agent.upkeep.RaiseJob;
import com.plexichat.backup.agent.upkeep.RepairJob;
import com.plexichat.backup.agent.upkeep.RollbackJob;
import com.plexichat.backup.agent.upkeep.SweepJob;
import com.plexichat.backup.agent.upkeep.UpkeepBase;
import com.plexichat.backup.proto.BrowseOrder;
import com.plexichat.backup.proto.BrowsePage;
import com.plexichat.backup.proto.CancelOrder;
import com.plexichat.backup.proto.CheckIntegrityRequest;
import com.plexichat.backup.proto.ComparePage;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.DownloadFrame;
import com.plexichat.backup.proto.DownloadOrder;
import com.plexichat.backup.proto.GrantVaultOrder;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.LockCopies;
import com.plexichat.backup.proto.PauseOrder;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.proto.RaiseTier;
import com.plexichat.backup.proto.RepairIntegrityRequest;
import com.plexichat.backup.proto.RollBackPruneRequest;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The coordinator's orders to machines, and the work that it does itself.
final class Machines implements JobMachines, VaultDesk.Granting, RemoteWork.Agents {
  private static final Logger LOG = LoggerFactory.getLogger(Machines.class);

  private final Node node;
  private final PeerLinks links;
  private final UpkeepBase base;
  private final VaultReaders readers;

  Machines(Node node, PeerLinks links, UpkeepBase base) {
    this.node = node;
    this.links = links;
    this.base = base;
    this.readers = new VaultReaders(links::agent, base.catalogue());
  }

  @Override
  public PeerId own() {
    return node.id();
  }

  @Override
  public RemoteWork remote(PeerId host, RunOrder order) {
    return new RemoteWork(this, host, order, node.config().timings().suspect(), node.time());
  }

  @Override
  public void run(PeerId host, RunOrder order, Consumer<JobEntry> changes)
      throws InterruptedException {
    links.agent(host).run(order, changes);
  }

  @Override
  public void cancel(PeerId host, String jobId) throws InterruptedException {
    links.agent(host).cancel(CancelOrder.newBuilder().setJobId(jobId).build());
  }

  @Override
  public boolean pause(PeerId host, PauseOrder order) throws InterruptedException {
    return links.agent(host).pause(order).getKnown();
  }

  @Override
  public Work check(CheckIntegrityRequest request) {
    return IntegrityCheck.of(base, request);
  }

  @Override
  public Work repair(RepairIntegrityRequest request) {
    return new RepairJob(
        base,
        node::sign,
        request.getShardsList().stream().map(Ids::shard).toList(),
        request.getDryRun(),
        Optional.of(readers));
  }

  @Override
  public Work prune(PrunePlan plan) {
    return new PruneJob(base, plan, node.config().timings().trash());
  }

  @Override
  public Work rollBack(RollBackPruneRequest request) {
    return new RollbackJob(base, request.getJobId(), request.getReason());
  }

  @Override
  public Work sweep() {
    return new SweepJob(base, node.config().timings().trash());
  }

  @Override
  public Work lock(LockCopies order) {
    return new LockJob(base, order);
  }

  @Override
  public Work raise(RaiseTier order) {
    return new RaiseJob(
        base, new RepairJob(base, node::sign, List.of(), false, Optional.empty()), order);
  }

  @Override
  public Work verify(String backupId, String depth) {
    return new BackupCheck(base, backupId, depth, readers);
  }

  @Override
  public void browse(PeerId host, BrowseOrder order, Consumer<BrowsePage> pages) {
    calling(() -> links.agent(host).browse(order, pages));
  }

  @Override
  public void download(PeerId host, DownloadOrder order, Consumer<DownloadFrame> frames) {
    calling(() -> links.agent(host).download(order, frames));
  }

  @Override
  public PreviewSetAnswer preview(PeerId host, PreviewSetRequest order) {
    PreviewSetAnswer[] answer = new PreviewSetAnswer[1];
    calling(() -> answer[0] = links.agent(host).previewSet(order));
    return answer[0];
  }

  @Override
  public void compare(PeerId host, CompareRequest order, Consumer<ComparePage> pages) {
    calling(() -> links.agent(host).compare(order, pages));
  }

  @Override
  public ByteString grant(PeerId holder, GrantVaultOrder order) {
    ByteString[] ring = new ByteString[1];
    calling(() -> ring[0] = links.agent(holder).grantVault(order).getRing());
    return ring[0];
  }

  @Override
  public void bring(PeerId recipient, ByteString ring) {
    try {
      calling(
          () -> links.to(recipient).putKeyRings(KeyRingUpdate.newBuilder().addRings(ring).build()));
    } catch (OperationFailed e) {
      if (!e.code().isSilence()) {
        throw e;
      }
      LOG.info("{} gets the ring of its new vault later: {}", recipient, e.sentence());
    }
  }

  @Override
  public PeerId reader(BackupRow backup) {
    return readers.reader(backup);
  }

  private interface Call {
    void make() throws InterruptedException;
  }

  private static void calling(Call call) {
    try {
      call.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailed(e, FailureCode.CANCELLED, "The call");
    }
  }
}
