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
import com.plexichat.backup.agent.security.Certificates;
import com.plexichat.backup.agent.security.CertifiedKey;
import com.plexichat.backup.agent.security.ClusterAuthority;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.proto.SignedKeyRing;
import com.plexichat.backup.proto.SignedRecord;
import com.plexichat.backup.shared.client.CertificateRequests;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
    byte[] signed = Records.sign(record, agent.getPrivate(), certificate, new byte[0]);
    assertEquals(record, Records.verify(signed, signer -> true));
    assertEquals(32, Records.hash(signed).length);
    refused("does not belong", () -> Records.verify(signed, signer -> false));
  }

  @Test
  void aRecordIsBelievedOnlyFromItsSource() {
    byte[] byOther = Records.sign(record, other.getPrivate(), otherCertificate, new byte[0]);
    refused("another machine", () -> Records.verify(byOther, signer -> true));
    byte[] mixed = Records.sign(record, other.getPrivate(), certificate, new byte[0]);
    refused("signature", () -> Records.verify(mixed, signer -> true));
    byte[] noCertificate = Records.sign(record, agent.getPrivate(), new byte[5], new byte[0]);
    refused("certificate", () -> Records.verify(noCertificate, signer -> true));
  }

  @Test
  void aChangedRecordIsRefused() throws Exception {
    SignedRecord signed =
        SignedRecord.parseFrom(Records.sign(record, agent.getPrivate(), certificate, new byte[0]));
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
  void anAuthorityOfTheRootVouchesForItsAgents() {
    ClusterAuthority authority = new ClusterAuthority(InstantSource.system(), RANDOM);
    CertifiedKey root = authority.newRoot("home");
    CertifiedKey retired = authority.newIntermediate(root, "home");
    byte[] request = CertificateRequests.request(agent);
    byte[] own = Certificates.der(authority.agent(retired, "c1", "machine", request));
    Predicate<X509Certificate> knowsTheRoot =
        one -> one.getIssuerX500Principal().equals(root.certificate().getSubjectX500Principal());
    byte[] issuer = Certificates.der(retired.certificate());
    byte[] vouched = Records.sign(record, agent.getPrivate(), own, issuer);
    assertEquals(record, Records.verify(vouched, knowsTheRoot));
    byte[] alone = Records.sign(record, agent.getPrivate(), own, new byte[0]);
    refused("does not belong", () -> Records.verify(alone, knowsTheRoot));
    byte[] another = Certificates.der(authority.newIntermediate(root, "home").certificate());
    byte[] byAnother = Records.sign(record, agent.getPrivate(), own, another);
    refused("does not belong", () -> Records.verify(byAnother, knowsTheRoot));
  }

  @Test
  void anAgentVouchesForNobody() {
    ClusterAuthority authority = new ClusterAuthority(InstantSource.system(), RANDOM);
    CertifiedKey root = authority.newRoot("home");
    byte[] request = CertificateRequests.request(agent);
    CertifiedKey posing =
        new CertifiedKey(agent.getPrivate(), authority.agent(root, "c1", "machine", request));
    byte[] theirs = CertificateRequests.request(other);
    byte[] issued = Certificates.der(authority.agent(posing, "c1", "machine", theirs));
    Record others =
        record.toBuilder().setSet(SetSpec.newBuilder().setHost(host(other).hex())).build();
    byte[] issuer = Certificates.der(posing.certificate());
    byte[] signed = Records.sign(others, other.getPrivate(), issued, issuer);
    refused("does not belong", () -> Records.verify(signed, one -> !one.equals(parse(issued))));
  }

  private static X509Certificate parse(byte[] der) {
    return Certificates.parse("test", der);
  }

  @Test
  void aKeyRingKeepsItsBytesAndItsSignature() throws Exception {
    HybridKey key = HybridKey.generate(RANDOM);
    KeyRings rings = new KeyRings(RANDOM);
    String me = host(agent).hex();
    KeyRing ring = rings.create(Samples.VAULT, host(agent), Map.of(me, key.publicBytes()));
    ring = rings.addEpoch(ring, me, key);
    assertEquals(ring, KeyRingCodec.decode(KeyRingCodec.encode(ring)));
    byte[] signed = KeyRingCodec.sign(ring, agent.getPrivate(), certificate, new byte[0]);
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

  /// A member may sign what it likes; in another one's place only a coordinator is believed.
  @Test
  void aKeyRingOfAnotherMachineIsBelievedFromACoordinator() {
    HybridKey key = HybridKey.generate(RANDOM);
    KeyRing ring =
        new KeyRings(RANDOM)
            .create(Samples.VAULT, host(agent), Map.of(KeyRings.RECOVERY, key.publicBytes()));
    byte[] own = KeyRingCodec.sign(ring, agent.getPrivate(), certificate, new byte[0]);
    assertEquals(ring, KeyRingCodec.verify(own, _ -> true, Set.of()));
    byte[] by = KeyRingCodec.sign(ring, other.getPrivate(), otherCertificate, new byte[0]);
    assertEquals(ring, KeyRingCodec.verify(by, _ -> true, Set.of(host(other))));
    unusable(() -> KeyRingCodec.verify(by, _ -> true, Set.of(host(agent))));
    unusable(() -> KeyRingCodec.verify(by, _ -> false, Set.of(host(other))));
  }

  private static byte[] sign(Record any) {
    return Records.sign(any, agent.getPrivate(), certificate, new byte[0]);
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
