package com.plexichat.backup.agent.security;

import static com.plexichat.backup.agent.security.TestCluster.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.ChainJudge.Side;
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
  void anAgentIsWhoItsKeyIs() {
    for (Side side : Side.values()) {
      Identity identity =
          cluster.judge.judge("host", cluster.chain(agent), side, CertificatesTest::noneRevoked);
      assertEquals(
          new Identity.Agent("c1", Certificates.serial(agent), Signing.peerId(pair.getPublic())),
          identity);
      assertEquals("peer:" + Signing.peerId(pair.getPublic()), identity.actor());
    }
    List<X509Certificate> withRoot =
        List.of(agent, cluster.intermediate.certificate(), cluster.root.certificate());
    cluster.judge.judge("host", withRoot, Side.CLIENT, CertificatesTest::noneRevoked);
  }

  @Test
  void rolesSurvive() {
    for (Set<Role> roles :
        List.of(EnumSet.allOf(Role.class), Set.of(Role.AUDIT_VIEWER), Set.<Role>of())) {
      X509Certificate person = cluster.person("a.b-c_1", roles);
      Identity identity =
          cluster.judge.judge(
              "host", cluster.chain(person), Side.CLIENT, CertificatesTest::noneRevoked);
      assertEquals(
          new Identity.Person("c1", Certificates.serial(person), "a.b-c_1", roles), identity);
      assertEquals("person:a.b-c_1", identity.actor());
    }
  }

  @Test
  void aPersonServesNobody() {
    X509Certificate person = cluster.person("eve", Set.of(Role.ADMINISTRATOR));
    assertRefused("not for a server", cluster.chain(person), Side.SERVER);
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
  void timeIsKept() {
    cluster.pass(Duration.ofMinutes(-4));
    cluster.judge.judge("host", cluster.chain(agent), Side.CLIENT, CertificatesTest::noneRevoked);
    cluster.pass(Duration.ofMinutes(-2));
    assertRefused("not valid yet", cluster.chain(agent), Side.CLIENT);
    cluster.pass(Duration.ofDays(366));
    assertRefused("has expired", cluster.chain(agent), Side.CLIENT);
  }

  @Test
  void whatIsNotOfTheClusterIsRefused() {
    TestCluster other = new TestCluster("c1");
    assertRefused("another cluster", other.chain(other.agent(pair, "x")), Side.CLIENT);
    assertRefused("another cluster", List.of(other.agent(pair, "x")), Side.CLIENT);
    X509Certificate foreign =
        cluster.authority.agent(
            cluster.intermediate, "c2", "x", CertificateRequests.make(pair, "x"));
    assertRefused("another cluster", cluster.chain(foreign), Side.CLIENT);
    assertRefused("no certificate", List.of(), Side.CLIENT);
    assertRefused("self-signed", List.of(other.root.certificate()), Side.CLIENT);
    assertRefused("self-signed", List.of(cluster.root.certificate()), Side.CLIENT);
    assertRefused("not for a", List.of(cluster.intermediate.certificate()), Side.CLIENT);
  }

  /// An agent's certificate is no authority: what it signs is nobody's.
  @Test
  void anAgentCannotAdmitOthers() {
    X509Certificate minted =
        cluster.authority.agent(
            new CertifiedKey(pair.getPrivate(), agent),
            "c1",
            "mole",
            CertificateRequests.make(Signing.newKeyPair(cluster.random), "mole"));
    List<X509Certificate> chain = List.of(minted, agent, cluster.intermediate.certificate());
    assertRefused("another cluster", chain, Side.CLIENT);
  }

  @Test
  void revokedSerialsAreRefused() {
    String serial = Certificates.serial(agent);
    assertFails(
        FailureCode.CERTIFICATE_REFUSED,
        () -> cluster.judge.judge("h", cluster.chain(agent), Side.CLIENT, serial::equals));
    String above = Certificates.serial(cluster.intermediate.certificate());
    assertFails(
        FailureCode.CERTIFICATE_REFUSED,
        () -> cluster.judge.judge("h", cluster.chain(agent), Side.CLIENT, above::equals));
  }

  @Test
  void aRequestProvesItsKey() throws Exception {
    byte[] request = CertificateRequests.make(pair, "berlin-1");
    assertEquals(pair.getPublic(), CertificateRequests.proven(request));
    byte[] badSignature = request.clone();
    badSignature[request.length - 3] ^= 1;
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> CertificateRequests.proven(badSignature));
    KeyPair stolen = new KeyPair(Signing.newKeyPair(cluster.random).getPublic(), pair.getPrivate());
    byte[] forged = CertificateRequests.make(stolen, "berlin-1");
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> CertificateRequests.proven(forged));
    assertFails(
        FailureCode.CERTIFICATE_REFUSED, () -> CertificateRequests.proven(new byte[] {1, 2}));
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> CertificateRequests.proven(new byte[9000]));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    byte[] curve = CertificateRequests.make(generator.generateKeyPair(), "berlin-1");
    assertFails(FailureCode.CERTIFICATE_REFUSED, () -> CertificateRequests.proven(curve));
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

  private void assertRefused(String why, List<X509Certificate> chain, Side side) {
    String sentence =
        assertFails(
                FailureCode.CERTIFICATE_REFUSED,
                () -> cluster.judge.judge("host", chain, side, CertificatesTest::noneRevoked))
            .sentence();
    assertTrue(sentence.contains(why), sentence);
  }

  private static boolean noneRevoked(String serial) {
    return serial.isEmpty();
  }
}
