package com.plexichat.backup.agent.exchange;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.agent.security.EpochGrants;
import com.plexichat.backup.agent.security.TestPeople;
import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.RingFiles;
import com.plexichat.backup.agent.storage.ShardStore;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.storage.StoreSettings;
import com.plexichat.backup.agent.storage.TrashRule;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.PutOrder;
import com.plexichat.backup.proto.ShardName;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.proto.Ticket;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Several agents in one process that reach each other by calls, and the keys of their coordinator.
final class LocalCluster implements AutoCloseable {
  static final String ID = "c1";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /// One agent.
  record Agent(
      Self self,
      DataDir dataDir,
      ShardStore store,
      Approvers approvers,
      Obedience obedience,
      ShardHolder holder) {
    PeerId peer() {
      return self.peer();
    }
  }

  /// How long agents that are added from now on keep what is removed, and how long they have run.
  Duration rest = Duration.ZERO;

  long servedMs;
  private final Path folder;
  private final SecureRandom secure = new SecureRandom();
  private final Random random;
  private final CertifiedKey root =
      new ClusterAuthority(InstantSource.system(), secure).newRoot("test");
  private final Map<PeerId, Agent> agents = new LinkedHashMap<>();
  private final Map<PeerId, PublicKey> keys = new ConcurrentHashMap<>();
  final Set<PeerId> down = ConcurrentHashMap.newKeySet();
  final Set<PeerId> slow = ConcurrentHashMap.newKeySet();
  KeyPair coordinator = Signing.newKeyPair(secure);
  long epoch = 1;
  Function<PeerId, PeerCalls> network = from -> new LocalCalls(this, from);
  private final Map<PeerId, KeyPair> pairs = new ConcurrentHashMap<>();
  private long sequence;

  LocalCluster(Path folder, long seed) {
    this.folder = folder;
    random = new Random(seed);
  }

  Agent add(String name, String capacity) {
    KeyPair key = Signing.newKeyPair(secure);
    PeerId peer = Signing.peerId(key.getPublic());
    DataDir dataDir = DataDir.open(folder.resolve(name), peer);
    TrashRule rule = new TrashRule(rest, () -> servedMs);
    ShardStore store =
        ShardStore.open(
            dataDir, new StoreSettings(name, ByteSize.parse(capacity), new ByteSize(0), rule));
    Self self = new Self(peer, name, ID, key.getPrivate());
    Obedience obedience = new Obedience(self, root.certificate(), SmallFile.in(dataDir, "grant"));
    Approvers approvers = Approvers.open(dataDir, rule);
    HolderParts parts =
        new HolderParts(store, CapsuleFiles.open(dataDir), RingFiles.open(dataDir), approvers);
    Surroundings around =
        new Surroundings(
            InstantSource.fixed(NOW), secure, SignedDirectory::getDefaultInstance, () -> 7);
    ShardHolder holder = new ShardHolder(self, obedience, parts, calls(peer), around);
    Agent agent = new Agent(self, dataDir, store, approvers, obedience, holder);
    agents.put(peer, agent);
    keys.put(peer, key.getPublic());
    pairs.put(peer, key);
    holder.obey(grant());
    return agent;
  }

  /// People whose certificates come from the cluster's root.
  TestPeople people() {
    return new TestPeople(ID, InstantSource.fixed(NOW), root);
  }

  List<Agent> agents() {
    return List.copyOf(agents.values());
  }

  Agent agent(PeerId peer) {
    if (down.contains(peer)) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "it is down");
    }
    Agent agent = agents.get(peer);
    if (agent == null) {
      throw new OperationFailed(FailureCode.UNREACHABLE, peer.hex(), "nobody knows it");
    }
    return agent;
  }

  Optional<PublicKey> key(PeerId peer) {
    return Optional.ofNullable(keys.get(peer));
  }

  PeerCalls calls(PeerId from) {
    return network.apply(from);
  }

  KeyPair pair(PeerId peer) {
    return Objects.requireNonNull(pairs.get(peer));
  }

  EpochGrant grant() {
    return EpochGrants.sign(
        root.key(),
        ID,
        epoch,
        Certificates.parse("the coordinator", certificate(coordinator)),
        "127.0.0.1:1");
  }

  /// Another coordinator with the next epoch, not yet shown to anybody.
  EpochGrant takeOver() {
    coordinator = Signing.newKeyPair(secure);
    epoch++;
    return grant();
  }

  private static byte[] certificate(KeyPair key) {
    try {
      X500Name name = new X500Name("CN=coordinator");
      return new JcaX509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(NOW.minusSeconds(60)),
              Date.from(NOW.plusSeconds(3600)),
              name,
              key.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Signed sign(byte[] message) {
    return Signed.newBuilder()
        .setMessage(ByteString.copyFrom(message))
        .setSignature(ByteString.copyFrom(Signing.sign(coordinator.getPrivate(), message)))
        .build();
  }

  byte[] token() {
    byte[] token = new byte[16];
    random.nextBytes(token);
    return token;
  }

  long nextSequence() {
    return ++sequence;
  }

  PutOrder.Builder orderFor(
      PeerId target, OutgoingStripe stripe, Collection<OutgoingStripe.OutgoingShard> shards) {
    PutOrder.Builder order =
        PutOrder.newBuilder()
            .setClusterId(ID)
            .setEpoch(epoch)
            .setOperation(ByteString.copyFrom(token()))
            .setTarget(target.hex())
            .setSource("00".repeat(16))
            .setStripe(ByteString.copyFrom(stripe.stripe().bytes()))
            .setExpiresMs(NOW.toEpochMilli() + 60_000)
            .setSequence(nextSequence());
    for (OutgoingStripe.OutgoingShard shard : shards) {
      order.addShards(
          ShardName.newBuilder()
              .setShard(ByteString.copyFrom(shard.shard().bytes()))
              .setIndex(shard.index())
              .setLength(shard.file().length)
              .setK(stripe.k())
              .setM(stripe.m()));
    }
    return order;
  }

  Signed order(PeerId target, OutgoingStripe stripe, OutgoingStripe.OutgoingShard... shards) {
    return sign(orderFor(target, stripe, List.of(shards)).build().toByteArray());
  }

  Signed ticket(PeerId reader, StripeId... stripes) {
    Ticket.Builder ticket =
        Ticket.newBuilder()
            .setClusterId(ID)
            .setEpoch(epoch)
            .setReader(reader.hex())
            .setPurpose("restore")
            .setExpiresMs(NOW.toEpochMilli() + 60_000);
    for (StripeId stripe : stripes) {
      ticket.addStripes(ByteString.copyFrom(stripe.bytes()));
    }
    return sign(ticket.build().toByteArray());
  }

  @Override
  public void close() {
    for (Agent agent : agents.values()) {
      agent.store().close();
      agent.dataDir().close();
    }
  }
}
