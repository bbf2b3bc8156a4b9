package com.plexichat.backup.shared.client;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.EnrolPeerRequest;
import com.plexichat.backup.proto.EnrolPersonRequest;
import com.plexichat.backup.proto.Enrolled;
import com.plexichat.backup.proto.EnrolmentGrpc;
import com.plexichat.backup.proto.EnrolmentGrpc.EnrolmentBlockingStub;
import com.plexichat.backup.shared.client.Refusal.Reason;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.EnrolmentToken;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/// Exchanges a one-time token for an identity. The private key never leaves this machine; the
/// server is believed only when its chain ends in the very root that the token names.
public final class Enroller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InstantSource clock;

  /// What an agent says of itself when it joins.
  ///
  /// @param sealingKey public half of its hybrid key
  /// @param endpoint host:port of its main listener
  /// @param capacity bytes offered
  public record Applicant(ByteString sealingKey, String name, String endpoint, long capacity) {}

  public Enroller(InstantSource clock) {
    this.clock = clock;
  }

  /// Joins this machine as an agent. Fails with FINGERPRINT_MISMATCH, UNREACHABLE, CLOCK_SKEW, or
  /// as the server says (TOKEN_…).
  ///
  /// @param own the agent's key pair, P-256; its peer id follows from it
  public Enrolment enrolPeer(EnrolmentToken token, KeyPair own, Applicant applicant) {
    return enrol(
        token,
        own,
        (stub, request) ->
            stub.enrolPeer(
                EnrolPeerRequest.newBuilder()
                    .setSecret(secret(token))
                    .setCertificateRequest(request)
                    .setSealingKey(applicant.sealingKey())
                    .setName(applicant.name())
                    .setEndpoint(applicant.endpoint())
                    .setCapacity(applicant.capacity())
                    .build()));
  }

  /// Enrols the person at this machine under a new key. Fails as [#enrolPeer] does.
  public Enrolment enrolPerson(EnrolmentToken token) {
    return enrol(
        token,
        CertificateRequests.newKeyPair(),
        (stub, request) ->
            stub.enrolPerson(
                EnrolPersonRequest.newBuilder()
                    .setSecret(secret(token))
                    .setCertificateRequest(request)
                    .build()));
  }

  private Enrolment enrol(
      EnrolmentToken token,
      KeyPair pair,
      BiFunction<EnrolmentBlockingStub, ByteString, Enrolled> call) {
    ByteString request = ByteString.copyFrom(CertificateRequests.request(pair));
    FingerprintTrust trust = new FingerprintTrust(token.rootFingerprint().toArray(), clock);
    String endpoint = token.endpoint();
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    ManagedChannel channel = Channels.channel(endpoint, TlsContexts.client(null, trust), calls);
    try {
      Enrolled answer =
          call.apply(
              EnrolmentGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
              request);
      return enrolment(token, pair, answer, trust);
    } catch (StatusRuntimeException refused) {
      throw trust
          .lastRefusal()
          .map(why -> failed(why, endpoint))
          .orElseGet(() -> CallFailures.failed(refused, endpoint));
    } finally {
      channel.shutdownNow();
      calls.shutdown();
    }
  }

  private static ByteString secret(EnrolmentToken token) {
    return ByteString.copyFrom(token.secret().toArray());
  }

  private static OperationFailed failed(Refusal refusal, String endpoint) {
    String detail = String.valueOf(refusal.getMessage());
    return switch (refusal.reason()) {
      case NOT_YET_VALID -> new OperationFailed(refusal, FailureCode.CLOCK_SKEW, endpoint, detail);
      case OTHER_CLUSTER, SELF_SIGNED, NO_CERTIFICATE, MALFORMED ->
          new OperationFailed(refusal, FailureCode.FINGERPRINT_MISMATCH, endpoint);
      default -> new OperationFailed(refusal, FailureCode.CERTIFICATE_REFUSED, endpoint, detail);
    };
  }

  /// Takes the answer only when it is a chain for our key from the root that the token names.
  private Enrolment enrolment(
      EnrolmentToken token, KeyPair pair, Enrolled answer, FingerprintTrust trust) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (ByteString der : answer.getChainList()) {
        chain.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(der.toByteArray())));
      }
      X509Certificate root = trust.root(chain);
      new RootTrust(root, clock, _ -> false, null).checkClient(chain);
      if (!chain.getFirst().getPublicKey().equals(pair.getPublic())) {
        throw new Refusal(Reason.MALFORMED, "not for our key");
      }
      return new Enrolment(
          new Identity(pair.getPrivate(), chain, root),
          answer.getClusterId(),
          answer.getCoordinatorEndpoint(),
          answer.getName(),
          answer.getDirectory());
    } catch (Refusal refusal) {
      throw failed(refusal, token.endpoint());
    } catch (CertificateException unreadable) {
      throw new OperationFailed(unreadable, FailureCode.FINGERPRINT_MISMATCH, token.endpoint());
    }
  }
}
