package com.plexichat.backup.shared.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// What `peer invite` and `person invite` print: where to enrol, whom to trust there, and the
/// secret that is good for it.
///
/// Text: `pxt1-` and, in base64url without padding, version u8 = 1 · fingerprint 32 · secret 16 ·
/// endpoint UTF-8 · the first 4 bytes of SHA-256 over what stands before them, so that a mistyped
/// token is told before anybody is asked.
///
/// @param endpoint host:port of the coordinator's enrolment listener
/// @param rootFingerprint SHA-256 of the cluster's root certificate (DER)
/// @param secret 16 random bytes; the catalogue keeps only their SHA-256
public record EnrolmentToken(String endpoint, Bytes rootFingerprint, Bytes secret) {
  private static final String PREFIX = "pxt1-";
  private static final byte VERSION = 1;
  private static final int FINGERPRINT = 32;
  private static final int SECRET = 16;
  private static final int CHECK = 4;
  private static final int LONGEST = 1024;

  public EnrolmentToken {
    if (endpoint.isBlank()
        || rootFingerprint.length() != FINGERPRINT
        || secret.length() != SECRET) {
      throw new IllegalArgumentException("not the parts of a token");
    }
  }

  /// Reads a token's text; blanks and line breaks in it do not matter. IllegalArgumentException for
  /// anything that is not a whole token.
  public static EnrolmentToken parse(String text) {
    String plain = text.replaceAll("\\s", "");
    if (!plain.startsWith(PREFIX) || plain.length() > LONGEST) {
      throw new IllegalArgumentException("not a token");
    }
    byte[] bytes = Base64.getUrlDecoder().decode(plain.substring(PREFIX.length()));
    int end = bytes.length - CHECK;
    if (end <= 1 + FINGERPRINT + SECRET
        || bytes[0] != VERSION
        || !MessageDigest.isEqual(
            check(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new IllegalArgumentException("not a whole token");
    }
    int secret = 1 + FINGERPRINT;
    return new EnrolmentToken(
        text(ByteBuffer.wrap(bytes, secret + SECRET, end - secret - SECRET)),
        Bytes.of(Arrays.copyOfRange(bytes, 1, secret)),
        Bytes.of(Arrays.copyOfRange(bytes, secret, secret + SECRET)));
  }

  /// The text to hand over.
  public String text() {
    byte[] address = endpoint.getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(1 + FINGERPRINT + SECRET + address.length)
            .put(VERSION)
            .put(rootFingerprint.toArray())
            .put(secret.toArray())
            .put(address)
            .array();
    byte[] bytes = Arrays.copyOf(body, body.length + CHECK);
    System.arraycopy(check(body), 0, bytes, body.length, CHECK);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Without the secret: it may stand in a log.
  @Override
  public String toString() {
    return "token for " + endpoint;
  }

  private static String text(ByteBuffer endpoint) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(endpoint).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a whole token", e);
    }
  }

  private static byte[] check(byte[] body) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(body), CHECK);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }
}
