package com.plexichat.backup.agent;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.peers.DirectoryStore;
import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.agent.security.AgentKeys;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.agent.security.KeyFolder;
import com.plexichat.backup.agent.security.Membership;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.client.TlsContexts;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/// Poses as members of a real cluster: with the keys that lie in their homes, or with certificates
/// that the stolen key of the cluster's authority makes.
final class Impostor implements AutoCloseable {
  private final RealCluster cluster;
  private final SecureRandom random = new SecureRandom();
  private final Membership membership;
  private final CertifiedKey intermediate;
  private @Nullable Channels channels;
  private @Nullable PeerLinks links;

  Impostor(RealCluster cluster) throws IOException {
    this.cluster = cluster;
    KeyFolder coordinator = new KeyFolder(cluster.member("agent-1").home());
    membership = coordinator.loadMembership();
    intermediate = coordinator.loadIntermediate();
  }

  Membership membership() {
    return membership;
  }

  /// The keys of a member; close them.
  AgentKeys keys(String agent) throws IOException {
    return new KeyFolder(cluster.member(agent).home()).loadKeys();
  }

  /// The very identity of a member.
  Identity member(String agent) throws IOException {
    KeyFolder folder = new KeyFolder(cluster.member(agent).home());
    Membership own = folder.loadMembership();
    try (AgentKeys keys = folder.loadKeys()) {
      return new Identity(keys.signing().getPrivate(), own.chain(), own.root());
    }
  }

  Identity person(String name, InstantSource made, Role... roles) {
    KeyPair pair = Signing.newKeyPair(random);
    X509Certificate own =
        new ClusterAuthority(made, random)
            .person(intermediate, membership.clusterId(), name, Set.of(roles), request(pair));
    return new Identity(
        pair.getPrivate(), List.of(own, intermediate.certificate()), membership.root());
  }

  /// An administrator by another cluster's authority.
  Identity foreigner() {
    ClusterAuthority other = new ClusterAuthority(InstantSource.system(), random);
    CertifiedKey root = other.newRoot("local");
    CertifiedKey between = other.newIntermediate(root, "local");
    KeyPair pair = Signing.newKeyPair(random);
    X509Certificate own =
        other.person(
            between, membership.clusterId(), "admin", Set.of(Role.ADMINISTRATOR), request(pair));
    return new Identity(pair.getPrivate(), List.of(own, between.certificate()), membership.root());
  }

  private static byte[] request(KeyPair pair) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
          .getEncoded();
    } catch (IOException | OperatorCreationException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// TLS as somebody; null: without a certificate.
  SslContext tls(@Nullable Identity identity) {
    return TlsContexts.client(
        identity, new RootTrust(membership.root(), InstantSource.system(), _ -> false, null));
  }

  /// Calls of the Peers service as somebody, one at a time.
  PeerLink link(Identity as, RealCluster.Member to) {
    closeLinks();
    Channels fresh = new Channels(as, InstantSource.system());
    PeerLinks made =
        new PeerLinks(fresh, new PeerDirectory(new Nothing()), PeerLink.Limits.DEFAULT);
    channels = fresh;
    links = made;
    return made.to(new PeerId(to.peerId()), to.name(), to.endpoint());
  }

  private static final class Nothing implements DirectoryStore {
    @Override
    public Known load() {
      return Known.NOTHING;
    }

    @Override
    public void save(Known known) {}
  }

  private void closeLinks() {
    if (links != null) {
      links.close();
    }
    if (channels != null) {
      channels.close();
    }
  }

  @Override
  public void close() {
    closeLinks();
  }
}
