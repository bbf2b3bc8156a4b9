package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ClusterRow;
import com.plexichat.backup.agent.catalogue.PeerRow;
import com.plexichat.backup.agent.catalogue.VaultRow;
import com.plexichat.backup.agent.security.Directories;
import com.plexichat.backup.agent.security.Rights;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.KeyRingUpdate;
import com.plexichat.backup.proto.LogEntry;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Right;
import com.plexichat.backup.shared.wire.PeerStates;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what every agent should know: the signed directory, and the key rings of all vaults.
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final int EVERY_MS = 500;

  private final Node node;
  private final Catalogue catalogue;
  private final PeerLinks links;
  private final AtomicReference<@Nullable SignedDirectory> current = new AtomicReference<>();
  private final AtomicBoolean dirty = new AtomicBoolean();
  private final Errands errands = new Errands(Errands.own("key-rings"));
  private final Map<PeerId, Long> rings = new ConcurrentHashMap<>();
  private @Nullable ScheduledFuture<?> running;

  Publisher(Node node, Catalogue catalogue, PeerLinks links) {
    this.node = node;
    this.catalogue = catalogue;
    this.links = links;
    var unused = catalogue.onApplied((_, entry) -> noticed(entry));
    LOG.trace("listening by {}", unused);
  }

  private void noticed(LogEntry entry) {
    switch (entry.getCommand().getActCase()) {
      case PEER_JOINED, PEER_CHANGED, PERSON_JOINED, EPOCH_TAKEN, CLUSTER_FOUNDED ->
          dirty.set(true);
      default -> {}
    }
  }

  /// The newest directory.
  SignedDirectory current() {
    if (dirty.getAndSet(false) || current.get() == null) {
      publish();
    }
    SignedDirectory signed = current.get();
    if (signed == null) {
      throw new IllegalStateException("no directory was published");
    }
    return signed;
  }

  /// Makes a new directory and takes it over here.
  void publish() {
    ClusterRow cluster = catalogue.cluster().find().orElseThrow();
    Directory.Builder directory =
        Directory.newBuilder()
            .setClusterId(cluster.id())
            .setVersion(catalogue.head().index())
            .setEpoch(cluster.epoch())
            .setRecoveryKey(ByteString.copyFrom(cluster.recoveryKey().toArray()));
    catalogue.peers().all().forEach(row -> directory.addPeers(entry(row)));
    catalogue.persons().all().stream()
        .filter(row -> row.keyHash().length() > 0)
        .filter(row -> Rights.of(Set.copyOf(row.roles())).contains(Right.RETAIN))
        .forEach(row -> directory.addApprovers(ByteString.copyFrom(row.keyHash().toArray())));
    try {
      SignedDirectory signed =
          Directories.sign(
              node.keys().signing().getPrivate(),
              directory.build(),
              EpochGrant.parseFrom(cluster.grant().toArray()));
      current.set(signed);
      node.accept(signed);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the catalogue's grant", e);
    }
  }

  private static PeerEntry entry(PeerRow row) {
    return PeerEntry.newBuilder()
        .setPeerId(row.id().hex())
        .setName(row.name())
        .setEndpoint(row.endpoint())
        .setEnrolEndpoint(row.enrolEndpoint())
        .setOwner(row.owner())
        .setRegion(row.region())
        .setSite(row.site())
        .setState(PeerStates.message(row.state()))
        .setCapacity(row.capacity())
        .setCoordinator(row.coordinator())
        .setSealingKey(ByteString.copyFrom(row.sealingKey().toArray()))
        .setCertificate(ByteString.copyFrom(row.certificate().toArray()))
        .build();
  }

  void start(ScheduledExecutorService timer) {
    running =
        timer.scheduleWithFixedDelay(this::pushRings, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    LOG.trace("publishing by {}", running);
  }

  /// Brings the newest rings to every peer that answers.
  private void pushRings() {
    try {
      List<VaultRow> vaults = catalogue.vaults().all();
      long version = vaults.stream().mapToLong(vault -> vault.version() + 1).sum();
      for (PeerRow peer : catalogue.peers().all()) {
        if (peer.state().counts() && rings.getOrDefault(peer.id(), 0L) != version) {
          errands.begin(peer.id(), () -> push(peer, vaults, version));
        }
      }
    } catch (RuntimeException e) {
      LOG.error("key rings could not be published", e);
    }
  }

  private void push(PeerRow peer, List<VaultRow> vaults, long version) {
    KeyRingUpdate.Builder update = KeyRingUpdate.newBuilder();
    vaults.forEach(vault -> update.addRings(ByteString.copyFrom(vault.signedRing().toArray())));
    try {
      links.to(peer.id()).putKeyRings(update.build());
      rings.put(peer.id(), version);
    } catch (OperationFailed e) {
      LOG.debug("key rings did not reach {}: {}", peer.name(), e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
