package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.shared.client.CertificateNames;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Makes the certificates of a cluster: root → intermediate → agents and people, all P-256.
///
/// The root's key goes into the recovery kit and nowhere else; a coordinator works with the
/// intermediate. Certificates begin five minutes before now, so that a machine whose clock is a
/// little behind accepts them at once, and never outlive their issuer.
public final class ClusterAuthority {
  private static final Duration SKEW = Duration.ofMinutes(5);

  /// What a certificate can carry without being taken for more than a name.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final InstantSource clock;
  private final SecureRandom random;

  public ClusterAuthority(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /// A self-signed root for 20 years.
  public CertifiedKey newRoot(String clusterName) {
    KeyPair pair = Signing.newKeyPair(random);
    X500Name name = authorityName(clusterName, "root");
    Issue issue = new Issue(name, pair.getPublic(), 20, List.of(), List.of());
    return new CertifiedKey(pair.getPrivate(), signed(issue, name, null, pair.getPrivate(), 1));
  }

  /// An intermediate for 5 years.
  public CertifiedKey newIntermediate(CertifiedKey root, String clusterName) {
    KeyPair pair = Signing.newKeyPair(random);
    X500Name name = authorityName(clusterName, "coordinator");
    Issue issue = new Issue(name, pair.getPublic(), 5, List.of(), List.of());
    return new CertifiedKey(pair.getPrivate(), issued(issue, root, 0));
  }

  /// An agent's certificate for 1 year. CERTIFICATE_REFUSED when the request does not prove its
  /// key, NAME_INVALID for a name that is none.
  ///
  /// @param request PKCS#10, DER
  public X509Certificate agent(
      CertifiedKey intermediate, String clusterId, String name, byte[] request) {
    PublicKey key = RequestProof.proven(request);
    PeerId id = Signing.peerId(key);
    List<String> uris = CertificateNames.agent(clusterId, id).uris();
    X500Name subject = subject(checked(name));
    List<KeyPurposeId> purposes =
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    return issued(new Issue(subject, key, 1, uris, purposes), intermediate, -1);
  }

  /// A person's certificate for 1 year; the same failures.
  public X509Certificate person(
      CertifiedKey intermediate, String clusterId, String name, Set<Role> roles, byte[] request) {
    PublicKey key = RequestProof.proven(request);
    List<String> uris = CertificateNames.person(clusterId, checked(name), roles).uris();
    X500Name subject = subject(name);
    List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_clientAuth);
    return issued(new Issue(subject, key, 1, uris, purposes), intermediate, -1);
  }

  /// A common name has 64 characters at most (RFC 5280); a longer cluster name is cut, because here
  /// it is only for people to read.
  private static X500Name authorityName(String clusterName, String what) {
    int length = Math.min(24, clusterName.codePointCount(0, clusterName.length()));
    String name = clusterName.substring(0, clusterName.offsetByCodePoints(0, length));
    return subject(name + " " + what);
  }

  private static X500Name subject(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new OperationFailed(FailureCode.NAME_INVALID, name);
    }
    return name;
  }

  private record Issue(
      X500Name subject, PublicKey key, int years, List<String> uris, List<KeyPurposeId> purposes) {}

  private X509Certificate issued(Issue issue, CertifiedKey issuer, int pathLength) {
    X500Name name =
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
    return signed(issue, name, issuer.certificate(), issuer.key(), pathLength);
  }

  /// @param issuer null for a self-signed one
  /// @param pathLength how many authorities may follow; −1 for no authority
  private X509Certificate signed(
      Issue issue,
      X500Name issuerName,
      @Nullable X509Certificate issuer,
      PrivateKey issuerKey,
      int pathLength) {
    Instant now = clock.instant();
    Instant until = now.atOffset(ZoneOffset.UTC).plusYears(issue.years).toInstant();
    if (issuer != null && issuer.getNotAfter().toInstant().isBefore(until)) {
      until = issuer.getNotAfter().toInstant();
    }
    PublicKey issuerPublic = issuer == null ? issue.key : issuer.getPublicKey();
    boolean authority = pathLength >= 0;
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuerName,
              new BigInteger(126, random).setBit(126),
              Date.from(now.minus(SKEW)),
              Date.from(until),
              issue.subject,
              issue.key);
      builder
          .addExtension(
              Extension.basicConstraints,
              true,
              authority ? new BasicConstraints(pathLength) : new BasicConstraints(false))
          .addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(issue.key))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(issuerPublic));
      if (!issue.purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(issue.purposes.toArray(KeyPurposeId[]::new)));
      }
      if (!issue.uris.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, names(issue.uris));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("a certificate could not be made", e);
    }
  }

  private static GeneralNames names(List<String> uris) {
    return new GeneralNames(
        uris.stream()
            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
            .toArray(GeneralName[]::new));
  }
}
