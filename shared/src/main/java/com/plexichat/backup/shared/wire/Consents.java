package com.plexichat.backup.shared.wire;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.PlanConsent;
import com.plexichat.backup.proto.PrunePlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/// What people consent to who let a plan free space at once or end backups early, on the wire.
public final class Consents {
  private static final String PURPOSE = "PXCONSENT1";

  /// How long a plan can be run after it was made.
  public static final Duration PLAN_LIFE = Duration.ofDays(1);

  private Consents() {}

  /// A plan's name for good: SHA-256 over it, without who approved it.
  public static byte[] hash(PrunePlan plan) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(plan.toBuilder().clearApprovals().build().toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  /// What somebody consents to who approves a plan. Only of an emergency plan may anything be
  /// deleted at once.
  public static PlanConsent of(PrunePlan plan) {
    return PlanConsent.newBuilder()
        .setClusterId(plan.getClusterId())
        .setPlanHash(ByteString.copyFrom(hash(plan)))
        .setBytes(plan.getReclaimBytes() > 0 ? plan.getBytes() + plan.getTrashedBytes() : 0)
        .setUntilMs(plan.getMadeMs() + PLAN_LIFE.toMillis())
        .build();
  }

  /// The bytes that are signed.
  public static byte[] message(ByteString consent) {
    byte[] purpose = PURPOSE.getBytes(StandardCharsets.US_ASCII);
    return ByteString.copyFrom(purpose).concat(consent).toByteArray();
  }
}
