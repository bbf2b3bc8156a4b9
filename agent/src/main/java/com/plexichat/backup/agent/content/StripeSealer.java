package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns a stripe's plaintext into k sealed data shards and m parity shards.
///
/// Each data shard carries a random share of the stripe's key; without all k of them nothing opens,
/// not even with the vault's keys. A stripe id and its shares serve one seal only: whoever must
/// seal again takes a new id. Safe for any number of threads, one stripe each.
public final class StripeSealer {
  private static final byte[] NONCE = new byte[Aead.NONCE];
  private static final Bytes NO_MAC = Bytes.of(new byte[ShardHeader.MAC_BYTES]);

  private final SecureRandom random;

  public StripeSealer(SecureRandom random) {
    this.random = random;
  }

  /// A fresh stripe id.
  public StripeId newStripe() {
    return StripeId.of(randomBytes(StripeId.BYTES));
  }

  /// Seals under the vault's current epoch.
  public SealedStripe seal(Vault vault, FilledStripe filled, int m) {
    return seal(vault, filled.stripe(), filled.k(), m, filled.plaintext(), filled.classBits());
  }

  /// Seals k equal parts of plaintext.
  ///
  /// @param plaintext k equal parts, one for each data shard
  /// @param classBits bits of [ContentClass]
  public SealedStripe seal(
      Vault vault, StripeId stripe, int k, int m, byte[] plaintext, int classBits) {
    int capacity = plaintext.length / k;
    if (capacity * k != plaintext.length || capacity < 1 || capacity > Format.CAPACITY) {
      throw new IllegalArgumentException(plaintext.length + " bytes for " + k + " data shards");
    }
    if (classBits == 0 || (classBits & ~ContentClass.ALL) != 0) {
      throw new IllegalArgumentException("unknown content class " + classBits);
    }
    int epoch = vault.currentEpoch();
    byte[][] files = new byte[k][Format.HEADER + capacity + Format.TAG];
    byte[][] shares = new byte[k][];
    for (int i = 0; i < k; i++) {
      shares[i] = randomBytes(ShardHeader.SHARE_BYTES);
    }
    try (StripeKeys keys = new StripeKeys(vault, epoch, stripe);
        Secret stripeKey = keys.stripeKey(shares)) {
      for (int i = 0; i < k; i++) {
        byte[] mask = keys.classMask(i);
        mask[0] ^= (byte) classBits;
        ShardHeader header =
            new ShardHeader(
                i,
                k,
                m,
                vault.id(),
                stripe,
                epoch,
                capacity + Format.TAG,
                Bytes.of(shares[i]),
                Bytes.of(mask),
                NO_MAC);
        sealShard(keys, stripeKey, header, plaintext, files[i]);
      }
    }
    List<SealedShard> shards = new ArrayList<>(k + m);
    for (byte[] file : files) {
      shards.add(new SealedShard(ShardName.of(file), shards.size(), file));
    }
    addParity(ShardHeader.parse(files[0]), files, shards);
    return new SealedStripe(stripe, k, m, epoch, capacity, shards);
  }

  private static void sealShard(
      StripeKeys keys, Secret stripeKey, ShardHeader unsigned, byte[] plaintext, byte[] file) {
    unsigned.write(file, 0);
    byte[] mac = keys.headerMac(file);
    System.arraycopy(mac, 0, file, ShardHeader.MAC_OFFSET, mac.length);
    byte[] aad = Arrays.copyOf(file, Format.HEADER);
    int capacity = unsigned.bodyLength() - Format.TAG;
    int from = unsigned.index() * capacity;
    try (Secret key = StripeKeys.shardKey(stripeKey, unsigned.index())) {
      Aead.seal(key, NONCE, aad, plaintext, from, capacity, file, Format.HEADER);
    }
  }

  private static void addParity(ShardHeader data, byte[][] files, List<SealedShard> shards) {
    byte[][] parity = new StripeCode(data.k(), data.m()).parity(files, Format.HEADER);
    for (byte[] file : parity) {
      ShardHeader.parity(
              shards.size(),
              data.k(),
              data.m(),
              data.vault(),
              data.stripe(),
              data.keyEpoch(),
              file.length - Format.HEADER)
          .write(file, 0);
      shards.add(new SealedShard(ShardName.of(file), shards.size(), file));
    }
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
