package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.Fuzzing;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.shared.model.StripeId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Nodes of manifests, records, key rings and index segments that somebody else wrote.
class ContentFuzzTest {
  private static final ChunkRef DIRECTORY = ChunkRef.getDefaultInstance();
  private static final CertifiedKey SIGNER =
      new ClusterAuthority(InstantSource.system(), new SecureRandom()).newRoot("fuzz");

  @FuzzTest(maxDuration = "10m")
  void node(byte[] node) throws Exception {
    Fuzzing.survives(
        node,
        () -> {
          List<Entry> entries = entries(node);
          byte[] again =
              DirectoryNode.newBuilder()
                  .setFormat(ManifestWriter.FORMAT)
                  .addAllEntries(entries)
                  .build()
                  .toByteArray();
          assertEquals(entries, entries(again));
        });
  }

  /// Every chunk that the directory refers to holds the same bytes again.
  private static List<Entry> entries(byte[] node) {
    ManifestReader reader = new ManifestReader(_ -> node);
    List<Entry> entries = new ArrayList<>();
    reader.entries(DIRECTORY, entries::add);
    for (Entry entry : entries) {
      assertEquals(entry, reader.find(DIRECTORY, entry.getName()).orElseThrow());
    }
    return entries;
  }

  @FuzzTest(maxDuration = "10m")
  void filePart(byte[] part) throws Exception {
    Entry file =
        Entry.newBuilder()
            .setName(ByteString.copyFromUtf8("f"))
            .setKind(Kind.FILE)
            .setSize(1 << 20)
            .addFileParts(
                ChunkRef.newBuilder()
                    .setId(ByteString.copyFrom(new byte[ChunkId.BYTES]))
                    .setLength(1))
            .build();
    Fuzzing.survives(part, () -> new ManifestReader(_ -> part).contents(file, _ -> {}));
  }

  /// The envelope with its certificates and its signature.
  @FuzzTest(maxDuration = "10m")
  void signedRecord(byte[] signed) throws Exception {
    Fuzzing.survives(signed, () -> Records.verify(signed, _ -> true));
  }

  /// What a machine of the cluster may have signed.
  @FuzzTest(maxDuration = "10m")
  void record(byte[] bytes) throws Exception {
    Record record;
    try {
      record = Record.parseFrom(bytes);
    } catch (InvalidProtocolBufferException invalid) {
      return;
    }
    String host = Signing.peerId(SIGNER.certificate().getPublicKey()).hex();
    Record own = record.toBuilder().setSet(record.getSet().toBuilder().setHost(host)).build();
    byte[] signed =
        Records.sign(own, SIGNER.key(), Certificates.der(SIGNER.certificate()), new byte[0]);
    Fuzzing.survives(bytes, () -> assertEquals(own, Records.verify(signed, _ -> true)));
  }

  @FuzzTest(maxDuration = "10m")
  void keyRing(byte[] ring) throws Exception {
    Fuzzing.survives(
        ring,
        () -> {
          KeyRing read = KeyRingCodec.decode(ring);
          assertEquals(read, KeyRingCodec.decode(KeyRingCodec.encode(read)));
        });
    Fuzzing.survives(ring, () -> KeyRingCodec.verify(ring, _ -> true));
  }

  @FuzzTest(maxDuration = "10m")
  void indexSegment(byte[] segment) throws Exception {
    StripeId where = StripeId.of(new byte[StripeId.BYTES]);
    Fuzzing.survives(segment, () -> IndexSegments.decode(where, segment));
  }

  @FuzzTest(maxDuration = "10m")
  void block(byte[] bytes) throws Exception {
    if (bytes.length < Block.HEADER) {
      return;
    }
    Fuzzing.survives(
        bytes,
        () -> {
          StoredBlock block = StoredBlock.parse(bytes, 0, 0);
          if (block.end() <= bytes.length && block.end() > 0) {
            assertEquals(block.rawLength(), block.raw(bytes, Block.HEADER).length);
          }
        },
        IllegalArgumentException.class);
  }
}
