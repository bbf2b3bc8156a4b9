package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.content.ChunkId;
import com.plexichat.backup.agent.content.ManifestReader;
import com.plexichat.backup.agent.io.Directory;
import com.plexichat.backup.agent.io.FileKind;
import com.plexichat.backup.agent.io.RawPath;
import com.plexichat.backup.agent.io.Sandbox;
import com.plexichat.backup.agent.jobs.JobStore;
import com.plexichat.backup.agent.jobs.Jobs;
import com.plexichat.backup.proto.ChunkRef;
import com.plexichat.backup.proto.DirectoryNode;
import com.plexichat.backup.proto.Entry;
import com.plexichat.backup.proto.Hole;
import com.plexichat.backup.proto.JobEntry;
import com.plexichat.backup.proto.Kind;
import com.plexichat.backup.proto.Record;
import com.plexichat.backup.proto.RestoreResult;
import com.plexichat.backup.proto.Root;
import com.plexichat.backup.proto.Warning;
import com.plexichat.backup.shared.model.JobPhase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Manifests that no honest source writes: each wrong entry is refused and told, everything beside
/// it is restored, and nothing is written elsewhere.
@org.jspecify.annotations.NullUnmarked
class HostileManifestTest {
  private static final String LONGEST = "n".repeat(255);

