package com.plexichat.backup.agent.upkeep;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.jobs.CatalogueJobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.agent.jobs.Work;
import com.plexichat.backup.agent.ledger.Ledger;
import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.BackupEntry;
import com.plexichat.backup.proto.BackupLocked;
import com.plexichat.backup.proto.BackupOpened;
import com.plexichat.backup.proto.ClusterFounded;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.IntegrityResult;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.KeyRing;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.Placement;
import com.plexichat.backup.proto.RepairResult;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.SealedStripe;
import com.plexichat.backup.proto.SetDefined;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.StripeReceipts;
import com.plexichat.backup.proto.VaultRegistered;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.VaultId;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.Tiers;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A coordinator with a real catalogue and ledger, and holders in memory: a source, a number of
/// others with an owner each, and one backup of a few stripes.
final class UpkeepCluster implements AutoCloseable {
  static final String BACKUP = "00000000000000b1";
  private static final VaultId VAULT = new VaultId("a".repeat(32));

  final FakeHolders holders = new FakeHolders();
  final List<PeerId> peers = new ArrayList<>();
  final Catalogue catalogue;
  final Jobs jobs;
  final UpkeepBase base;
  final Ledger ledger;

  /// Names lost files; empty: as the coordinator repairs by itself.
  Optional<LostFiles> files = Optional.empty();

  Instant now = Instant.ofEpochMilli(TestCatalogue.NOW);
  private final Random random;
  private int jobNumber;

  UpkeepCluster(Path folder, long seed, int others) {
    random = new Random(seed);
    catalogue = TestCatalogue.open(folder);
    jobs = new Jobs(new CatalogueJobStore(catalogue), () -> now);
    SecureRandom secure = seeded(seed);
    ledger = new Ledger(catalogue, UpkeepCluster::sign, () -> now, secure);
    base = new UpkeepBase(catalogue, ledger, holders, () -> now, random);
    submit(
        Command.newBuilder()
            .setClusterFounded(ClusterFounded.newBuilder().setClusterId("c1").setName("home")));
    for (int peer = 0; peer <= others; peer++) {
      join(peer, secure);
    }
    KeyRing ring =
        KeyRing.newBuilder()
            .setVault(VAULT.hex())
            .setHost(peers.getFirst().hex())
            .setVersion(1)
            .addMasters(SealedMaster.newBuilder().setRecipient("recovery"))
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
  }

