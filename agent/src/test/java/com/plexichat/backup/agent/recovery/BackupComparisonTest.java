package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.agent.content.ManifestWriter;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.Difference;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.proto.Xattr;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of change between two trees, and what is not read for it.
class BackupComparisonTest {
  private static final String LATER = "fedcba9876543210";

  private final Map<ByteString, byte[]> chunks = new HashMap<>();
  private final ManifestWriter writer = new ManifestWriter(this::put);
  private int nodesRead;

  private ChunkRef put(byte[] node) {
    try {
      ByteString id = ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(node));
      chunks.put(id, node);
      return ChunkRef.newBuilder().setId(id).setLength(node.length).build();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] get(ChunkRef chunk) {
    nodesRead++;
    return Objects.requireNonNull(chunks.get(chunk.getId()));
  }

  private static Entry.Builder entry(String name, Kind kind) {
    return Entry.newBuilder()
        .setName(ByteString.copyFrom(name, StandardCharsets.ISO_8859_1))
        .setKind(kind)
        .setMode(0644)
        .setMtimeS(1_700_000_000);
  }

  private Entry.Builder file(String name, String contents) {
    return entry(name, Kind.FILE)
        .setSize(contents.length())
        .addChunks(put(contents.getBytes(StandardCharsets.UTF_8)));
  }

  private Entry folder(String name, Entry... entries) {
    Arrays.sort(
        entries,
        (one, other) ->
            ByteString.unsignedLexicographicalComparator().compare(one.getName(), other.getName()));
    ManifestWriter.Folder folder = writer.folder();
    for (Entry entry : entries) {
      folder.add(entry);
    }
    return entry(name, Kind.DIRECTORY).setDirectory(folder.finish()).build();
  }

  private BackupComparison.Side side(String id, Root... roots) {
    Record record = Record.newBuilder().addAllRoots(List.of(roots)).build();
    return new BackupComparison.Side(id, new BackupTree(record, new ManifestReader(this::get)));
  }

  private static Root root(String path, Entry entry) {
    Root.Builder root = Root.newBuilder().setPath(ByteString.copyFromUtf8(path)).setEntry(entry);
    for (RawPath at = RawPath.of(path); !at.isRoot(); at = at.parent()) {
      root.addParents(Entry.newBuilder().setKind(Kind.DIRECTORY).setMtimeS(root.getParentsCount()));
    }
    return root.build();
  }

  private List<String> compare(Root from, Root to) {
    return compare("/", side("a", from), side("b", to));
  }

  private static List<String> compare(
      String path, BackupComparison.Side from, BackupComparison.Side to) {
    List<Difference> found = new ArrayList<>();
    new BackupComparison(from, to, found::add).below(RawPath.of(path));
    for (int at = 1; at < found.size(); at++) {
      int order =
          ByteString.unsignedLexicographicalComparator()
              .compare(found.get(at - 1).getPath(), found.get(at).getPath());
      assertTrue(order <= 0, found.get(at - 1) + " before " + found.get(at));
    }
    return found.stream()
        .map(one ->
            "%s %s %s"
                .formatted(one.getChange(), one.getKind(), RawPath.of(one.getPath().toByteArray())))
        .toList();
  }

