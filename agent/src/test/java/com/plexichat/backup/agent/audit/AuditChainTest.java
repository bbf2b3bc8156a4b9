package com.plexichat.backup.agent.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CheckpointSigner;
import com.plexichat.backup.agent.catalogue.CommandLog;
import com.plexichat.backup.agent.catalogue.EntryRow;
import com.plexichat.backup.agent.catalogue.LogHead;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditChainTest {
  private static final int ENTRIES = 9;
  @TempDir Path folder;

  /// Makes a log with a checkpoint as its fifth entry; anchors are of entries 3 and 9.
  private List<Anchor> write(CheckpointSigner signer) {
    try (Catalogue catalogue = TestCatalogue.open(folder, signer)) {
      for (int entry = 1; entry <= ENTRIES; entry++) {
        if (entry == 5) {
          catalogue.checkpoint("hourly");
        } else {
          TestCatalogue.submit(catalogue, Acts.noted("restore", "backup " + entry));
        }
      }
      CommandLog log = catalogue.log();
      return List.of(
          new Anchor("peer:a", new LogHead(3, log.hashOf(3))),
          new Anchor("peer:b", new LogHead(ENTRIES, log.hashOf(ENTRIES))));
    }
  }

  /// Opens what is in the folder, without the database, and verifies it.
  private Verdict verify(List<Anchor> anchors, CheckpointTrust trust) throws IOException {
    try (var files = Files.list(folder.resolve("db"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      return new AuditChain(catalogue.log(), () -> anchors, trust).verify();
    }
  }

  /// Cuts frames out of the log's file.
  private List<byte[]> frames() throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(TestCatalogue.log(folder)));
    List<byte[]> frames = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] frame = new byte[8 + in.getInt(in.position())];
      in.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  private void rewrite(List<byte[]> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      out.writeBytes(frame);
    }
    Files.write(TestCatalogue.log(folder), out.toByteArray());
  }

  @Test
  void aChainThatIsWholeIsUnbroken() throws Exception {
    Signer signer = new Signer();
    List<Anchor> anchors = write(signer);
    Verdict verdict = verify(anchors, certificate -> certificate.getSerialNumber().intValue() == 7);
    assertEquals(new Verdict(true, ENTRIES, 0, "", 2, 2, 1), verdict);
    assertFalse(verify(anchors, _ -> false).unbroken());
  }

  @Test
  void aCheckpointThatAnotherKeySignedIsBad() throws Exception {
    Signer signer = new Signer();
    KeyPair other = Signer.pair();
    List<Anchor> anchors =
        write(
            new CheckpointSigner() {
              @Override
              public byte[] certificate() {
                return signer.certificate();
              }

              @Override
              public byte[] sign(byte[] message) {
                return Signer.sign(other, message);
              }
            });
    Verdict verdict = verify(anchors, _ -> true);
    assertFalse(verdict.unbroken());
    assertEquals(5, verdict.firstBad());
  }

  @Test
  void aLogCutAtTheEndOfAnEntryShowsAgainstAnAnchor() throws Exception {
    List<Anchor> anchors = write(new Signer());
    List<byte[]> frames = frames();
    assertEquals(ENTRIES, frames.size());
    rewrite(frames.subList(0, 6));
    Verdict verdict = verify(anchors, _ -> true);
    assertFalse(verdict.unbroken());
    assertEquals(7, verdict.firstBad());
    assertEquals(List.of(2, 1), List.of(verdict.anchorsChecked(), verdict.anchorsMatching()));
    assertTrue(verdict.why().contains("peer:b"), verdict.why());
    assertTrue(verify(List.of(), _ -> true).unbroken());
  }

  @Test
  void aLogWrittenAnewShowsAgainstAnAnchor(@TempDir Path other) throws Exception {
    List<Anchor> anchors = write(new Signer());
    try (Catalogue catalogue = TestCatalogue.open(other)) {
      for (int entry = 0; entry < ENTRIES; entry++) {
        TestCatalogue.submit(catalogue, Acts.noted("nothing", ""));
      }
    }
    Files.copy(
        TestCatalogue.log(other),
        TestCatalogue.log(folder),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Verdict verdict = verify(anchors, _ -> true);
    assertFalse(verdict.unbroken());
    assertEquals(3, verdict.firstBad());
    assertEquals(0, verdict.anchorsMatching());
  }

  /// Edits under a running catalogue: removed, doubled, swapped and changed entries, cut files.
  @Test
  void whatIsChangedOnTheDiskMeanwhileShows() throws Exception {
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      for (int entry = 0; entry < ENTRIES; entry++) {
        TestCatalogue.submit(catalogue, Acts.noted("restore", "backup " + entry));
      }
      AuditChain chain = new AuditChain(catalogue.log(), List::of, _ -> true);
      assertTrue(chain.verify().unbroken());
      List<byte[]> frames = frames();
      List<byte[]> removed = new ArrayList<>(frames);
      removed.remove(4);
      List<byte[]> doubled = new ArrayList<>(frames);
      doubled.add(4, frames.get(3));
      List<byte[]> swapped = new ArrayList<>(frames);
      Collections.swap(swapped, 4, 5);
      List<byte[]> edited = new ArrayList<>(frames);
      edited.set(4, edited.get(4).clone());
      edited.get(4)[40] ^= 1;
      for (List<byte[]> bad : List.of(removed, doubled, swapped, edited)) {
        rewrite(bad);
        Verdict verdict = chain.verify();
        assertFalse(verdict.unbroken());
        assertEquals(5, verdict.firstBad());
        assertEquals(4, verdict.entries());
      }
      rewrite(frames.subList(0, 4));
      assertEquals(5, chain.verify().firstBad());
      rewrite(frames);
      assertTrue(chain.verify().unbroken());
    }
  }

  @Test
  void pagesSayWhoDidWhat() {
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      TestCatalogue.submit(catalogue, Acts.noted("download", "backup 1"));
      TestCatalogue.submit(catalogue, Acts.noted("restore", "backup 2"));
      AuditChain chain = new AuditChain(catalogue.log(), List::of, _ -> true);
      EntryRow second = chain.page(1, 10).getFirst();
      assertEquals(
          List.of("2", "person:anna", "restore", "backup 2", "because"),
          List.of(
              second.index() + "", second.actor(), second.act(), second.detail(), second.reason()));
      assertEquals(Bytes.EMPTY, catalogue.log().hashOf(3));
      assertEquals(catalogue.head().hash(), second.hash());
    }
  }

  /// A key with a certificate of its own.
  private static final class Signer implements CheckpointSigner {
    private final KeyPair pair = pair();

    static KeyPair pair() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    static byte[] sign(KeyPair pair, byte[] message) {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public byte[] certificate() {
      X500Name name = new X500Name("CN=coordinator");
      Instant now = Instant.ofEpochMilli(TestCatalogue.NOW);
      try {
        return new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(7),
                Date.from(now),
                Date.from(now.plusSeconds(60)),
                name,
                pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
            .getEncoded();
      } catch (IOException | OperatorCreationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public byte[] sign(byte[] message) {
      return sign(pair, message);
    }
  }
}
