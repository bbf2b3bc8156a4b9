package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.peers.DirectoryStore;
import com.plexichat.backup.agent.peers.KnownDirectory;
import com.plexichat.backup.agent.peers.PeerDirectory;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.agent.transport.AgentServer;
import com.plexichat.backup.agent.transport.Gatekeeper;
import com.plexichat.backup.agent.transport.PeerLink;
import com.plexichat.backup.agent.transport.PeerLinks;
import com.plexichat.backup.agent.transport.PeersBinding;
import com.plexichat.backup.agent.transport.Standing;
import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.model.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// The agents of a local cluster behind real listeners on the loopback, with mutual TLS.
final class TlsNetwork implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.fixed(LocalCluster.NOW);

  private final ClusterAuthority authority = new ClusterAuthority(CLOCK, new SecureRandom());
  private final CertifiedKey root = authority.newRoot(LocalCluster.ID);
  private final CertifiedKey intermediate = authority.newIntermediate(root, LocalCluster.ID);
  private final PeerDirectory directory = new PeerDirectory(new Forgetful());
  private final Map<PeerId, PeerLinks> links = new LinkedHashMap<>();
  private final List<Channels> channels = new ArrayList<>();
  private final Map<PeerId, AgentServer> servers = new LinkedHashMap<>();
  private final Map<PeerId, PeerCalls> calls = new LinkedHashMap<>();

  private static final class Forgetful implements DirectoryStore {
    @Override
    public Known load() {
      return Known.NOTHING;
    }

    @Override
    public void save(Known known) {}
  }

  PeerCalls calls(PeerId from) {
    return Objects.requireNonNull(calls.get(from));
  }

  PeerLinks links(PeerId from) {
    return Objects.requireNonNull(links.get(from));
  }

  String endpoint(PeerId peer) {
    return "127.0.0.1:" + Objects.requireNonNull(servers.get(peer)).port();
  }

  /// Opens a listener for every agent of the cluster, and links between them.
  void open(LocalCluster cluster) {
    Directory.Builder entries = Directory.newBuilder().setVersion(1).setEpoch(1);
    for (LocalCluster.Agent agent : cluster.agents()) {
      Identity identity = identity(agent.self().name(), cluster.pair(agent.peer()));
      AgentServer server =
          AgentServer.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              new AgentServer.Doors(
                  identity, new Gatekeeper(), () -> Standing.of(directory), CLOCK),
              List.of(PeersBinding.bind(new PeersDoor(agent.holder()))));
      servers.put(agent.peer(), server);
      Channels own = new Channels(identity, CLOCK);
      PeerLinks others = new PeerLinks(own, directory, PeerLink.Limits.DEFAULT);
      calls.put(agent.peer(), new LinkCalls(others));
      links.put(agent.peer(), others);
      channels.add(own);
      entries.addPeers(
          PeerEntry.newBuilder()
              .setPeerId(agent.peer().hex())
              .setName(agent.self().name())
              .setState(PeerState.ACTIVE)
              .setEndpoint(endpoint(agent.peer())));
    }
    directory.accept(
        new KnownDirectory(SignedDirectory.getDefaultInstance(), entries.build(), cluster.grant()));
  }

  /// Stops an agent's listener for good.
  void stop(PeerId peer) {
    Objects.requireNonNull(servers.remove(peer)).close();
  }

  private Identity identity(String name, KeyPair pair) {
    try {
      byte[] request =
          new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      X509Certificate own = authority.agent(intermediate, LocalCluster.ID, name, request);
      return new Identity(
          pair.getPrivate(), List.of(own, intermediate.certificate()), root.certificate());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    links.values().forEach(PeerLinks::close);
    channels.forEach(Channels::close);
    servers.values().forEach(AgentServer::close);
  }
}
