package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.catalogue.CapsuleGeneration;
import com.plexichat.backup.agent.catalogue.CapsuleWriter;
import com.plexichat.backup.agent.crypto.KitFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Made the golden files of format version 1, once: `GoldenMaker FOLDER` writes `golden-v1.zip` and
/// `golden-v1.txt` there, working in an empty folder beside them. The files that are kept must
/// never be made anew: that a newer program still reads what the first one wrote is the point of
/// them. A later version of the format gets files of its own.
final class GoldenMaker {
  static final String PASSPHRASE = "golden once and for ever";

  private GoldenMaker() {}

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[0]);
    Path work = Files.createDirectory(out.resolve("plexichat-golden"));
    Path docs = Files.createDirectory(work.resolve("docs"));
    Path deep = Files.createDirectories(docs.resolve("a/b"));
    try (RebuildRig rig = new RebuildRig(work)) {
      Files.write(docs.resolve("noise"), Trees.bytes(new Random(1), 20_000));
      Files.writeString(docs.resolve("text"), "The same line again.\n".repeat(500));
      Files.writeString(deep.resolve("greeting"), "hello\n");
      Files.createFile(docs.resolve("empty"));
      Files.createSymbolicLink(docs.resolve("link"), Path.of("text"));
      StringBuilder expected = new StringBuilder(tree(rig.backUp("docs", docs), docs));
      Files.write(docs.resolve("noise"), Trees.bytes(new Random(2), 9_000));
      Files.delete(docs.resolve("empty"));
      expected.append(tree(rig.backUp("docs", docs), docs));
      expected.append(GoldenFilesTest.log(rig.original.catalogue));
      write(out.resolve("golden-v1"), work, rig, expected);
    }
  }

  /// Writes the archive `to`.zip of what a cluster wrote, and `to`.txt, which says what is in it.
  static void write(Path to, Path work, RebuildRig rig, CharSequence expected) throws IOException {
    Files.writeString(to.resolveSibling(to.getFileName() + ".txt"), expected);
    try (OutputStream file = Files.newOutputStream(to.resolveSibling(to.getFileName() + ".zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      put(zip, "kit", kit(rig));
      put(zip, "ring", rig.rings.iterator().next().toArray());
      put(zip, "capsule", capsule(rig));
      putAll(zip, "log", work.resolve("original/log"));
      putAll(zip, "peers", work.resolve("peers"));
    }
  }

  static String tree(String backup, Path docs) throws IOException {
    return "backup " + backup + " of " + docs + "\n" + GoldenFilesTest.hashes(docs);
  }

  private static byte[] kit(RebuildRig rig) {
    KitFile files = new KitFile(new SecureRandom(), new KitFile.Cost(64, 1, 1));
    return files.write(rig.kit(), PASSPHRASE.toCharArray());
  }

  private static byte[] capsule(RebuildRig rig) throws IOException {
    ByteArrayOutputStream capsule = new ByteArrayOutputStream();
    CapsuleWriter.Begun begun =
        CapsuleWriter.begin(
            "c1",
            new CapsuleGeneration(1, 1_700_000_000),
            rig.recovery.publicBytes(),
            new SecureRandom());
    capsule.writeBytes(begun.head().toArray());
    var _ =
        begun
            .writer()
            .extend(rig.original.catalogue.log(), 1, (_, bytes) -> capsule.writeBytes(bytes));
    return capsule.toByteArray();
  }

  private static void putAll(ZipOutputStream zip, String name, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      put(zip, name + "/" + folder.relativize(file), Files.readAllBytes(file));
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
