package com.plexichat.backup.agent.security;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/// What enrolment gave a home: its chain, the cluster's root, and where the coordinator was.
///
/// @param chain own certificate, then the intermediate
/// @param coordinatorEndpoint host:port at enrolment; the directory is newer
public record Membership(
    String clusterId,
    String name,
    String coordinatorEndpoint,
    List<X509Certificate> chain,
    X509Certificate root) {
  public Membership {
    chain = List.copyOf(chain);
    Objects.requireNonNull(root);
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /// Who issued it: the intermediate, or the root.
  public X509Certificate issuer() {
    return chain.size() > 1 ? chain.get(1) : root;
  }
}
