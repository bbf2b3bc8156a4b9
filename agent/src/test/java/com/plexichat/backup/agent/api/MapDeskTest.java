package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.backup.BackupDesk;
import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.CopyRow;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.agent.catalogue.StripeRow;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.MapBackup;
import com.plexichat.backup.proto.MapPage;
import com.plexichat.backup.proto.MapStripe;
import com.plexichat.backup.proto.MapStripesRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.wire.Ids;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The map of all stripes, whole and as what changed.
class MapDeskTest {
  @TempDir Path folder;
  private final AtomicLong clock = new AtomicLong(NOW);
  private final InstantSource time = () -> Instant.ofEpochMilli(clock.get());
  private Catalogue catalogue;
  private MapDesk desk;

  @BeforeEach
  void open() {
    reopen();
    TestCatalogue.live(catalogue);
  }

  private void reopen() {
    catalogue = TestCatalogue.open(folder);
    desk =
        new MapDesk(
            catalogue, new BackupDesk(catalogue, time, new SecureRandom()), new NoFigures(), time);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private List<MapPage> ask(long after, String backup) {
    List<MapPage> pages = new ArrayList<>();
    desk.map(
        MapStripesRequest.newBuilder().setAfter(after).setBackupId(backup).build(), pages::add);
    return pages;
  }

  private long head() {
    return catalogue.head().index();
  }

  private static List<MapStripe> stripes(List<MapPage> pages) {
    return pages.stream().flatMap(page -> page.getStripesList().stream()).toList();
  }

  /// Which of the test's stripes were told; none when everything was told anew.
  private Set<Integer> changedSince(long after) {
    List<MapPage> pages = ask(after, "");
    assertFalse(pages.getFirst().getWhole(), "told anew");
    return numbers(pages);
  }

  private static Set<Integer> numbers(List<MapPage> pages) {
    Set<String> told =
        stripes(pages).stream()
            .map(stripe -> Ids.stripe(stripe.getStripe()).hex())
            .collect(Collectors.toSet());
    return IntStream.range(0, 50)
        .filter(number -> told.contains(Acts.stripe(number).hex()))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isToldAnewSince(long after) {
    return ask(after, "").getFirst().getWhole();
  }

  @Test
  void theWholeMapSaysWhatTheCatalogueKnows() {
    List<MapPage> pages = ask(0, "");
    MapPage first = pages.getFirst();
    assertTrue(first.getWhole());
    assertEquals(head(), first.getLogIndex());
    assertEquals("", first.getTiers(0));
    Map<Integer, String> peers = new TreeMap<>();
    first.getPeersList().forEach(peer -> peers.put(peer.getNumber(), peer.getPeerId()));
    assertEquals(5, peers.size());
    assertEquals(
        List.of(NoFigures.PROVEN),
        first.getPeersList().stream()
            .map(peer -> peer.getProvenMs())
            .filter(proven -> proven > 0)
            .toList());
    assertEquals("mail", backup(first, 3).getSet());
    List<StripeRow> rows = new ArrayList<>();
    catalogue.stripes().forEach(NOW, rows::add);
    List<MapStripe> stripes = stripes(pages);
    assertEquals(rows.size(), stripes.size());
    for (int at = 0; at < rows.size(); at++) {
      assertSame(rows.get(at), stripes.get(at), first, peers);
    }
    assertEquals(Acts.backup(1), backup(first, stripes.get(0).getOrigin()).getBackupId());
    assertEquals(Acts.backup(3), backup(first, stripes.get(5).getOrigin()).getBackupId());
  }

  private static MapBackup backup(MapPage first, int number) {
    return first.getBackupsList().stream()
        .filter(backup -> backup.getNumber() == number)
        .findFirst()
        .orElseThrow();
  }

  private static void assertSame(
      StripeRow row, MapStripe stripe, MapPage first, Map<Integer, String> peers) {
    assertEquals(row.id(), Ids.stripe(stripe.getStripe()));
    assertEquals(row.number(), stripe.getNumber());
    assertEquals(row.shards().getFirst().number(), stripe.getFirstShard());
    assertEquals(row.k(), stripe.getK());
    assertEquals(row.m(), stripe.getM());
    assertEquals(row.target().map(Tier::name).orElse(""), first.getTiers(stripe.getTier()));
    assertEquals(row.shards().getFirst().target(), stripe.getCopiesWanted());
    Set<String> expected = new TreeSet<>();
    for (ShardRow shard : row.shards()) {
      for (CopyRow copy : shard.copies()) {
        expected.add(shard.index() + " " + copy.peer().hex() + " " + copy.state());
      }
    }
    Set<String> told = new TreeSet<>();
    for (int copy : stripe.getCopiesList()) {
      told.add(
          (copy >>> 24) + " " + peers.get(copy >>> 4 & 0xfffff) + " " + CopyState.of(copy & 0xf));
    }
    assertEquals(expected, told);
    assertEquals(expected.size(), stripe.getCopiesCount());
    assertFalse(stripe.getGone());
  }

  @Test
  void oneBackupsStripesAreThoseThatItNeeds() {
    assertEquals(Set.of(1, 3, 4), numbers(ask(0, Acts.backup(2))));
    assertEquals(Set.of(5, 6), numbers(ask(0, Acts.backup(3))));
    assertEquals(
        FailureCode.BACKUP_UNKNOWN, assertThrows(OperationFailed.class, () -> ask(0, "ff")).code());
  }

  @Test
  void whatEntriesNameHasChanged() {
    long before = head();
    assertEquals(Set.of(), changedSince(before));
    submit(catalogue, Acts.noted("download", "backup 2"), Acts.job("job9", "queued"));
    assertEquals(Set.of(), changedSince(before));
    submit(catalogue, Acts.changed(3, 4, 2, "CORRUPT"));
    assertEquals(Set.of(3), changedSince(before));
    submit(catalogue, Acts.more(4, 901, 5, 1));
    assertEquals(Set.of(3, 4), changedSince(before));
    long between = head();
    submit(catalogue, Acts.receipt(4, 901, 5, 1));
    TestCatalogue.reserve(catalogue, 3, 7);
    submit(catalogue, Acts.cleared(5, "owner2", 0));
    assertEquals(Set.of(4, 5, 7), changedSince(between));
    assertEquals(Set.of(3, 4, 5, 7), changedSince(before));
    List<MapPage> pages = ask(before, "");
    Map<Long, MapStripe> all = new TreeMap<>();
    stripes(ask(0, "")).forEach(stripe -> all.put(stripe.getNumber(), stripe));
    for (MapStripe changed : stripes(pages)) {
      assertEquals(all.get(changed.getNumber()), changed);
    }
    assertEquals(head(), pages.getFirst().getLogIndex());
  }

  @Test
  void aCloseIsToldStripeByStripeWhileTheDemandStays() {
    long before = head();
    submit(catalogue, Acts.closed(3, "complete", List.of(5, 6), List.of()));
    assertEquals(Set.of(5, 6), changedSince(before), "the set's first");
    before = head();
    TestCatalogue.backUp(catalogue, 4, "docs", 3, 8);
    submit(catalogue, Acts.closed(4, "complete", List.of(8), List.of(3)));
    assertEquals(Set.of(3, 8), changedSince(before));
    before = head();
    TestCatalogue.backUp(catalogue, 5, "docs", 4, 9);
    submit(catalogue, Acts.closed(5, "failed", List.of(), List.of()));
    assertEquals(Set.of(9), changedSince(before));
    assertEquals(0, stripes(ask(before, "")).getFirst().getCopiesWanted());
    before = head();
    submit(catalogue, Acts.opened(6, "docs", 5, Tier.GOLD));
    submit(catalogue, Acts.closed(6, "complete", List.of(9), List.of()));
    assertTrue(isToldAnewSince(before), "a larger demand on all that the set needs");
    assertFalse(isToldAnewSince(head()));
  }

  @Test
  void whatCannotBeToldStripeByStripeIsToldAnew() {
    long before = head();
    submit(catalogue, Acts.closedUntil(3, NOW + 1_000, 5, 6));
    assertEquals(Set.of(5, 6), changedSince(before));
    long closed = head();
    clock.set(NOW + 1_000);
    assertTrue(isToldAnewSince(closed), "its retention ended");
    assertEquals(0, stripes(ask(closed, "")).get(4).getCopiesWanted());
    submit(catalogue, Acts.deleted(2));
    assertTrue(isToldAnewSince(head() - 1));
    assertTrue(isToldAnewSince(head() + 1), "another history");
  }

  @Test
  void tooMuchIsToldAnew() {
    long before = head();
    submit(
        catalogue,
        IntStream.range(0, 5_000)
            .mapToObj(number -> Acts.noted("download", "backup " + number))
            .toArray(com.plexichat.backup.proto.Command[]::new));
    assertTrue(isToldAnewSince(before));
    assertFalse(isToldAnewSince(head() - 100));
  }

  @Test
  void whatABackupNeedsNoMoreIsGoneFromItsMap() {
    TestCatalogue.backUp(catalogue, 4, "docs", 3, 8);
    long before = head();
    submit(catalogue, Acts.changed(8, 0, 2, "MISSING"), Acts.changed(1, 1, 2, "MISSING"));
    Map<Long, Boolean> gone = new TreeMap<>();
    stripes(ask(before, Acts.backup(2)))
        .forEach(stripe -> gone.put(stripe.getNumber(), stripe.getGone()));
    assertEquals(Map.of(1L, false, 7L, true), gone);
  }

  @Test
  void aTierKeepsItsNumber() {
    List<String> before = ask(0, "").getFirst().getTiersList();
    assertEquals(List.of("", "bronze"), before);
    submit(catalogue, Acts.set("more", Tier.GOLD), Acts.opened(9, "more", 1, Tier.GOLD));
    assertEquals(List.of("", "bronze", "gold"), ask(0, "").getFirst().getTiersList());
    submit(catalogue, Acts.closed(9, "failed", List.of(), List.of()));
    assertEquals(List.of("", "bronze", "gold"), ask(0, "").getFirst().getTiersList());
  }

  @Test
  void aRestartedCoordinatorKnowsWhatChanged() {
    long before = head();
    submit(catalogue, Acts.changed(3, 4, 2, "CORRUPT"));
    catalogue.close();
    reopen();
    assertEquals(Set.of(3), changedSince(before));
  }
}
