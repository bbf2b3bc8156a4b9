package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupJob;
import com.plexichat.backup.agent.backup.PreviousBackups;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ContentReader;
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
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/// A source that is backed up again and again: the real job, the real catalogue, peers that are
/// folders. What folds leave is deleted from the peers, so that nothing can be read there.
final class FoldingCluster implements AutoCloseable {
  private static final VaultId VAULT = new VaultId("ab".repeat(16));

  final Path folder;
  final FolderPeers peers;
  final Catalogue catalogue;
  final Vault vault;
  final CertifiedKey signer;
  final CatalogueCoordinator coordinator;
  private final InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(TestCatalogue.NOW));
  private final SecureRandom random = new SecureRandom();
  private final Jobs jobs = new Jobs(JobStore.none(), InstantSource.system());
  private final PeerId host;
  private final ChunkIndex index;
  private final StripeSealer sealer = new StripeSealer(random);
  private final Set<StripeId> swept = new HashSet<>();
  private int jobsRun;

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
    coordinator = new CatalogueCoordinator(catalogue, host, peers, time);
    index = ChunkIndex.open(folder.resolve("index"), VAULT);
    found(source);
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
    String id = open(number);
    finish(id);
    return id;
  }

  /// Begins to, and is cut off from the network after so many stripes.
  String cutOff(int number, int stripes) throws Exception {
    String id = open(number);
    coordinator.uploadsLeft = stripes;
    String job = begin(job(id));
    Assertions.assertEquals("failed", jobs.await(job).getState());
    coordinator.uploadsLeft = Integer.MAX_VALUE;
    return id;
  }

  private String open(int number) {
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
    return id;
  }

  private BackupJob job(String id) {
    return new BackupJob(
        id,
        new BackupJob.Source(vault, index, new SavedTree.Signer(signer), "testhost"),
        new BackupJob.Parts(coordinator, coordinator, new Earlier(), sealer));
  }

  /// Runs one that is open to its end.
  void finish(String id) throws Exception {
    run(job(id));
    Assertions.assertEquals("COMPLETE", coordinator.desk.get(id).state().name());
    for (StripeId left : catalogue.stripes().leftByFolds(100_000)) {
      if (swept.add(left)) {
        for (ShardRow shard :
            catalogue.stripes().find(left, TestCatalogue.NOW).orElseThrow().shards()) {
          peers.lose(shard.id());
        }
      }
    }
  }

  private JobEntry run(com.plexichat.backup.agent.jobs.Work work) throws InterruptedException {
    JobEntry done = jobs.await(begin(work));
    Assertions.assertEquals("done", done.getState(), done.getReason() + done.getFailure());
    return done;
  }

  private String begin(com.plexichat.backup.agent.jobs.Work work) {
    String id = "job" + jobsRun++;
    jobs.start(JobEntry.newBuilder().setJobId(id).build(), work);
    return id;
  }

  private final class Earlier implements PreviousBackups {
    @Override
    public Optional<Previous> open(Vault own, ChunkIndex known, String backupId) {
      BackupContents contents =
          BackupContents.open(
              backupId,
              "restore",
              access(coordinator),
              _ -> new Vaults.Opened(vault, known, _ -> true));
      return Optional.of(new Previous(contents.record(), contents.manifest(), contents::close));
    }

    @Override
    public ContentReader stripes(Vault own, Collection<StripeId> stripes) {
      return BackupContents.stripes(stripes, access(coordinator), own);
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
