package com.plexichat.backup.agent.transport;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.model.Role;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A cluster's authority for tests, at a moment of its own.
final class TestCluster {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final SecureRandom random = new SecureRandom();
  private final String id;
  private final ClusterAuthority authority;
  private final CertifiedKey root;
  private final CertifiedKey intermediate;

  TestCluster(String id) {
    this(id, CLOCK);
  }

  private TestCluster(String id, InstantSource clock) {
    this.id = id;
    this.authority = new ClusterAuthority(clock, random);
    this.root = authority.newRoot(id);
    this.intermediate = authority.newIntermediate(root, id);
  }

  X509Certificate root() {
    return root.certificate();
  }

  CertifiedKey intermediate() {
    return intermediate;
  }

  Identity agent(String name) {
    return agent(name, NOW);
  }

  /// An agent whose certificate was issued at another moment.
  Identity agent(String name, Instant issued) {
    KeyPair pair = Signing.newKeyPair(random);
    ClusterAuthority then = new ClusterAuthority(InstantSource.fixed(issued), random);
    X509Certificate own = then.agent(intermediate, id, name, request(pair));
    return new Identity(pair.getPrivate(), List.of(own, intermediate.certificate()), root());
  }

  Identity person(String name, Role... roles) {
    KeyPair pair = Signing.newKeyPair(random);
    X509Certificate own = authority.person(intermediate, id, name, Set.of(roles), request(pair));
    return new Identity(pair.getPrivate(), List.of(own, intermediate.certificate()), root());
  }

  /// Somebody who certified themselves and trusts our root.
  Identity selfSigned() {
    KeyPair pair = Signing.newKeyPair(random);
    X500Name name = new X500Name("CN=alpha");
    try {
      X509Certificate own =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          name,
                          BigInteger.TEN,
                          Date.from(NOW.minusSeconds(60)),
                          Date.from(NOW.plusSeconds(60)),
                          name,
                          pair.getPublic())
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new Identity(pair.getPrivate(), List.of(own), root());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// An identity of this cluster that trusts another one's root.
  Identity trusting(X509Certificate other, String name) {
    Identity own = agent(name);
    return new Identity(own.key(), own.chain(), other);
  }

  static byte[] request(KeyPair pair) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
          .getEncoded();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static String endpoint(int port) {
    return "127.0.0.1:" + port;
  }

  static PeerLink link(Channels channels, int port) {
    return new PeerLink(channels.channel(endpoint(port), null), "beta", PeerLink.Limits.DEFAULT);
  }
}