  /// The same keys for the same seed, so that placements are the same too.
  private static SecureRandom seeded(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Signed sign(byte[] message) {
    return Signed.newBuilder().setMessage(ByteString.copyFrom(message)).build();
  }

  void submit(Command.Builder command) {
    TestCatalogue.submit(catalogue, command.build());
  }

  private void join(int number, SecureRandom secure) {
    KeyPair key = Signing.newKeyPair(secure);
    PeerId id = Signing.peerId(key.getPublic());
    holders.keys.put(id, key);
    peers.add(id);
    submit(
        Command.newBuilder()
            .setPeerJoined(
                PeerJoined.newBuilder()
                    .setPeer(
                        PeerEntry.newBuilder()
                            .setPeerId(id.hex())
                            .setName("machine" + number)
                            .setEndpoint("m" + number + ":7000")
                            .setOwner("owner" + number)
                            .setRegion("eu")
                            .setSite("s")
                            .setState(PeerState.ACTIVE)
                            .setCertificate(ByteString.copyFrom(certificate(key)))
                            .setCapacity(1L << 40))));
  }

  private static byte[] certificate(KeyPair key) {
    try {
      X500Name name = new X500Name("CN=peer");
      Instant at = Instant.ofEpochMilli(TestCatalogue.NOW);
      return new JcaX509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(at.minusSeconds(60)),
              Date.from(at.plusSeconds(3600)),
              name,
              key.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void become(PeerId peer, PeerState state) {
    submit(
        Command.newBuilder()
            .setPeerChanged(PeerChanged.newBuilder().setPeerId(peer.hex()).setState(state)));
  }

  /// Backs up stripes of random bytes as a source does, and closes the backup.
  void backUp(Tier tier, int stripes, int body) {
    open(tier);
    close(BACKUP, tier, stripes, body);
  }

  /// The set's next backup, which shares nothing with the one before.
  void backUpAgain(String backup, long number, Tier tier, int stripes, int body) {
    submit(opened(backup, number, tier));
    BackupClosed.Builder closed = closed(backup, tier, stripes, body);
    catalogue.stripes().neededBy(BACKUP, stripe -> closed.addDropped(Ids.message(stripe)));
    submit(Command.newBuilder().setBackupClosed(closed));
  }

  /// The set's next backup begins.
  void openAgain(String backup, long number, Tier tier) {
    submit(opened(backup, number, tier));
  }

  private void close(String backup, Tier tier, int stripes, int body) {
    submit(Command.newBuilder().setBackupClosed(closed(backup, tier, stripes, body)));
  }

  private BackupClosed.Builder closed(String backup, Tier tier, int stripes, int body) {
    BackupClosed.Builder closed =
        BackupClosed.newBuilder()
            .setBackup(BackupEntry.newBuilder().setBackupId(backup).setState("complete"))
            .setRecordHash(ByteString.copyFrom(new byte[32]));
    for (int stripe = 0; stripe < stripes; stripe++) {
      StripeId id = place(backup, tier, body);
      closed.addAdded(Ids.message(id)).setRecordStripe(Ids.message(id));
    }
    return closed;
  }

  /// Nobody ends a backup for so many days; its holders are not told.
  void lock(String backup, int days) {
    submit(
        Command.newBuilder()
            .setBackupLocked(
                BackupLocked.newBuilder()
                    .setBackupId(backup)
                    .setDays(days)
                    .setUntilMs(now.plus(Duration.ofDays(days)).toEpochMilli())));
  }

  void open(Tier tier) {
    submit(
        Command.newBuilder()
            .setSetDefined(
                SetDefined.newBuilder()
                    .setSet(
                        SetSpec.newBuilder()
                            .setName("docs")
                            .setHost(peers.getFirst().hex())
                            .addPaths(ByteString.copyFromUtf8("/home"))
                            .setTier(Tiers.message(tier)))));
    submit(opened(BACKUP, 1, tier));
  }

  private Command.Builder opened(String backup, long number, Tier tier) {
    return Command.newBuilder()
        .setBackupOpened(
            BackupOpened.newBuilder()
                .setBackupId(backup)
                .setSet("docs")
                .setNumber(number)
                .setVault(VAULT.hex())
                .setJobId("job")
                .setTier(Tiers.message(tier))
                .setHost(peers.getFirst().hex()));
  }

  StripeId place(Tier tier, int body) {
    return place(BACKUP, tier, body);
  }

  StripeId place(String backup, Tier tier, int body) {
    int k = tier.dataShards();
    int m = tier.parityShards();
    StripeId stripe = new StripeId(random.nextLong(), random.nextLong());
    byte[][] files = stripe(stripe, k, m, body);
    SealedStripe.Builder sealed =
        SealedStripe.newBuilder().setStripe(Ids.message(stripe)).setK(k).setM(m).setKeyEpoch(1);
    for (int index = 0; index < files.length; index++) {
      sealed.addShards(
          ShardName.newBuilder()
              .setShard(Ids.message(name(files[index])))
              .setIndex(index)
              .setLength(files[index].length)
              .setK(k)
              .setM(m));
    }
    PeerId source = peers.getFirst();
    for (Placement placement : ledger.reserve(source, backup, List.of(sealed.build()), List.of())) {
      StripeReceipts.Builder receipts = StripeReceipts.newBuilder().setStripe(Ids.message(stripe));
      for (Signed signed : placement.getOrdersList()) {
        var order = FakeHolders.read(signed);
        for (ShardName shard : order.getShardsList()) {
          receipts.addReceipts(
              holders
                  .put(order, Ids.shard(shard.getShard()), files[shard.getIndex()])
                  .getReceipt());
        }
      }
      ledger.commit(source, backup, List.of(receipts.build()));
    }
    return stripe;
  }

  private static ShardId name(byte[] file) {
    return com.plexichat.backup.agent.coding.v1.ShardName.of(file);
  }

  private byte[][] stripe(StripeId stripe, int k, int m, int body) {
    byte[][] data = new byte[k][];
    for (int i = 0; i < k; i++) {
      byte[] file = new byte[Format.HEADER + body - i];
      random.nextBytes(file);
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      new ShardHeader(
              i,
              k,
              m,
              VAULT,
              stripe,
              1,
              body - i,
              com.plexichat.backup.shared.model.Bytes.of(secret),
              com.plexichat.backup.shared.model.Bytes.of(new byte[16]),
              com.plexichat.backup.shared.model.Bytes.of(secret))
          .write(file, 0);
      data[i] = file;
    }
    byte[][] parity = new StripeCode(k, m).parity(data, Format.HEADER);
    byte[][] all = java.util.Arrays.copyOf(data, k + m);
    for (int i = 0; i < m; i++) {
      int length = parity[i].length - Format.HEADER;
      ShardHeader.parity(k + i, k, m, VAULT, stripe, 1, length).write(parity[i], 0);
      all[k + i] = parity[i];
    }
    return all;
  }

  List<StripeRow> stripes() {
    List<StripeRow> rows = new ArrayList<>();
    catalogue.stripes().forEach(now.toEpochMilli(), rows::add);
    return rows;
  }

  ShardRow shard(ShardId id) {
    return catalogue.shards().find(id, now.toEpochMilli()).orElseThrow();
  }

  long underReplicated() {
    return catalogue.stripes().countUnderReplicated(now.toEpochMilli());
  }

  /// Runs work as a job and answers its result.
  JobEntry run(Work work) throws InterruptedException {
    JobEntry job =
        JobEntry.newBuilder()
            .setJobId("job" + ++jobNumber)
            .setKind("test")
            .setAskedBy("test")
            .build();
    jobs.start(job, work);
    return jobs.await(job.getJobId());
  }

  IntegrityResult check(IntegrityCheck.Depth depth) throws Exception {
    JobEntry ended = run(new IntegrityCheck(base, depth, Optional.empty()));
    return IntegrityResult.parseFrom(done(ended).getResult());
  }

  RepairResult repair(boolean dryRun, ShardId... only) throws Exception {
    JobEntry ended = run(new RepairJob(base, UpkeepCluster::sign, List.of(only), dryRun, files));
    return RepairResult.parseFrom(done(ended).getResult());
  }

  private static JobEntry done(JobEntry job) {
    if (!job.getState().equals("done")) {
      throw new AssertionError(job.getState() + ": " + job.getReason());
    }
    return job;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public void close() {
    jobs.close();
    catalogue.close();
  }
}
