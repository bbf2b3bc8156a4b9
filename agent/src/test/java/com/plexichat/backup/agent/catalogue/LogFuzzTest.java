package com.plexichat.backup.agent.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.Fuzzing;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.proto.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

/// A log's frames and entries, and capsules, from another machine.
class LogFuzzTest {
  private static final CapsuleGeneration GENERATION = new CapsuleGeneration(3, 1_700_000_000);
  private static final HybridKey RECOVERY = HybridKey.fromSeed(seed());
  private static final byte[] HEAD = CapsuleWriter.head(GENERATION, 0);

  @FuzzTest(maxDuration = "10m")
  void frames(byte[] frames) throws Exception {
    Fuzzing.survives(frames, () -> Catalogue.scan("frames", in(frames)));
  }

  /// An entry behind a head that is right.
  @FuzzTest(maxDuration = "10m")
  void entry(byte[] entry) throws Exception {
    byte[] frame = Frames.encode(List.of(entry)).array();
    Fuzzing.survives(
        entry,
        () -> {
          LogExtent extent = Catalogue.scan("entry", in(frame));
          if (extent.head().index() == 1) {
            assertEquals(LogEntry.parseFrom(entry).getEpoch(), extent.epoch());
          }
        });
  }

  /// What chains an entry is read by itself; it must be what the whole entry says.
  @FuzzTest(maxDuration = "10m")
  void link(byte[] entry) throws Exception {
    LogEntry whole;
    Frames.Link link;
    try {
      whole = LogEntry.parseFrom(entry);
      // It may refuse more: protobuf reads a number without an end that it does not skip.
      link = Frames.Link.of(entry);
    } catch (InvalidProtocolBufferException invalid) {
      return;
    }
    assertEquals(whole.getIndex(), link.index());
    assertArrayEquals(whole.getPrevious().toByteArray(), link.previous());
  }

  /// Anybody's bytes under the name of a capsule.
  @FuzzTest(maxDuration = "10m")
  void capsule(byte[] capsule) throws Exception {
    Fuzzing.survives(
        capsule,
        () -> {
          try (CapsuleReader reader = CapsuleReader.open("fuzz", in(capsule), "c1", RECOVERY)) {
            Catalogue.scan("fuzz", reader);
            assertTrue(reader.offset() <= capsule.length);
          }
        });
  }

  /// Bytes that were sealed by who has the file key.
  @FuzzTest(maxDuration = "10m")
  void sealedSegment(byte[] frames) throws Exception {
    if (frames.length == 0) {
      return;
    }
    byte[] segment = writer().seal(frames);
    byte[] capsule =
        ByteBuffer.allocate(HEAD.length + segment.length).put(HEAD).put(segment).array();
    Fuzzing.survives(
        frames,
        () -> {
          try (CapsuleReader reader = CapsuleReader.open("fuzz", in(capsule), key())) {
            assertArrayEquals(frames, reader.readAllBytes());
            assertEquals(capsule.length, reader.offset());
          }
        });
    Fuzzing.survives(
        frames, () -> Catalogue.scan("fuzz", CapsuleReader.open("f", in(capsule), key())));
  }

  private static CapsuleWriter writer() {
    return new CapsuleWriter(GENERATION, key(), HEAD.length, 0, new SecureRandom());
  }

  private static Secret key() {
    return Secret.take(new byte[32]);
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /// Of the golden capsule, so that it is a seed that opens.
  private static byte[] seed() {
    byte[] seed = new byte[HybridKey.SEED];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    return seed;
  }
}