  @Test
  void everyKindOfChangeIsTold() {
    Entry same = file("same", "x").build();
    Entry before =
        folder(
            "d",
            same,
            file("contents", "one").build(),
            file("size", "abc").build(),
            file("mode", "m").build(),
            file("owner", "m").build(),
            file("time", "m").build(),
            file("xattr", "m").build(),
            file("gone", "g").build(),
            file("n\u00ff\n", "raw").build(),
            file("kind", "a file").build(),
            entry("link", Kind.SYMLINK).setTarget(ByteString.copyFromUtf8("there")).build(),
            entry("device", Kind.BLOCK_DEVICE).setDevice(7).build(),
            file("stays", "s").setCtimeS(1).setInode(2).build());
    Entry now =
        folder(
            "d",
            same,
            file("contents", "two").build(),
            file("size", "abcd").build(),
            file("mode", "m").setMode(0600).build(),
            file("owner", "m").setUid(5).build(),
            file("time", "m").setMtimeNs(1).build(),
            file("xattr", "m")
                .addXattrs(
                    Xattr.newBuilder()
                        .setName(ByteString.copyFromUtf8("user.a"))
                        .setValue(ByteString.copyFromUtf8("v")))
                .build(),
            file("fresh", "f").build(),
            file("n\u00ff\n", "bytes").build(),
            folder("kind", file("inside", "i").build()),
            entry("link", Kind.SYMLINK).setTarget(ByteString.copyFromUtf8("where")).build(),
            entry("device", Kind.BLOCK_DEVICE).setDevice(8).build(),
            file("stays", "s").setCtimeS(3).setInode(4).build());
    assertEquals(
        List.of(
            "changed file /top/d/contents",
            "changed block_device /top/d/device",
            "added file /top/d/fresh",
            "removed file /top/d/gone",
            "removed file /top/d/kind",
            "added directory /top/d/kind",
            "added file /top/d/kind/inside",
            "metadata symlink /top/d/link",
            "metadata file /top/d/mode",
            "changed file /top/d/n\\xff\\x0a",
            "metadata file /top/d/owner",
            "changed file /top/d/size",
            "metadata file /top/d/time",
            "metadata file /top/d/xattr"),
        compare(root("/top/d", before), root("/top/d", now)));
    assertEquals(List.of(), compare(root("/top/d", now), root("/top/d", now)));
  }

  @Test
  void figuresOfBothSidesAreTold() {
    List<Difference> found = new ArrayList<>();
    new BackupComparison(
            side("a", root("/d", folder("d", file("f", "abc").build(), file("x", "12").build()))),
            side(
                "b",
                root(
                    "/d",
                    folder(
                        "d",
                        file("f", "abcde").setMtimeS(1_800_000_000).setMtimeNs(5_000_000).build(),
                        file("y", "1").build()))),
            found::add)
        .below(RawPath.of("/"));
    Difference changed = found.getFirst();
    assertEquals(3, changed.getFromSize());
    assertEquals(5, changed.getToSize());
    assertEquals(1_700_000_000_000L, changed.getFromMtimeMs());
    assertEquals(1_800_000_000_005L, changed.getToMtimeMs());
    assertEquals(2, found.get(1).getFromSize());
    assertEquals(0, found.get(1).getToSize());
    assertEquals(0, found.get(1).getToMtimeMs());
    assertEquals(1, found.get(2).getToSize());
  }

  @Test
  void aWholeFolderHasALineAndWhatIsInItToo() {
    Entry inner = folder("inner", file("deep", "d").build());
    Entry whole = folder("whole", inner, file("f", "f").build());
    List<String> added =
        List.of(
            "added directory /d/whole",
            "added file /d/whole/f",
            "added directory /d/whole/inner",
            "added file /d/whole/inner/deep");
    assertEquals(added, compare(root("/d", folder("d")), root("/d", folder("d", whole))));
    assertEquals(
        added.stream().map(line -> line.replace("added", "removed")).toList(),
        compare(root("/d", folder("d", whole)), root("/d", folder("d"))));
  }

  /// Names that go on with bytes below a slash stand between a folder and what is in it.
  @Test
  void pathsComeInTheOrderOfTheirBytes() {
    Entry now =
        folder(
            "d",
            folder("a", file("x", "1").build()),
            folder("a!", file("x", "2").build(), folder("y", file("z", "3").build())),
            folder("a!!", file("x", "4").build()),
            file("a.txt", "5").build(),
            file("a0", "6").build(),
            folder("\u0080", file("x", "7").build()),
            file("\u00ff", "8").build());
    List<String> told = compare(root("/d", folder("d")), root("/d", now));
    assertEquals(
        List.of(
            "added directory /d/a",
            "added directory /d/a!",
            "added directory /d/a!!",
            "added file /d/a!!/x",
            "added file /d/a!/x",
            "added directory /d/a!/y",
            "added file /d/a!/y/z",
            "added file /d/a.txt",
            "added file /d/a/x",
            "added file /d/a0",
            "added directory /d/\\x80",
            "added file /d/\\x80/x",
            "added file /d/\\xff"),
        told);
  }

