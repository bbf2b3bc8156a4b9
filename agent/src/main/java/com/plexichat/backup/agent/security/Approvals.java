package com.plexichat.backup.agent.security;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Approval;
import com.plexichat.backup.proto.PlanConsent;
import com.plexichat.backup.shared.client.CertificateNames;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Right;
import com.plexichat.backup.shared.wire.Consents;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What people signed to let a plan free space at once, judged the same way by the coordinator and
/// by every machine that is to delete: by the cluster's root, and by nobody's word.
public final class Approvals {
  /// How many different people it takes.
  public static final int PEOPLE = 2;

  private final String clusterId;
  private final RootTrust trust;
  private final InstantSource clock;

  /// @param revoked whether a serial number (hex, lower case) is revoked
  public Approvals(
      X509Certificate root, String clusterId, InstantSource clock, Predicate<String> revoked) {
    this.clusterId = clusterId;
    this.trust = new RootTrust(root, clock, revoked, null);
    this.clock = clock;
  }

  /// A consent and who gave it.
  ///
  /// @param key hash of their public key
  public record Given(String person, ByteString key, PlanConsent consent) {}

  /// By which a machine knows a person: SHA-256 over the public key (SPKI, DER).
  public static ByteString keyHash(X509Certificate own) {
    return ByteString.copyFrom(Digests.sha256(own.getPublicKey().getEncoded()));
  }

  /// Who consented to what. SIGNATURE_INVALID when it is not a person of this cluster who may
  /// change how long backups are kept, or it is too late.
  public Given given(Approval approval) {
    X509Certificate own = certificate(approval);
    CertificateNames names = CertificateNames.of(own);
    String person = names.person().orElse("");
    if (person.isEmpty() || !Rights.of(names.roles()).contains(Right.RETAIN)) {
      throw invalid("it is not of a person who may have backups pruned", null);
    }
    byte[] message = Consents.message(approval.getConsent());
    if (!Signing.verify(own.getPublicKey(), message, approval.getSignature().toByteArray())) {
      throw invalid(person + " did not sign it", null);
    }
    PlanConsent consent = consent(approval);
    if (!consent.getClusterId().equals(clusterId)) {
      throw invalid("it is of another cluster", null);
    }
    if (consent.getUntilMs() <= clock.millis()) {
      throw invalid("it was given for a plan that is over", null);
    }
    return new Given(person, keyHash(own), consent);
  }

  /// Which two different people consented to the same. SIGNATURE_INVALID when they did not.
  public List<Given> ofTwo(List<Approval> approvals) {
    List<Given> all = new ArrayList<>();
    Set<String> people = new HashSet<>();
    Set<ByteString> keys = new HashSet<>();
    Set<PlanConsent> consents = new HashSet<>();
    for (Approval approval : approvals) {
      Given given = given(approval);
      all.add(given);
      people.add(given.person());
      keys.add(given.key());
      consents.add(given.consent());
    }
    if (people.size() < PEOPLE || keys.size() < PEOPLE || consents.size() != 1) {
      throw invalid("two different people did not sign the same", null);
    }
    return all;
  }

  private X509Certificate certificate(Approval approval) {
    List<X509Certificate> chain = new ArrayList<>();
    for (ByteString der : approval.getChainList()) {
      chain.add(Certificates.parse("Whoever approved", der.toByteArray()));
    }
    try {
      trust.checkClient(chain);
    } catch (CertificateException refused) {
      throw invalid(String.valueOf(refused.getMessage()), refused);
    }
    return chain.getFirst();
  }

  private static PlanConsent consent(Approval approval) {
    try {
      return PlanConsent.parseFrom(approval.getConsent());
    } catch (InvalidProtocolBufferException e) {
      throw invalid("it cannot be read", e);
    }
  }

  private static OperationFailed invalid(String why, @Nullable Throwable cause) {
    return new OperationFailed(cause, FailureCode.SIGNATURE_INVALID, "The approval", why);
  }
}
