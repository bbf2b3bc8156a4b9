package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A catalogue from shard headers and records alone, against the one that they were written under.
class CatalogueRebuildTest {
  @TempDir Path folder;
  private RebuildRig rig;
  private Path docs;
  private Path mail;

  /// Trees as they were, by backup.
  private final Map<String, Map<String, String>> trees = new LinkedHashMap<>();

  @BeforeEach
  void backUp() throws Exception {
    rig = new RebuildRig(folder);
    docs = Files.createDirectory(folder.resolve("docs"));
    mail = Files.createDirectory(folder.resolve("mail"));
    write("one", 20_000_000, 1);
    write("two", 300_000, 2);
    Files.writeString(mail.resolve("letter"), "hello\n");
    saved("docs", docs);
    saved("mail", mail);
    write("two", 400_000, 3);
    write("three", 9_000_000, 4);
    saved("docs", docs);
    Files.delete(docs.resolve("one"));
    saved("docs", docs);
    Files.writeString(mail.resolve("answer"), "hello yourself\n");
    saved("mail", mail);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private void write(String name, int length, long seed) throws Exception {
    Path file = docs.resolve(name);
    Files.write(file, Trees.bytes(new Random(seed), length));
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000 + seed)));
  }

  private void saved(String set, Path source) throws Exception {
    trees.put(rig.backUp(set, source), Trees.describe(source));
  }

  @Test
  void everythingThatHeadersAndRecordsTellComesBack() throws Exception {
    RebuildRig.Second second = rig.rebuild();
    assertEquals(
        String.join("\n", RebuildRig.facts(rig.original.catalogue)),
        String.join("\n", RebuildRig.facts(second.catalogue())));
    assertEquals(5, second.report().backups());
    assertEquals(0, second.report().orphans(), second.sentences());
    assertEquals(6, second.report().peersAnswered());
    assertTrue(second.sentences().contains("source was not heard"), second.sentences());
    assertTrue(second.catalogue().cluster().find().orElseThrow().rebuilt());
    for (String backup : trees.keySet()) {
      Path source = second.catalogue().backups().get(backup).set().equals("docs") ? docs : mail;
      RebuildRig.Restored restored = rig.restore(second.coordinator(), backup, source);
      assertEquals(trees.get(backup), restored.tree());
    }
  }
}
