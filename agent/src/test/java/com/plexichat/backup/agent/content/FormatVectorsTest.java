package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.coding.Chunker;
import com.plexichat.backup.agent.coding.v1.Format;
import com.plexichat.backup.agent.coding.v1.ShardHeader;
import com.plexichat.backup.agent.coding.v1.ShardName;
import com.plexichat.backup.agent.coding.v1.StripeCode;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.Hkdf;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.agent.crypto.Vault;
import com.plexichat.backup.shared.model.StripeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Computes the test vectors of docs/format.md anew and compares: whoever writes a second reader
/// from that page can rely on them, and no change of the format goes unnoticed.
class FormatVectorsTest {
  private static final Path PAGE = Path.of("..", "docs", "format.md");
  private static final StripeId STRIPE = StripeId.of("101112131415161718191a1b1c1d1e1f");
  private static final int K = 3;
  private static final int CAPACITY = 256;

  private final Vault vault = Samples.vault();
  private final StringBuilder lines = new StringBuilder();

  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    keys();
    SealedStripe sealed = stripe();
    shards(sealed);
    sizesAndCodes();
    blocks();
    String page = Files.readString(PAGE);
    int from = page.indexOf("```vectors\n") + "```vectors\n".length();
    assertEquals(lines.toString(), page.substring(from, page.indexOf("```", from)));
  }

  private void keys() {
    say("vault", vault.id().bytes());
    say("epoch key 1", vault.epochKey(1).copy());
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    say("chunk id of abc", vault.chunkId(abc, 0, 3));
    say("gear key", vault.gearKey());
    byte[] data = new byte[40_000];
    for (int i = 0, x = 1; i < data.length; i++) {
      x = x * 1103515245 + 12345;
      data[i] = (byte) (x >>> 16);
    }
    Chunker chunker = new Chunker(vault.gearKey(), 1024, 4096, 16384);
    StringBuilder cuts = new StringBuilder();
    for (int at = 0; at < data.length; ) {
      int length = chunker.cut(data, at, data.length, true);
      cuts.append(cuts.isEmpty() ? "" : " ").append(length);
      at += length;
    }
    say("chunk lengths", cuts.toString());
  }

  private SealedStripe stripe() {
    byte[][] shares = new byte[K][32];
    for (int i = 0; i < K; i++) {
      Arrays.fill(shares[i], (byte) (0xa0 + i));
    }
    try (StripeKeys keys = new StripeKeys(vault, 1, STRIPE);
        Secret secret = Hkdf.derive(vault.epochKey(1), Hkdf.info("stripe", STRIPE.bytes()), 32);
        Secret stripeKey = keys.stripeKey(shares);
        Secret shardKey = StripeKeys.shardKey(stripeKey, 0)) {
      say("S", secret.copy());
      say("class mask 0", keys.classMask(0));
      say("salt of K", Digests.sha256(shares));
      say("K", stripeKey.copy());
      say("K0", shardKey.copy());
    }
    byte[] plaintext = new byte[K * CAPACITY];
    for (int i = 0; i < plaintext.length; i++) {
      plaintext[i] = (byte) (7 * i + 1);
    }
    int bits = ContentClass.DATA | ContentClass.RECORD;
    return new StripeSealer(new Shares()).seal(vault, STRIPE, K, 2, plaintext, bits);
  }

  private void shards(SealedStripe sealed) {
    byte[] first = sealed.shards().getFirst().file();
    say("HMAC 0", ShardHeader.parse(first).mac().toArray());
    say("header 0 SHA-256", Digests.sha256(Arrays.copyOf(first, Format.HEADER)));
    say("ciphertext 0 begins", Arrays.copyOfRange(first, 256, 288));
    say("tag 0", Arrays.copyOfRange(first, first.length - 16, first.length));
    for (SealedShard shard : sealed.shards()) {
      say("file " + shard.index() + " SHA-256", Digests.sha256(shard.file()));
      say("name " + shard.index(), shard.name().bytes());
    }
    byte[] body = new byte[200_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i % 251);
    }
    say("root of 200000 bytes", ShardName.root(body, 0, body.length));
  }

  private void sizesAndCodes() {
    int[] wanted = {0, 256, 257, 288, 289, 1000, 100_000, 1_000_000, Format.CAPACITY};
    StringBuilder classes = new StringBuilder();
    for (int bytes : wanted) {
      classes.append(classes.isEmpty() ? "" : " ").append(bytes).append('>');
      classes.append(Format.sizeClass(bytes));
    }
    say("size classes", classes.toString());
    for (int[] code : new int[][] {{3, 2}, {8, 2}, {10, 4}}) {
      int k = code[0];
      // The parity of a unit vector is a column of the matrix.
      for (int row = 0; row < code[1]; row++) {
        byte[] coefficients = new byte[k];
        for (int column = 0; column < k; column++) {
          byte[][] unit = new byte[k][1];
          unit[column][0] = 1;
          coefficients[column] = new StripeCode(k, code[1]).parity(unit)[row][0];
        }
        say("parity row " + k + "+" + code[1] + " " + row, coefficients);
      }
    }
    int[] left = IntStream.range(1, 9).toArray();
    say("8+2 shard 0 from 1 to 8", new StripeCode(8, 2).coefficients(0, left));
  }

  private void blocks() {
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    Chunk chunk = Samples.chunk(vault, abc);
    Block block = Block.chunks(List.of(chunk, chunk), ContentClass.DATA, Block.LEVEL);
    byte[] bytes = new byte[block.length()];
    block.copyTo(bytes, 0);
    say("block of abc abc", bytes);
  }

  private void say(String name, byte[] value) {
    say(name, HexFormat.of().formatHex(value));
  }

  private void say(String name, String value) {
    lines.append(name).append(" = ").append(value).append('\n');
  }

  /// The first share is 32 bytes of value 0xa0, the next of 0xa1 and so on.
  private static final class Shares extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int calls;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) (0xa0 + calls));
      calls++;
    }
  }
}
