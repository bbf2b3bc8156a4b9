package com.plexichat.backup.agent.security;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/// Checks PKCS#10 requests: a public key with a signature that proves its private half. Whatever
/// else a request asks for is ignored; the authority decides what a certificate says.
final class RequestProof {
  /// Order of P-256 (SEC 2, secp256r1).
  private static final BigInteger P256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final int LONGEST = 8 * 1024;

  private RequestProof() {}

  /// The request's public key, once its possession and its curve are proven. CERTIFICATE_REFUSED.
  static PublicKey proven(byte[] request) {
    if (request.length > LONGEST) {
      throw refused("it is too long", null);
    }
    try {
      JcaPKCS10CertificationRequest parsed =
          new JcaPKCS10CertificationRequest(new PKCS10CertificationRequest(request));
      PublicKey key = parsed.getPublicKey();
      if (!(key instanceof ECPublicKey ec) || !ec.getParams().getOrder().equals(P256)) {
        throw refused("its key is not on the curve P-256", null);
      }
      if (!parsed.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw refused("its signature does not prove the key", null);
      }
      return key;
    } catch (IOException | GeneralSecurityException e) {
      throw refused("it cannot be read", e);
    } catch (OperatorCreationException | PKCSException e) {
      throw refused("its signature does not prove the key", e);
    }
  }

  private static OperationFailed refused(String why, @Nullable Throwable cause) {
    return new OperationFailed(
        cause, FailureCode.CERTIFICATE_REFUSED, "The certificate request", why);
  }
}
