package com.plexichat.backup.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.exchange.Self;
import com.plexichat.backup.agent.peers.DirectoryStore;
import com.plexichat.backup.agent.peers.KnownDirectory;
import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.agent.storage.DataDir;
import com.plexichat.backup.agent.storage.SmallFile;
import com.plexichat.backup.agent.transport.VerifiedDirectories;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who this agent is: configuration, keys, membership, its data folder, and what it knows of its
/// cluster.
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Path home;
  private final AgentConfig config;
  private final AgentKeys keys;
  private final Membership membership;
  private final DataDir data;
  private final PeerDirectory directory;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource time;

  private Node(
      Path home, AgentConfig config, AgentKeys keys, Membership membership, InstantSource time) {
    this.time = time;
    this.home = home;
    this.config = config;
    this.keys = keys;
    this.membership = membership;
    this.data = DataDir.open(config.data(), keys.peerId());
    this.directory = new PeerDirectory(new Files(this.data, membership));
  }

  static Node open(Path home, InstantSource time) {
    AgentConfig config = AgentConfig.read(home);
    KeyFolder folder = new KeyFolder(home);
    AgentKeys keys = folder.loadKeys();
    Membership membership = folder.loadMembership();
    return new Node(home, config, keys, membership, time);
  }

  /// A node of a home that is not a member yet.
  static Node prepared(
      Path home, AgentConfig config, AgentKeys keys, Membership membership, InstantSource time) {
    return new Node(home, config, keys, membership, time);
  }

  /// Whether this agent may coordinate: it has the authority's key, and knows of no other that took
  /// its place.
  boolean isCoordinator() {
    return keyFolder().hasIntermediate()
        && directory.coordinator().filter(id()::equals).isPresent();
  }

  KeyFolder keyFolder() {
    return new KeyFolder(home);
  }

  AgentConfig config() {
    return config;
  }

  AgentKeys keys() {
    return keys;
  }

  Membership membership() {
    return membership;
  }

  DataDir data() {
    return data;
  }

  PeerDirectory directory() {
    return directory;
  }

  SecureRandom random() {
    return random;
  }

  InstantSource time() {
    return time;
  }

  PeerId id() {
    return keys.peerId();
  }

  Self self() {
    return new Self(id(), config.name(), membership.clusterId(), keys.signing().getPrivate());
  }

  Identity identity() {
    return new Identity(keys.signing().getPrivate(), membership.chain(), membership.root());
  }

  Signed sign(byte[] message) {
    byte[] signature = Signing.sign(keys.signing().getPrivate(), message);
    return Signed.newBuilder()
        .setMessage(ByteString.copyFrom(message))
        .setSignature(ByteString.copyFrom(signature))
        .build();
  }

  /// The public key of a peer by the newest directory.
  Optional<PublicKey> key(PeerId peer) {
    return directory
        .byId(peer)
        .map(entry ->
            com.plexichat.backup.agent.security.Certificates.parse(
                    entry.getName(), entry.getCertificate().toByteArray())
                .getPublicKey());
  }

  /// Takes a directory that came over the network, if it is genuine and newer.
  void accept(SignedDirectory signed) {
    directory.accept(
        VerifiedDirectories.verified(signed, membership.root(), membership.clusterId()));
  }

  @Override
  public void close() {
    data.close();
    keys.close();
  }

  /// The directory and the grant as two files of the data folder.
  static final class Files implements DirectoryStore {
    private final SmallFile directory;
    private final SmallFile grant;
    private final Membership membership;

    Files(DataDir data, Membership membership) {
      this.directory = SmallFile.in(data, "directory");
      this.grant = SmallFile.in(data, "grant");
      this.membership = membership;
    }

    @Override
    public Known load() {
      try {
        Optional<KnownDirectory> known = Optional.empty();
        Optional<byte[]> signed = directory.read();
        if (signed.isPresent()) {
          known =
              Optional.of(
                  VerifiedDirectories.verified(
                      SignedDirectory.parseFrom(signed.get()),
                      membership.root(),
                      membership.clusterId()));
        }
        Optional<byte[]> shown = grant.read();
        Optional<EpochGrant> obeyed =
            shown.isPresent()
                ? Optional.of(EpochGrant.parseFrom(shown.get()))
                : known.map(KnownDirectory::grant);
        return new Known(known, obeyed);
      } catch (InvalidProtocolBufferException
          | com.plexichat.backup.shared.failure.OperationFailed e) {
        LOG.warn("what was known of the cluster cannot be read and is asked for anew", e);
        return Known.NOTHING;
      }
    }

    @Override
    public void save(Known known) {
      known.directory().ifPresent(one -> directory.replace(one.signed().toByteArray()));
      known.grant().ifPresent(one -> grant.replace(one.toByteArray()));
    }
  }
}
