package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KeyRing;
import com.plexichat.backup.agent.crypto.KeyRings;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.SignedRecord;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignedContentTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static KeyPair agent;
  private static KeyPair other;
  private static byte[] certificate;
  private static byte[] otherCertificate;
  private static Record record;

  @BeforeAll
  static void makeKeys() throws Exception {
    agent = Signing.newKeyPair(RANDOM);
    other = Signing.newKeyPair(RANDOM);
    certificate = certificate(agent);
    otherCertificate = certificate(other);
    record =
        Record.newBuilder()
            .setBackupId("00112233445566aa")
            .setNumber(3)
            .setSet(SetSpec.newBuilder().setName("home").setHost(host(agent).hex()))
            .addStripes(ByteString.copyFrom(new byte[16]))
            .addRoots(root("/home/a", "a"))
            .addRoots(root("/", ""))
            .build();
  }

  @Test
  void aRecordTellsWhoWroteIt() {
    byte[] signed = Records.sign(record, agent.getPrivate(), certificate);
    assertEquals(record, Records.verify(signed, signer -> true));
    assertEquals(32, Records.hash(signed).length);
    refused("does not belong", () -> Records.verify(signed, signer -> false));
  }

  @Test
  void aRecordIsBelievedOnlyFromItsSource() {
    byte[] byOther = Records.sign(record, other.getPrivate(), otherCertificate);
    refused("another machine", () -> Records.verify(byOther, signer -> true));
    byte[] mixed = Records.sign(record, other.getPrivate(), certificate);
    refused("signature", () -> Records.verify(mixed, signer -> true));
    byte[] noCertificate = Records.sign(record, agent.getPrivate(), new byte[5]);
    refused("certificate", () -> Records.verify(noCertificate, signer -> true));
  }

  @Test
  void aChangedRecordIsRefused() throws Exception {
    SignedRecord signed =
        SignedRecord.parseFrom(Records.sign(record, agent.getPrivate(), certificate));
    byte[] changed =
        signed.toBuilder()
            .setRecord(record.toBuilder().setNumber(4).build().toByteString())
            .build()
            .toByteArray();
    refused("signature", () -> Records.verify(changed, signer -> true));
    byte[] unlabelled =
        signed.toBuilder()
            .setSignature(
                ByteString.copyFrom(Signing.sign(agent.getPrivate(), record.toByteArray())))
            .build()
            .toByteArray();
    refused("signature", () -> Records.verify(unlabelled, signer -> true));
    refused("", () -> Records.verify(new byte[] {(byte) 0xff, 1}, signer -> true));
  }

  @Test
  void aRecordWithImpossiblePathsIsRefused() {
    for (String path : List.of("", "relative", "/a/../b", "/a//b", "/a/", "/.", "/a\0")) {
      byte[] signed = sign(record.toBuilder().addRoots(root(path, "a")).build());
      OperationFailed failed =
          assertThrows(OperationFailed.class, () -> Records.verify(signed, signer -> true), path);
      assertEquals(FailureCode.MANIFEST_INVALID, failed.code(), path);
    }
    byte[] named = sign(record.toBuilder().addRoots(root("/a", "..")).build());
    assertThrows(OperationFailed.class, () -> Records.verify(named, signer -> true));
    byte[] cut = sign(record.toBuilder().addStripes(ByteString.copyFrom(new byte[15])).build());
    refused("stripe id", () -> Records.verify(cut, signer -> true));
  }

  @Test
  void aKeyRingKeepsItsBytesAndItsSignature() throws Exception {
    HybridKey key = HybridKey.generate(RANDOM);
    KeyRings rings = new KeyRings(RANDOM);
    String me = host(agent).hex();
    KeyRing ring = rings.create(Samples.VAULT, host(agent), Map.of(me, key.publicBytes()));
    ring = rings.addEpoch(ring, me, key);
    assertEquals(ring, KeyRingCodec.decode(KeyRingCodec.encode(ring)));
    byte[] signed = KeyRingCodec.sign(ring, agent.getPrivate(), certificate);
    KeyRing read = KeyRingCodec.verify(signed, signer -> true);
    assertEquals(ring, read);
    assertArrayEquals(rings.open(ring, me, key).gearKey(), rings.open(read, me, key).gearKey());

    unusable(() -> KeyRingCodec.verify(signed, signer -> false));
    SignedKeyRing parsed = SignedKeyRing.parseFrom(signed);
    byte[] older = KeyRingCodec.encode(rings.addEpoch(ring, me, key));
    byte[] changed = parsed.toBuilder().setRing(ByteString.copyFrom(older)).build().toByteArray();
    unusable(() -> KeyRingCodec.verify(changed, signer -> true));
    byte[] asRecord =
        SignedRecord.newBuilder()
            .setRecord(parsed.getRing())
            .setSignature(parsed.getSignature())
            .setCertificate(parsed.getCertificate())
            .build()
            .toByteArray();
    assertThrows(OperationFailed.class, () -> Records.verify(asRecord, signer -> true));
    unusable(() -> KeyRingCodec.decode(new byte[] {(byte) 0xff}));
    unusable(() -> KeyRingCodec.decode(new byte[0]));
    byte[] gap =
        com.plexichat.backup.proto.KeyRing.parseFrom(KeyRingCodec.encode(ring)).toBuilder()
            .removeEpochs(0)
            .build()
            .toByteArray();
    unusable(() -> KeyRingCodec.decode(gap));
  }

  private static byte[] sign(Record any) {
    return Records.sign(any, agent.getPrivate(), certificate);
  }

  private static Root root(String path, String name) {
    return Root.newBuilder()
        .setPath(ByteString.copyFromUtf8(path))
        .setEntry(
            Entry.newBuilder()
                .setName(ByteString.copyFromUtf8(name))
                .setKind(Kind.DIRECTORY)
                .setDirectory(new ChunkId(1, 2, 3, 4).ref(5)))
        .build();
  }

  private static PeerId host(KeyPair keys) {
    return Signing.peerId(keys.getPublic());
  }

  @SuppressWarnings("JavaUtilDate") // the library's own signature
  private static byte[] certificate(KeyPair keys) throws Exception {
    X500Name name = new X500Name("CN=agent");
    return new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, new Date(0), new Date(4_000_000_000_000L), name, keys.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }

  private static void refused(String why, Runnable act) {
    OperationFailed failed = assertThrows(OperationFailed.class, act::run);
    assertEquals(FailureCode.RECORD_INVALID, failed.code());
    assertTrue(failed.sentence().contains(why), failed.sentence());
  }

  private static void unusable(Runnable act) {
    assertEquals(
        FailureCode.KEY_RING_UNUSABLE, assertThrows(OperationFailed.class, act::run).code());
  }
}
