package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.Hkdf;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.model.StripeId;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keys of one stripe, all of them from the epoch key, the stripe's id and the shares.
///
/// ```
///   S  = HKDF(epoch key, "stripe" ‖ stripe id)        header HMAC key = HKDF(S, "hdr")
///   K  = HKDF(S, salt SHA-256(r₁ ‖ … ‖ rₖ), "key")    class mask i    = HKDF(S, "class" ‖ i), 16 bytes
///   Kᵢ = HKDF(K, "shard" ‖ i)
/// ```
///
/// S alone, the most that a thief of the vault gets, tells header from forgery and the content's
/// class; contents take K, and K takes all k shares.
final class StripeKeys implements AutoCloseable {
  private static final int KEY = 32;
  private static final String HMAC = "HmacSHA256";

  private final Secret stripeSecret;
  private final Mac headerMac;

  StripeKeys(Vault vault, int epoch, StripeId stripe) {
    stripeSecret = Hkdf.derive(vault.epochKey(epoch), Hkdf.info("stripe", stripe.bytes()), KEY);
    headerMac = mac(stripeSecret);
  }

  /// HMAC over the header's bytes before it.
  byte[] headerMac(byte[] header) {
    headerMac.update(header, 0, ShardHeader.MAC_OFFSET);
    return headerMac.doFinal();
  }

  /// The 16 bytes that mask shard `index`'s content class.
  byte[] classMask(int index) {
    byte[] info = Hkdf.info("class", new byte[] {(byte) index});
    try (Secret mask = Hkdf.derive(stripeSecret, info, ShardHeader.CLASS_BYTES)) {
      return mask.copy();
    }
  }

  /// K, from the shares of all data shards in order.
  Secret stripeKey(byte[][] shares) {
    return Hkdf.derive(stripeSecret, Digests.sha256(shares), Hkdf.info("key"), KEY);
  }

  /// Kᵢ, which seals one shard once.
  static Secret shardKey(Secret stripeKey, int index) {
    return Hkdf.derive(stripeKey, Hkdf.info("shard", new byte[] {(byte) index}), KEY);
  }

  @Override
  public void close() {
    stripeSecret.close();
  }

  private static Mac mac(Secret stripeSecret) {
    try (Secret key = Hkdf.derive(stripeSecret, Hkdf.info("hdr"), KEY)) {
      byte[] bytes = key.copy();
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes, HMAC));
      Arrays.fill(bytes, (byte) 0);
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + HMAC, missing);
    }
  }
}
