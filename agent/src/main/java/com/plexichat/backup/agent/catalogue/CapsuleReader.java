package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.crypto.Aead;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// The log's frames in a capsule, as far as its segments are proven.
///
/// Reading ends, as at the end of a file, before the first segment that is torn or is not what was
/// sealed there; [#end] then says which. What came before is genuine: an attacker without the file
/// key can only make a capsule shorter, which other peers' copies show.
public final class CapsuleReader extends InputStream {
  /// How a capsule ended.
  public enum End {
    /// Behind a whole segment, or not yet.
    WHOLE,
    /// Inside of a segment.
    TORN,
    /// At bytes that were not sealed for this place.
    DAMAGED
  }

  private static final int ENVELOPE_MAX = 64 << 10;

  private final DataInputStream in;
  private final CapsuleGeneration generation;
  private final Secret key;
  private long offset;
  private long sequence;
  private End end = End.WHOLE;
  private ByteArrayInputStream segment = new ByteArrayInputStream(new byte[0]);

  private CapsuleReader(DataInputStream in, CapsuleGeneration generation, Secret key, long offset) {
    this.in = in;
    this.generation = generation;
    this.key = key;
    this.offset = offset;
  }

  /// Opens a capsule with the recovery key. CATALOGUE_DAMAGED when it does not open.
  ///
  /// @param what names it in failures
  public static CapsuleReader open(
      String what, InputStream in, String clusterId, HybridKey recoveryKey) throws IOException {
    Head head = head(what, in);
    try {
      byte[] aad = CapsuleWriter.binding(clusterId, head.bytes);
      Secret key = Secret.take(recoveryKey.open(head.envelope, aad));
      return head.reader(key);
    } catch (AEADBadTagException e) {
      throw damaged(what, "the recovery key does not open it", e);
    }
  }

  /// Opens a capsule whose file key is known; the reader closes it.
  public static CapsuleReader open(String what, InputStream in, Secret key) throws IOException {
    return head(what, in).reader(key);
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Head(
      DataInputStream in, CapsuleGeneration generation, byte[] bytes, byte[] envelope) {
    CapsuleReader reader(Secret key) {
      return new CapsuleReader(in, generation, key, bytes.length + envelope.length);
    }
  }

  private static Head head(String what, InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] bytes = in.readNBytes(CapsuleWriter.HEAD);
    if (bytes.length < CapsuleWriter.HEAD
        || !Arrays.equals(bytes, 0, 8, CapsuleWriter.MAGIC, 0, 8)) {
      throw damaged(what, "it does not begin as a capsule", null);
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes, 8, 20);
    long epoch = fields.getLong();
    long number = fields.getLong();
    int length = fields.getInt();
    if (length < 0 || length > ENVELOPE_MAX) {
      throw damaged(what, "its head is not whole", null);
    }
    byte[] envelope = in.readNBytes(length);
    try {
      return new Head(in, new CapsuleGeneration(epoch, number), bytes, envelope);
    } catch (IllegalArgumentException e) {
      throw damaged(what, "its head is not whole", e);
    }
  }

  /// A writer that goes on behind the last proven segment, once everything has been read.
  public CapsuleWriter writer(SecureRandom random) {
    return new CapsuleWriter(generation, Secret.take(key.copy()), offset, sequence, random);
  }

  public CapsuleGeneration generation() {
    return generation;
  }

  /// Bytes that are proven so far.
  public long offset() {
    return offset;
  }

  /// How it ended; WHOLE also before the end.
  public End end() {
    return end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = segment.read(bytes, from, length);
    while (read < 0 && next()) {
      read = segment.read(bytes, from, length);
    }
    return read;
  }

  /// Opens the next segment; false at the end.
  private boolean next() throws IOException {
    if (end != End.WHOLE) {
      return false;
    }
    byte[] head = in.readNBytes(CapsuleWriter.SEGMENT_HEAD);
    if (head.length < CapsuleWriter.SEGMENT_HEAD) {
      end = head.length == 0 ? End.WHOLE : End.TORN;
      return false;
    }
    int length = ByteBuffer.wrap(head).getInt();
    if (length <= 0 || length > Frames.ENTRY_MAX + Frames.HEAD) {
      end = End.DAMAGED;
      return false;
    }
    byte[] sealed = in.readNBytes(length + Aead.TAG);
    if (sealed.length < length + Aead.TAG) {
      end = End.TORN;
      return false;
    }
    byte[] nonce = Arrays.copyOfRange(head, 4, head.length);
    try {
      byte[] aad = CapsuleWriter.binding(generation, offset, sequence, length);
      segment = new ByteArrayInputStream(Aead.open(key, nonce, aad, sealed));
    } catch (AEADBadTagException e) {
      end = End.DAMAGED;
      return false;
    }
    offset += head.length + sealed.length;
    sequence++;
    return true;
  }

  private static OperationFailed damaged(String what, String why, @Nullable Throwable cause) {
    return new OperationFailed(cause, FailureCode.CAPSULE_UNUSABLE, what, why);
  }

  @Override
  public void close() throws IOException {
    key.close();
    in.close();
  }
}
