package com.plexichat.backup.agent.security;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.TokenRecord.OfPeer;
import com.plexichat.backup.agent.security.TokenRecord.OfPerson;
import com.plexichat.backup.proto.EnrolPeerRequest;
import com.plexichat.backup.proto.EnrolPersonRequest;
import com.plexichat.backup.proto.Enrolled;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerJoined;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.proto.PersonJoined;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Role;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;

/// Turns a judged token and a request into a certificate and the command that records it.
///
/// Nothing is kept here: the caller submits the command first and answers with the chain only when
/// the catalogue took it, so that a token is spent before its certificate is seen.
public final class Enrolment {
  private final ClusterAuthority authority;
  private final CertifiedKey intermediate;
  private final X509Certificate root;
  private final String clusterId;

  public Enrolment(
      ClusterAuthority authority,
      CertifiedKey intermediate,
      X509Certificate root,
      String clusterId) {
    this.authority = authority;
    this.intermediate = intermediate;
    this.root = root;
    this.clusterId = clusterId;
  }

  /// A machine that may join.
  ///
  /// @param joined for the catalogue
  /// @param chain own certificate, intermediate
  public record AdmittedPeer(PeerJoined joined, List<X509Certificate> chain) {}

  public record AdmittedPerson(PersonJoined joined, List<X509Certificate> chain) {}

  /// Admits a machine. TOKEN_INVALID for a person's token, NAME_INVALID, NAME_TAKEN,
  /// CERTIFICATE_REFUSED.
  ///
  /// @param isTaken whether another peer has that name
  public AdmittedPeer peer(TokenRecord token, EnrolPeerRequest request, Predicate<String> isTaken) {
    if (!(token.invitation() instanceof OfPeer invitation)) {
      throw new OperationFailed(FailureCode.TOKEN_INVALID);
    }
    if (request.getSealingKey().size() != HybridKey.PUBLIC) {
      throw new OperationFailed(
          FailureCode.CERTIFICATE_REFUSED, "The request", "its sealing key is none");
    }
    if (isTaken.test(request.getName())) {
      throw new OperationFailed(FailureCode.NAME_TAKEN, request.getName());
    }
    X509Certificate certificate =
        authority.agent(
            intermediate,
            clusterId,
            request.getName(),
            request.getCertificateRequest().toByteArray());
    String owner = invitation.owner().isEmpty() ? request.getName() : invitation.owner();
    PeerEntry entry =
        PeerEntry.newBuilder()
            .setPeerId(Signing.peerId(certificate.getPublicKey()).hex())
            .setName(request.getName())
            .setEndpoint(request.getEndpoint())
            .setOwner(owner)
            .setRegion(invitation.region())
            .setSite(invitation.site())
            .setState(PeerState.ACTIVE)
            .setCapacity(Math.max(0, request.getCapacity()))
            .setSealingKey(request.getSealingKey())
            .setCertificate(ByteString.copyFrom(Certificates.der(certificate)))
            .setLatencyMs(-1)
            .build();
    PeerJoined joined =
        PeerJoined.newBuilder()
            .setPeer(entry)
            .setTokenHash(ByteString.copyFrom(token.secretHash().toArray()))
            .setCertificateExpiresMs(certificate.getNotAfter().toInstant().toEpochMilli())
            .build();
    return new AdmittedPeer(joined, List.of(certificate, intermediate.certificate()));
  }

  /// Admits a person under the name and with the roles of the invitation. TOKEN_INVALID for a
  /// machine's token, CERTIFICATE_REFUSED.
  public AdmittedPerson person(TokenRecord token, EnrolPersonRequest request) {
    if (!(token.invitation() instanceof OfPerson invitation)) {
      throw new OperationFailed(FailureCode.TOKEN_INVALID);
    }
    X509Certificate certificate =
        authority.person(
            intermediate,
            clusterId,
            invitation.name(),
            invitation.roles(),
            request.getCertificateRequest().toByteArray());
    PersonJoined joined =
        PersonJoined.newBuilder()
            .setName(invitation.name())
            .addAllRoles(invitation.roles().stream().sorted().map(Role::name).toList())
            .setSerial(Certificates.serial(certificate))
            .setTokenHash(ByteString.copyFrom(token.secretHash().toArray()))
            .setCertificateExpiresMs(certificate.getNotAfter().toInstant().toEpochMilli())
            .setKeyHash(Approvals.keyHash(certificate))
            .build();
    return new AdmittedPerson(joined, List.of(certificate, intermediate.certificate()));
  }

  /// The answer to the one who enrolled, without directory and endpoint, which the caller adds.
  public Enrolled.Builder answer(String name, List<X509Certificate> chain) {
    Enrolled.Builder answer = Enrolled.newBuilder().setClusterId(clusterId).setName(name);
    chain.forEach(one -> answer.addChain(ByteString.copyFrom(Certificates.der(one))));
    return answer.addChain(ByteString.copyFrom(Certificates.der(root)));
  }
}
