package com.plexichat.backup.shared.client;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The root of a cluster of one test, and identities that it issued.
final class TestAuthority {
  static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final X500Principal ROOT = new X500Principal("CN=root");

  private final KeyPair keys = CertificateRequests.newKeyPair();
  private final X509Certificate root;
  private int serial = 1;

  TestAuthority() throws GeneralSecurityException, CertIOException, OperatorCreationException {
    root =
        certificate(
            builder(ROOT, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
  }

  Identity agent() throws GeneralSecurityException, CertIOException, OperatorCreationException {
    KeyPair own = CertificateRequests.newKeyPair();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(own.getPublic().getEncoded());
    PeerId id = new PeerId(HexFormat.of().formatHex(hash, 0, 16));
    return issue(own, CertificateNames.agent("c", id), KeyPurposeId.id_kp_serverAuth);
  }

  Identity person() throws GeneralSecurityException, CertIOException, OperatorCreationException {
    return issue(
        CertificateRequests.newKeyPair(),
        CertificateNames.person("c", "ann", Set.of(Role.ADMINISTRATOR)),
        KeyPurposeId.id_kp_clientAuth);
  }

  private Identity issue(KeyPair own, CertificateNames names, KeyPurposeId use)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    GeneralName[] uris =
        names.uris().stream()
            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
            .toArray(GeneralName[]::new);
    X509Certificate certificate =
        certificate(
            builder(new X500Principal("CN=one"), own)
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(uris)));
    return new Identity(own.getPrivate(), List.of(certificate), root);
  }

  private X509v3CertificateBuilder builder(X500Principal subject, KeyPair own) {
    return new JcaX509v3CertificateBuilder(
        ROOT,
        BigInteger.valueOf(serial++),
        Date.from(NOW.minus(Duration.ofDays(1))),
        Date.from(NOW.plus(Duration.ofDays(1))),
        subject,
        own.getPublic());
  }

  private X509Certificate certificate(X509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
