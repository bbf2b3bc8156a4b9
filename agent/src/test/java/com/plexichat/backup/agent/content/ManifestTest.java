package com.plexichat.backup.agent.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Digests;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.FilePart;
import com.plexichat.backup.proto.Hole;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Xattr;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private final Map<ByteString, byte[]> nodes = new HashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final ManifestWriter writer = new ManifestWriter(this::put);
  private final ManifestReader reader = new ManifestReader(this::get);

  @Test
  void keepsEveryFieldOfAnEntry() {
    ChunkRef some = put(new byte[] {1, 2, 3});
    List<Entry> entries =
        List.of(
            file("a").toBuilder()
                .setMode(04755)
                .setUid(-1)
                .setMtimeS(-5)
                .setMtimeNs(999_999_999)
                .setSize(10)
                .addChunks(some)
                .addHoles(Hole.newBuilder().setOffset(3).setLength(7))
                .setLinkGroup(4)
                .setInode(-7)
                .addXattrs(Xattr.newBuilder().setName(bytes("user.x")).setValue(bytes("")))
                .setInconsistent(true)
                .build(),
            entry("b", Kind.DIRECTORY).setDirectory(directory(List.of())).build(),
            entry("c", Kind.SYMLINK).setTarget(bytes("../../etc")).build(),
            entry("d", Kind.BLOCK_DEVICE).setDevice(0x801).build(),
            entry("e", Kind.FIFO).build(),
            Entry.newBuilder()
                .setName(ByteString.copyFrom(new byte[] {(byte) 0xff, '\n', ' '}))
                .setKind(Kind.SOCKET)
                .build());
    assertEquals(entries, entries(directory(entries)));
    assertEquals(Optional.of(entries.get(2)), find(directory(entries), "c"));
    assertEquals(Optional.empty(), find(directory(entries), "bb"));
    assertEquals(List.of(), entries(directory(List.of())));
  }

  @Test
  void writesTheSameBytesAgain() {
    for (int count : List.of(3_600, 10_000, 10_001)) {
      List<Entry> entries = files(count);
      ChunkRef first = directory(entries);
      assertEquals(count <= 10_000 ? 0 : 1, Math.min(1, parts(first)), count + " entries");
      assertEquals(first, directory(entries));
      entries.removeLast();
      assertNotEquals(first, directory(entries));
    }
  }

  /// What waits at once is what bounds a backup's memory: no node is larger than 1 MiB, and none
  /// waits for the directory's end.
  @Test
  void aMillionEntriesAreWrittenAsTheyCome() {
    AtomicInteger written = new AtomicInteger();
    ManifestWriter.Folder folder =
        new ManifestWriter(
                node -> {
                  written.incrementAndGet();
                  return put(node);
                })
            .folder();
    int most = 0;
    int since = 0;
    int before = 0;
    for (int i = 0; i < 1_000_000; i++) {
      folder.add(file("file-" + (100_000_000 + i)));
      since = written.get() > before ? 0 : since + 1;
      before = written.get();
      most = Math.max(most, since);
    }
    assertTrue(most <= 2 * ManifestWriter.ENTRIES_MAX, most + " entries waited");
    Iterator<Entry> read = reader.iterator(folder.finish());
    for (int i = 0; i < 1_000_000; i++) {
      assertEquals("file-" + (100_000_000 + i), read.next().getName().toStringUtf8());
    }
    assertFalse(read.hasNext());
  }

  @Test
  void takesTwoHundredThousandEntries() {
    List<Entry> entries = files(200_000);
    ChunkRef directory = directory(entries);
    assertTrue(nodes.size() > 20 && nodes.size() < 120, "nodes: " + nodes.size());
    for (byte[] node : nodes.values()) {
      assertTrue(node.length <= ManifestWriter.BYTES_MAX, "bytes: " + node.length);
    }
    AtomicInteger at = new AtomicInteger();
    reader.entries(directory, entry -> assertEquals(entries.get(at.getAndIncrement()), entry));
    assertEquals(200_000, at.get());
    reads.set(0);
    assertEquals(Optional.of(entries.get(123_456)), find(directory, "file-100123456"));
    assertEquals(Optional.empty(), find(directory, "file-100123456x"));
    assertEquals(Optional.empty(), find(directory, "a"));
    assertEquals(Optional.empty(), find(directory, "z"));
    assertTrue(reads.get() <= 4 * 8, "reads: " + reads.get());
  }

  @Test
  void aNewEntryChangesOnePartOnly() {
    List<Entry> entries = files(30_000);
    directory(entries);
    Set<ByteString> before = new HashSet<>(nodes.keySet());
    entries.add(15_001, file("file-100015000-new"));
    directory(entries);
    Set<ByteString> fresh = new HashSet<>(nodes.keySet());
    fresh.removeAll(before);
    assertTrue(fresh.size() <= 3, "new nodes: " + fresh.size());
  }

  @Test
  void splitsLargeEntriesByBytes() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ByteString value = ByteString.copyFrom(new byte[60_000]);
      entries.add(
          file("f" + (100 + i)).toBuilder()
              .addXattrs(Xattr.newBuilder().setName(bytes("user.x")).setValue(value))
              .build());
    }
    assertEquals(entries, entries(directory(entries)));
    nodes.values().forEach(node -> assertTrue(node.length <= ManifestWriter.BYTES_MAX));
  }

  @Test
  void listsAHugeFilePieceByPiece() {
    FileContents contents = new FileContents(this::put);
    List<ChunkRef> chunks = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < 20_000; i++) {
      ChunkRef chunk = new ChunkId(i, 0, 0, 1).ref(100);
      chunks.add(chunk);
      contents.add(chunk);
      contents.hole(i * 150L + 100, 50);
      size += 150;
    }
    Entry.Builder huge = file("huge").toBuilder().setSize(size);
    contents.finish(huge);
    assertTrue(huge.build().getSerializedSize() < 600_000);
    assertTrue(huge.getFilePartsCount() >= 2);
    List<ChunkRef> read = new ArrayList<>();
    AtomicInteger holes = new AtomicInteger();
    reader.contents(
        huge.build(),
        part -> {
          read.addAll(part.getChunksList());
          holes.addAndGet(part.getHolesCount());
        });
    assertEquals(chunks, read);
    assertEquals(20_000, holes.get());

    FileContents small = new FileContents(this::put);
    small.add(chunks.getFirst());
    Entry.Builder entry = file("small").toBuilder();
    small.finish(entry);
    assertEquals(0, entry.getFilePartsCount());
    assertEquals(List.of(chunks.getFirst()), entry.getChunksList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "/etc", "../x", "a\0", "\0", "x/"})
  void refusesNamesThatLeadElsewhere(String name) {
    Entry hostile = file(name);
    invalid(() -> directory(List.of(hostile)));
    ChunkRef node = node(DirectoryNode.newBuilder().addEntries(hostile));
    OperationFailed failed = invalid(() -> entries(node));
    assertTrue(failed.sentence().startsWith("A folder of the backup is not valid: "));
    assertTrue(failed.sentence().chars().noneMatch(Character::isISOControl), failed.sentence());
    if (!name.isEmpty()) {
      invalid(() -> find(node, name));
    }
  }

  @Test
  void allowsStrangeButHarmlessNames() {
    for (String name : List.of("...", ". ", "-rf", "a\\b", "\u001b[2J", "a\nb", " ")) {
      Entry entry = file(name);
      assertEquals(List.of(entry), entries(directory(List.of(entry))));
    }
  }

  @Test
  void refusesDirectoriesThatContradictThemselves() {
    Entry a = file("a");
    Entry b = file("b");
    ChunkRef part = node(DirectoryNode.newBuilder().addEntries(a));
    ChunkRef split = node(DirectoryNode.newBuilder().addParts(part));
    List<ChunkRef> hostile =
        List.of(
            node(DirectoryNode.newBuilder().addEntries(b).addEntries(a)),
            node(DirectoryNode.newBuilder().addEntries(a).addEntries(a)),
            node(DirectoryNode.newBuilder().addParts(part).addParts(part)),
            node(DirectoryNode.newBuilder().addParts(split)),
            node(DirectoryNode.newBuilder().addParts(node(DirectoryNode.newBuilder()))),
            node(DirectoryNode.newBuilder().addParts(part).addEntries(b)),
            node(DirectoryNode.newBuilder().addParts(ChunkRef.getDefaultInstance())),
            put(DirectoryNode.newBuilder().addEntries(a).build().toByteArray()),
            put(new byte[] {(byte) 0xff, 1, 2}));
    for (ChunkRef node : hostile) {
      invalid(() -> entries(node));
    }
    invalid(() -> directory(List.of(a, b, a)));
    invalid(() -> directory(List.of(b, a)));
  }

  @Test
  void refusesEntriesThatCannotBe() {
    Hole beyond = Hole.newBuilder().setOffset(5).setLength(6).build();
    Hole overflow = Hole.newBuilder().setOffset(5).setLength(Long.MAX_VALUE).build();
    ChunkRef chunk = put(new byte[1]);
    List<Entry.Builder> hostile =
        List.of(
            entry("x", Kind.KIND_UNSPECIFIED),
            entry("x", Kind.FILE).setKindValue(99),
            entry("x", Kind.FILE).setMode(010_000),
            entry("x", Kind.FILE).setMtimeNs(1_000_000_000),
            entry("x", Kind.FILE).setMtimeNs(-1),
            entry("x", Kind.FILE).setSize(-1),
            entry("x", Kind.FILE).setSize(10).addHoles(beyond),
            entry("x", Kind.FILE).setSize(10).addHoles(overflow),
            entry("x", Kind.FILE).addChunks(chunk.toBuilder().setLength(0)),
            entry("x", Kind.FILE).addChunks(chunk.toBuilder().setLength(-1)),
            entry("x", Kind.FILE).addFileParts(chunk.toBuilder().setId(bytes("short"))),
            entry("x", Kind.FILE).setDirectory(chunk),
            entry("x", Kind.DIRECTORY),
            entry("x", Kind.SYMLINK),
            entry("x", Kind.SYMLINK).setTarget(bytes("a\0b")),
            entry("x", Kind.FILE).setTarget(bytes("a")),
            entry("x", Kind.FIFO).addChunks(chunk),
            entry("x", Kind.FILE).addXattrs(Xattr.getDefaultInstance()));
    for (Entry.Builder entry : hostile) {
      invalid(() -> entries(node(DirectoryNode.newBuilder().addEntries(entry))));
    }
    Entry lies =
        entry("x", Kind.FILE)
            .setSize(10)
            .addFileParts(put(FilePart.newBuilder().addHoles(beyond).build().toByteArray()))
            .build();
    invalid(() -> reader.contents(lies, part -> {}));
  }

  private ChunkRef directory(List<Entry> entries) {
    ManifestWriter.Folder folder = writer.folder();
    entries.forEach(folder::add);
    return folder.finish();
  }

  private List<Entry> entries(ChunkRef directory) {
    List<Entry> entries = new ArrayList<>();
    reader.entries(directory, entries::add);
    return entries;
  }

  private int parts(ChunkRef directory) {
    try {
      return DirectoryNode.parseFrom(get(directory)).getPartsCount();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<Entry> find(ChunkRef directory, String name) {
    return reader.find(directory, bytes(name));
  }

  private ChunkRef node(DirectoryNode.Builder node) {
    return put(node.setFormat(1).build().toByteArray());
  }

  private ChunkRef put(byte[] bytes) {
    ChunkRef ref = ChunkId.of(Digests.sha256(bytes)).ref(bytes.length);
    nodes.put(ref.getId(), bytes);
    return ref;
  }

  private byte[] get(ChunkRef ref) {
    reads.incrementAndGet();
    byte[] node = nodes.get(ref.getId());
    assertNotNull(node, "no such node");
    assertEquals(ref.getLength(), node.length);
    return node;
  }

  private static List<Entry> files(int count) {
    List<Entry> files = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      files.add(file("file-" + (100_000_000 + i)));
    }
    return files;
  }

  private static Entry file(String name) {
    return entry(name, Kind.FILE).setMode(0644).setMtimeS(1_700_000_000).build();
  }

  private static Entry.Builder entry(String name, Kind kind) {
    return Entry.newBuilder().setName(bytes(name)).setKind(kind);
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }

  private static OperationFailed invalid(Runnable act) {
    OperationFailed failed = assertThrows(OperationFailed.class, act::run);
    assertEquals(FailureCode.MANIFEST_INVALID, failed.code());
    return failed;
  }
}
