package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.ProbeRequest;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Who gets through the door of the main listener, and what the log says of who does not.
class HandshakeTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(RefusalLog.class);

  private final TestCluster cluster = new TestCluster("c1");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.NOBODY);
  private final Identity beta = cluster.agent("beta");
  private final AgentServer server = open(0);
  private final AppenderBase<ILoggingEvent> lineKeeper =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  private AgentServer open(int port) {
    return AgentServer.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        new AgentServer.Doors(beta, new Gatekeeper(), standing::get, TestCluster.CLOCK),
        List.of(PeersBinding.bind(new RecordingPeers())));
  }

  @BeforeEach
  void listens() {
    lineKeeper.start();
    LOG.addAppender(lineKeeper);
  }

  @AfterEach
  void closes() {
    LOG.detachAppender(lineKeeper);
    server.close();
  }

  private SslContextBuilder client(Optional<Identity> own) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .trustManager(new RootTrust(cluster.root(), TestCluster.CLOCK, _ -> false, null))
            .endpointIdentificationAlgorithm("");
    own.ifPresent(one ->
        builder.keyManager(
            one.key(), one.chain().toArray(new java.security.cert.X509Certificate[0])));
    return GrpcSslContexts.configure(builder, SslProvider.OPENSSL).protocols("TLSv1.3");
  }

  private void probe(SslContextBuilder tls) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).sslContext(tls.build()).build();
    try {
      var _ =
          PeersGrpc.newBlockingStub(channel)
              .withDeadlineAfter(10, TimeUnit.SECONDS)
              .probe(ProbeRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  private void refused(SslContextBuilder tls, String reason) {
    assertThrows(StatusRuntimeException.class, () -> probe(tls));
    awaitLine(reason);
  }

  private void awaitLine(String reason) {
    for (int i = 0; i < 500 && lines.stream().noneMatch(one -> one.contains(reason)); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertTrue(
        lines.stream().anyMatch(one -> one.contains("/127.0.0.1") && one.contains(reason)),
        () -> reason + " not in " + lines);
  }

  @Test
  void anAgentOfTheClusterGetsIn() throws Exception {
    probe(client(Optional.of(cluster.agent("alpha"))));
    assertEquals(List.of(), lines);
  }

  @Test
  void whoShowsNoCertificateDoesNot() {
    refused(client(Optional.empty()), "no certificate");
  }

  @Test
  void aSelfSignedCertificateDoesNot() {
    refused(client(Optional.of(cluster.selfSigned())), "a self-signed certificate");
  }

  @Test
  void anotherClustersCertificateDoesNot() {
    refused(
        client(Optional.of(new TestCluster("c1").agent("alpha"))),
        "a certificate of another cluster");
  }

  @Test
  void anExpiredCertificateDoesNot() {
    refused(
        client(Optional.of(cluster.agent("alpha", TestCluster.NOW.minus(Duration.ofDays(400))))),
        "an expired certificate");
  }

  @Test
  void aCertificateOfTomorrowDoesNot() {
    refused(
        client(Optional.of(cluster.agent("alpha", TestCluster.NOW.plus(Duration.ofDays(1))))),
        "a certificate that is not yet valid");
  }

  @Test
  void aRevokedCertificateDoesNot() {
    Identity alpha = cluster.agent("alpha");
    String serial = RootTrust.serial(alpha.certificate());
    standing.set(new Standing(Optional.empty(), 0, Set.of(serial), Set.of()));
    refused(client(Optional.of(alpha)), "a revoked certificate");
  }

  @Test
  void theHybridKeyExchangeIsTheOnlyOne() throws Exception {
    Identity alpha = cluster.agent("alpha");
    String[] hybrid = {"X25519MLKEM768"};
    probe(client(Optional.of(alpha)).option(OpenSslContextOption.GROUPS, hybrid));
    String[] classic = {"X25519", "P-256"};
    refused(
        client(Optional.of(alpha)).option(OpenSslContextOption.GROUPS, classic),
        "no common key exchange");
  }

  @Test
  void olderTlsDoesNot() {
    refused(
        client(Optional.of(cluster.agent("alpha"))).protocols("TLSv1.2"), "no common TLS version");
  }

  @Test
  void plainTextDoesNot() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      awaitLine("not TLS");
    }
  }

  @Test
  void anotherPeerThanExpectedIsRefusedByTheClient() throws Exception {
    PeerId other = cluster.agent("gamma").peerId().orElseThrow();
    try (Channels channels = new Channels(cluster.agent("alpha"), TestCluster.CLOCK)) {
      String endpoint = TestCluster.endpoint(server.port());
      PeerLink right =
          new PeerLink(
              channels.channel(endpoint, beta.peerId().orElseThrow()),
              "beta",
              PeerLink.Limits.DEFAULT);
      assertTrue(
          right.probe(ProbeRequest.getDefaultInstance(), Duration.ofSeconds(10)).getReached());
      PeerLink wrong =
          new PeerLink(channels.channel(endpoint, other), "gamma", PeerLink.Limits.DEFAULT);
      OperationFailed why =
          assertThrows(
              OperationFailed.class,
              () -> wrong.probe(ProbeRequest.getDefaultInstance(), Duration.ofSeconds(10)));
      assertEquals(FailureCode.CERTIFICATE_REFUSED, why.code(), why::sentence);
      assertTrue(why.sentence().contains("another peer"), why::sentence);
    }
  }

  @Test
  void theClientLearnsThatItsOwnCertificateIsTheReason() throws Exception {
    Identity stranger = new TestCluster("c2").trusting(cluster.root(), "alpha");
    try (Channels channels = new Channels(stranger, TestCluster.CLOCK)) {
      PeerLink link = TestCluster.link(channels, server.port());
      OperationFailed why =
          assertThrows(
              OperationFailed.class,
              () -> link.probe(ProbeRequest.getDefaultInstance(), Duration.ofSeconds(10)));
      assertTrue(why.sentence().contains("does not know who issued it"), why::sentence);
      assertEquals(FailureCode.CERTIFICATE_REFUSED, why.code(), why::sentence);
    }
  }

  @Test
  void aTakenPortIsNamed() {
    OperationFailed why = assertThrows(OperationFailed.class, () -> open(server.port()).close());
    assertEquals(FailureCode.PORT_TAKEN, why.code());
    assertEquals(List.of(Integer.toString(server.port())), why.args());
  }
}