  @Test
  void equalFoldersAreNotOpened() {
    Entry[] many = new Entry[200];
    for (int at = 0; at < many.length; at++) {
      many[at] = folder("f" + at, file("x", "contents " + at).build());
    }
    Entry big = folder("big", many);
    Entry before = folder("d", big, file("f", "1").build());
    Entry now = folder("d", big, file("f", "2").build());
    assertEquals(List.of("changed file /d/f"), compare(root("/d", before), root("/d", now)));
    assertEquals(2, nodesRead);
    nodesRead = 0;
    assertEquals(List.of(), compare(root("/d", now), root("/d", now)));
    assertEquals(0, nodesRead);
  }

  @Test
  void onlyWhatIsBelowAPathIsTold() {
    Entry before = folder("d", folder("one", file("f", "1").build()), file("two", "1").build());
    Entry now =
        folder(
            "d",
            folder("one", file("f", "2").build()),
            file("two", "2").build(),
            folder("three", file("f", "3").build()));
    BackupComparison.Side a = side("a", root("/d", before));
    BackupComparison.Side b = side("b", root("/d", now));
    assertEquals(List.of("changed file /d/one/f"), compare("/d/one", a, b));
    assertEquals(List.of("changed file /d/two"), compare("/d/two", a, b));
    assertEquals(
        List.of("added directory /d/three", "added file /d/three/f"), compare("/d/three", a, b));
    OperationFailed failed = assertThrows(OperationFailed.class, () -> compare("/d/none", a, b));
    assertEquals(FailureCode.PATH_NOT_IN_BACKUP, failed.code());
  }

  @Test
  void setsWithOtherPathsAreComparedWhereTheyLie() {
    Entry docs = folder("docs", file("f", "1").build());
    Entry mail = folder("mail", file("m", "1").build());
    Entry home = folder("home", docs);
    assertEquals(
        List.of(
            "removed directory /home/docs",
            "removed file /home/docs/f",
            "added directory /home/mail",
            "added file /home/mail/m"),
        compare("/", side("a", root("/home/docs", docs)), side("b", root("/home/mail", mail))));
    assertEquals(
        List.of("added directory /home/mail", "added file /home/mail/m"),
        compare(
            "/",
            side("a", root("/home", home)),
            side("b", root("/home", home), root("/home/mail", mail))),
        "a path inside another one");
    Entry other = folder("docs", file("f", "2").build());
    assertEquals(
        List.of("changed file /home/docs/f"),
        compare(
            "/",
            side("a", root("/home", home), root("/home/docs", docs)),
            side("b", root("/home", home), root("/home/docs", other))));
  }

  @Test
  void realBackupsAreCompared(@TempDir Path folder) throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Trees.make(source, 7);
    try (SavedTree saved = new SavedTree(folder, source)) {
      Path mode = source.resolve("small/d3/inner/f1.txt");
      FileTime before = Files.getLastModifiedTime(mode.getParent());
      Files.setPosixFilePermissions(mode, PosixFilePermissions.fromString("rwx------"));
      Files.write(source.resolve("big/file2"), new byte[] {1, 2, 3});
      Files.delete(source.resolve("big/file4"));
      Files.createDirectories(source.resolve("new/below"));
      Files.setLastModifiedTime(mode.getParent(), before);
      saved.backUp(LATER, new SavedTree.Signer(saved.signer));
      List<Difference> found = new ArrayList<>();
      try (BackupContents from = saved.open();
          BackupContents to =
              BackupContents.open(LATER, "restore", saved.access(), saved.strangers())) {
        new BackupComparison(from, to, found::add).below(RawPath.of("/"));
      }
      Map<String, String> told = new TreeMap<>();
      for (Difference one : found) {
        String path = RawPath.of(one.getPath().toByteArray()).toString();
        told.put(path.substring(source.toString().length()), one.getChange());
      }
      assertEquals(
          Map.of(
              "", "metadata",
              "/big", "metadata",
              "/big/file2", "changed",
              "/big/file4", "removed",
              "/new", "added",
              "/new/below", "added",
              "/small/d3/inner/f1.txt", "metadata"),
          told);
      assertTrue(source.resolve("small/d2").toFile().setWritable(true));
    }
  }
}
