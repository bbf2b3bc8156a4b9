package com.plexichat.backup.agent.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.plexichat.backup.agent.Fuzzing;
import com.plexichat.backup.shared.model.EnrolmentToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/// Tokens as somebody pasted them.
class TokenFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void text(byte[] text) throws Exception {
    read(text, new String(text, StandardCharsets.UTF_8));
  }

  /// Parts behind a check sum that is right.
  @FuzzTest(maxDuration = "10m")
  void parts(byte[] parts) throws Exception {
    byte[] bytes = Arrays.copyOf(parts, parts.length + 4);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(parts);
    System.arraycopy(hash, 0, bytes, parts.length, 4);
    read(parts, "pxt1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static void read(byte[] input, String text) throws Exception {
    Fuzzing.survives(
        input,
        () -> {
          EnrolmentToken token = EnrolmentToken.parse(text);
          assertEquals(token, reread(token));
        },
        IllegalArgumentException.class);
  }

  private static EnrolmentToken reread(EnrolmentToken token) {
    try {
      return EnrolmentToken.parse(token.text());
    } catch (IllegalArgumentException refused) {
      throw new AssertionError("its own text is refused", refused);
    }
  }
}
