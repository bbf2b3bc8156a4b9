package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.Acts.stripe;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.proto.BackupClosed;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.SparseStripe;
import com.plexichat.backup.shared.model.StripeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of which stripes little is needed, set by set.
class SparseTableTest {
  private static final long END = NOW + 1000;

  @TempDir Path folder;
  private Catalogue catalogue;

  @BeforeEach
  void found() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  /// Ends a backup that ends at a time.
  private void close(
      int backup, long endsMs, List<Integer> added, Map<Integer, Integer> sparse, int... vacated) {
    Command command =
        Acts.closedUntil(backup, endsMs, added.stream().mapToInt(one -> one).toArray());
    BackupClosed.Builder closed = command.getBackupClosed().toBuilder();
    new TreeMap<>(sparse)
        .forEach((stripe, permille) ->
            closed.addSparse(
                SparseStripe.newBuilder()
                    .setStripe(Acts.bytes(stripe(stripe)))
                    .setPermille(permille)));
    for (int stripe : vacated) {
      closed.addVacated(Acts.bytes(stripe(stripe))).addDropped(Acts.bytes(stripe(stripe)));
    }
    submit(catalogue, Command.newBuilder().setBackupClosed(closed).build());
  }

  private List<StripeId> candidates(String set) {
    return catalogue.sparse().candidates(set, END).stream().map(SparseTable.Sparse::id).toList();
  }

  @Test
  void whatWasToldStandsUntilItIsToldAnew() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    close(1, END, List.of(1, 2), Map.of(1, 200, 2, 300));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 5);
    close(2, END, List.of(5), Map.of(1, 100, 2, 0));
    assertEquals(Map.of(stripe(1), 100), catalogue.sparse().ofSet("docs"));
    assertEquals(List.of(stripe(1)), candidates("docs"));
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 6);
    close(3, END, List.of(6), Map.of(1, 0), 1);
    assertEquals(List.of(), candidates("docs"));
    assertEquals(List.of(stripe(1)), catalogue.sparse().vacated(Acts.VAULT));
  }

  @Test
  void whatAnotherSetNeedsMoreOfStays() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    close(1, END, List.of(1, 2), Map.of(1, 200, 2, 200));
    TestCatalogue.backUp(catalogue, 2, "mail", 1);
    close(2, END, List.of(1, 2), Map.of(2, 100));
    assertEquals(List.of(stripe(2)), candidates("docs"));
    assertEquals(300, catalogue.sparse().candidates("docs", END).getFirst().permille());
  }

  @Test
  void whatABackupNeedsThatIsKeptLongerStays() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    close(1, END + 1, List.of(1), Map.of());
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 2);
    close(2, END, List.of(2), Map.of(1, 10, 2, 10));
    assertEquals(List.of(stripe(2)), candidates("docs"));
  }

  @Test
  void whatIsVacatedWaitsForTheLastBackupThatNeedsIt() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    close(1, END + 5, List.of(1, 2), Map.of());
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 3);
    close(2, END, List.of(3), Map.of(1, 10, 2, 10));
    assertEquals(new SparseTable.Waiting(List.of(), 0), catalogue.sparse().waiting(Set.of()));
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 4);
    close(3, END + 9, List.of(4), Map.of(), 1);
    assertEquals(waiting(END + 5), catalogue.sparse().waiting(Set.of()));
    assertEquals(waiting(END), catalogue.sparse().waiting(Set.of(Acts.backup(1))));
    submit(catalogue, Acts.deleted(1));
    assertEquals(waiting(END), catalogue.sparse().waiting(Set.of()));
    submit(catalogue, Acts.deleted(2));
    assertEquals(new SparseTable.Waiting(List.of(), 0), catalogue.sparse().waiting(Set.of()));
  }

  @Test
  void whatIsVacatedAndKeptForEverHasNoEnd() {
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1);
    close(1, 0, List.of(1), Map.of());
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 2);
    close(2, END, List.of(2), Map.of(), 1);
    assertEquals(waiting(0), catalogue.sparse().waiting(Set.of()));
  }

  private static SparseTable.Waiting waiting(long endsMs) {
    return new SparseTable.Waiting(List.of(stripe(1)), endsMs);
  }
}
