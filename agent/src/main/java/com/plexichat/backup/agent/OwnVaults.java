package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.KeyRingCodec;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.io.DiskFailure;
import com.plexichat.backup.agent.recovery.Vaults;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.agent.storage.RingFiles;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The vaults that this agent was given, open while it runs. Their keys are in memory only.
final class OwnVaults implements Vaults, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnVaults.class);

  private final Node node;
  private final RingFiles rings;
  private final KeyRings keyRings;
  private final Map<VaultId, Opened> open = new HashMap<>();

  OwnVaults(Node node, RingFiles rings) {
    this.node = node;
    this.rings = rings;
    this.keyRings = new KeyRings(node.random());
  }

  @Override
  public synchronized Opened open(VaultId vault) {
    Opened there = open.get(vault);
    if (there != null) {
      return there;
    }
    KeyRing ring =
        ring(vault).orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, vault.hex()));
    Path folder = node.data().path().resolve("index");
    try {
      Files.createDirectories(folder);
      Opened opened =
          new Opened(
              keyRings.open(ring, node.id().hex(), node.keys().sealing()),
              ChunkIndex.open(folder.resolve(vault.hex()), vault),
              this::isOfCluster);
      open.put(vault, opened);
      return opened;
    } catch (IOException e) {
      throw DiskFailure.worded("Opening a vault", node.config().name(), e);
    }
  }

  private Optional<KeyRing> ring(VaultId vault) {
    return rings.find(vault).map(bytes -> KeyRingCodec.verify(bytes, this::isOfCluster));
  }

  /// The ring of this machine's own vault, made when there is none.
  byte[] own(ByteString recoveryKey) {
    for (byte[] bytes : rings.all().values()) {
      KeyRing ring = KeyRingCodec.verify(bytes, this::isOfCluster);
      if (ring.host().equals(node.id())) {
        return bytes;
      }
    }
    byte[] id = new byte[16];
    node.random().nextBytes(id);
    KeyRing ring =
        keyRings.create(
            VaultId.of(id),
            node.id(),
            Map.of(
                node.id().hex(),
                node.keys().sealing().publicBytes(),
                KeyRings.RECOVERY,
                Bytes.of(recoveryKey.toByteArray())));
    byte[] signed = sign(ring);
    rings.put(ring.vault(), signed);
    return signed;
  }

  /// The ring with one more reader.
  byte[] grant(VaultId vault, PeerId recipient, Bytes sealingKey) {
    KeyRing ring =
        ring(vault).orElseThrow(() -> new OperationFailed(FailureCode.VAULT_UNKNOWN, vault.hex()));
    KeyRing granted =
        keyRings.grant(ring, node.id().hex(), node.keys().sealing(), recipient.hex(), sealingKey);
    byte[] signed = sign(granted);
    rings.put(vault, signed);
    return signed;
  }

  private byte[] sign(KeyRing ring) {
    return KeyRingCodec.sign(
        ring,
        node.keys().signing().getPrivate(),
        Certificates.der(node.membership().certificate()),
        Certificates.der(node.membership().issuer()));
  }

  /// Whether the certificate is an agent's of this cluster, whatever its age: one of the
  /// directory's peers, gone ones included, or made by the cluster's root or the authority that
  /// this agent joined by.
  private boolean isOfCluster(X509Certificate certificate) {
    if (node.directory().byId(Signing.peerId(certificate.getPublicKey())).isPresent()) {
      return true;
    }
    Membership own = node.membership();
    for (X509Certificate issuer : List.of(own.issuer(), own.root())) {
      try {
        certificate.verify(issuer.getPublicKey());
        return true;
      } catch (GeneralSecurityException e) {
        LOG.trace("not issued by {}", issuer.getSubjectX500Principal(), e);
      }
    }
    return false;
  }

  @Override
  public synchronized void close() {
    for (Opened opened : open.values()) {
      opened.vault().close();
      try {
        opened.index().close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    open.clear();
  }
}
