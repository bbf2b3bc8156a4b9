package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.Acts.stripe;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.FoldedRecord;
import com.plexichat.backup.proto.StripesFolded;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEventKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a stripe's past is what the log has of it, whatever became of the database.
class StripeHistoryTest {
  @TempDir Path folder;
  private Catalogue catalogue;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  /// `kind peer indexes cause`, newest first.
  private List<String> told(int stripe) {
    return catalogue.history().of(stripe(stripe)).events().stream()
        .map(StripeHistoryTest::line)
        .toList();
  }

  private static String line(StripeEvent event) {
    StripeEvent.Cause cause = event.cause();
    return String.join(
        " ",
        event.kind().name(),
        event.peer().map(one -> "p" + Long.parseLong(one.hex(), 16)).orElse("-"),
        event.indexes().toString(),
        cause.backupId().isEmpty() ? cause.jobKind() + cause.jobId() : cause.backupId());
  }

  @Test
  void aBackupsCopiesAreToldByPeer() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    String backup = Acts.backup(1);
    assertEquals(
        List.of(
            "WRITTEN p2 [0, 1, 3, 4, 6, 7] " + backup,
            "WRITTEN p3 [0, 2, 3, 5, 6, 8] " + backup,
            "WRITTEN p4 [1, 2, 4, 5, 7, 9] " + backup),
        told(2));
    StripeEvent newest = catalogue.history().of(stripe(2)).events().getFirst();
    assertEquals(TestCatalogue.NOW, newest.at().toEpochMilli());
    assertEquals(catalogue.head().index(), newest.entry());
    assertEquals(0, catalogue.history().of(stripe(2)).earlier());
    assertEquals(List.of(), told(99));
  }

  @Test
  void anOrderIsToldUntilSomethingIsHeardOfIt() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.more(1, 70, 5, 2, 3));
    assertEquals("ORDERED p5 [2, 3] ", told(1).getFirst());
    submit(catalogue, Acts.receipt(1, 70, 5, 3));
    assertEquals(List.of("WRITTEN p5 [3] ", "ORDERED p5 [2] "), told(1).subList(0, 2));
    submit(catalogue, Acts.changed(1, 2, 5, "MISSING"));
    assertEquals(List.of("MISSING p5 [2] ", "WRITTEN p5 [3] "), told(1).subList(0, 2));
    submit(catalogue, Acts.cleared(1, "owner5", 2));
    StripeEvent cleared = catalogue.history().of(stripe(1)).events().getFirst();
    assertEquals(
        List.of(StripeEventKind.GIVEN_UP, List.of(2)), List.of(cleared.kind(), cleared.indexes()));
    assertEquals("owner5", cleared.cause().why());
  }

  @Test
  void eachStripeHasItsOwn() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    List<String> before = told(2);
    submit(catalogue, Acts.changed(1, 0, 2, "CORRUPT"), Acts.changed(1, 0, 2, "TRASHED"));
    assertEquals(List.of("TRASHED p2 [0] ", "CORRUPT p2 [0] "), told(1).subList(0, 2));
    assertEquals(before, told(2));
  }

  @Test
  void foldsAreToldOnBothSides() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    submit(catalogue, Acts.closed(1, "complete", List.of(1), List.of()));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 2);
    submit(
        catalogue,
        Command.newBuilder()
            .setStripesFolded(
                StripesFolded.newBuilder()
                    .setBackupId(Acts.backup(2))
                    .setInto(Acts.bytes(stripe(2)))
                    .addReplaced(Acts.bytes(stripe(1)))
                    .addRecords(
                        FoldedRecord.newBuilder()
                            .setBackupId(Acts.backup(1))
                            .setRecordHash(ByteString.copyFrom(new byte[32]))))
            .build());
    assertEquals("FOLDED - [] " + Acts.backup(2), told(1).getFirst());
    assertEquals("GATHERED - [] " + Acts.backup(2), told(2).getFirst());
  }

  @Test
  void aDatabaseThatIsMadeAnewTellsTheSame() throws Exception {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.changed(1, 0, 2, "CORRUPT"));
    List<StripeEvent> before = catalogue.history().of(stripe(1)).events();
    catalogue.close();
    Database.delete(folder.resolve("db"));
    catalogue = TestCatalogue.open(folder);
    assertTrue(!catalogue.opening().rebuilt().isEmpty());
    assertEquals(before, catalogue.history().of(stripe(1)).events());
  }

  @Test
  void onlyTheNewestEntriesAreReadAndTheOthersCounted() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    int changes = Trail.MOST + 20;
    for (int change = 0; change < changes; change++) {
      submit(catalogue, Acts.changed(1, 0, 2, change % 2 == 0 ? "MISSING" : "CORRUPT"));
    }
    StripeHistory.Past past = catalogue.history().of(stripe(1));
    assertEquals(StripeHistory.MOST, past.events().size());
    assertEquals(StripeEventKind.CORRUPT, past.events().getFirst().kind());
    assertEquals(catalogue.head().index(), past.events().getFirst().entry());
    assertEquals(2 + changes - StripeHistory.MOST, past.earlier());
  }

  @Test
  void aTrailIsSmall() {
    Trail trail = Trail.none();
    assertArrayEquals(new byte[] {0}, trail.encode());
    trail.note(1_000_000_000L);
    trail.note(1_000_000_000L);
    trail.note(1_000_000_300L);
    assertEquals(8, trail.encode().length);
    assertEquals(List.of(1_000_000_000L, 1_000_000_300L), Trail.decode(trail.encode()).newest(99));
    LongStream.range(0, 1000).forEach(more -> trail.note(2_000_000_000L + 3 * more));
    Trail read = Trail.decode(trail.encode());
    assertEquals(1002, read.count());
    assertEquals(Trail.MOST, read.newest(1000).size());
    assertEquals(List.of(2_000_002_997L), read.newest(1));
  }
}
