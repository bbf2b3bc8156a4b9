package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.EnrolPeerRequest;
import com.plexichat.backup.proto.EnrolPersonRequest;
import com.plexichat.backup.proto.Enrolled;
import com.plexichat.backup.proto.EnrolmentGrpc;
import com.plexichat.backup.shared.client.Enroller;
import com.plexichat.backup.shared.client.Enrolment;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.EnrolmentToken;
import com.plexichat.backup.shared.model.Role;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Enrolment over its own port, with a server that only the token's fingerprint proves.
class EnrolmentServerTest {
  private static final Bytes SECRET = Bytes.of(new byte[16]);

  private final TestCluster cluster = new TestCluster("c1");
  private final SecureRandom random = new SecureRandom();
  private final EnrolmentServer server =
      EnrolmentServer.open(
          TestCluster.anyPort(),
          cluster.agent("beta"),
          TestCluster.CLOCK,
          new Desk().bindService());
  @TempDir private Path folder;

  @AfterEach
  void closes() {
    server.close();
  }

  /// Gives a certificate to everybody.
  private final class Desk extends EnrolmentGrpc.EnrolmentImplBase {
    private final ClusterAuthority authority = new ClusterAuthority(TestCluster.CLOCK, random);

    @Override
    public void enrolPeer(EnrolPeerRequest request, StreamObserver<Enrolled> answer) {
      if (!request.getName().equals("delta")) {
        throw new OperationFailed(FailureCode.TOKEN_USED);
      }
      answer(
          answer,
          authority.agent(
              cluster.intermediate(),
              "c1",
              "delta",
              request.getCertificateRequest().toByteArray()));
    }

    @Override
    public void enrolPerson(EnrolPersonRequest request, StreamObserver<Enrolled> answer) {
      answer(
          answer,
          authority.person(
              cluster.intermediate(),
              "c1",
              "ada",
              Set.of(Role.AUDIT_VIEWER),
              request.getCertificateRequest().toByteArray()));
    }

    private void answer(StreamObserver<Enrolled> answer, X509Certificate own) {
      Enrolled.Builder enrolled = Enrolled.newBuilder().setClusterId("c1").setName("delta");
      for (X509Certificate one :
          new X509Certificate[] {own, cluster.intermediate().certificate(), cluster.root()}) {
        enrolled.addChain(ByteString.copyFrom(Certificates.der(one)));
      }
      answer.onNext(enrolled.build());
      answer.onCompleted();
    }
  }

  private EnrolmentToken token(X509Certificate root, int port) {
    return new EnrolmentToken(
        TestCluster.endpoint(port), Bytes.of(Certificates.fingerprint(root)), SECRET);
  }

  private EnrolmentToken token() {
    return token(cluster.root(), server.port());
  }

  private static Enroller.Applicant applicant(String name) {
    return new Enroller.Applicant(ByteString.EMPTY, name, "host:1", 5);
  }

  private OperationFailed refused(EnrolmentToken token, InstantSource clock) {
    return assertThrows(OperationFailed.class, () -> new Enroller(clock).enrolPerson(token));
  }

  @Test
  void anAgentBringsItsKeyAndAPersonGetsOne() throws IOException {
    KeyPair own = Signing.newKeyPair(random);
    Enrolment agent = new Enroller(TestCluster.CLOCK).enrolPeer(token(), own, applicant("delta"));
    assertEquals(Signing.peerId(own.getPublic()), agent.identity().peerId().orElseThrow());
    Enrolment person = new Enroller(TestCluster.CLOCK).enrolPerson(token());
    assertEquals(Set.of(Role.AUDIT_VIEWER), person.identity().names().roles());
    assertEquals("ada", person.identity().names().person().orElseThrow());
    person.identity().save(folder.resolve("me"));
    Identity again = Identity.load(folder.resolve("me"));
    assertEquals(person.identity().chain(), again.chain());
    assertEquals(person.identity().key(), again.key());
    assertEquals(cluster.root(), again.root());
  }

  @Test
  void manyThatNeverFinishTheirHandshakeKeepNobodyOut() {
    List<RawConnection> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * Doorstep.FROM_ONE; i++) {
        silent.add(RawConnection.plain(TestCluster.endpoint(server.port())));
      }
      Enrolment person = new Enroller(TestCluster.CLOCK).enrolPerson(token());
      assertEquals("ada", person.identity().names().person().orElseThrow());
    } finally {
      silent.forEach(RawConnection::close);
    }
  }

  @Test
  void theServersRefusalComesThrough() {
    OperationFailed why =
        assertThrows(
            OperationFailed.class,
            () ->
                new Enroller(TestCluster.CLOCK)
                    .enrolPeer(token(), Signing.newKeyPair(random), applicant("epsilon")));
    assertEquals(FailureCode.TOKEN_USED, why.code());
  }

  @Test
  void anotherRootIsAMismatch() {
    OperationFailed why =
        refused(token(new TestCluster("c1").root(), server.port()), TestCluster.CLOCK);
    assertEquals(FailureCode.FINGERPRINT_MISMATCH, why.code());
  }

  @Test
  void aClockBehindIsToldFromAnotherRoot() {
    InstantSource behind = InstantSource.fixed(TestCluster.NOW.minus(Duration.ofDays(2)));
    assertEquals(FailureCode.CLOCK_SKEW, refused(token(), behind).code());
    EnrolmentToken other = token(new TestCluster("c2").root(), server.port());
    assertEquals(FailureCode.FINGERPRINT_MISMATCH, refused(other, behind).code());
    InstantSource ahead = InstantSource.fixed(TestCluster.NOW.plus(Duration.ofDays(800)));
    assertEquals(FailureCode.CERTIFICATE_REFUSED, refused(token(), ahead).code());
  }

  @Test
  void whyNobodyAnswersIsSaid() throws IOException {
    int port = server.port();
    server.close();
    OperationFailed refused = refused(token(cluster.root(), port), TestCluster.CLOCK);
    assertEquals(FailureCode.UNREACHABLE, refused.code());
    assertTrue(refused.sentence().contains("refused"), refused::sentence);
    EnrolmentToken nowhere =
        new EnrolmentToken(
            "no-such-host.invalid:1", Bytes.of(Certificates.fingerprint(cluster.root())), SECRET);
    OperationFailed unknown = refused(nowhere, TestCluster.CLOCK);
    assertTrue(unknown.sentence().contains("unknown host"), unknown::sentence);
    try (ServerSocket chatty = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread talker = Thread.ofVirtual().start(() -> greet(chatty));
      OperationFailed plain =
          refused(token(cluster.root(), chatty.getLocalPort()), TestCluster.CLOCK);
      assertTrue(plain.sentence().contains("does not speak TLS"), plain::sentence);
      talker.interrupt();
    }
  }

  private static void greet(ServerSocket socket) {
    try (var one = socket.accept()) {
      one.getOutputStream()
          .write("220 mail ready\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      one.getOutputStream().flush();
      var _ = one.getInputStream().readNBytes(100_000);
    } catch (IOException closed) {
      // The client hung up.
    }
  }

  @Test
  void oneAddressMayNotTryForEver() {
    Enroller enroller = new Enroller(TestCluster.CLOCK);
    OperationFailed last = null;
    for (int i = 0; i < 31 && last == null; i++) {
      try {
        assertFalse(enroller.enrolPerson(token()).name().isEmpty());
      } catch (OperationFailed heldBack) {
        last = heldBack;
      }
    }
    assertTrue(last != null && String.valueOf(last.getMessage()).contains("too many attempts"));
  }
}
