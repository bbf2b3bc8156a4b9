package com.plexichat.backup.agent.security;

import static com.plexichat.backup.agent.security.TestCluster.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.client.CertificateNames;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.client.Refusal;
import com.plexichat.backup.shared.client.Refusal.Reason;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.Role;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the authority makes, and what the judge lets pass.
class CertificatesTest {
  private final TestCluster cluster = new TestCluster("c1");
  private final KeyPair pair = Signing.newKeyPair(cluster.random);
  private final X509Certificate agent = cluster.agent(pair, "berlin-1");

  @Test
  void anAgentIsWhoItsKeyIs() throws Exception {
    cluster.trust(String::isEmpty).checkServer(cluster.chain(agent));
    cluster.trust(String::isEmpty).checkClient(cluster.chain(agent));
    assertEquals(
        CertificateNames.agent("c1", Signing.peerId(pair.getPublic())), CertificateNames.of(agent));
    List<X509Certificate> withRoot =
        List.of(agent, cluster.intermediate.certificate(), cluster.root.certificate());
    cluster.trust(String::isEmpty).checkClient(withRoot);
  }

  @Test
  void rolesSurvive() throws Exception {
    for (Set<Role> roles :
        List.of(EnumSet.allOf(Role.class), Set.of(Role.AUDIT_VIEWER), Set.<Role>of())) {
      X509Certificate person = cluster.person("a.b-c_1", roles);
      cluster.trust(String::isEmpty).checkClient(cluster.chain(person));
      assertEquals(CertificateNames.person("c1", "a.b-c_1", roles), CertificateNames.of(person));
    }
  }

  @Test
  void aPersonServesNobody() {
    X509Certificate person = cluster.person("eve", Set.of(Role.ADMINISTRATOR));
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> cluster.trust(String::isEmpty).checkServer(cluster.chain(person)));
    assertEquals(Reason.WRONG_USE, refusal.reason());
  }

  @Test
  void lifetimesEndWithTheIssuer() {
    assertTrue(agent.getNotBefore().toInstant().isBefore(cluster.now));
    assertEquals(
        Duration.ofDays(365).plusMinutes(5),
        Duration.between(agent.getNotBefore().toInstant(), agent.getNotAfter().toInstant()));
    assertEquals(1, cluster.root.certificate().getBasicConstraints());
    assertEquals(0, cluster.intermediate.certificate().getBasicConstraints());
    cluster.pass(Duration.ofDays(365 * 4 + 100));
    X509Certificate late = cluster.agent(pair, "berlin-1");
    assertEquals(cluster.intermediate.certificate().getNotAfter(), late.getNotAfter());
  }

  @Test
  void timeIsKept() throws Exception {
    cluster.pass(Duration.ofMinutes(-4));
    cluster.trust(String::isEmpty).checkClient(cluster.chain(agent));
    cluster.pass(Duration.ofMinutes(-2));
    assertRefused(Reason.NOT_YET_VALID, cluster.chain(agent));
    cluster.pass(Duration.ofDays(366));
    assertRefused(Reason.EXPIRED, cluster.chain(agent));
  }

  @Test
  void whatIsNotOfTheClusterIsRefused() {
    TestCluster other = new TestCluster("c1");
    assertRefused(Reason.OTHER_CLUSTER, other.chain(other.agent(pair, "x")));
    assertRefused(Reason.OTHER_CLUSTER, List.of(other.agent(pair, "x")));
    assertRefused(Reason.NO_CERTIFICATE, List.of());
    assertRefused(Reason.SELF_SIGNED, List.of(other.root.certificate()));
    assertRefused(Reason.WRONG_USE, List.of(cluster.root.certificate()));
    assertRefused(Reason.WRONG_USE, List.of(cluster.intermediate.certificate()));
  }

  /// An agent's certificate is no authority: what it signs is nobody's.
  @Test
  void anAgentCannotAdmitOthers() {
    X509Certificate minted =
        cluster.authority.agent(
            new CertifiedKey(pair.getPrivate(), agent),
            "c1",
            "mole",
            CertificateRequests.request(Signing.newKeyPair(cluster.random)));
    List<X509Certificate> chain = List.of(minted, agent, cluster.intermediate.certificate());
    assertRefused(Reason.OTHER_CLUSTER, chain);
  }

  @Test
  void revokedSerialsAreRefused() {
    for (X509Certificate one : cluster.chain(agent)) {
      Refusal refusal =
          assertThrows(
              Refusal.class,
              () ->
                  cluster
                      .trust(Certificates.serial(one)::equals)
                      .checkClient(cluster.chain(agent)));
      assertEquals(Reason.REVOKED, refusal.reason());
    }
  }

  @Test
  void aRequestProvesItsKey() throws Exception {
    byte[] request = CertificateRequests.request(pair);
    assertEquals(pair.getPublic(), RequestProof.proven(request));
    byte[] badSignature = request.clone();
    badSignature[request.length - 3] ^= 1;
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> RequestProof.proven(badSignature));
    KeyPair stolen = new KeyPair(Signing.newKeyPair(cluster.random).getPublic(), pair.getPrivate());
    byte[] forged = CertificateRequests.request(stolen);
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> RequestProof.proven(forged));
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> RequestProof.proven(new byte[] {1, 2}));
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> RequestProof.proven(new byte[9000]));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    byte[] curve = CertificateRequests.request(generator.generateKeyPair());
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> RequestProof.proven(curve));
  }

  @Test
  void aClustersNameMayBeLongAndAnyScript() {
    for (String name : List.of("w".repeat(200), "𝒲".repeat(64), "Werk, CN=Süd + \"x\"")) {
      CertifiedKey root = cluster.authority.newRoot(name);
      X509Certificate next = cluster.authority.newIntermediate(root, name).certificate();
      assertEquals(root.certificate().getSubjectX500Principal(), next.getIssuerX500Principal());
    }
  }

  @Test
  void namesThatCouldBeMoreThanNamesAreRefused() {
    for (String name : List.of("", "a b", "a:b", "a/b", "-a", "ä", "a\n", "w".repeat(65))) {
      assertFails(FailureCode.NAME_INVALID, () -> cluster.agent(pair, name));
      assertFails(FailureCode.NAME_INVALID, () -> cluster.person(name, Set.of()));
    }
  }

  private void assertRefused(Reason reason, List<X509Certificate> chain) {
    Refusal refusal =
        assertThrows(Refusal.class, () -> cluster.trust(String::isEmpty).checkClient(chain));
    assertEquals(reason, refusal.reason());
  }
}
