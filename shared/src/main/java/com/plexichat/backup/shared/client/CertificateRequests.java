package com.plexichat.backup.shared.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Key pairs on P-256 and the request for a certificate that proves one holds the private half.
public final class CertificateRequests {
  private CertificateRequests() {}

  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// PKCS#10, DER. Its name is empty: the issuer decides on names and does not copy them.
  public static byte[] request(KeyPair pair) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
