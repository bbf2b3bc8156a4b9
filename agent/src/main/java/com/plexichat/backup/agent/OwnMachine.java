package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.api.AgentsService;
import com.plexichat.backup.agent.backup.BackupJob;
import com.plexichat.backup.agent.backup.PreviousBackups;
import com.plexichat.backup.agent.backup.RecordSigner;
import com.plexichat.backup.agent.backup.SetPreview;
import com.plexichat.backup.agent.backup.StripeUploads;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.exchange.LinkCalls;
import com.plexichat.backup.agent.exchange.OutgoingStripe;
import com.plexichat.backup.agent.exchange.ReadReports;
import com.plexichat.backup.agent.exchange.ShardSender;
import com.plexichat.backup.agent.exchange.UploadedStripe;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.protocol.SourceEffect;
import com.plexichat.backup.agent.recovery.AffectedFiles;
import com.plexichat.backup.agent.recovery.BackupComparison;
import com.plexichat.backup.agent.recovery.BackupContents;
import com.plexichat.backup.agent.recovery.Browser;
import com.plexichat.backup.agent.recovery.DeepVerify;
import com.plexichat.backup.agent.recovery.Downloader;
import com.plexichat.backup.agent.recovery.RestoreJob;
import com.plexichat.backup.agent.recovery.RestoreMarkers;
import com.plexichat.backup.agent.recovery.ShardAccess;
import com.plexichat.backup.agent.recovery.Vaults;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.proto.AffectedOrder;
import com.plexichat.backup.proto.AffectedPage;
import com.plexichat.backup.proto.AffectedPath;
import com.plexichat.backup.proto.BrowseEntry;
import com.plexichat.backup.proto.BrowseOrder;
import com.plexichat.backup.proto.CompareRequest;
import com.plexichat.backup.proto.Difference;
import com.plexichat.backup.proto.DownloadOrder;
import com.plexichat.backup.proto.GrantVaultOrder;
import com.plexichat.backup.proto.PreviewSetAnswer;
import com.plexichat.backup.proto.PreviewSetRequest;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.RunOrder;
import com.plexichat.backup.proto.UnreadableBackup;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Parameter;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Failures;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this agent does with its own files: backs them up, restores, shows what is in backups.
final class OwnMachine implements AgentsService.Machine, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnMachine.class);

  /// As many stripes as [Parameter#TRANSFER_PARALLEL] allows: ten shards of 1 MiB each, and heads.
  private static final long IN_FLIGHT = 84L << 20;

  private static final Duration HEDGE_AFTER = Duration.ofSeconds(2);

  /// As long as an agent takes that is started again on a busy machine.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Node node;
  private final OwnVaults vaults;
  private final CoordinatorCalls coordinator;
  private final AgentTuning tuning;
  private final ShardSender sender;
  private final ShardAccess access;
  private final StripeSealer sealer;
  private final RestoreMarkers markers;
  private final AtomicBoolean isCold = new AtomicBoolean(true);
  private final ExecutorService uploads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("upload-", 0).factory());

  OwnMachine(
      Node node,
      OwnVaults vaults,
      CoordinatorCalls coordinator,
      LinkCalls calls,
      AgentTuning tuning) {
    this.node = node;
    this.tuning = tuning;
    this.vaults = vaults;
    this.coordinator = coordinator;
    this.sender = new ShardSender(calls, node::key, IN_FLIGHT);
    this.access = new ShardAccess(coordinator, calls, new Reports(), HEDGE_AFTER);
    this.sealer = new StripeSealer(node.random());
    this.markers = new RestoreMarkers(node.data().path().resolve("restores"));
  }

  @Override
  public Work work(RunOrder order) {
    if (isCold.compareAndSet(true, false)) {
      Thread.ofPlatform().daemon().name("warm-up").start(Aead::warmUp);
    }
    return switch (order.getWorkCase()) {
      case BACKUP -> backup(order.getBackup().getBackupId());
      case RESTORE -> new RestoreJob(order.getRestore(), patient(), vaults, markers, node.time());
      case VERIFY -> new DeepVerify(order.getVerify(), patient(), vaults);
      case WORK_NOT_SET -> throw new OperationFailed(FailureCode.USAGE, "The order names no work.");
    };
  }

  private ShardAccess patient() {
    return access.patient(PATIENCE);
  }

  private Work backup(String backupId) {
    byte[] ring = vaults.own(node.directory().current().orElseThrow().directory().getRecoveryKey());
    VaultId vault = KeyRingCodec.verify(ring, _ -> true).vault();
    Vaults.Opened opened = vaults.open(vault);
    return new BackupJob(
        backupId,
        new BackupJob.Source(opened.vault(), opened.index(), new Signer(), node.config().name()),
        new BackupJob.Parts(coordinator, new Uploads(), new Earlier(), sealer));
  }

  @Override
  public byte[] grant(GrantVaultOrder order) {
    return vaults.grant(
        Ids.vault(order.getVault()),
        Ids.peer(order.getRecipient()),
        Bytes.of(order.getSealingKey().toByteArray()));
  }

  @Override
  public void browse(BrowseOrder order, Consumer<BrowseEntry> entries) {
    try (BackupContents contents =
        BackupContents.open(order.getBackupId(), "restore", access, vaults)) {
      Browser browser = new Browser(contents);
      if (order.getGlob().isEmpty()) {
        browser.list(path(order.getPath()), order.getRecursive(), entries);
      } else {
        browser.find(order.getGlob(), entries);
      }
    }
  }

  @Override
  public void download(DownloadOrder order, Consumer<Boolean> isTar, OutputStream out) {
    try (BackupContents contents =
        BackupContents.open(order.getBackupId(), "restore", patient(), vaults)) {
      Downloader downloader = new Downloader(contents);
      RawPath path = path(order.getPath());
      isTar.accept(downloader.isTar(path));
      downloader.write(path, out);
    } catch (IOException e) {
      throw new OperationFailed(e, FailureCode.CANCELLED, "The download");
    }
  }

  @Override
  public PreviewSetAnswer preview(PreviewSetRequest order) {
    return new SetPreview(SetPreview.Limits.DEFAULT, node.time())
        .of(order.getSet(), node.config().name());
  }

  @Override
  public void compare(CompareRequest order, Consumer<Difference> differences) {
    try (BackupContents from = BackupContents.open(order.getFrom(), "restore", access, vaults);
        BackupContents to = BackupContents.open(order.getTo(), "restore", access, vaults)) {
      new BackupComparison(from, to, differences).below(path(order.getPath()));
    }
  }

  @Override
  public void affected(AffectedOrder order, Consumer<AffectedPage> found) {
    List<StripeId> stripes = order.getStripesList().stream().map(Ids::stripe).toList();
    new AffectedFiles(access, vaults, stripes, new Affected(found)).search(order.getBackupsList());
  }

  /// What a search finds, as messages.
  private record Affected(Consumer<AffectedPage> to) implements AffectedFiles.Found {
    @Override
    public void path(StripeId stripe, RawPath path) {
      AffectedPath.Builder one =
          AffectedPath.newBuilder()
              .setStripe(Ids.message(stripe))
              .setPath(ByteString.copyFrom(path.bytes()));
      to.accept(AffectedPage.newBuilder().addPaths(one).build());
    }

    @Override
    public void unreadable(String backupId, OperationFailed why) {
      UnreadableBackup.Builder one =
          UnreadableBackup.newBuilder().setBackup(backupId).setFailure(Failures.message(why));
      to.accept(AffectedPage.newBuilder().addUnreadable(one).build());
    }
  }

  private static RawPath path(ByteString bytes) {
    return bytes.isEmpty() ? RawPath.of("/") : RawPath.of(bytes.toByteArray());
  }

  @Override
  public void close() {
    uploads.shutdownNow();
  }

  /// The upload of sealed stripes.
  private final class Uploads implements StripeUploads {
    @Override
    public CompletableFuture<Uploaded> upload(String backupId, SealedStripe stripe, int copies) {
      return CompletableFuture.supplyAsync(
          () -> {
            UploadedStripe done = sender.upload(outgoing(stripe), copies, coordinator.of(backupId));
            return switch (done.result()) {
              case SourceEffect.Result.Complete _ -> new Uploaded(stripe.stripe(), 0, "");
              case SourceEffect.Result.UnderProtected(int missing, String sentence) ->
                  new Uploaded(stripe.stripe(), missing, sentence);
              case SourceEffect.Result.Failed(String why) ->
                  throw new OperationFailed(
                      FailureCode.INTERRUPTED,
                      "The upload of a stripe",
                      done.sent().failure().orElse(why));
              case SourceEffect.Result.Cancelled _ ->
                  throw new OperationFailed(FailureCode.CANCELLED, "The upload of a stripe");
            };
          },
          uploads);
    }

    @Override
    public int atOnce() {
      return tuning.count(Parameter.TRANSFER_PARALLEL);
    }

    @Override
    public long sentBytes() {
      return sender.sentBytes();
    }

    private static OutgoingStripe outgoing(SealedStripe stripe) {
      List<OutgoingStripe.OutgoingShard> shards = new ArrayList<>();
      stripe
          .shards()
          .forEach(shard ->
              shards.add(
                  new OutgoingStripe.OutgoingShard(shard.name(), shard.index(), shard.file())));
      return new OutgoingStripe(stripe.stripe(), stripe.k(), stripe.m(), stripe.epoch(), shards);
    }
  }

  /// What earlier backups left, read as a restore reads it.
  private final class Earlier implements PreviousBackups {
    @Override
    public Optional<Previous> open(Vault vault, ChunkIndex index, String backupId) {
      try {
        BackupContents contents = BackupContents.open(backupId, "restore", access, vaults);
        return Optional.of(new Previous(contents.record(), contents.manifest(), contents::close));
      } catch (OperationFailed e) {
        LOG.info("the previous backup cannot be read, so every file is: {}", e.sentence());
        return Optional.empty();
      }
    }

    @Override
    public ContentReader stripes(Vault vault, Collection<StripeId> stripes) {
      return BackupContents.stripes(stripes, access, vault);
    }
  }

  /// Records are signed with the agent's key.
  private final class Signer implements RecordSigner {
    @Override
    public byte[] sign(Record record) {
      return Records.sign(
          record,
          node.keys().signing().getPrivate(),
          Certificates.der(node.membership().certificate()),
          Certificates.der(node.membership().issuer()));
    }

    @Override
    public String clusterId() {
      return node.membership().clusterId();
    }
  }

  /// Tells the coordinator what a reader finds wrong, without waiting for it.
  private final class Reports implements ReadReports {
    @Override
    public void read(PeerId peer, long bytes) {
      LOG.trace("read {} bytes from {}", bytes, peer);
    }

    @Override
    public void bad(ShardId shard, PeerId peer, CopyState state) {
      LOG.warn("the copy of {} on {} is {}", shard, peer, state);
      uploads.execute(() -> coordinator.report(shard, peer, state));
    }
  }
}
