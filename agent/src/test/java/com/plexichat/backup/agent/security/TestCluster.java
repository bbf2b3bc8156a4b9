package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Role;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/// A cluster's authority with a clock that tests turn.
final class TestCluster {
  final SecureRandom random = new SecureRandom();
  Instant now = Instant.parse("2026-02-03T04:05:06Z");
  final InstantSource clock = () -> now;
  final ClusterAuthority authority = new ClusterAuthority(clock, random);
  final String id;
  final CertifiedKey root;
  final CertifiedKey intermediate;

  TestCluster(String id) {
    this.id = id;
    this.root = authority.newRoot("Werk Süd");
    this.intermediate = authority.newIntermediate(root, "Werk Süd");
  }

  X509Certificate agent(KeyPair pair, String name) {
    return authority.agent(intermediate, id, name, CertificateRequests.request(pair));
  }

  X509Certificate person(String name, Set<Role> roles) {
    KeyPair pair = Signing.newKeyPair(random);
    return authority.person(intermediate, id, name, roles, CertificateRequests.request(pair));
  }

  /// The judge of both ends of a connection.
  RootTrust trust(Predicate<String> revoked) {
    return new RootTrust(root.certificate(), clock, revoked, null);
  }

  List<X509Certificate> chain(X509Certificate leaf) {
    return List.of(leaf, intermediate.certificate());
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static OperationFailed assertFails(FailureCode code, Executable act) {
    OperationFailed failed = Assertions.assertThrows(OperationFailed.class, act);
    Assertions.assertEquals(code, failed.code(), failed.sentence());
    return failed;
  }
}
