package com.plexichat.backup.agent.api;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.catalogue.Acts;
import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.TestCatalogue;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.proto.LocateRequest;
import com.plexichat.backup.proto.SealedMaster;
import com.plexichat.backup.proto.Signed;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is given a ticket, and what is remembered of it.
class LocateDeskTest {
  private static final PeerId READER = Acts.peer(3);
  private static final PeerId STRANGER = Acts.peer(2);

  @TempDir Path folder;
  private final InstantSource time = InstantSource.fixed(Instant.ofEpochMilli(TestCatalogue.NOW));
  private final TicketBook book = new TicketBook(time);
  private Catalogue catalogue;
  private LocateDesk desk;

  @BeforeEach
  void open() {
    catalogue = TestCatalogue.open(folder);
    TestCatalogue.found(catalogue);
    submit(
        catalogue,
        Acts.vault(
            Acts.ring(2).toBuilder()
                .addMasters(SealedMaster.newBuilder().setRecipient(READER.hex()))
                .build()));
    TestCatalogue.backUp(catalogue, 1, "docs", 1, 1, 2);
    submit(catalogue, Acts.closed(1, "complete", List.of(1, 2), List.of()));
    desk = new LocateDesk(catalogue, _ -> Signed.getDefaultInstance(), time, book);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  private static LocateRequest whole() {
    return LocateRequest.newBuilder().setBackupId(Acts.backup(1)).setPurpose("restore").build();
  }

  private void assertNothingTold(LocateRequest request) {
    List<LocateAnswer> pages = new ArrayList<>();
    OperationFailed refused =
        assertThrows(OperationFailed.class, () -> desk.locate(STRANGER, request, pages::add));
    assertEquals(FailureCode.VAULT_CLOSED, refused.code());
    assertEquals(List.of(), pages, "no ticket leaves before the vault was looked at");
  }

  @Test
  void whoWasNotGivenTheVaultGetsNoTicket() {
    assertNothingTold(whole());
    assertNothingTold(
        LocateRequest.newBuilder()
            .addStripes(Acts.bytes(Acts.stripe(2)))
            .setPurpose("restore")
            .build());
    assertFalse(book.wasGiven(STRANGER, Acts.backup(1), "restore", 0));
  }

  @Test
  void aTicketForAWholeBackupIsRemembered() {
    List<LocateAnswer> pages = new ArrayList<>();
    desk.locate(READER, whole(), pages::add);
    assertTrue(pages.getFirst().hasTicket());
    assertTrue(book.wasGiven(READER, Acts.backup(1), "restore", TestCatalogue.NOW));
    assertFalse(book.wasGiven(READER, Acts.backup(1), "verify", TestCatalogue.NOW));
    assertFalse(book.wasGiven(READER, Acts.backup(2), "restore", TestCatalogue.NOW));
    long afterItsEnd = TestCatalogue.NOW + 13 * 3_600_000L;
    assertFalse(book.wasGiven(READER, Acts.backup(1), "restore", afterItsEnd));
  }

  @Test
  void aTicketForSomeStripesIsNoneForTheBackup() {
    LocateRequest some =
        LocateRequest.newBuilder()
            .addStripes(Acts.bytes(Acts.stripe(1)))
            .setBackupId(Acts.backup(1))
            .setPurpose("restore")
            .build();
    desk.locate(READER, some, _ -> {});
    assertFalse(book.wasGiven(READER, Acts.backup(1), "restore", 0));
  }
}
