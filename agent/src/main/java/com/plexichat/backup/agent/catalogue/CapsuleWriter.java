package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.Hkdf;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Seals the command log into a capsule, version 1 (docs/format.md): a head whose file key only the
/// recovery key opens, then segments that are appended as the log grows.
///
/// Every segment is bound to its generation, its place in the file and its number, so that cutting,
/// swapping and leaving out show. Not thread-safe. When a piece that it made could not be stored,
/// the writer is given up and made anew from what is stored.
public final class CapsuleWriter implements AutoCloseable {
  /// Frames of about so many bytes become one segment.
  static final int SEGMENT = 1 << 20;

  static final byte[] MAGIC = "PXCAPS01".getBytes(StandardCharsets.US_ASCII);
  static final int HEAD = 28;

  /// Bytes before the ciphertext of a segment: length and nonce.
  static final int SEGMENT_HEAD = 4 + Aead.NONCE;

  private final CapsuleGeneration generation;
  private final Secret key;
  private final SecureRandom random;
  private long offset;
  private long sequence;

  CapsuleWriter(
      CapsuleGeneration generation, Secret key, long offset, long sequence, SecureRandom random) {
    this.generation = generation;
    this.key = key;
    this.offset = offset;
    this.sequence = sequence;
    this.random = random;
  }

  /// Begins a capsule.
  ///
  /// @param recoveryKey public bytes of the recovery kit's hybrid key
  public static Begun begin(
      String clusterId, CapsuleGeneration generation, Bytes recoveryKey, SecureRandom random) {
    byte[] key = new byte[Aead.KEY];
    random.nextBytes(key);
    int length = HybridKey.sealedLength(Aead.KEY);
    byte[] head = head(generation, length);
    byte[] envelope = HybridKey.seal(recoveryKey, key, binding(clusterId, head), random);
    byte[] file = ByteBuffer.allocate(HEAD + length).put(head).put(envelope).array();
    return new Begun(
        new CapsuleWriter(generation, Secret.take(key), file.length, 0, random), Bytes.of(file));
  }

  /// A new capsule.
  ///
  /// @param head the bytes that it begins with
  public record Begun(CapsuleWriter writer, Bytes head) {}

  static byte[] head(CapsuleGeneration generation, int envelope) {
    return ByteBuffer.allocate(HEAD)
        .put(MAGIC)
        .putLong(generation.epoch())
        .putLong(generation.number())
        .putInt(envelope)
        .array();
  }

  static byte[] binding(String clusterId, byte[] head) {
    return Hkdf.info("capsule", head, clusterId.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] binding(CapsuleGeneration generation, long offset, long sequence, int length) {
    byte[] place =
        ByteBuffer.allocate(36)
            .putLong(generation.epoch())
            .putLong(generation.number())
            .putLong(offset)
            .putLong(sequence)
            .putInt(length)
            .array();
    return Hkdf.info("capsule segment", place);
  }

  public CapsuleGeneration generation() {
    return generation;
  }

  /// A copy of the file key, which its caller closes: with it the coordinator goes on after a
  /// restart.
  public Secret key() {
    byte[] copy = key.copy();
    return Secret.take(copy);
  }

  /// Bytes of the capsule so far.
  public long offset() {
    return offset;
  }

  /// Takes what a sealed segment appends to the capsule.
  public interface Sink {
    void append(long offset, byte[] segment) throws IOException;
  }

  /// Seals all entries from an index on, and tells the last one.
  public LogHead extend(CommandLog log, long index, Sink sink) throws IOException {
    Segments frames = new Segments(sink);
    LogHead head = log.copyTo(index, frames);
    frames.flush();
    return head;
  }

  /// The next segment. A frame is never cut between two.
  byte[] seal(byte[] frames) {
    byte[] nonce = new byte[Aead.NONCE];
    random.nextBytes(nonce);
    byte[] out = new byte[SEGMENT_HEAD + frames.length + Aead.TAG];
    ByteBuffer.wrap(out).putInt(frames.length).put(nonce);
    byte[] aad = binding(generation, offset, sequence, frames.length);
    Aead.seal(key, nonce, aad, frames, 0, frames.length, out, SEGMENT_HEAD);
    offset += out.length;
    sequence++;
    return out;
  }

  @Override
  public void close() {
    key.close();
  }

  /// Collects frames, one call each, until they fill a segment.
  private final class Segments extends OutputStream {
    private final Sink sink;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    Segments(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int one) {
      waiting.write(one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (waiting.size() + length > SEGMENT) {
        flush();
      }
      waiting.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      if (waiting.size() > 0) {
        long at = offset;
        byte[] segment = seal(waiting.toByteArray());
        waiting.reset();
        sink.append(at, segment);
      }
    }
  }
}
