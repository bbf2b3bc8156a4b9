package com.plexichat.backup.agent.security;

import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.EnrolmentToken;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// One-time tokens: makes them, and judges the secret that somebody shows.
public final class Tokens {
  private final InstantSource clock;
  private final SecureRandom random;

  public Tokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /// A fresh token; its [#hash] goes into the catalogue, its text to whom it is for.
  ///
  /// @param endpoint host:port of the enrolment listener
  public EnrolmentToken make(String endpoint, X509Certificate root) {
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    return new EnrolmentToken(endpoint, Bytes.of(Certificates.fingerprint(root)), Bytes.of(secret));
  }

  /// Reads a token as it was typed. TOKEN_INVALID.
  public static EnrolmentToken parse(String text) {
    try {
      return EnrolmentToken.parse(text);
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.TOKEN_INVALID);
    }
  }

  /// What the catalogue keeps of a secret.
  public static Bytes hash(Bytes secret) {
    return Bytes.of(Digests.sha256(secret.toArray()));
  }

  /// The record of the token whose secret this is. TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_USED. Takes
  /// the same time wherever the record stands.
  public TokenRecord judge(Bytes secret, Collection<TokenRecord> known) {
    byte[] hash = hash(secret).toArray();
    @Nullable TokenRecord found = null;
    for (TokenRecord one : known) {
      found = MessageDigest.isEqual(hash, one.secretHash().toArray()) ? one : found;
    }
    if (found == null) {
      throw new OperationFailed(FailureCode.TOKEN_INVALID);
    }
    if (!clock.instant().isBefore(found.expires())) {
      throw new OperationFailed(FailureCode.TOKEN_EXPIRED, found.expires().toString());
    }
    if (found.usesLeft() <= 0) {
      throw new OperationFailed(FailureCode.TOKEN_USED);
    }
    return found;
  }
}
