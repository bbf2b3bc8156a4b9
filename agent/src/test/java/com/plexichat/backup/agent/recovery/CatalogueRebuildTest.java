package com.plexichat.backup.agent.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.catalogue.BackupRow;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.HeldShard;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    write("one", 17_000_000, 1);
    write("two", 300_000, 2);
    Files.writeString(mail.resolve("letter"), "hello\n");
    saved("docs", docs);
    saved("mail", mail);
    write("two", 400_000, 3);
    write("three", 900_000, 4);
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
        String.join("\n", CatalogueFacts.of(rig.original.catalogue)),
        String.join("\n", CatalogueFacts.of(second.catalogue())));
    assertEquals(5, second.report().backups());
    assertEquals(0, second.report().orphans(), second.sentences());
    assertEquals(6, second.report().peersAnswered());
    assertTrue(second.sentences().contains("source was not heard"), second.sentences());
    assertTrue(second.catalogue().cluster().find().orElseThrow().rebuilt());
    for (String backup : trees.keySet()) {
      assertEquals(trees.get(backup), restored(second, backup).tree());
    }
  }

  @Test
  void oneMachineMissingTakesItsCopiesAndNothingElse() throws Exception {
    PeerId gone = rig.peers.ids.get(2);
    rig.peers.down.add(gone);
    RebuildRig.Second second = rig.rebuild();
    List<String> expected = new ArrayList<>(copiesAndNames(rig.original.catalogue));
    expected.removeIf(fact -> fact.startsWith("copy") && fact.contains(gone.hex()));
    assertEquals(
        String.join("\n", expected), String.join("\n", copiesAndNames(second.catalogue())));
    assertEquals(5, second.report().backups());
    assertEquals(0, second.report().orphans());
    assertTrue(second.sentences().contains("peer3 was not heard"), second.sentences());
    for (String backup : trees.keySet()) {
      BackupRow row = second.catalogue().backups().get(backup);
      assertEquals(BackupState.UNDER_PROTECTED, row.state());
      assertTrue(row.figures().restorable());
      assertEquals(needs(rig.original.catalogue, backup), needs(second.catalogue(), backup));
      assertEquals(trees.get(backup), restored(second, backup).tree());
    }
  }

  @Test
  void whatALiarInventsDoesNotCount() throws Exception {
    PeerId liar = rig.peers.ids.get(1);
    List<HeldShard> others = rig.claims.held(rig.peers.ids.get(4));
    rig.claims.lies.put(liar, held -> lies(held, others));
    RebuildRig.Second second = rig.rebuild();
    List<String> names = facts(rig.original.catalogue, "shard");
    assertEquals(String.join("\n", names), String.join("\n", facts(second.catalogue(), "shard")));
    List<String> copies = new ArrayList<>(facts(rig.original.catalogue, "copy"));
    copies.removeIf(fact -> fact.contains(liar.hex()));
    List<String> believed = new ArrayList<>(facts(second.catalogue(), "copy"));
    believed.removeIf(fact -> fact.contains(liar.hex()));
    assertEquals(String.join("\n", copies), String.join("\n", believed));
    assertTrue(
        second.sentences().contains("peer2 shows 2 shards whose headers are damaged or forged"),
        second.sentences());
    assertTrue(second.sentences().contains("under a name or in a place"), second.sentences());
    assertEquals(5, second.report().backups());
    for (String backup : trees.keySet()) {
      assertEquals(trees.get(backup), restored(second, backup).tree());
    }
  }

  /// Of one stripe: a name with another's header, and a genuine header under a name that no bytes
  /// have. Of others: a header with a flipped bit, and one cut. And all that another peer holds.
  private static List<HeldShard> lies(List<HeldShard> held, List<HeldShard> others) {
    SortedMap<ShardId, HeldShard> told = new TreeMap<>();
    held.forEach(one -> told.put(Ids.shard(one.getShard()), one));
    List<HeldShard> data =
        told.values().stream()
            .filter(one -> one.getHeader().byteAt(10) == 0)
            .sorted(Comparator.comparing(CatalogueRebuildTest::stripe))
            .toList();
    assertEquals(stripe(data.get(0)), stripe(data.get(2)), "of one stripe");
    put(told, with(data.get(1), data.get(0).getHeader().toByteArray()));
    ShardId invented = new ShardId(1, 2, 3, 4);
    put(told, data.get(2).toBuilder().setShard(Ids.message(invented)).build());
    byte[] flipped = data.get(3).getHeader().toByteArray();
    flipped[70] ^= 1;
    put(told, with(data.get(3), flipped));
    put(told, with(data.get(4), data.get(4).getHeader().substring(1).toByteArray()));
    others.forEach(one -> told.putIfAbsent(Ids.shard(one.getShard()), one));
    return List.copyOf(told.values());
  }

  private static void put(SortedMap<ShardId, HeldShard> told, HeldShard shard) {
    told.put(Ids.shard(shard.getShard()), shard);
  }

  private static StripeId stripe(HeldShard shard) {
    return Ids.stripe(shard.getHeader().substring(32, 48));
  }

  private static HeldShard with(HeldShard shard, byte[] header) {
    return shard.toBuilder().setHeader(ByteString.copyFrom(header)).build();
  }

  @Test
  void namesThatNoSegmentTellsAreComputed() throws Exception {
    Path tiny = Files.createDirectory(folder.resolve("tiny"));
    Files.writeString(tiny.resolve("note"), "one stripe, whose own segment cannot name it");
    String backup = rig.backUp("tiny", tiny);
    StripeId only = needs(rig.original.catalogue, backup).iterator().next();
    rig.peers.lose(shard(only, 3));
    rig.peers.lose(shard(only, 9));
    RebuildRig.Second second = rig.rebuild();
    assertEquals(
        facts(rig.original.catalogue, "shard " + only), facts(second.catalogue(), "shard " + only));
    assertTrue(second.catalogue().backups().get(backup).figures().restorable());
  }

  @Test
  void aBackupWhoseStripesAreGoneSaysSo() throws Exception {
    String first = trees.keySet().iterator().next();
    Set<StripeId> later = needs(rig.original.catalogue, newest("docs"));
    StripeId lost =
        needs(rig.original.catalogue, first).stream()
            .filter(id -> !later.contains(id) && !id.equals(record(first)))
            .findFirst()
            .orElseThrow();
    for (int index = 0; index < 10; index++) {
      rig.peers.lose(shard(lost, index));
    }
    RebuildRig.Second second = rig.rebuild();
    BackupRow row = second.catalogue().backups().get(first);
    assertFalse(row.figures().restorable());
    assertEquals(BackupState.UNDER_PROTECTED, row.state());
    assertTrue(
        second.sentences().contains("Backup " + first + " of set docs cannot be restored in full"),
        second.sentences());
    // A stripe that was not sealed yet when its segment was written has no names there: gone, it
    // cannot be told of any more.
    Set<StripeId> needed = new TreeSet<>(needs(rig.original.catalogue, first));
    if (needs(second.catalogue(), first).contains(lost)) {
      assertEquals(
          facts(rig.original.catalogue, "shard " + lost),
          facts(second.catalogue(), "shard " + lost));
    } else {
      needed.remove(lost);
    }
    assertEquals(needed, new TreeSet<>(needs(second.catalogue(), first)));
    assertEquals("incomplete", restored(second, first).result().getState());
    assertEquals(trees.get(newest("docs")), restored(second, newest("docs")).tree());
  }

  @Test
  void aRecordThatIsGoneIsMissedByTheNext() throws Exception {
    List<String> docsBackups = List.copyOf(trees.keySet());
    BackupRow second = rig.original.catalogue.backups().get(docsBackups.get(2));
    assertEquals(2, second.number());
    StripeId record = record(second.id());
    for (int index = 0; index < 3; index++) {
      rig.peers.lose(shard(record, index));
    }
    RebuildRig.Second rebuilt = rig.rebuild();
    assertEquals(4, rebuilt.report().backups());
    assertTrue(
        rebuilt.sentences().contains("backup of set docs before number 3 is gone"),
        rebuilt.sentences());
    assertTrue(rebuilt.sentences().contains("A backup may be missing"), rebuilt.sentences());
    String third = docsBackups.get(3);
    boolean built = needs(rig.original.catalogue, third).contains(record);
    BackupRow listed = rebuilt.catalogue().backups().get(third);
    assertEquals(3, listed.number());
    assertEquals(!built, listed.figures().restorable());
  }

  @Test
  void aBackupThatNeverEndedIsLeftAlone() throws Exception {
    write("four", 30_000_000, 9);
    rig.original.uploadsLeft = 2;
    String open = rig.backUp("docs", docs);
    RebuildRig.Second second = rig.rebuild();
    assertEquals(5, second.report().backups());
    assertEquals(2, second.report().orphans(), second.sentences());
    assertTrue(second.sentences().contains("2 stripes belong to no listed backup"));
    assertTrue(second.catalogue().backups().find(open).isEmpty());
    assertEquals(5, second.catalogue().backups().all().size());
    assertEquals(
        facts(rig.original.catalogue, "copy"),
        facts(second.catalogue(), "copy"),
        "nothing is lost");
  }

  @Test
  void whatWasFoldedIsFoundInTheFold() throws Exception {
    for (int i = 0; i < 18; i++) {
      Files.writeString(mail.resolve("note" + i), "note " + i);
      saved("mail", mail);
    }
    Catalogue original = rig.original.catalogue;
    List<StripeId> replaced = new ArrayList<>();
    original
        .stripes()
        .forEach(
            TestCatalogue.NOW,
            row -> {
              if (!original.stripes().current(List.of(row.id())).contains(row.id())) {
                replaced.add(row.id());
              }
            });
    assertTrue(replaced.size() >= 16, replaced::toString);
    RebuildRig.Second all = rig.rebuild();
    assertEquals(withoutStored(original, ""), withoutStored(all.catalogue(), ""));
    assertEquals(0, all.report().orphans(), all.sentences());
    for (StripeId gone : replaced) {
      for (int index = 0; index < 10; index++) {
        rig.peers.lose(shard(gone, index));
      }
    }
    RebuildRig.Second swept = rig.rebuild();
    assertEquals(withoutStored(original, "backup"), withoutStored(swept.catalogue(), "backup"));
    assertEquals(23, swept.report().backups());
    for (String backup : trees.keySet()) {
      assertEquals(needs(original, backup), needs(swept.catalogue(), backup));
    }
    String middle = List.copyOf(trees.keySet()).get(9);
    assertEquals(trees.get(middle), restored(swept, middle).tree());
  }

  @Test
  void anotherAgentsRingTakesNoVaultsPlace() throws Exception {
    rig.rings.add(rig.ringOfAnAgent(7));
    assertEquals(5, rig.rebuild().report().backups());
    rig.rings.clear();
    RebuildRig.Second closed = rig.rebuild();
    assertEquals(0, closed.report().backups());
    assertEquals(0, closed.report().stripes());
    assertTrue(closed.sentences().contains("does not open with this kit"), closed.sentences());
  }

  @Test
  void whatIsInTheTrashStaysThere() throws Exception {
    PeerId peer = rig.peers.ids.get(0);
    ShardId first = Ids.shard(rig.claims.held(peer).getFirst().getShard());
    rig.claims.lies.put(
        peer,
        held -> {
          List<HeldShard> told = new ArrayList<>(held);
          told.set(0, told.getFirst().toBuilder().setTrashed(true).build());
          return told;
        });
    RebuildRig.Second second = rig.rebuild();
    CopyState state =
        second.catalogue().shards().find(first, TestCatalogue.NOW).orElseThrow().copies().stream()
            .filter(copy -> copy.peer().equals(peer))
            .findFirst()
            .orElseThrow()
            .state();
    assertEquals(CopyState.TRASHED, state);
  }

  @Test
  void anInventoryGoesOnWhereItBroke() throws Exception {
    rig.claims.breakAfter = 3;
    RebuildRig.Second second = rig.rebuild();
    assertEquals(
        String.join("\n", CatalogueFacts.of(rig.original.catalogue)),
        String.join("\n", CatalogueFacts.of(second.catalogue())));
  }

  private String newest(String set) {
    return rig.original.catalogue.backups().newest(set).orElseThrow().id();
  }

  private StripeId record(String backup) {
    return rig.original.catalogue.backups().get(backup).recordStripe().orElseThrow();
  }

  private ShardId shard(StripeId stripe, int index) {
    return rig.original
        .catalogue
        .stripes()
        .find(stripe, TestCatalogue.NOW)
        .orElseThrow()
        .shards()
        .get(index)
        .id();
  }

  private RebuildRig.Restored restored(RebuildRig.Second second, String backup) throws Exception {
    Path source = second.catalogue().backups().get(backup).set().equals("docs") ? docs : mail;
    return rig.restore(second.coordinator(), backup, source);
  }

  private static Set<StripeId> needs(Catalogue catalogue, String backup) {
    Set<StripeId> needed = new TreeSet<>();
    catalogue.stripes().neededBy(backup, needed::add);
    return needed;
  }

  private static List<String> facts(Catalogue catalogue, String kind) {
    return CatalogueFacts.of(catalogue).stream().filter(fact -> fact.startsWith(kind)).toList();
  }

  /// Facts but for what each backup stored: what was folded since is the fold's.
  private static String withoutStored(Catalogue catalogue, String kind) {
    return String.join("\n", facts(catalogue, kind))
        .replaceAll("storedBytes=\\d+, parityBytes=\\d+", "");
  }

  private static List<String> copiesAndNames(Catalogue catalogue) {
    return CatalogueFacts.of(catalogue).stream()
        .filter(fact -> fact.startsWith("copy") || fact.startsWith("shard"))
        .toList();
  }
}
