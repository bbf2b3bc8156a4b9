package com.plexichat.backup.agent.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.CapsuleReader.End;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.Secret;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsuleTest {
  private static final Path PAGE = Path.of("..", "docs", "format.md");
  private static final CapsuleGeneration GENERATION = new CapsuleGeneration(3, 1_700_000_000);
  private static final String CLUSTER = "c1";

  @TempDir Path folder;
  private final HybridKey recovery = HybridKey.fromSeed(seed());

  /// A capsule as a list: its head, then one segment a submission.
  private List<byte[]> pieces() throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    try (Catalogue catalogue = TestCatalogue.open(folder.resolve("first"))) {
      CapsuleWriter.Begun begun =
          CapsuleWriter.begin(CLUSTER, GENERATION, recovery.publicBytes(), new SecureRandom());
      pieces.add(begun.head().toArray());
      long covered = 0;
      TestCatalogue.submit(catalogue, Acts.founded());
      for (int peer = 1; peer <= 3; peer++) {
        TestCatalogue.submit(catalogue, Acts.joined(peer, "owner" + peer));
        covered =
            begun
                .writer()
                .extend(catalogue.log(), covered + 1, (_, segment) -> pieces.add(segment))
                .index();
      }
    }
    return pieces;
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private record Read(LogExtent extent, End end, long proven) {}

  private Read read(byte[] capsule, HybridKey key) throws IOException {
    try (CapsuleReader reader =
        CapsuleReader.open("test", new ByteArrayInputStream(capsule), CLUSTER, key)) {
      LogExtent extent = Catalogue.scan("test", reader);
      return new Read(extent, reader.end(), reader.offset());
    }
  }

  @Test
  void aWholeCapsuleBringsTheCatalogueBack() throws IOException {
    byte[] capsule = joined(pieces());
    assertEquals(
        new Read(new LogExtent(head(), 1), End.WHOLE, capsule.length), read(capsule, recovery));
    try (CapsuleReader reader =
        CapsuleReader.open("test", new ByteArrayInputStream(capsule), CLUSTER, recovery)) {
      assertEquals(head(), Catalogue.restore(folder.resolve("second"), reader));
    }
    try (Catalogue restored = TestCatalogue.open(folder.resolve("second"))) {
      assertEquals(3, restored.peers().all().size());
    }
  }

  private LogHead head() {
    try (CommandLog log =
        CommandLog.open(folder.resolve("first/log"), LogDisk.real(), LogHead.NONE)) {
      return log.head();
    }
  }

  @Test
  void aTornCapsuleIsReadUpToItsLastWholeSegment() throws IOException {
    List<byte[]> pieces = pieces();
    byte[] capsule = joined(pieces);
    int last = pieces.getLast().length;
    for (int cut : new int[] {1, 17, last - 5, last - 1}) {
      Read read = read(Arrays.copyOf(capsule, capsule.length - cut), recovery);
      assertEquals(End.TORN, read.end());
      assertEquals(capsule.length - last, read.proven());
      assertEquals(3, read.extent().head().index());
    }
    Read shorter = read(Arrays.copyOf(capsule, capsule.length - last), recovery);
    assertEquals(End.WHOLE, shorter.end(), "only another peer's copy shows this cut");
    assertTrue(shorter.extent().compareTo(new LogExtent(head(), 1)) < 0);
  }

  @Test
  void swappedRepeatedAndMissingSegmentsEndTheReading() throws IOException {
    List<byte[]> good = pieces();
    List<List<byte[]>> bad =
        List.of(
            List.of(good.get(0), good.get(2), good.get(1), good.get(3)),
            List.of(good.get(0), good.get(2), good.get(3)),
            List.of(good.get(0), good.get(1), good.get(1), good.get(2)));
    long[] proven = {
      good.get(0).length, good.get(0).length, good.get(0).length + good.get(1).length
    };
    for (int i = 0; i < bad.size(); i++) {
      Read read = read(joined(bad.get(i)), recovery);
      assertEquals(End.DAMAGED, read.end());
      assertEquals(proven[i], read.proven());
    }
  }

  @Test
  void everyFlippedBitShows() throws IOException {
    List<byte[]> pieces = pieces();
    byte[] capsule = joined(pieces);
    for (int at = pieces.getFirst().length; at < capsule.length; at += 7) {
      byte[] flipped = capsule.clone();
      flipped[at] ^= 1;
      Read read = read(flipped, recovery);
      assertNotEquals(End.WHOLE, read.end(), "byte " + at);
      assertTrue(read.proven() <= at);
    }
    for (int at = 0; at < pieces.getFirst().length; at += 11) {
      byte[] flipped = capsule.clone();
      flipped[at] ^= 1;
      assertThrows(OperationFailed.class, () -> read(flipped, recovery), "byte " + at);
    }
  }

  @Test
  void anotherKeyAndAnotherClusterDoNotOpenIt() throws IOException {
    byte[] capsule = joined(pieces());
    HybridKey other = HybridKey.generate(new SecureRandom());
    OperationFailed refused = assertThrows(OperationFailed.class, () -> read(capsule, other));
    assertEquals(FailureCode.CAPSULE_UNUSABLE, refused.code());
    assertThrows(
        OperationFailed.class,
        () -> CapsuleReader.open("test", new ByteArrayInputStream(capsule), "c2", recovery));
  }

  @Test
  void aWriterGoesOnBehindWhatItReads() throws IOException {
    List<byte[]> pieces = new ArrayList<>(pieces());
    byte[] before = joined(pieces);
    CapsuleWriter writer;
    try (CapsuleReader reader =
        CapsuleReader.open("test", new ByteArrayInputStream(before), CLUSTER, recovery)) {
      long end = Catalogue.scan("test", reader).head().index();
      writer = reader.writer(new SecureRandom());
      try (Catalogue catalogue = TestCatalogue.open(folder.resolve("first"))) {
        TestCatalogue.submit(catalogue, Acts.joined(4, "owner4"));
        var unused = writer.extend(catalogue.log(), end + 1, (_, segment) -> pieces.add(segment));
        assertEquals(catalogue.head(), unused);
      }
    }
    byte[] after = joined(pieces);
    assertEquals(
        new Read(new LogExtent(head(), 1), End.WHOLE, after.length), read(after, recovery));
  }

  @Test
  void generationsAreNamedInTheOrderOfTheirAge() {
    List<CapsuleGeneration> byAge =
        List.of(
            new CapsuleGeneration(1, 9),
            new CapsuleGeneration(1, 10),
            new CapsuleGeneration(2, 1),
            new CapsuleGeneration(10, 0));
    assertEquals(
        byAge.stream().map(CapsuleGeneration::name).toList(),
        byAge.stream().map(CapsuleGeneration::name).sorted().toList());
  }

  @Test
  void theFormatPageSaysWhatTheCodeDoes() throws IOException {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0x22);
    CapsuleWriter writer =
        new CapsuleWriter(GENERATION, Secret.take(key), 1677, 0, new Constant((byte) 0x33));
    byte[] frames = "frames".getBytes(StandardCharsets.US_ASCII);
    String computed =
        line("head", CapsuleWriter.head(GENERATION, HybridKey.sealedLength(32)))
            + line(
                "binding of the key",
                CapsuleWriter.binding(CLUSTER, CapsuleWriter.head(GENERATION, 1649)))
            + line("binding 0", CapsuleWriter.binding(GENERATION, 1677, 0, 6))
            + line("segment 0", writer.seal(frames))
            + line("segment 1", writer.seal(frames));
    String page = Files.readString(PAGE);
    int from = page.indexOf("```capsule\n") + "```capsule\n".length();
    assertEquals(page.substring(from, page.indexOf("```", from)), computed);
  }

  /// Written once with version 1; it must open for ever.
  @Test
  void theGoldenCapsuleOpens() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("capsule-v1.bin")) {
      byte[] capsule = golden.readAllBytes();
      Read read = read(capsule, recovery);
      assertEquals(End.WHOLE, read.end());
      assertEquals(4, read.extent().head().index());
      assertArrayEquals(
          HexFormat.of().parseHex(GOLDEN_HEAD), read.extent().head().hash().toArray());
    }
  }

  private static final String GOLDEN_HEAD =
      "01d2f136fd4bea07cdf3276bdc52f8a1f70037bf09ec0b895a071022716ddc92";

  private static String line(String name, byte[] bytes) {
    return name + " = " + HexFormat.of().formatHex(bytes) + "\n";
  }

  private static byte[] seed() {
    byte[] seed = new byte[HybridKey.SEED];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    return seed;
  }

  /// Chance that is none.
  private static final class Constant extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte value;

    Constant(byte value) {
      this.value = value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, value);
    }
  }
}
