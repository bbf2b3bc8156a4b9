package com.plexichat.backup.agent.recovery;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.backup.BackupJob;
import com.plexichat.backup.agent.backup.PreviousBackups;
import com.plexichat.backup.agent.backup.RecordSigner;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.content.Records;
import com.plexichat.backup.agent.content.StripeSealer;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.agent.exchange.ReadReports;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.EpochTaken;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.RestoreWork;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.TierSpec;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Tiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/// A cluster of folders with a real catalogue, real backups in it, and a second catalogue that is
/// made from the folders alone.
final class RebuildRig implements AutoCloseable {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(TestCatalogue.NOW));
  private static final String CLUSTER = "c1";

  final FolderPeers peers;
  final CatalogueCoordinator original;
  final HybridKey recovery;
  final PeerId host;
  final Set<Bytes> rings = new HashSet<>();
  final FolderClaims claims;
  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private final Jobs jobs = new Jobs(JobStore.none(), InstantSource.system());
  private final KeyPair agent;
  private final CertifiedKey root;
  private final CertifiedKey retired;
  private final X509Certificate certificate;
  private final Vault vault;
  private final ChunkIndex index;
  private final List<Catalogue> opened = new ArrayList<>();
  private int runs;

  RebuildRig(Path folder) throws IOException {
    this.folder = folder;
    peers = new FolderPeers(folder.resolve("peers"), 6);
    claims = new FolderClaims(peers);
    ClusterAuthority authority = new ClusterAuthority(InstantSource.system(), random);
    root = authority.newRoot("Test");
    retired = authority.newIntermediate(root, "Test");
    agent = Signing.newKeyPair(random);
    host = Signing.peerId(agent.getPublic());
    certificate = authority.agent(retired, CLUSTER, "source", CertificateRequests.request(agent));
    recovery = HybridKey.generate(random);
    VaultId id = new VaultId("ab".repeat(16));
    KeyRings keyRings = new KeyRings(random);
    HybridKey own = HybridKey.generate(random);
    KeyRing ring =
        keyRings.create(
            id,
            host,
            Map.of(host.hex(), own.publicBytes(), KeyRings.RECOVERY, recovery.publicBytes()));
    vault = keyRings.open(ring, host.hex(), own);
    own.close();
    rings.add(
        Bytes.of(
            KeyRingCodec.sign(
                ring,
                agent.getPrivate(),
                Certificates.der(certificate),
                Certificates.der(retired.certificate()))));
    index = ChunkIndex.open(folder.resolve("backup-index"), id);
    Catalogue catalogue = open("original", false);
    directory().forEach(peer -> submit(catalogue, joined(peer)));
    rings.forEach(one ->
        submit(
            catalogue,
            Command.newBuilder()
                .setVaultRegistered(VaultRegistered.newBuilder().setRing(bytes(one)))
                .build()));
    original = new CatalogueCoordinator(catalogue, host, peers, CLOCK);
  }

  /// A cluster that was lost: what is in the peers' folders, a key ring and the kit.
  RebuildRig(Path folder, RecoveryKit kit, Bytes signedRing) throws IOException {
    this.folder = folder;
    peers = new FolderPeers(folder.resolve("peers"), 6);
    claims = new FolderClaims(peers);
    ClusterAuthority authority = new ClusterAuthority(InstantSource.system(), random);
    root =
        new CertifiedKey(
            kit.rootKey(), Certificates.parse("root", kit.rootCertificate().toArray()));
    retired = authority.newIntermediate(root, "Test");
    agent = Signing.newKeyPair(random);
    certificate = authority.agent(retired, CLUSTER, "source", CertificateRequests.request(agent));
    recovery = kit.recoveryKey();
    KeyRing ring = KeyRingCodec.verify(signedRing.toArray(), this::isOfRoot);
    host = ring.host();
    vault = new KeyRings(random).open(ring, KeyRings.RECOVERY, recovery);
    rings.add(signedRing);
    index = ChunkIndex.open(folder.resolve("backup-index"), vault.id());
    original = new CatalogueCoordinator(open("empty", false), host, peers, CLOCK);
  }

  RecoveryKit kit() {
    Bytes der = Bytes.of(Certificates.der(root.certificate()));
    return RecoveryKit.of(
        CLUSTER, "Test", new RecoveryKit.RootOfTrust(root.key(), der), recovery, CLOCK.instant());
  }

  private static ByteString bytes(Bytes value) {
    return ByteString.copyFrom(value.toArray());
  }

  /// A catalogue of a cluster that was just founded.
  private Catalogue open(String name, boolean rebuilt) {
    Catalogue catalogue = TestCatalogue.open(folder.resolve(name));
    opened.add(catalogue);
    submit(
        catalogue,
        Command.newBuilder()
            .setClusterFounded(
                ClusterFounded.newBuilder()
                    .setClusterId(CLUSTER)
                    .setName("Test")
                    .setRebuilt(rebuilt))
            .build());
    submit(
        catalogue,
        Command.newBuilder()
            .setEpochTaken(
                EpochTaken.newBuilder()
                    .setGrant(
                        EpochGrant.newBuilder()
                            .setClusterId(CLUSTER)
                            .setEpoch(rebuilt ? 2 : 1)
                            .setCoordinator(host.hex())))
            .build());
    return catalogue;
  }

  private static void submit(Catalogue catalogue, Command command) {
    var _ = catalogue.submit("coordinator", "", "", command);
  }

  private static Command joined(PeerEntry peer) {
    return Command.newBuilder().setPeerJoined(PeerJoined.newBuilder().setPeer(peer)).build();
  }

  private List<PeerEntry> directory() {
    List<PeerEntry> all = new ArrayList<>();
    all.add(entry(host, "source"));
    peers.ids.forEach(id -> all.add(entry(id, "peer" + id.hex().substring(31))));
    return all;
  }

  private static PeerEntry entry(PeerId id, String name) {
    return PeerEntry.newBuilder()
        .setPeerId(id.hex())
        .setName(name)
        .setEndpoint(name + ":7000")
        .setOwner("owner of " + name)
        .setRegion("eu")
        .setSite("s")
        .setState(PeerState.ACTIVE)
        .setCapacity(1L << 40)
        .build();
  }

  /// Backs a folder up as a set; the id of the backup.
  String backUp(String set, Path source) throws Exception {
    return backUp(set, source, Tiers.message(Tier.BRONZE));
  }

  String backUp(String set, Path source, TierSpec tier) throws Exception {
    SetSpec spec =
        SetSpec.newBuilder()
            .setName(set)
            .setHost(host.hex())
            .addPaths(ByteString.copyFrom(RawPath.of(source).bytes()))
            .setTier(tier)
            .build();
    BackupDesk desk = original.desk;
    BackupDesk.Begun begun =
        desk.begin(desk.define(spec, host, "person:anna"), "job", "person:anna");
    BackupJob job =
        new BackupJob(
            begun.backup().id(),
            new BackupJob.Source(vault, index, new Signer(), "source"),
            new BackupJob.Parts(original, original, new Earlier(), new StripeSealer(random)));
    JobEntry done = run(job);
    if (original.uploadsLeft > 0) {
      Assertions.assertEquals("done", done.getState(), done.getReason());
    }
    return begun.backup().id();
  }

  private final class Earlier implements PreviousBackups {
    @Override
    public Optional<Previous> open(Vault own, ChunkIndex known, String backupId) {
      BackupContents contents =
          BackupContents.open(backupId, "restore", access(original), _ -> opened(known));
      return Optional.of(new Previous(contents.record(), contents.manifest(), contents::close));
    }

    @Override
    public ContentReader stripes(Vault own, Collection<StripeId> stripes) {
      return BackupContents.stripes(stripes, access(original), own);
    }
  }

  Vaults.Opened opened(ChunkIndex known) {
    return new Vaults.Opened(vault, known, this::isOfRoot);
  }

  /// Knows the root alone: the authority that made the source's certificate is out of service.
  private boolean isOfRoot(X509Certificate one) {
    try {
      one.verify(root.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException anothers) {
      return false;
    }
  }

  private final class Signer implements RecordSigner {
    @Override
    public byte[] sign(Record record) {
      return Records.sign(
          record,
          agent.getPrivate(),
          Certificates.der(certificate),
          Certificates.der(retired.certificate()));
    }

    @Override
    public String clusterId() {
      return CLUSTER;
    }
  }

  private JobEntry run(Work work) throws InterruptedException {
    String id = "job" + runs++;
    jobs.start(JobEntry.newBuilder().setJobId(id).build(), work);
    return jobs.await(id);
  }

  ChunkIndex emptyIndex() throws IOException {
    return ChunkIndex.open(folder.resolve("index" + runs++), vault.id());
  }

  ShardAccess access(Locator locator) {
    ReadReports silent =
        new ReadReports() {
          @Override
          public void read(PeerId peer, long bytes) {}

          @Override
          public void bad(ShardId shard, PeerId peer, CopyState state) {}
        };
    return new ShardAccess(locator, peers, silent, Duration.ofSeconds(5));
  }

  /// The catalogue that was made anew, and what was said of it.
  record Second(CatalogueCoordinator coordinator, CatalogueRebuild.Rebuilt report) {
    Catalogue catalogue() {
      return coordinator.catalogue;
    }

    String sentences() {
      return String.join("\n", report.lost());
    }
  }

  /// Makes a second catalogue from the folders.
  Second rebuild() {
    Catalogue catalogue = open("rebuilt" + runs++, true);
    CatalogueRebuild rebuild =
        new CatalogueRebuild(
            catalogue,
            claims,
            peers,
            folder.resolve("scratch"),
            new CatalogueRebuild.Chance(CLOCK, random));
    CatalogueRebuild.Rebuilt report =
        rebuild.run(
            new CatalogueRebuild.Remains(directory(), rings, recovery, this::isOfRoot, Set.of()));
    Assertions.assertFalse(Files.exists(folder.resolve("scratch")), "nothing is left over");
    return new Second(new CatalogueCoordinator(catalogue, host, peers, CLOCK), report);
  }

  /// What a restore from a catalogue gives, as [Trees#describe] has it, and how it went.
  record Restored(RestoreResult result, Map<String, String> tree, Path at) {}

  Restored restore(CatalogueCoordinator from, String backup, Path source) throws Exception {
    Path target = Files.createDirectory(folder.resolve("restored" + runs++));
    RestoreWork work =
        RestoreWork.newBuilder()
            .setBackupId(backup)
            .setTo(ByteString.copyFrom(RawPath.of(target).bytes()))
            .build();
    ChunkIndex fresh = ChunkIndex.open(target.resolveSibling("index" + runs++), vault.id());
    JobEntry done =
        run(
            new RestoreJob(
                work,
                access(from),
                _ -> opened(fresh),
                new RestoreMarkers(folder.resolve("markers")),
                InstantSource.system()));
    fresh.close();
    Assertions.assertEquals("done", done.getState(), done.getReason());
    Path restored = target.resolve(source.toString().substring(1));
    return new Restored(
        RestoreResult.parseFrom(done.getResult()), Trees.describe(restored), restored);
  }

  /// A ring for the source's vault that another agent of the cluster made, open to the same kit.
  Bytes ringOfAnAgent(long version) {
    KeyPair other = Signing.newKeyPair(random);
    X509Certificate theirs =
        new ClusterAuthority(InstantSource.system(), random)
            .agent(retired, CLUSTER, "other", CertificateRequests.request(other));
    KeyRing ring =
        new KeyRings(random)
            .create(vault.id(), host, Map.of(KeyRings.RECOVERY, recovery.publicBytes()));
    KeyRing newer =
        new KeyRing(
            ring.vault(), ring.host(), version, ring.epochs(), ring.masters(), ring.chunkKey());
    return Bytes.of(
        KeyRingCodec.sign(
            newer,
            other.getPrivate(),
            Certificates.der(theirs),
            Certificates.der(retired.certificate())));
  }

  @Override
  public void close() throws IOException {
    opened.forEach(Catalogue::close);
    jobs.close();
    index.close();
    vault.close();
    recovery.close();
  }
}
