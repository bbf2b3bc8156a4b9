package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.CapsuleReader;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.LogCursor;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.agent.content.ChunkId;
import com.plexichat.backup.agent.content.ChunkIndex;
import com.plexichat.backup.agent.content.ChunkPlace;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.agent.crypto.HybridKey;
import com.plexichat.backup.agent.crypto.KitFile;
import com.plexichat.backup.agent.crypto.RecoveryKit;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.shared.model.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Stores, log, capsule and kit that [GoldenMaker] and [GoldenMoreMaker] wrote with version 1 of
/// the format: they are restored from for ever.
class GoldenFilesTest {
  private static final int MANY = 1000;
  private static final String FOLDED = " STRIPES_FOLDED ";
  private static final Pattern ADDED = Pattern.compile("storedBytes=\\d+, parityBytes=\\d+");
  private static final Pattern BACKUP = Pattern.compile("backup (\\S+) of (\\S+)\n(.*: .*\n)+");

  @TempDir Path folder;
  private String expected = "";

  private void unpack(String name) throws IOException {
    expected = new String(resource(name + ".txt"), StandardCharsets.UTF_8);
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(resource(name + ".zip")))) {
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

  @ParameterizedTest
  @CsvSource({"golden-v1, 2", "golden-v1-more, 17"})
  void kitAndStoresAloneBringTheFilesBack(String name, int backups) throws Exception {
    unpack(name);
    Bytes ring = Bytes.of(Files.readAllBytes(folder.resolve("ring")));
    try (RecoveryKit kit = kit();
        RebuildRig rig = new RebuildRig(folder, kit, ring)) {
      RebuildRig.Second rebuilt = rig.rebuild();
      assertEquals(backups, rebuilt.report().backups());
      assertEquals(0, rebuilt.report().orphans(), rebuilt.sentences());
      Matcher backup = BACKUP.matcher(expected);
      int restored = 0;
      while (backup.find()) {
        Path source = Path.of(backup.group(2));
        Path target = rig.restore(rebuilt.coordinator(), backup.group(1), source).at();
        assertEquals(backup.group(), firstLine(backup.group()) + hashes(target));
        restored++;
      }
      assertEquals(backups, restored);
      Catalogue fromCapsule = fromCapsule(kit);
      assertEquals(
          String.join("\n", comparable(CatalogueFacts.of(fromCapsule))),
          String.join("\n", comparable(CatalogueFacts.of(rebuilt.catalogue()))));
      fromCapsule.close();
    }
  }

  @Test
  void theSecondHoldsWhatTheFirstLacks() throws Exception {
    unpack("golden-v1-more");
    assertTrue(expected.contains(FOLDED), expected);
    Matcher backup = BACKUP.matcher(expected);
    String last = "";
    while (backup.find()) {
      last = backup.group(1);
    }
    Bytes ring = Bytes.of(Files.readAllBytes(folder.resolve("ring")));
    try (RecoveryKit kit = kit();
        RebuildRig rig = new RebuildRig(folder, kit, ring);
        ChunkIndex index = rig.emptyIndex();
        BackupContents contents =
            BackupContents.open(
                last, "restore", rig.access(rig.rebuild().coordinator()), _ -> rig.opened(index))) {
      ChunkRef docs = contents.record().getRoots(0).getEntry().getDirectory();
      assertTrue(
          places(contents, docs, "large", index).map(ChunkPlace::stripe).distinct().count() > 1);
      List<ChunkPlace> lines = places(contents, docs, "lines", index).toList();
      assertTrue(lines.stream().allMatch(at -> at.rawLength() > 10 * at.storedLength()));
      assertTrue(lines.stream().anyMatch(at -> at.length() > 1 << 20), lines.toString());
      byte[] many = contents.chunk(entry(contents, docs, "many").getDirectory());
      assertTrue(DirectoryNode.parseFrom(many).getPartsCount() > 1);
    }
  }

  private static Stream<ChunkPlace> places(
      BackupContents contents, ChunkRef folder, String name, ChunkIndex index) {
    return entry(contents, folder, name).getChunksList().stream()
        .map(chunk -> Objects.requireNonNull(index.find(ChunkId.of(chunk))));
  }

  private static Entry entry(BackupContents contents, ChunkRef folder, String name) {
    return contents.manifest().find(folder, ByteString.copyFromUtf8(name)).orElseThrow();
  }

  /// Where stripes were folded, without those that are gone from every peer, and without how much
  /// each backup added, which went with them.
  private List<String> comparable(List<String> facts) {
    if (!expected.contains(FOLDED)) {
      return facts;
    }
    Set<String> replaced =
        facts.stream()
            .filter(fact -> fact.startsWith("stripe ") && fact.endsWith(" for Optional.empty"))
            .map(fact -> fact.split(" ", -1)[1])
            .collect(Collectors.toSet());
    return facts.stream()
        .filter(fact -> !replaced.contains(fact.split(" ", -1)[1]))
        .map(fact -> ADDED.matcher(fact).replaceAll(""))
        .toList();
  }

  private static String firstLine(String text) {
    return text.substring(0, text.indexOf('\n') + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"golden-v1", "golden-v1-more"})
  void theLogOpensWithItsEntries(String name) throws IOException {
    unpack(name);
    try (Catalogue catalogue = TestCatalogue.open(folder)) {
      assertTrue(expected.endsWith(log(catalogue)), log(catalogue));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"golden-v1", "golden-v1-more"})
  void theCapsuleHoldsTheSameLog(String name) throws IOException {
    unpack(name);
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

  /// Every path below a folder, a line each, with the hash of what it holds or where it points; of
  /// a folder with very many entries one line for all of them.
  static String hashes(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(root)) {
      paths = all.sorted().toList();
    }
    Map<Path, Integer> entries = new HashMap<>();
    paths.forEach(path -> entries.merge(path.resolveSibling(""), 1, Integer::sum));
    StringBuilder lines = new StringBuilder();
    StringBuilder many = new StringBuilder();
    for (Path path : paths) {
      String line = root.relativize(path) + ": " + held(path) + "\n";
      (entries.getOrDefault(path.resolveSibling(""), 0) < MANY ? lines : many).append(line);
    }
    if (!many.isEmpty()) {
      byte[] hash = Digests.sha256(many.toString().getBytes(StandardCharsets.UTF_8));
      lines.append("many: all entries ").append(HexFormat.of().formatHex(hash)).append('\n');
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
