package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The recovery kit as a file, sealed under a passphrase.
///
/// Format "PXKIT001", big-endian: 0 magic 8 · 8 Argon2id memory in KiB u32 · 12 iterations u32 · 16
/// parallelism u32 · 20 salt 16 · 36 nonce 12 · 48 length of what follows u32 · 52 AES-256-GCM of
/// the contents with tag, associated data = bytes 0–51 · then the first 8 bytes of SHA-256 over
/// everything before. The checksum needs no passphrase, so that a damaged kit is told from a wrong
/// passphrase. Contents: version u8 = 1 · cluster id (u16 length, UTF-8) · cluster name (the same)
/// · root scalar 32 · root certificate (u16 length, DER) · recovery seed 96 · created, epoch
/// milliseconds, i64.
public final class KitFile {
  private static final byte[] MAGIC = "PXKIT001".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final int HEADER = 52;
  private static final int CHECKSUM = 8;
  private static final int MAX = 64 * 1024;
  private static final int VERSION = 1;

  private final SecureRandom random;
  private final Cost cost;

  /// What one guess at the passphrase costs.
  public record Cost(int memoryKib, int iterations, int parallelism) {
    /// 256 MiB and about 1.4 s: bearable once in a disaster, dear for a guesser.
    public static final Cost STANDARD = new Cost(256 * 1024, 3, 4);

    /// Above this a forged kit would take the machine down: 1 GiB, 10 rounds, 16 lanes.
    private boolean isBearable() {
      return parallelism >= 1
          && parallelism <= 16
          && iterations >= 1
          && iterations <= 10
          && memoryKib >= 8 * parallelism
          && memoryKib <= 1024 * 1024;
    }
  }

  public KitFile(SecureRandom random) {
    this(random, Cost.STANDARD);
  }

  public KitFile(SecureRandom random, Cost cost) {
    if (!cost.isBearable()) {
      throw new IllegalArgumentException("not a cost that a kit may have: " + cost);
    }
    this.random = random;
    this.cost = cost;
  }

