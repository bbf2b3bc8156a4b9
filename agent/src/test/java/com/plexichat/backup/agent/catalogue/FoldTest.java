package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.Acts.stripe;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.FoldedRecord;
import com.plexichat.backup.proto.StripesFolded;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.model.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stripe in the place of small ones: needs, records, names.
class FoldTest {
  @TempDir Path folder;
  private Catalogue catalogue;

  /// Backups 1 to 3 of a set: stripe 1 is needed by the first, 2 by the first two, 3 from the third
  /// on. A fourth is running and has sealed stripe 9.
  @BeforeEach
  void backUp() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2), List.of()));
    TestCatalogue.backUp(catalogue, 2, "docs", 2, 5);
    submit(catalogue, Acts.closed(2, "complete", List.of(5), List.of(1)));
    TestCatalogue.backUp(catalogue, 3, "docs", 3, 3);
    submit(catalogue, Acts.closed(3, "complete", List.of(3), List.of(2)));
    TestCatalogue.backUp(catalogue, 4, "docs", 4, 9);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static Command folded(int into, List<Integer> replaced, boolean withRecords) {
    StripesFolded.Builder act =
        StripesFolded.newBuilder().setBackupId(Acts.backup(4)).setInto(Acts.bytes(stripe(into)));
    replaced.forEach(one -> act.addReplaced(Acts.bytes(stripe(one))));
    if (withRecords) {
      act.addRecords(
          FoldedRecord.newBuilder()
              .setRecordHash(ByteString.copyFrom(new byte[32]))
              .setOffset(77)
              .setLength(500));
    }
    return Command.newBuilder().setStripesFolded(act).build();
  }

  private List<StripeId> needed(int backup) {
    List<StripeId> ids = new ArrayList<>();
    catalogue.stripes().neededBy(Acts.backup(backup), ids::add);
    return ids;
  }

  private FailureCode refused(Command command) {
    return assertThrows(OperationFailed.class, () -> submit(catalogue, command)).code();
  }

  @Test
  void everyBackupThatNeededOneNeedsTheNewOne() {
    submit(catalogue, folded(9, List.of(1, 3), true));
    assertEquals(List.of(stripe(2), stripe(9)), needed(1));
    assertEquals(List.of(stripe(2), stripe(5)), needed(2));
    assertEquals(List.of(stripe(5), stripe(9)), needed(3));
    assertEquals(Optional.empty(), catalogue.stripes().find(stripe(1), NOW).orElseThrow().target());
    assertEquals(
        List.of(stripe(9), stripe(2)),
        catalogue.stripes().current(List.of(stripe(1), stripe(3), stripe(2))));
    BackupRow third = catalogue.backups().get(Acts.backup(3));
    assertEquals(Optional.of(stripe(9)), third.recordStripe());
    assertEquals(List.of(77, 500), List.of(third.recordOffset(), third.recordLength()));
    assertEquals(List.of(stripe(1), stripe(3)), catalogue.stripes().leftByFolds(10));
    submit(catalogue, Acts.closed(4, "complete", List.of(9), List.of(5)));
    assertEquals(List.of(stripe(9)), needed(4));
  }

  @Test
  void foldsOfFoldsAreFollowed() {
    submit(catalogue, folded(9, List.of(1, 2), true));
    TestCatalogue.reserve(catalogue, 4, 10);
    submit(catalogue, Acts.committed(4, List.of(Acts.committedStripe(10, 2, 2, 3, 4))));
    assertEquals(FailureCode.ACT_REFUSED, refused(folded(10, List.of(9, 3), true)), "9 is its own");
    submit(catalogue, Acts.closed(4, "complete", List.of(9), List.of()));
    TestCatalogue.backUp(catalogue, 5, "docs", 5, 11);
    Command again = folded(11, List.of(9, 3), true);
    submit(
        catalogue,
        again.toBuilder()
            .setStripesFolded(again.getStripesFolded().toBuilder().setBackupId(Acts.backup(5)))
            .build());
    assertEquals(
        List.of(stripe(11)), catalogue.stripes().current(List.of(stripe(1), stripe(9), stripe(3))));
    for (int backup = 1; backup <= 4; backup++) {
      assertEquals(List.of(), needed(backup).stream().filter(stripe(9)::equals).toList());
      assertEquals(1, needed(backup).stream().filter(stripe(11)::equals).count());
    }
  }

  @Test
  void whatWouldLoseSomethingIsRefused() {
    assertEquals(
        FailureCode.ACT_REFUSED, refused(folded(9, List.of(1, 3), false)), "a record left out");
    assertEquals(FailureCode.ACT_REFUSED, refused(folded(3, List.of(1, 2), true)), "another's");
    assertEquals(FailureCode.ACT_REFUSED, refused(folded(9, List.of(9, 1), true)), "itself");
    TestCatalogue.reserve(catalogue, 4, 10);
    assertEquals(
        FailureCode.ACT_REFUSED, refused(folded(10, List.of(1, 3), true)), "not acknowledged");
    submit(catalogue, folded(9, List.of(1, 3), true));
    assertEquals(FailureCode.ACT_REFUSED, refused(folded(9, List.of(1), true)), "folded already");
    assertEquals(List.of(stripe(5), stripe(9)), needed(3));
  }

  @Test
  void onlyWhatIsSettledIsOffered() {
    List<StripeId> offered =
        catalogue.stripes().settled(Acts.VAULT, Tier.BRONZE, 1 << 20, NOW).stream()
            .map(StripeTable.Settled::id)
            .toList();
    assertEquals(List.of(stripe(1), stripe(2), stripe(5), stripe(3)), offered);
    assertEquals(List.of(), catalogue.stripes().settled(Acts.VAULT, Tier.SILVER, 1 << 20, NOW));
    assertEquals(List.of(), catalogue.stripes().settled(Acts.VAULT, Tier.BRONZE, 100, NOW));
  }
}
