package com.plexichat.backup.agent.content;

import com.plexichat.backup.agent.crypto.FixedVaults;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// What several tests of this room need.
final class Samples {
  static final VaultId VAULT = new VaultId("000102030405060708090a0b0c0d0e0f");

  private Samples() {}

  static Vault vault() {
    return FixedVaults.vault(VAULT, 1);
  }

  static StripeSealer sealer(long seed) {
    return new StripeSealer(new Predictable(seed));
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /// Words of a small vocabulary: compresses about as well as text.
  static byte[] text(int length, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append(Integer.toString(random.nextInt(4000), 36)).append(' ');
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  static Chunk chunk(Vault vault, byte[] bytes) {
    return new Chunk(ChunkId.of(vault, bytes, 0, bytes.length), bytes, 0, bytes.length);
  }

  static List<byte[]> headers(SealedStripe stripe) {
    List<byte[]> headers = new ArrayList<>();
    for (int i = 0; i < stripe.k(); i++) {
      headers.add(Arrays.copyOf(stripe.shards().get(i).file(), 256));
    }
    return headers;
  }

  /// Random bytes that a test can repeat. Never outside tests.
  static final class Predictable extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Random random;

    Predictable(long seed) {
      random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }

  /// Sealed stripes in memory, with a count of what was asked for.
  static final class Shelf implements ShardSource {
    final Map<StripeId, SealedStripe> stripes = new HashMap<>();
    final AtomicInteger files = new AtomicInteger();
    final AtomicInteger headers = new AtomicInteger();

    void put(SealedStripe stripe) {
      stripes.put(stripe.stripe(), stripe);
    }

    @Override
    public byte[] file(StripeId stripe, int index) {
      files.incrementAndGet();
      return find(stripe).shards().get(index).file();
    }

    @Override
    public byte[] header(StripeId stripe, int index) {
      headers.incrementAndGet();
      return Arrays.copyOf(find(stripe).shards().get(index).file(), 256);
    }

    SealedStripe find(StripeId stripe) {
      SealedStripe found = stripes.get(stripe);
      if (found == null) {
        throw new IllegalStateException("no stripe " + stripe);
      }
      return found;
    }
  }
}
