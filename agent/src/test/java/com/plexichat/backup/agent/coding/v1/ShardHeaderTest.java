package com.plexichat.backup.agent.coding.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardHeaderTest {
  private static final VaultId VAULT = new VaultId("000102030405060708090a0b0c0d0e0f");
  private static final StripeId STRIPE = StripeId.of("101112131415161718191a1b1c1d1e1f");

  private static final ShardHeader DATA = data(3, 1000);
  private static final ShardHeader PARITY = ShardHeader.parity(9, 8, 2, VAULT, STRIPE, 7, 1256);

  @Test
  void laysFieldsOutAsDocumented() {
    String hex =
        "5058534841524431"
            + "0001"
            + "00"
            + "03"
            + "08"
            + "02"
            + "0000"
            + VAULT.hex()
            + STRIPE.hex()
            + "00000007"
            + "000003e8"
            + "00".repeat(8)
            + "aa".repeat(32)
            + "bb".repeat(16)
            + "00".repeat(112)
            + "cc".repeat(32);
    assertEquals(hex, HexFormat.of().formatHex(DATA.bytes()));
    assertEquals(256, DATA.bytes().length);
  }

  @Test
  void readsWhatItWrote() {
    for (ShardHeader header : new ShardHeader[] {DATA, PARITY}) {
      ShardHeader read = ShardHeader.parse(header.bytes());
      assertEquals(header, read);
      assertArrayEquals(header.bytes(), read.bytes());
      assertEquals(header.isParity(), read.isParity());
      assertEquals(header.vault(), read.vault());
      assertEquals(header.stripe(), read.stripe());
    }
    assertEquals(1256, DATA.fileLength());
  }

  @Test
  void readsAnyLegalHeader() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int k = 2 + random.nextInt(253);
      int m = random.nextInt(256 - k);
      byte[] share = new byte[32];
      byte[] kind = new byte[16];
      byte[] mac = new byte[32];
      random.nextBytes(share);
      random.nextBytes(kind);
      random.nextBytes(mac);
      int length = 16 + random.nextInt(Format.BODY_MAX - 15);
      ShardHeader header =
          new ShardHeader(
              random.nextInt(k),
              k,
              m,
              VAULT,
              STRIPE,
              random.nextInt(),
              length,
              Bytes.of(share),
              Bytes.of(kind),
              Bytes.of(mac));
      assertEquals(header, ShardHeader.parse(header.bytes()), "seed " + seed);
    }
  }

  /// No bit is without meaning: a flipped one is refused or read as another header.
  @Test
  void ignoresNoBit() {
    for (ShardHeader header : new ShardHeader[] {DATA, PARITY}) {
      byte[] bytes = header.bytes();
      int refused = 0;
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        try {
          ShardHeader read = ShardHeader.parse(flipped);
          assertArrayEquals(flipped, read.bytes(), "bit " + bit);
          assertNotEquals(header, read, "bit " + bit);
        } catch (IllegalArgumentException expected) {
          refused++;
        }
      }
      int reserved = 8 * (8 + 2 + 1 + 2 + 8 + 112);
      assertTrue(refused >= reserved, "refused: " + refused);
      if (header.isParity()) {
        assertTrue(refused >= reserved + 8 * (32 + 16 + 32), "refused: " + refused);
      }
    }
  }

  @Test
  void refusesWhatDisagrees() {
    refused(DATA, 10, 1); // parity kind, data index
    refused(PARITY, 10, 0);
    refused(DATA, 10, 2); // unknown kind
    refused(DATA, 11, 8); // index of a parity shard with kind data
    refused(PARITY, 11, 10); // index beyond k + m
    refused(DATA, 12, 1); // k < 2
    refused(DATA, 12, 3); // index ≥ k
    refused(DATA, 13, 250); // k + m > 255
    refused(DATA, 9, 2); // version
    refused(DATA, 53, 0x11); // longer than any body
    refused(DATA, 52, 0x80); // negative
    refused(PARITY, 64, 1); // parity with a share
    assertThrows(IllegalArgumentException.class, () -> ShardHeader.parse(new byte[256]));
    byte[] shorter = Arrays.copyOf(DATA.bytes(), 255);
    assertThrows(IllegalArgumentException.class, () -> ShardHeader.parse(shorter));
    assertThrows(IllegalArgumentException.class, () -> data(3, 15));
    assertThrows(IllegalArgumentException.class, () -> data(3, Format.BODY_MAX + 1));
    assertEquals(Format.BODY_MAX, data(3, Format.BODY_MAX).bodyLength());
  }

  private static void refused(ShardHeader header, int offset, int value) {
    byte[] bytes = header.bytes();
    bytes[offset] = (byte) value;
    assertThrows(IllegalArgumentException.class, () -> ShardHeader.parse(bytes));
  }

  private static ShardHeader data(int index, int length) {
    return new ShardHeader(
        index,
        8,
        2,
        VAULT,
        STRIPE,
        7,
        length,
        filled(32, 0xaa),
        filled(16, 0xbb),
        filled(32, 0xcc));
  }

  private static Bytes filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }
}
