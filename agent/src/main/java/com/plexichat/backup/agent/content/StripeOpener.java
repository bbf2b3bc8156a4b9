package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Opens stripes. It takes the vault and the headers of all k data shards, never fewer, and then
/// the bodies of just the shards that are wanted.
public final class StripeOpener {
  private StripeOpener() {}

  /// Checks that the headers are genuine and belong together, and derives the stripe's key.
  ///
  /// @param headers the first 256 bytes (or more) of the data shards 0 … k − 1 in order
  public static OpenStripe open(Vault vault, List<byte[]> headers) {
    List<ShardHeader> parsed = new ArrayList<>(headers.size());
    for (byte[] header : headers) {
      parsed.add(parse(header));
    }
    if (parsed.isEmpty() || parsed.getFirst().k() != parsed.size()) {
      throw new IllegalArgumentException(
          "a stripe opens with the headers of all its data shards, not with " + parsed.size());
    }
    ShardHeader first = parsed.getFirst();
    requireVault(vault, first);
    byte[][] shares = new byte[parsed.size()][];
    try (StripeKeys keys = new StripeKeys(vault, first.keyEpoch(), first.stripe())) {
      for (int i = 0; i < shares.length; i++) {
        ShardHeader header = parsed.get(i);
        if (header.index() != i || !belongTogether(first, header)) {
          throw unreadable(first.stripe(), "header " + i + " is another shard's");
        }
        if (!isGenuine(keys, header)) {
          throw unreadable(first.stripe(), "the header of shard " + i + " is forged or damaged");
        }
        shares[i] = header.share().toArray();
      }
      return new OpenStripe(parsed, keys.stripeKey(shares), classBits(keys, first));
    }
  }

  /// The plaintext of one data shard.
  public static byte[] open(Vault vault, List<byte[]> headers, int index, byte[] file) {
    try (OpenStripe stripe = open(vault, headers)) {
      return stripe.plaintext(index, file);
    }
  }

  /// The content class of a data shard from its header alone.
  public static int classBits(Vault vault, byte[] header) {
    ShardHeader parsed = parse(header);
    requireVault(vault, parsed);
    try (StripeKeys keys = new StripeKeys(vault, parsed.keyEpoch(), parsed.stripe())) {
      if (!isGenuine(keys, parsed)) {
        throw unreadable(parsed.stripe(), "a header is forged or damaged");
      }
      return classBits(keys, parsed);
    }
  }

  /// Whether the vault's sealer wrote this header; false for parity, whose header anyone can write.
  /// KEY_RING_UNUSABLE when the vault at hand does not know the epoch that the header names.
  public static boolean headerIsGenuine(Vault vault, byte[] header) {
    ShardHeader parsed;
    try {
      parsed = ShardHeader.parse(header);
    } catch (IllegalArgumentException other) {
      return false;
    }
    if (parsed.isParity() || !parsed.vault().equals(vault.id())) {
      return false;
    }
    try (StripeKeys keys = new StripeKeys(vault, parsed.keyEpoch(), parsed.stripe())) {
      return isGenuine(keys, parsed);
    }
  }

  private static boolean belongTogether(ShardHeader one, ShardHeader other) {
    return one.k() == other.k()
        && one.m() == other.m()
        && one.vault().equals(other.vault())
        && one.stripe().equals(other.stripe())
        && one.keyEpoch() == other.keyEpoch()
        && one.bodyLength() == other.bodyLength();
  }

  private static boolean isGenuine(StripeKeys keys, ShardHeader header) {
    return !header.isParity()
        && MessageDigest.isEqual(keys.headerMac(header.bytes()), header.mac().toArray());
  }

  private static int classBits(StripeKeys keys, ShardHeader header) {
    byte[] masked = header.contentClass().toArray();
    byte[] mask = keys.classMask(header.index());
    int rest = 0;
    for (int i = 1; i < masked.length; i++) {
      rest |= masked[i] ^ mask[i];
    }
    int bits = (masked[0] ^ mask[0]) & 0xff;
    if (rest != 0 || bits == 0 || (bits & ~ContentClass.ALL) != 0) {
      throw unreadable(header.stripe(), "its content class is none of format version 1");
    }
    return bits;
  }

  private static ShardHeader parse(byte[] header) {
    try {
      return ShardHeader.parse(header);
    } catch (IllegalArgumentException invalid) {
      throw new OperationFailed(
          invalid,
          FailureCode.STRIPE_UNREADABLE,
          "(unknown)",
          String.valueOf(invalid.getMessage()));
    }
  }

  private static void requireVault(Vault vault, ShardHeader header) {
    if (!header.vault().equals(vault.id())) {
      throw unreadable(header.stripe(), "it belongs to vault " + header.vault());
    }
  }

  private static OperationFailed unreadable(StripeId stripe, String why) {
    return new OperationFailed(FailureCode.STRIPE_UNREADABLE, stripe.hex(), why);
  }
}
