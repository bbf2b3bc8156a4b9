package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.LogCursor;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KitFile;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores, log, capsule and kit that [GoldenMaker] wrote with version 1 of the format: they are
/// restored from for ever.
class GoldenFilesTest {
  private static final Pattern BACKUP = Pattern.compile("backup (\\S+) of (\\S+)\n(.*: .*\n)+");

  @TempDir Path folder;
  private String expected = "";

  @BeforeEach
  void unpack() throws IOException {
    expected = new String(resource("golden-v1.txt"), StandardCharsets.UTF_8);
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(resource("golden-v1.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private RecoveryKit kit() throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve("kit"));
    return KitFile.read("golden", file, GoldenMaker.PASSPHRASE.toCharArray());
  }

  @Test
  void kitAndStoresAloneBringTheFilesBack() throws Exception {
    Bytes ring = Bytes.of(Files.readAllBytes(folder.resolve("ring")));
    try (RecoveryKit kit = kit();
        RebuildRig rig = new RebuildRig(folder, kit, ring)) {
      RebuildRig.Second rebuilt = rig.rebuild();
      assertEquals(2, rebuilt.report().backups());
      assertEquals(0, rebuilt.report().orphans(), rebuilt.sentences());
      Matcher backup = BACKUP.matcher(expected);
      int restored = 0;
      while (backup.find()) {
        Path source = Path.of(backup.group(2));
        Path target = rig.restore(rebuilt.coordinator(), backup.group(1), source).at();
        assertEquals(backup.group(), firstLine(backup.group()) + hashes(target));
        restored++;
      }
      assertEquals(2, restored);
      Catalogue fromCapsule = fromCapsule(kit);
      assertEquals(
          String.join("\n", CatalogueFacts.of(fromCapsule)),
          String.join("\n", CatalogueFacts.of(rebuilt.catalogue())));
      fromCapsule.close();
    }
  }

  private static String firstLine(String text) {
    return text.substring(0, text.indexOf('\n') + 1);
  }

  @Test
  void theLogOpensWithItsEntries() {
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      assertTrue(expected.endsWith(log(catalogue)), log(catalogue));
    }
  }

  @Test
  void theCapsuleHoldsTheSameLog() throws IOException {
    try (RecoveryKit kit = kit();
        Catalogue catalogue = fromCapsule(kit)) {
      assertTrue(expected.endsWith(log(catalogue)), log(catalogue));
    }
  }

  private Catalogue fromCapsule(RecoveryKit kit) throws IOException {
    Path home = folder.resolve("from-capsule");
    byte[] capsule = Files.readAllBytes(folder.resolve("capsule"));
    try (HybridKey recovery = kit.recoveryKey();
        CapsuleReader reader =
            CapsuleReader.open(
                "golden", new ByteArrayInputStream(capsule), kit.clusterId(), recovery)) {
      var _ = Catalogue.restore(home, reader);
      assertEquals(CapsuleReader.End.WHOLE, reader.end());
      assertEquals(capsule.length, reader.offset());
    }
    return TestCatalogue.open(home);
  }

  /// All entries of a log, a line each: index, act, and the hash that the next one names.
  static String log(Catalogue catalogue) {
    StringBuilder lines = new StringBuilder("log\n");
    try (LogCursor cursor = catalogue.log().from(1)) {
      while (cursor.next()) {
        lines
            .append(cursor.index())
            .append(' ')
            .append(cursor.entry().getCommand().getActCase())
            .append(' ')
            .append(HexFormat.of().formatHex(cursor.hash().toArray()))
            .append('\n');
      }
    }
    return lines.toString();
  }

  /// Every path below a folder, a line each, with the hash of what it holds or where it points.
  static String hashes(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(root)) {
      paths = all.sorted().toList();
    }
    StringBuilder lines = new StringBuilder();
    for (Path path : paths) {
      lines.append(root.relativize(path)).append(": ").append(held(path)).append('\n');
    }
    return lines.toString();
  }

  private static String held(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path)) {
      return "folder";
    }
    return HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(path)));
  }
}
