package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.api.LocateDesk;
import com.plexichat.backup.agent.backup.BackupClosing;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.backup.BackupJob;
import com.plexichat.backup.agent.backup.Coordination;
import com.plexichat.backup.agent.backup.FoldDesk;
import com.plexichat.backup.agent.backup.PreviousBackups;
import com.plexichat.backup.agent.backup.StripeUploads;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.SealedShard;
import com.plexichat.backup.agent.content.SealedStripe;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.exchange.ReadReports;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.CloseBackupRequest;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.CommittedCopies;
import com.plexichat.backup.proto.CommittedStripe;
import com.plexichat.backup.proto.FoldStripesRequest;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.LocateRequest;
import com.plexichat.backup.proto.OpenBackupAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.ReservedCopies;
import com.plexichat.backup.proto.ReservedStripe;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.StripesCommitted;
import com.plexichat.backup.proto.StripesReserved;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;

/// A source that is backed up again and again: the real job, the real catalogue, peers that are
/// folders. What folds leave is deleted from the peers at once, so that nothing can be read there.
final class FoldingCluster implements Coordination, StripeUploads, Locator, AutoCloseable {
  private static final VaultId VAULT = new VaultId("ab".repeat(16));

  final Path folder;
  final FolderPeers peers;
  final Catalogue catalogue;
  final Vault vault;
  final CertifiedKey signer;
  private final InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(TestCatalogue.NOW));
  private final SecureRandom random = new SecureRandom();
  private final Jobs jobs = new Jobs(JobStore.none(), InstantSource.system());
  private final PeerId host;
  private final BackupDesk desk;
  private final FoldDesk folds;
  private final LocateDesk locate;
  private final ChunkIndex index;
  private final StripeSealer sealer = new StripeSealer(random);
  private int jobsRun;
  private long sequence;
  private int tickets;
  long sent;

  FoldingCluster(Path folder, Path source) throws Exception {
    this.folder = folder;
    peers = new FolderPeers(folder.resolve("peers"), 5);
    signer = new ClusterAuthority(InstantSource.system(), random).newRoot("Test");
    host = Signing.peerId(signer.certificate().getPublicKey());
    KeyRings rings = new KeyRings(random);
    try (HybridKey key = HybridKey.generate(random)) {
      vault =
          rings.open(
              rings.create(VAULT, host, Map.of(host.hex(), key.publicBytes())), host.hex(), key);
    }
    catalogue = TestCatalogue.open(folder.resolve("catalogue"));
    desk = new BackupDesk(catalogue, time, random);
    folds = new FoldDesk(catalogue, desk, time);
    locate = new LocateDesk(catalogue, FoldingCluster::sign, time);
    index = ChunkIndex.open(folder.resolve("index"), VAULT);
    found(source);
  }

  private static Signed sign(byte[] message) {
    return Signed.newBuilder().setMessage(ByteString.copyFrom(message)).build();
  }

  private void submit(Command.Builder command) {
    TestCatalogue.submit(catalogue, command.build());
  }

  private void found(Path source) {
    submit(
        Command.newBuilder()
            .setClusterFounded(ClusterFounded.newBuilder().setClusterId("c1").setName("home")));
    join(host, "source");
    peers.ids.forEach(id -> join(id, "owner" + id.hex()));
    KeyRing ring =
        KeyRing.newBuilder()
            .setVault(VAULT.hex())
            .setHost(host.hex())
            .setVersion(1)
            .addMasters(SealedMaster.newBuilder().setRecipient(host.hex()))
            .build();
    submit(
        Command.newBuilder()
            .setVaultRegistered(
                VaultRegistered.newBuilder()
                    .setRing(
                        SignedKeyRing.newBuilder()
                            .setRing(ring.toByteString())
                            .build()
                            .toByteString())));
    submit(
        Command.newBuilder()
            .setSetDefined(
                SetDefined.newBuilder()
                    .setSet(
                        SetSpec.newBuilder()
                            .setName("docs")
                            .setHost(host.hex())
                            .addPaths(ByteString.copyFrom(RawPath.of(source).bytes()))
                            .setTier(tier()))));
  }

  private static TierSpec tier() {
    return TierSpec.newBuilder()
        .setName("bronze")
        .setDays(90)
        .setCopies(2)
        .setDataShards(8)
        .setParityShards(2)
        .build();
  }

  private void join(PeerId id, String owner) {
    submit(
        Command.newBuilder()
            .setPeerJoined(
                PeerJoined.newBuilder()
                    .setPeer(
                        PeerEntry.newBuilder()
                            .setPeerId(id.hex())
                            .setName(owner)
                            .setEndpoint("m:7000")
                            .setOwner(owner)
                            .setRegion("eu")
                            .setSite("s")
                            .setState(PeerState.ACTIVE)
                            .setCapacity(1L << 40))));
  }

  /// Backs up what the set names now.
  String backUp(int number) throws Exception {
    String id = "%016x".formatted(number);
    submit(
        Command.newBuilder()
            .setBackupOpened(
                BackupOpened.newBuilder()
                    .setBackupId(id)
                    .setSet("docs")
                    .setNumber(number)
                    .setVault(VAULT.hex())
                    .setJobId("job" + number)
                    .setTier(tier())
                    .setHost(host.hex())));
    BackupJob job =
        new BackupJob(
            id,
            new BackupJob.Source(vault, index, new SavedTree.Signer(signer), "testhost"),
            new BackupJob.Parts(this, this, new Earlier(), sealer));
    run(job);
    Assertions.assertEquals("COMPLETE", desk.get(id).state().name());
    return id;
  }

  private JobEntry run(com.plexichat.backup.agent.jobs.Work work) throws InterruptedException {
    String id = "job" + jobsRun++;
    jobs.start(JobEntry.newBuilder().setJobId(id).build(), work);
    JobEntry done = jobs.await(id);
    Assertions.assertEquals("done", done.getState(), done.getReason() + done.getFailure());
    return done;
  }

  private final class Earlier implements PreviousBackups {
    @Override
    public Optional<Previous> open(Vault own, ChunkIndex known, String backupId) {
      BackupContents contents =
          BackupContents.open(
              backupId,
              "restore",
              access(FoldingCluster.this),
              _ -> new Vaults.Opened(vault, known, _ -> true));
      return Optional.of(new Previous(contents.record(), contents.manifest(), contents::close));
    }

    @Override
    public ContentReader stripes(Vault own, Collection<StripeId> stripes) {
      return BackupContents.stripes(stripes, access(FoldingCluster.this), own);
    }
  }

  ShardAccess access(Locator locator) {
    ReadReports silent =
        new ReadReports() {
          @Override
          public void read(PeerId peer, long bytes) {}

          @Override
          public void bad(ShardId shard, PeerId peer, CopyState state) {}
        };
    return new ShardAccess(locator, peers, silent, Duration.ofSeconds(20));
  }

  /// The vault as a machine has it that knows nothing of it yet.
  Vaults strangers() throws IOException {
    Path file = Files.createTempDirectory(folder, "index").resolve("index");
    ChunkIndex fresh = ChunkIndex.open(file, VAULT);
    return _ -> new Vaults.Opened(vault, fresh, _ -> true);
  }

  /// Restores with nothing but what a locator says.
  Path restore(String backupId, Locator locator, Vaults vaults) throws Exception {
    Path to = folder.resolve("restored" + jobsRun);
    run(
        new RestoreJob(
            RestoreWork.newBuilder()
                .setBackupId(backupId)
                .setTo(ByteString.copyFrom(RawPath.of(to).bytes()))
                .build(),
            access(locator),
            vaults,
            new RestoreMarkers(folder.resolve("markers")),
            InstantSource.system()));
    return to;
  }

  @Override
  public Opened open(String backupId, String jobId, String vaultId) {
    BackupRow backup = desk.get(backupId);
    OpenBackupAnswer.Builder facts =
        OpenBackupAnswer.newBuilder()
            .setSet(
                SetSpec.newBuilder()
                    .setName("docs")
                    .setHost(host.hex())
                    .addAllPaths(
                        catalogue.sets().find("docs").orElseThrow().paths().stream()
                            .map(path -> ByteString.copyFrom(path.toArray()))
                            .toList())
                    .setTier(tier()))
            .setNumber(backup.number())
            .setCreatedMs(backup.createdMs())
            .addAllFolds(folds.groups(backup));
    catalogue
        .backups()
        .newest("docs")
        .ifPresent(before ->
            facts
                .setPreviousBackup(before.id())
                .setPreviousRecord(ByteString.copyFrom(before.recordHash().toArray())));
    List<StripeId> live = new ArrayList<>();
    catalogue.stripes().live(VAULT, TestCatalogue.NOW, live::add);
    return new Opened(facts.build(), live, List.of());
  }

  @Override
  public CompletableFuture<Uploaded> upload(String backupId, SealedStripe stripe, int copies) {
    ReservedStripe.Builder reserved =
        ReservedStripe.newBuilder()
            .setStripe(Ids.message(stripe.stripe()))
            .setK(stripe.k())
            .setM(stripe.m())
            .setKeyEpoch(stripe.epoch())
            .setVault(VAULT.hex())
            .setSource(host.hex());
    CommittedStripe.Builder committed =
        CommittedStripe.newBuilder().setStripe(Ids.message(stripe.stripe()));
    ByteString names = ByteString.EMPTY;
    List<List<Integer>> held = new ArrayList<>();
    peers.ids.forEach(_ -> held.add(new ArrayList<>()));
    for (SealedShard shard : stripe.shards()) {
      names = names.concat(Ids.message(shard.name()));
      reserved.addLengths(shard.file().length);
      sent += shard.file().length;
      for (int copy = 0; copy < copies; copy++) {
        int peer = (shard.index() + copy) % peers.ids.size();
        peers.store(peers.ids.get(peer), shard.name(), shard.file());
        held.get(peer).add(shard.index());
      }
    }
    for (int peer = 0; peer < held.size(); peer++) {
      ByteString operation =
          ByteString.copyFrom(ByteBuffer.allocate(16).putLong(8, nextSequence()).array());
      String id = peers.ids.get(peer).hex();
      reserved.addCopies(
          ReservedCopies.newBuilder()
              .setPeerId(id)
              .setOperation(operation)
              .setSequence(sequence)
              .addAllIndexes(held.get(peer)));
      committed.addCopies(
          CommittedCopies.newBuilder()
              .setPeerId(id)
              .setOperation(operation)
              .addAllIndexes(held.get(peer)));
    }
    submit(
        Command.newBuilder()
            .setStripesReserved(
                StripesReserved.newBuilder()
                    .setBackupId(backupId)
                    .addStripes(reserved.setShards(names))));
    submit(
        Command.newBuilder()
            .setStripesCommitted(
                StripesCommitted.newBuilder().setBackupId(backupId).addStripes(committed)));
    return CompletableFuture.completedFuture(new Uploaded(stripe.stripe(), 0, ""));
  }

  private synchronized long nextSequence() {
    return ++sequence;
  }

  @Override
  public long sentBytes() {
    return sent;
  }

  @Override
  public void fold(FoldStripesRequest request) {
    folds.fold(host, request);
    for (ByteString id : request.getReplacedList()) {
      catalogue.stripes().find(Ids.stripe(id), TestCatalogue.NOW).orElseThrow().shards().stream()
          .forEach(shard -> {
            try {
              peers.lose(shard.id());
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }
  }

  @Override
  public BackupEntry close(CloseBackupRequest facts, Collection<StripeId> stripes) {
    BackupRow closed = new BackupClosing(catalogue, desk, time).close(facts, List.copyOf(stripes));
    return BackupEntry.newBuilder().setBackupId(closed.id()).build();
  }

  @Override
  public Located locate(String backupId, String purpose) {
    return located(LocateRequest.newBuilder().setBackupId(backupId).setPurpose(purpose));
  }

  @Override
  public Located locate(Collection<StripeId> stripes, String purpose) {
    return located(
        LocateRequest.newBuilder()
            .setPurpose(purpose)
            .addAllStripes(stripes.stream().map(Ids::message).toList()));
  }

  private synchronized Located located(LocateRequest.Builder request) {
    Signed ticket =
        Signed.newBuilder().setMessage(ByteString.copyFromUtf8("t" + ++tickets)).build();
    peers.valid = Signed.getDefaultInstance();
    Located.Pages pages = new Located.Pages();
    locate.locate(
        host,
        request.build(),
        page -> pages.add(page.hasTicket() ? page.toBuilder().setTicket(ticket).build() : page));
    peers.valid = ticket;
    return pages.whole();
  }

  /// Stripes that some backup needs.
  long liveStripes() {
    long[] count = new long[1];
    catalogue.stripes().live(VAULT, TestCatalogue.NOW, _ -> count[0]++);
    return count[0];
  }

  /// Files on all peers.
  long files() throws IOException {
    long count = 0;
    for (PeerId peer : peers.ids) {
      try (var files = Files.list(peers.folder(peer))) {
        count += files.count();
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    jobs.close();
    index.close();
    vault.close();
    catalogue.close();
  }
}
