package com.plexichat.backup.agent.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.plexichat.backup.agent.Fuzzing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Recovery kits that were found, scanned or typed.
class KitFuzzTest {
  private static final char[] PASSPHRASE = "fuzz".toCharArray();
  private static final KitFile FILES = new KitFile(new SecureRandom(), new KitFile.Cost(8, 1, 1));
  private static final byte[] KEY = key();

  @FuzzTest(maxDuration = "10m")
  void file(byte[] file) throws Exception {
    if (file.length < 20 || ByteBuffer.wrap(file).getInt(8) == 8) {
      Fuzzing.survives(file, () -> KitFile.read("kit", file, PASSPHRASE).close());
    }
    Fuzzing.survives(file, () -> KitFile.requireWhole("kit", file));
  }

  /// Contents that were sealed under the right passphrase.
  @FuzzTest(maxDuration = "10m")
  void contents(byte[] contents) throws Exception {
    byte[] file = kit(Arrays.copyOf(contents, Math.min(contents.length, 50_000)));
    Fuzzing.survives(
        contents,
        () -> {
          try (RecoveryKit kit = KitFile.read("kit", file, PASSPHRASE)) {
            assertEquals(kit, KitFile.read("kit", FILES.write(kit, PASSPHRASE), PASSPHRASE));
          }
        });
  }

  @FuzzTest(maxDuration = "10m")
  void text(byte[] text) throws Exception {
    Fuzzing.survives(
        text,
        () -> {
          byte[] file = KitText.read("kit", new String(text, StandardCharsets.UTF_8));
          assertArrayEquals(file, KitText.read("kit", String.join("\n", KitText.lines(file))));
        });
  }

  private static byte[] kit(byte[] contents) {
    byte[] header =
        ByteBuffer.allocate(52)
            .put("PXKIT001".getBytes(StandardCharsets.US_ASCII))
            .putInt(8)
            .putInt(1)
            .putInt(1)
            .putInt(48, contents.length + Aead.TAG)
            .array();
    byte[] sealed = Aead.seal(Secret.copyOf(KEY), new byte[Aead.NONCE], header, contents);
    byte[] whole =
        ByteBuffer.allocate(header.length + sealed.length).put(header).put(sealed).array();
    byte[] file = Arrays.copyOf(whole, whole.length + 8);
    System.arraycopy(Digests.sha256(whole), 0, file, whole.length, 8);
    return file;
  }

  private static byte[] key() {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(8)
            .withIterations(1)
            .withParallelism(1)
            .withSalt(new byte[16])
            .build());
    byte[] key = new byte[Aead.KEY];
    generator.generateBytes(PASSPHRASE, key);
    return key;
  }
}
