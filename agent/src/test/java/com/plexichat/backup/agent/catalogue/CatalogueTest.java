package com.plexichat.backup.agent.catalogue;

import static com.plexichat.backup.agent.catalogue.TestCatalogue.NOW;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.open;
import static com.plexichat.backup.agent.catalogue.TestCatalogue.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.proto.PeerChanged;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  @TempDir Path folder;

  @Test
  void aDatabaseMadeAnewFromTheLogIsTheSame() throws IOException {
    try (Catalogue catalogue = open(folder)) {
      assertEquals(new Opening(0, 0, 0, ""), catalogue.opening());
      TestCatalogue.live(catalogue);
    }
    String before = TestCatalogue.dump(folder);
    assertTrue(before.contains("STRIPE"), before);
    TestCatalogue.dropDatabase(folder);
    try (Catalogue catalogue = open(folder)) {
      assertEquals("it was missing", catalogue.opening().rebuilt());
      assertEquals(catalogue.head().index(), catalogue.opening().replayed());
    }
    assertEquals(before, TestCatalogue.dump(folder));
  }

  @Test
  void aSoundDatabaseIsNotMadeAnew() {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.live(catalogue);
    }
    try (Catalogue catalogue = open(folder)) {
      assertEquals("", catalogue.opening().rebuilt());
      assertEquals(0, catalogue.opening().replayed());
      assertEquals(5, catalogue.peers().all().size());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDatabaseWithAWrongByteIsMadeAnew(long seed) throws IOException {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.live(catalogue);
    }
    Path file = folder.resolve("db").resolve("catalogue.mv.db");
    byte[] bytes = Files.readAllBytes(file);
    bytes[new Random(seed).nextInt(bytes.length)] ^= 1;
    Files.write(file, bytes);
    try (Catalogue catalogue = open(folder)) {
      assertTrue(catalogue.opening().rebuilt().contains("checksum"), "seed " + seed);
      assertEquals(3, catalogue.backups().all().size());
    }
  }

  @Test
  void aNameMeansTheMachineThatWasNotRemoved() {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.found(catalogue);
      Command.Builder named = Acts.joined(6, "owner6").toBuilder();
      named.getPeerJoinedBuilder().getPeerBuilder().setName("machine1");
      TestCatalogue.submit(catalogue, named.build());
      assertEquals(Acts.peer(6), catalogue.peers().get("machine1").id(), "the one that came last");
      PeerChanged removed =
          PeerChanged.newBuilder()
              .setPeerId(Acts.peer(6).hex())
              .setState(PeerState.REMOVED)
              .build();
      TestCatalogue.submit(catalogue, Command.newBuilder().setPeerChanged(removed).build());
      assertEquals(Acts.peer(1), catalogue.peers().get("machine1").id());
    }
  }

  @Test
  void aDatabaseOfNoUseIsMadeAnewAfterACrash() throws IOException {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.live(catalogue);
    }
    Files.delete(folder.resolve("db").resolve("catalogue.sum"));
    Files.writeString(folder.resolve("db").resolve("catalogue.mv.db"), "not a database");
    try (Catalogue catalogue = open(folder)) {
      assertTrue(!catalogue.opening().rebuilt().isEmpty());
      assertEquals(3, catalogue.backups().all().size());
    }
  }

  @Test
  void aDatabaseBehindIsReplayedAndOneAheadIsMadeAnew(@TempDir Path older) throws IOException {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.found(catalogue);
    }
    copy(folder.resolve("db"), older.resolve("db"));
    copy(folder.resolve("log"), older.resolve("log"));
    try (Catalogue catalogue = open(folder)) {
      submit(catalogue, Acts.noted("one", ""), Acts.noted("two", ""));
    }
    String whole = TestCatalogue.dump(folder);
    copy(older.resolve("db"), folder.resolve("db"));
    try (Catalogue catalogue = open(folder)) {
      assertEquals(2, catalogue.opening().replayed());
      assertEquals("", catalogue.opening().rebuilt());
    }
    assertEquals(whole, TestCatalogue.dump(folder));
    copy(folder.resolve("db"), older.resolve("db"));
    try (Catalogue catalogue = open(older)) {
      assertTrue(catalogue.opening().rebuilt().contains("ahead"), catalogue.opening().rebuilt());
      assertEquals(5, catalogue.peers().all().size());
    }
  }

  @Test
  void aDatabaseOfAnotherLogIsMadeAnew(@TempDir Path other) throws IOException {
    try (Catalogue one = open(folder);
        Catalogue two = open(other)) {
      TestCatalogue.found(one);
      submit(two, Acts.founded());
      for (int peer = 1; peer <= 9; peer++) {
        submit(two, Acts.joined(peer, "somebody"));
      }
    }
    copy(other.resolve("db"), folder.resolve("db"));
    try (Catalogue catalogue = open(folder)) {
      assertTrue(!catalogue.opening().rebuilt().isEmpty());
      assertEquals(5, catalogue.peers().all().size());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var old = Files.list(to)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /// Cuts the log as a kill in the middle of an append would, with the database as it was before.
  @Test
  void killedInTheMiddleOfAnAppendItKeepsWhatWasAcknowledged(@TempDir Path before)
      throws IOException {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.found(catalogue);
    }
    copy(folder.resolve("db"), before);
    long start = Files.size(TestCatalogue.log(folder));
    try (Catalogue catalogue = open(folder)) {
      submit(catalogue, Acts.noted("first", ""));
      submit(catalogue, Acts.noted("second", ""), Acts.noted("third", ""));
    }
    byte[] whole = Files.readAllBytes(TestCatalogue.log(folder));
    for (int length = (int) start; length <= whole.length; length += 7) {
      Files.write(TestCatalogue.log(folder), Arrays.copyOf(whole, length));
      copy(before, folder.resolve("db"));
      try (Catalogue catalogue = open(folder)) {
        long index = catalogue.head().index();
        assertTrue(index >= 8 && index <= 11, "cut at " + length);
        assertEquals(index + 1, submit(catalogue, Acts.noted("after", "")).first());
        assertEquals(catalogue.head(), catalogue.log().head());
      }
    }
  }

  @Test
  void aThousandSubmissionsAtOnceAreAllDurableAndInOrder() throws Exception {
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    List<Future<Submitted>> answers = new ArrayList<>();
    try (Catalogue catalogue = open(folder)) {
      catalogue.onApplied((index, _) -> told.add(index));
      try (ExecutorService threads =
          Executors.newFixedThreadPool(16, Thread.ofVirtual().factory())) {
        for (int at = 0; at < 1000; at++) {
          int number = at;
          answers.add(threads.submit(() -> submit(catalogue, Acts.job("job" + number, "queued"))));
        }
      }
      for (int at = 0; at < 1000; at++) {
        Submitted answer = answers.get(at).get();
        assertEquals(answer.head().hash(), catalogue.log().hashOf(answer.last()));
      }
      assertEquals(1000, catalogue.head().index());
      assertEquals(1000, catalogue.jobs().unfinished().size());
    }
    assertEquals(1000, told.size());
    assertEquals(told.stream().sorted().toList(), told);
    try (Catalogue catalogue = open(folder)) {
      for (int at = 0; at < 1000; at++) {
        long index = answers.get(at).get().first();
        assertEquals(
            "backup job%d, queued".formatted(at),
            catalogue.log().rows(index - 1, 1).getFirst().detail());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void onADiskThatFailsEverySubmissionIsWholeOrNotThere(long seed) throws IOException {
    FailingDisk disk = new FailingDisk(seed);
    List<String> kept = new ArrayList<>();
    int refused = 0;
    try (Catalogue catalogue = TestCatalogue.open(folder, disk)) {
      disk.rate(0.15);
      for (int at = 0; at < 150; at++) {
        try {
          submit(catalogue, Acts.job("a" + at, "queued"), Acts.job("b" + at, "queued"));
          kept.add("b" + at);
        } catch (OperationFailed failed) {
          assertEquals(FailureCode.CATALOGUE_REFUSED, failed.code());
          refused++;
        }
      }
      disk.rate(0);
      submit(catalogue, Acts.job("end", "queued"));
      assertEquals(kept.size() * 2 + 1, catalogue.jobs().unfinished().size(), "seed " + seed);
      assertEquals(kept.size() * 2 + 1, catalogue.head().index(), "seed " + seed);
    }
    assertTrue(refused > 5, "seed " + seed);
    String before = TestCatalogue.dump(folder);
    TestCatalogue.dropDatabase(folder);
    open(folder).close();
    assertEquals(before, TestCatalogue.dump(folder), "seed " + seed);
  }

  @Test
  void aDatabaseThatBreaksWhileOpenIsOpenedAnew() {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.live(catalogue);
      TestCatalogue.shutDown(folder, "SHUTDOWN IMMEDIATELY");
      assertEquals(5, catalogue.peers().all().size());
      TestCatalogue.shutDown(folder, "SHUTDOWN IMMEDIATELY");
      long before = catalogue.head().index();
      assertEquals(before + 1, submit(catalogue, Acts.noted("after", "")).last());
      assertEquals(3, catalogue.backups().all().size());
    }
  }

  @Test
  void whatDoesNotFitIsNeverAppended() {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.found(catalogue);
      LogHead before = catalogue.head();
      OperationFailed failed =
          assertThrows(
              OperationFailed.class,
              () ->
                  submit(
                      catalogue,
                      Acts.noted("first", ""),
                      Acts.committed(0, List.of(Acts.committedStripe(77, 2, 2, 3, 4)))));
      assertEquals(FailureCode.ACT_REFUSED, failed.code());
      assertThrows(
          IllegalArgumentException.class,
          () -> submit(catalogue, com.plexichat.backup.proto.Command.getDefaultInstance()));
      assertThrows(
          OperationFailed.class, () -> submit(catalogue, Acts.opened(1, "none", 1, Tier.BRONZE)));
      assertEquals(before, catalogue.head());
      assertEquals(before, catalogue.log().head());
    }
  }

  @Test
  void anInterruptedReaderClosesNothing() throws Exception {
    try (Catalogue catalogue = open(folder)) {
      TestCatalogue.live(catalogue);
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                Thread.currentThread().interrupt();
                try {
                  catalogue.stripes().forEach(NOW, _ -> {});
                  submit(catalogue, Acts.noted("interrupted", ""));
                } catch (RuntimeException refused) {
                  Thread.currentThread().interrupt();
                }
              });
      reader.join();
      submit(catalogue, Acts.noted("after", ""));
      assertEquals(5, catalogue.peers().all().size());
    }
  }

  @Test
  void aClosedCatalogueTakesNothing() {
    Catalogue catalogue = open(folder);
    catalogue.close();
    assertThrows(IllegalStateException.class, () -> submit(catalogue, Acts.noted("late", "")));
  }
}
