package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.crypto.FixedVaults;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeSealerTest {
  private final Vault vault = Samples.vault();
  private final StripeSealer sealer = Samples.sealer(1);

  @ParameterizedTest
  @CsvSource({"2,0,256", "2,1,1000", "3,2,288", "8,2,1048304", "8,0,4096", "10,4,5000"})
  void opensWhatItSealed(int k, int m, int capacity) {
    byte[] plaintext = Samples.random(k * capacity, capacity);
    SealedStripe sealed = seal(k, m, plaintext);
    assertEquals(k + m, sealed.shards().size());
    List<byte[]> headers = Samples.headers(sealed);
    for (int i = 0; i < k + m; i++) {
      SealedShard shard = sealed.shards().get(i);
      assertEquals(i, shard.index());
      assertEquals(ShardName.of(shard.file()), shard.name());
      ShardHeader header = ShardHeader.parse(shard.file());
      assertEquals(shard.file().length, header.fileLength());
      assertEquals(i < k, StripeOpener.headerIsGenuine(vault, shard.file()));
      if (i < k) {
        assertTrue(shard.file().length <= Format.SHARD_MAX);
        byte[] part = Arrays.copyOfRange(plaintext, i * capacity, (i + 1) * capacity);
        assertArrayEquals(part, StripeOpener.open(vault, headers, i, shard.file()));
      }
    }
  }

  @Test
  void sealsTheSamePlaintextDifferentlyEachTime() {
    byte[] plaintext = new byte[2 * 256];
    SealedStripe one = seal(2, 0, plaintext);
    SealedStripe other = seal(2, 0, plaintext);
    assertNotEquals(one.shards().getFirst().name(), other.shards().getFirst().name());
    assertFalse(
        Arrays.equals(one.shards().get(0).file(), 256, 512, one.shards().get(1).file(), 256, 512));
  }

  @Test
  void opensOnlyWithItsVaultAndEpoch() {
    Vault two = FixedVaults.vault(Samples.VAULT, 2);
    SealedStripe sealed =
        sealer.seal(two, sealer.newStripe(), 3, 1, new byte[3 * 300], ContentClass.DATA);
    assertEquals(2, sealed.epoch());
    List<byte[]> headers = Samples.headers(sealed);
    byte[] file = sealed.shards().getFirst().file();
    assertArrayEquals(new byte[300], StripeOpener.open(two, headers, 0, file));
    failsWith(FailureCode.KEY_RING_UNUSABLE, () -> StripeOpener.open(vault, headers));

    SealedStripe first = seal(3, 1, new byte[3 * 300]);
    List<byte[]> firstHeaders = Samples.headers(first);
    Vault forger = FixedVaults.stranger(Samples.VAULT);
    failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.open(forger, firstHeaders));
    assertFalse(StripeOpener.headerIsGenuine(forger, firstHeaders.getFirst()));
    Vault elsewhere = FixedVaults.vault(new VaultId("f".repeat(32)), 1);
    failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.open(elsewhere, firstHeaders));
    assertFalse(StripeOpener.headerIsGenuine(elsewhere, firstHeaders.getFirst()));
  }

  @Test
  void anyChangedByteOfAHeaderIsFound() {
    SealedStripe sealed = seal(3, 1, Samples.random(3 * 300, 3));
    for (int at = 0; at < Format.HEADER; at++) {
      List<byte[]> headers = Samples.headers(sealed);
      headers.get(1)[at] ^= 1;
      assertThrows(OperationFailed.class, () -> StripeOpener.open(vault, headers), "byte " + at);
      int changed = at;
      List<byte[]> whole = Samples.headers(sealed);
      byte[] file = sealed.shards().get(1).file().clone();
      file[changed] ^= 1;
      failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.open(vault, whole, 1, file));
    }
  }

  @Test
  void anyChangedByteOfABodyIsFound() {
    SealedStripe sealed = seal(2, 0, Samples.random(2 * 300, 4));
    List<byte[]> headers = Samples.headers(sealed);
    byte[] file = sealed.shards().get(0).file();
    for (int at = Format.HEADER; at < file.length; at++) {
      byte[] other = file.clone();
      other[at] ^= (byte) 0x80;
      failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.open(vault, headers, 0, other));
      assertNotEquals(sealed.shards().get(0).name(), ShardName.of(other));
    }
    byte[] shorter = Arrays.copyOf(file, file.length - 1);
    failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.open(vault, headers, 0, shorter));
    byte[] neighbour = sealed.shards().get(1).file();
    failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.open(vault, headers, 0, neighbour));
  }

  @Test
  void fewerHeadersOpenNothing() {
    SealedStripe sealed = seal(4, 2, Samples.random(4 * 256, 5));
    List<byte[]> headers = Samples.headers(sealed);
    for (int missing = 0; missing < 4; missing++) {
      List<byte[]> fewer = new ArrayList<>(headers);
      fewer.remove(missing);
      assertThrows(RuntimeException.class, () -> StripeOpener.open(vault, fewer));
      // Parity in place of the missing one, a neighbour's header twice, a made-up share.
      for (byte[] instead :
          List.of(sealed.shards().get(4).file(), headers.get((missing + 1) % 4))) {
        List<byte[]> filled = new ArrayList<>(headers);
        filled.set(missing, instead);
        assertThrows(OperationFailed.class, () -> StripeOpener.open(vault, filled));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> StripeOpener.open(vault, List.<byte[]>of()));
  }

  @Test
  void headersOfTwoStripesDoNotMix() {
    List<byte[]> one = Samples.headers(seal(2, 0, new byte[512]));
    List<byte[]> other = Samples.headers(seal(2, 0, new byte[512]));
    failsWith(
        FailureCode.STRIPE_UNREADABLE,
        () -> StripeOpener.open(vault, List.of(one.get(0), other.get(1))));
  }

  @Test
  void tellsTheContentClassFromAHeader() {
    for (int bits = 1; bits <= ContentClass.ALL; bits++) {
      SealedStripe sealed = sealer.seal(vault, sealer.newStripe(), 2, 1, new byte[512], bits);
      List<byte[]> masked = new ArrayList<>();
      for (byte[] header : Samples.headers(sealed)) {
        assertEquals(bits, StripeOpener.classBits(vault, header));
        masked.add(ShardHeader.parse(header).contentClass().toArray());
      }
      assertFalse(Arrays.equals(masked.get(0), masked.get(1)));
      byte[] parity = sealed.shards().get(2).file();
      failsWith(FailureCode.STRIPE_UNREADABLE, () -> StripeOpener.classBits(vault, parity));
    }
    for (int bits : new int[] {0, ContentClass.ALL + 1, 255}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> sealer.seal(vault, sealer.newStripe(), 2, 1, new byte[512], bits));
    }
  }

  @Test
  void anyKShardsGiveEveryFileBackByteForByte() {
    int k = 8;
    int m = 2;
    SealedStripe sealed = seal(k, m, Samples.random(k * 700, 6));
    StripeCode code = new StripeCode(k, m);
    for (int lost = 0; lost < k + m; lost++) {
      for (int also = 0; also < k + m; also++) {
        int first = lost;
        int second = also;
        int[] left =
            IntStream.range(0, k + m).filter(i -> i != first && i != second).limit(k).toArray();
        byte[] factors = code.coefficients(lost, left);
        byte[] symbol = new byte[Format.HEADER + 700 + Format.TAG];
        for (int i = 0; i < k; i++) {
          byte[] file = sealed.shards().get(left[i]).file();
          int from = left[i] < k ? 0 : Format.HEADER;
          StripeCode.multiplyAdd(symbol, 0, file, from, file.length - from, factors[i]);
        }
        byte[] rebuilt = symbol;
        if (lost >= k) {
          rebuilt = new byte[Format.HEADER + symbol.length];
          ShardHeader.parity(lost, k, m, vault.id(), sealed.stripe(), sealed.epoch(), symbol.length)
              .write(rebuilt, 0);
          System.arraycopy(symbol, 0, rebuilt, Format.HEADER, symbol.length);
        }
        assertArrayEquals(sealed.shards().get(lost).file(), rebuilt, lost + " without " + also);
        assertEquals(sealed.shards().get(lost).name(), ShardName.of(rebuilt));
      }
    }
  }

  @Test
  void refusesUnequalParts() {
    StripeId id = sealer.newStripe();
    for (int length : new int[] {0, 7, 2 * Format.CAPACITY + 2}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> sealer.seal(vault, id, 2, 0, new byte[length], ContentClass.DATA));
    }
  }

  private SealedStripe seal(int k, int m, byte[] plaintext) {
    return sealer.seal(vault, sealer.newStripe(), k, m, plaintext, ContentClass.DATA);
  }

  private static void failsWith(FailureCode code, Runnable act) {
    assertEquals(code, assertThrows(OperationFailed.class, act::run).code());
  }
}
