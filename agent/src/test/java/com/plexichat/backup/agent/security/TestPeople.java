package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.model.Role;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// People of a made-up cluster, with keys and certificates that are real.
public final class TestPeople {
  private final SecureRandom random = new SecureRandom();
  private final String cluster;
  private final InstantSource clock;
  private final ClusterAuthority authority;
  private final CertifiedKey root;
  private final CertifiedKey intermediate;

  /// Serial numbers that are revoked.
  public final Set<String> revoked = new HashSet<>();

  public TestPeople(String cluster, InstantSource clock) {
    this(cluster, clock, new ClusterAuthority(clock, new SecureRandom()).newRoot("test"));
  }

  public TestPeople(String cluster, InstantSource clock, CertifiedKey root) {
    this.cluster = cluster;
    this.clock = clock;
    this.root = root;
    authority = new ClusterAuthority(clock, random);
    intermediate = authority.newIntermediate(root, "test");
  }

  public Identity person(String name, Role... roles) {
    return person(name, Signing.newKeyPair(random), roles);
  }

  Identity person(String name, KeyPair pair, Role... roles) {
    X509Certificate own =
        authority.person(
            intermediate, cluster, name, Set.of(roles), CertificateRequests.request(pair));
    List<X509Certificate> chain = List.of(own, intermediate.certificate());
    return new Identity(pair.getPrivate(), chain, root.certificate());
  }

  public Approvals approvals() {
    return new Approvals(root.certificate(), cluster, clock, revoked::contains);
  }
}