  private final Map<ByteString, byte[]> nodes = new HashMap<>();
  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = new Sandbox();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
  }

  @Test
  void eachHostileEntryIsRefusedAloneAndTheRestIsRestored() throws Exception {
    sandbox.run("mkdir -p outside t/a/b; echo secret > outside/secret");
    String out = sandbox.folder() + "/outside";
    List<Entry> hostile = hostile(out);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < hostile.size(); i++) {
      entries.add(fifo("good%02d".formatted(i)).build());
      entries.add(hostile.get(i));
    }
    // The old trick: a link that leads out, and then a folder of the same name.
    entries.add(entry("trap", Kind.SYMLINK).setTarget(ByteString.copyFromUtf8(out)).build());
    entries.add(folder("trap", List.of(fifo("x").build())));
    entries.add(fifo("good-out-of-order").build());
    entries.add(folder("zz", List.of(fifo("..").build(), fifo("in").build())));
    RestoreResult result = restore(entries);
    Set<String> expected = new TreeSet<>(List.of("trap", "zz", "zz/in"));
    for (int i = 0; i < hostile.size(); i++) {
      expected.add("good%02d".formatted(i));
    }
    assertEquals(expected, restored());
    assertEquals(hostile.size() + 3, result.getFailures(), result.toString());
    assertEquals(Set.of("MANIFEST_INVALID"), codes(result));
    assertEquals("incomplete", result.getState());
    assertEquals("outside/secret\n", sandbox.run("find outside -type f"));
    assertEquals("t/a/b/target\n", sandbox.run("find t -mindepth 3 -maxdepth 3"));
    System.out.println(
        "hostile manifest: %d entries refused, %d restored, 0 outside"
            .formatted(result.getFailures(), expected.size()));
  }

  private List<Entry> hostile(String out) {
    List<Entry> hostile = new ArrayList<>();
    for (String name : List.of("", ".", "..", "/", "//", "a//b", "a/b", "../x", "../../../../x")) {
      hostile.add(fifo(name).build());
    }
    for (String name : List.of(out + "/x", "a\0b", "..\0", "x/../../../y", "./z", "e/", "n\0")) {
      hostile.add(fifo(name).build());
    }
    hostile.add(folder("..", List.of(fifo("in-parent").build())));
    hostile.add(folder(out, List.of(fifo("in-outside").build())));
    hostile.add(fifo("n".repeat(4097)).build());
    hostile.add(fifo("no-kind").setKind(Kind.KIND_UNSPECIFIED).build());
    hostile.add(fifo("a-mode").setMode(0100644).build());
    hostile.add(fifo("a-time").setMtimeNs(1_000_000_000).build());
    hostile.add(entry("to-zero", Kind.SYMLINK).setTarget(ByteString.copyFromUtf8("a\0b")).build());
    Hole hole = Hole.newBuilder().setOffset(Long.MAX_VALUE).setLength(Long.MAX_VALUE).build();
    hostile.add(entry("a-hole", Kind.FILE).setSize(5).addHoles(hole).build());
    return hostile;
  }

  /// What Linux takes comes back byte by byte; what it cannot have is told.
  @Test
  void namesThatAreNoTextComeBackAsTheyAre() throws Exception {
    sandbox.run("mkdir -p t/a/b");
    List<String> names =
        List.of(
            "\001\n",
            "...",
            "CON",
            "a:b",
            "a\\b",
            "e\314\201",
            LONGEST,
            LONGEST + "n",
            "\351",
            "\377\376x");
    List<Entry> entries = names.stream().map(name -> fifo(name).build()).toList();
    RestoreResult result = restore(entries);
    Set<String> expected = new TreeSet<>();
    for (Entry entry : entries) {
      if (entry.getName().size() <= LONGEST.length()) {
        expected.add(RawPath.print(entry.getName().toByteArray()));
      }
    }
    assertEquals(expected, restored());
    assertEquals(1, result.getFailures(), result.toString());
    assertEquals(Set.of("NOT_WRITTEN"), codes(result));
  }

  private RestoreResult restore(List<Entry> entries) throws Exception {
    Root root =
        Root.newBuilder()
            .setPath(ByteString.copyFromUtf8("/"))
            .setEntry(folder("", entries).toBuilder().clearName())
            .build();
    BackupTree tree =
        new BackupTree(
            Record.newBuilder().addRoots(root).build(),
            new ManifestReader(ref -> Objects.requireNonNull(nodes.get(ref.getId()))));
    try (Jobs jobs = new Jobs(JobStore.none(), InstantSource.system())) {
      jobs.start(
          JobEntry.newBuilder().setJobId("restore").build(),
          control -> {
            RestoreTally.Totals totals = new RestoreTally.Totals(0, 0);
            RestoreTally tally = new RestoreTally(control, JobPhase.RESTORE, totals, false);
            RawPath to = sandbox.raw("t/a/b/target");
            try (RestoreTarget target = RestoreTarget.open(to, Overwrite.REFUSE, tally::problem);
                RestoreWalk walk =
                    new RestoreWalk(
                        tree,
                        new PathGlobs(List.of()),
                        new WriteStep(target, null, tally),
                        tally)) {
              walk.walk();
            }
            return tally.result().build().toByteArray();
          });
      JobEntry done = jobs.await("restore");
      assertEquals("done", done.getState(), done.getReason());
      return RestoreResult.parseFrom(done.getResult());
    }
  }

  private Set<String> restored() throws IOException {
    Set<String> paths = new TreeSet<>();
    try (Directory target = Directory.open(sandbox.raw("t/a/b/target"))) {
      for (byte[] name : target.list()) {
        paths.add(RawPath.print(name));
        if (target.stat(name).kind() == FileKind.DIRECTORY) {
          try (Directory below = target.openDirectory(name)) {
            below.list().forEach(in -> paths.add(RawPath.print(name) + "/" + RawPath.print(in)));
          }
        }
      }
    }
    return paths;
  }

  private static Set<String> codes(RestoreResult result) {
    return result.getFailedList().stream().map(Warning::getCode).collect(Collectors.toSet());
  }

  /// Names are taken as bytes.
  private static Entry.Builder entry(String name, Kind kind) {
    return Entry.newBuilder()
        .setName(ByteString.copyFrom(name, StandardCharsets.ISO_8859_1))
        .setKind(kind)
        .setMode(0755);
  }

  private static Entry.Builder fifo(String name) {
    return entry(name, Kind.FIFO);
  }

  /// A folder as a liar writes it: nothing is checked.
  private Entry folder(String name, List<Entry> entries) {
    byte[] node =
        DirectoryNode.newBuilder().setFormat(1).addAllEntries(entries).build().toByteArray();
    ByteString id =
        ByteString.copyFrom(
            Arrays.copyOf(
                ByteBuffer.allocate(Integer.BYTES).putInt(nodes.size()).array(), ChunkId.BYTES));
    nodes.put(id, node);
    ChunkRef ref = ChunkRef.newBuilder().setId(id).setLength(node.length).build();
    return entry(name, Kind.DIRECTORY).setDirectory(ref).build();
  }
}
