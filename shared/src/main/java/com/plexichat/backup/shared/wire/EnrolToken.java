package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.proto.Token;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.Base64;
import java.util.HexFormat;

/// A one-time token as it is printed and pasted: where to enrol, which root the server must prove,
/// and the secret that lets one in.
///
/// @param fingerprint SHA-256 of the root certificate, 32 bytes
/// @param secret 16 bytes
public record EnrolToken(String endpoint, ByteString fingerprint, ByteString secret) {
  private static final String PREFIX = "pxt1-";
  private static final int LONGEST = 4096;

  public EnrolToken {
    if (endpoint.isEmpty() || fingerprint.size() != 32 || secret.size() != 16) {
      throw new IllegalArgumentException("not a token");
    }
  }

  /// Reads a token; fails with TOKEN_INVALID.
  public static EnrolToken parse(String text) {
    String token = text.strip();
    if (!token.startsWith(PREFIX) || token.length() > LONGEST) {
      throw new OperationFailed(FailureCode.TOKEN_INVALID);
    }
    try {
      Token message = Token.parseFrom(Base64.getUrlDecoder().decode(token.substring(5)));
      return new EnrolToken(
          message.getEnrolEndpoint(), message.getRootFingerprint(), message.getSecret());
    } catch (InvalidProtocolBufferException | IllegalArgumentException damaged) {
      throw new OperationFailed(damaged, FailureCode.TOKEN_INVALID);
    }
  }

  /// The text that `peer invite` prints.
  public String text() {
    Token message =
        Token.newBuilder()
            .setEnrolEndpoint(endpoint)
            .setRootFingerprint(fingerprint)
            .setSecret(secret)
            .build();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(message.toByteArray());
  }

  /// The fingerprint in hex, to compare by eye.
  public String fingerprintHex() {
    return HexFormat.of().formatHex(fingerprint.toByteArray());
  }

  /// Without the secret.
  @Override
  public String toString() {
    return endpoint + " " + fingerprintHex();
  }
}