  /// The kit's file. The passphrase stays the caller's to zero; every sign of it counts, an empty
  /// one is refused.
  public byte[] write(RecoveryKit kit, char[] passphrase) {
    if (passphrase.length == 0) {
      throw new IllegalArgumentException("a kit takes a passphrase");
    }
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[Aead.NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    byte[] contents = encode(kit);
    byte[] header =
        ByteBuffer.allocate(HEADER)
            .put(MAGIC)
            .putInt(cost.memoryKib)
            .putInt(cost.iterations)
            .putInt(cost.parallelism)
            .put(salt)
            .put(nonce)
            .putInt(contents.length + Aead.TAG)
            .array();
    try (Secret key = stretch(passphrase, salt, cost)) {
      byte[] sealed = Aead.seal(key, nonce, header, contents);
      byte[] file =
          Arrays.copyOf(
              ByteBuffer.allocate(HEADER + sealed.length).put(header).put(sealed).array(),
              HEADER + sealed.length + CHECKSUM);
      System.arraycopy(checksum(file), 0, file, file.length - CHECKSUM, CHECKSUM);
      return file;
    } finally {
      Arrays.fill(contents, (byte) 0);
    }
  }

  /// Opens a kit's file. KIT_DAMAGED when it is not as it was written, KIT_PASSPHRASE_WRONG when it
  /// is and does not open.
  ///
  /// @param name what to call the kit in a failure: its path, for example
  public static RecoveryKit read(String name, byte[] file, char[] passphrase) {
    requireWhole(name, file);
    ByteBuffer in = ByteBuffer.wrap(file, MAGIC.length, HEADER - MAGIC.length);
    Cost cost = new Cost(in.getInt(), in.getInt(), in.getInt());
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[Aead.NONCE];
    in.get(salt).get(nonce);
    if (!cost.isBearable()) {
      throw damaged(name, "its parameters are none that a kit is written with");
    }
    byte[] header = Arrays.copyOf(file, HEADER);
    byte[] sealed = Arrays.copyOfRange(file, HEADER, file.length - CHECKSUM);
    byte[] contents;
    try (Secret key = stretch(passphrase, salt, cost)) {
      contents = Aead.open(key, nonce, header, sealed);
    } catch (AEADBadTagException e) {
      throw new OperationFailed(e, FailureCode.KIT_PASSPHRASE_WRONG, name);
    }
    try {
      return decode(contents);
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(name, "its contents are of a version that this program does not know");
    } finally {
      Arrays.fill(contents, (byte) 0);
    }
  }

  /// Refuses bytes that are not a whole kit; needs no passphrase. KIT_DAMAGED.
  public static void requireWhole(String name, byte[] file) {
    if (file.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
      throw damaged(name, "it does not begin like a recovery kit");
    }
    if (file.length < HEADER + Aead.TAG + CHECKSUM
        || file.length > MAX
        || ByteBuffer.wrap(file).getInt(HEADER - 4) != file.length - HEADER - CHECKSUM) {
      throw damaged(name, "it is shorter or longer than it was");
    }
    byte[] stored = Arrays.copyOfRange(file, file.length - CHECKSUM, file.length);
    if (!MessageDigest.isEqual(checksum(file), stored)) {
      throw damaged(name, "its check sum does not fit");
    }
  }

  private static OperationFailed damaged(String name, String why) {
    return new OperationFailed(FailureCode.KIT_DAMAGED, name, why);
  }

  private static byte[] checksum(byte[] file) {
    byte[] before = Arrays.copyOf(file, file.length - CHECKSUM);
    return Arrays.copyOf(Digests.sha256(before), CHECKSUM);
  }

  /// Argon2id over the passphrase in Unicode form NFC, so that another system's way to compose
  /// letters does not matter.
  private static Secret stretch(char[] passphrase, byte[] salt, Cost cost) {
    CharBuffer typed = CharBuffer.wrap(passphrase);
    boolean composed = Normalizer.isNormalized(typed, Normalizer.Form.NFC);
    char[] signs =
        composed
            ? passphrase.clone()
            : Normalizer.normalize(typed, Normalizer.Form.NFC).toCharArray();
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib)
            .withIterations(cost.iterations)
            .withParallelism(cost.parallelism)
            .withSalt(salt)
            .build());
    byte[] key = new byte[Aead.KEY];
    generator.generateBytes(signs, key);
    Arrays.fill(signs, '\0');
    return Secret.take(key);
  }

  private static byte[] encode(RecoveryKit kit) {
    byte[] scalar = kit.rootScalar().copy();
    byte[] seed = kit.recoverySeed().copy();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeShort(out, kit.clusterId().getBytes(StandardCharsets.UTF_8));
      writeShort(out, kit.clusterName().getBytes(StandardCharsets.UTF_8));
      out.write(scalar);
      writeShort(out, kit.rootCertificate().toArray());
      out.write(seed);
      out.writeLong(kit.created().toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Arrays.fill(scalar, (byte) 0);
      Arrays.fill(seed, (byte) 0);
    }
    return bytes.toByteArray();
  }

  private static RecoveryKit decode(byte[] contents) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(contents))) {
      if (in.readUnsignedByte() != VERSION) {
        throw new IOException("another version");
      }
      String id = new String(readShort(in), StandardCharsets.UTF_8);
      String name = new String(readShort(in), StandardCharsets.UTF_8);
      Secret scalar = Secret.take(readExactly(in, Signing.SCALAR));
      Bytes certificate = Bytes.of(readShort(in));
      Secret seed = Secret.take(readExactly(in, HybridKey.SEED));
      Instant created = Instant.ofEpochMilli(in.readLong());
      return new RecoveryKit(id, name, scalar, certificate, seed, created);
    }
  }

  private static void writeShort(DataOutputStream out, byte[] bytes) throws IOException {
    if (bytes.length > 0xffff) {
      throw new IllegalArgumentException("too long for a kit");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static byte[] readShort(DataInputStream in) throws IOException {
    return readExactly(in, in.readUnsignedShort());
  }

  private static byte[] readExactly(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
