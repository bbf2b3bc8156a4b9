package com.plexichat.backup.agent.security;

import static com.plexichat.backup.agent.security.TestCluster.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.security.TokenRecord.Invitation;
import com.plexichat.backup.agent.security.TokenRecord.OfPeer;
import com.plexichat.backup.agent.security.TokenRecord.OfPerson;
import com.plexichat.backup.proto.EnrolPeerRequest;
import com.plexichat.backup.proto.EnrolPersonRequest;
import com.plexichat.backup.proto.Enrolled;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.shared.client.CertificateNames;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.Right;
import com.plexichat.backup.shared.model.Role;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
  private final TestCluster cluster = new TestCluster("c1");
  private final Enrolment enrolment =
      new Enrolment(
          cluster.authority, cluster.intermediate, cluster.root.certificate(), cluster.id);
  private final AgentKeys keys = AgentKeys.generate(cluster.random);
  private final EnrolPeerRequest request =
      EnrolPeerRequest.newBuilder()
          .setName("berlin-1")
          .setEndpoint("192.0.2.9:7443")
          .setCapacity(1000)
          .setSealingKey(ByteString.copyFrom(keys.sealing().publicBytes().toArray()))
          .setCertificateRequest(ByteString.copyFrom(CertificateRequests.request(keys.signing())))
          .build();

  @Test
  void aMachineIsAdmitted() throws Exception {
    TokenRecord token = token(new OfPeer("", "eu", "b1"));
    Enrolment.AdmittedPeer admitted = enrolment.peer(token, request, name -> false);
    PeerEntry peer = admitted.joined().getPeer();
    assertEquals(keys.peerId().hex(), peer.getPeerId());
    assertEquals("berlin-1", peer.getOwner());
    assertEquals("eu", peer.getRegion());
    assertEquals(token.secretHash(), Bytes.of(admitted.joined().getTokenHash().toByteArray()));
    cluster.trust(String::isEmpty).checkServer(admitted.chain());
    CertificateNames names = CertificateNames.of(admitted.chain().getFirst());
    assertEquals(CertificateNames.agent("c1", keys.peerId()), names);
    Enrolled answer = enrolment.answer("berlin-1", admitted.chain()).build();
    assertEquals(3, answer.getChainCount());
    assertEquals(
        ByteString.copyFrom(Certificates.der(cluster.root.certificate())), answer.getChain(2));
    String owner =
        enrolment
            .peer(token(new OfPeer("acme", "", "")), request, name -> false)
            .joined()
            .getPeer()
            .getOwner();
    assertEquals("acme", owner);
  }

  @Test
  void aPersonIsWhoTheInvitationSays() throws Exception {
    TokenRecord token = token(new OfPerson("eve", Set.of(Role.RECOVERY_SPECIALIST)));
    EnrolPersonRequest asked =
        EnrolPersonRequest.newBuilder()
            .setCertificateRequest(request.getCertificateRequest())
            .build();
    Enrolment.AdmittedPerson admitted = enrolment.person(token, asked);
    cluster.trust(String::isEmpty).checkClient(admitted.chain());
    X509Certificate own = admitted.chain().getFirst();
    assertEquals(
        CertificateNames.person("c1", "eve", Set.of(Role.RECOVERY_SPECIALIST)),
        CertificateNames.of(own));
    assertEquals(Certificates.serial(own), admitted.joined().getSerial());
    assertEquals(List.of("RECOVERY_SPECIALIST"), admitted.joined().getRolesList());
    assertFails(
        FailureCode.TOKEN_INVALID, () -> enrolment.person(token(new OfPeer("", "", "")), asked));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    TokenRecord token = token(new OfPeer("", "eu", "b1"));
    assertFails(FailureCode.NAME_TAKEN, () -> enrolment.peer(token, request, "berlin-1"::equals));
    assertFails(
        FailureCode.TOKEN_INVALID,
        () -> enrolment.peer(token(new OfPerson("eve", Set.of())), request, name -> false));
    EnrolPeerRequest noSealingKey = request.toBuilder().clearSealingKey().build();
    assertFails(
        FailureCode.CERTIFICATE_REFUSED, () -> enrolment.peer(token, noSealingKey, name -> false));
    byte[] bad = request.getCertificateRequest().toByteArray();
    bad[bad.length - 3] ^= 1;
    EnrolPeerRequest unproven =
        request.toBuilder().setCertificateRequest(ByteString.copyFrom(bad)).build();
    assertFails(
        FailureCode.CERTIFICATE_REFUSED, () -> enrolment.peer(token, unproven, name -> false));
  }

  @Test
  void rolesGiveWhatTheTableSays() {
    for (Role role : Role.values()) {
      Set<Right> rights = Rights.of(role);
      assertTrue(rights.contains(Right.VIEW), role.name());
      for (Right never : List.of(Right.ENROL, Right.PEER, Right.COORDINATE)) {
        assertFalse(rights.contains(never), role.name());
      }
      boolean reads =
          EnumSet.of(
                  Role.ADMINISTRATOR,
                  Role.BACKUP_ADMINISTRATOR,
                  Role.RECOVERY_COORDINATOR,
                  Role.RECOVERY_SPECIALIST)
              .contains(role);
      assertEquals(reads, rights.contains(Right.DOWNLOAD), role.name());
      assertEquals(role == Role.ADMINISTRATOR, rights.contains(Right.KEYS), role.name());
    }
    assertEquals(Set.of(Right.VIEW), Rights.of(Role.AUDIT_VIEWER));
    assertEquals(Set.of(), Rights.of(Set.of()));
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Right.ENROL, Right.PEER, Right.COORDINATE)),
        Rights.of(Role.ADMINISTRATOR));
  }

  @Test
  void nobodyGivesWhatTheyDoNotHave() {
    Set<Role> system = Set.of(Role.SYSTEM_ADMINISTRATOR);
    assertTrue(Rights.mayGive(Set.of(Role.ADMINISTRATOR), EnumSet.allOf(Role.class)));
    assertTrue(Rights.mayGive(system, Set.of(Role.NETWORK_ADMINISTRATOR, Role.AUDIT_VIEWER)));
    assertFalse(Rights.mayGive(system, Set.of(Role.ADMINISTRATOR)));
    assertFalse(Rights.mayGive(system, Set.of(Role.RECOVERY_SPECIALIST)));
    assertFalse(Rights.mayGive(Set.of(Role.BACKUP_ADMINISTRATOR), Set.of(Role.AUDIT_VIEWER)));
  }

  private TokenRecord token(Invitation invitation) {
    byte[] secret = new byte[16];
    cluster.random.nextBytes(secret);
    return new TokenRecord(
        Tokens.hash(Bytes.of(secret)), cluster.now.plusSeconds(60), 1, invitation);
  }
}
