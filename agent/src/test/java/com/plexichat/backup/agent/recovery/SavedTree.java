package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupJob;
import com.plexichat.backup.agent.backup.PreviousBackups;
import com.plexichat.backup.agent.backup.RecordSigner;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.exchange.ReadReports;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/// A tree that was really backed up, through the real pipeline, onto peers that are folders.
final class SavedTree implements AutoCloseable {
  static final String BACKUP = "0123456789abcdef";

  final Path folder;
  final RestoreMarkers markers;
  final Path source;
  final FolderPeers peers;
  final TestCoordinator coordinator;
  final Vault vault;
  final CertifiedKey signer;
  final Jobs jobs = new Jobs(JobStore.none(), InstantSource.system());
  private final SecureRandom random = new SecureRandom();
  private final ChunkIndex backupIndex;
  private Predicate<X509Certificate> trusted;
  private int jobsRun;

  SavedTree(Path folder, Path source, Path... further) throws Exception {
    this.folder = folder;
    markers = new RestoreMarkers(folder.resolve("markers"));
    this.source = source;
    peers = new FolderPeers(folder.resolve("peers"), 5);
    signer = new ClusterAuthority(InstantSource.system(), random).newRoot("Test");
    trusted = one -> one.equals(signer.certificate());
    PeerId host = Signing.peerId(signer.certificate().getPublicKey());
    VaultId id = new VaultId("ab".repeat(16));
    KeyRings rings = new KeyRings(random);
    try (HybridKey key = HybridKey.generate(random)) {
      vault =
          rings.open(
              rings.create(id, host, Map.of(host.hex(), key.publicBytes())), host.hex(), key);
    }
    SetSpec set =
        SetSpec.newBuilder()
            .setName("test")
            .setHost(host.hex())
            .addPaths(ByteString.copyFrom(RawPath.of(source).bytes()))
            .addAllPaths(
                Stream.of(further)
                    .map(path -> ByteString.copyFrom(RawPath.of(path).bytes()))
                    .toList())
            .setTier(
                TierSpec.newBuilder()
                    .setName("bronze")
                    .setDays(90)
                    .setCopies(2)
                    .setDataShards(8)
                    .setParityShards(2))
            .build();
    coordinator = new TestCoordinator(peers, set, id.hex());
    backupIndex = ChunkIndex.open(folder.resolve("backup-index"), id);
    backUp(BACKUP, new Signer(signer));
  }

  record Signer(CertifiedKey key) implements RecordSigner {
    @Override
    public byte[] sign(Record record) {
      try {
        return Records.sign(record, key.key(), key.certificate().getEncoded(), new byte[0]);
      } catch (java.security.cert.CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String clusterId() {
      return "c1";
    }
  }

  /// Every backup is the first one.
  private static final class NothingBefore implements PreviousBackups {
    @Override
    public Optional<Previous> open(Vault vault, ChunkIndex index, String backupId) {
      return Optional.empty();
    }

    @Override
    public ContentReader stripes(Vault vault, Collection<StripeId> stripes) {
      throw new UnsupportedOperationException();
    }
  }

  void backUp(String backupId, RecordSigner by) throws Exception {
    BackupJob job =
        new BackupJob(
            backupId,
            new BackupJob.Source(vault, backupIndex, by, "testhost"),
            new BackupJob.Parts(
                coordinator, coordinator, new NothingBefore(), new StripeSealer(random)));
    JobEntry done = run(job);
    Assertions.assertEquals("done", done.getState(), done.getReason());
  }

  JobEntry run(Work work) throws InterruptedException {
    return run("job" + jobsRun++, work);
  }

  JobEntry run(String id, Work work) throws InterruptedException {
    jobs.start(JobEntry.newBuilder().setJobId(id).build(), work);
    return jobs.await(id);
  }

  ShardAccess access() {
    ReadReports silent =
        new ReadReports() {
          @Override
          public void read(PeerId peer, long bytes) {}

          @Override
          public void bad(ShardId shard, PeerId peer, CopyState state) {}
        };
    return new ShardAccess(coordinator, peers, silent, Duration.ofSeconds(5));
  }

  /// The vault as another machine has it: nothing in the index.
  Vaults strangers() {
    try {
      Path file = Files.createTempDirectory(folder, "index").resolve("index");
      ChunkIndex index = ChunkIndex.open(file, vault.id());
      return _ -> new Vaults.Opened(vault, index, trusted);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  BackupContents open() {
    return BackupContents.open(BACKUP, "restore", access(), strangers());
  }

  RestoreJob job(RestoreWork.Builder work) {
    return new RestoreJob(
        work.setBackupId(BACKUP).build(), access(), strangers(), markers, InstantSource.system());
  }

  static RestoreWork.Builder to(Path target, String... includes) {
    return RestoreWork.newBuilder()
        .setTo(ByteString.copyFrom(RawPath.of(target).bytes()))
        .addAllIncludes(List.of(includes));
  }

  RestoreResult restore(RestoreWork.Builder work) throws Exception {
    JobEntry done = run(job(work));
    Assertions.assertEquals("done", done.getState(), done.getReason());
    return RestoreResult.parseFrom(done.getResult());
  }

  /// Where the source lies below a restore's target.
  Path in(Path target) {
    return target.resolve(source.toString().substring(1));
  }

  @Override
  public void close() throws java.io.IOException {
    jobs.close();
    backupIndex.close();
    vault.close();
  }
}
