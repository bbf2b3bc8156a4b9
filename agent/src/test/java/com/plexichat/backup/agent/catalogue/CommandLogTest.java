package com.plexichat.backup.agent.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.proto.Command;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLogTest {
  @TempDir Path folder;

  private final LogWriter writer =
      new LogWriter(
          InstantSource.fixed(Instant.ofEpochMilli(TestCatalogue.NOW)),
          () -> 1,
          TestCatalogue.UNSIGNED);

  private CommandLog open() {
    return CommandLog.open(folder, LogDisk.real(), LogHead.NONE);
  }

  private void append(CommandLog log, String... details) {
    List<Command> commands = new ArrayList<>();
    for (String detail : details) {
      commands.add(Acts.noted("note", detail));
    }
    LogWriter.Chained chained =
        writer.chain(log.head(), new LogWriter.Request("coordinator", "", "", commands));
    log.append(chained.bytes(), chained.head());
  }

  private List<String> details(CommandLog log) {
    List<String> details = new ArrayList<>();
    try (LogCursor cursor = log.from(1)) {
      while (cursor.next()) {
        assertEquals(details.size() + 1, cursor.index());
        details.add(cursor.entry().getCommand().getNoted().getDetail());
      }
    }
    return details;
  }

  private Path file() throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().reduce((_, last) -> last).orElseThrow();
    }
  }

  @Test
  void cutAtEveryByteOfTheLastEntriesItOpensWithWhatIsWhole() throws IOException {
    List<Long> ends = new ArrayList<>();
    List<LogHead> heads = new ArrayList<>();
    try (CommandLog log = open()) {
      for (int entry = 0; entry < 8; entry++) {
        append(log, "entry " + entry);
        ends.add(Files.size(file()));
        heads.add(log.head());
      }
    }
    byte[] whole = Files.readAllBytes(file());
    for (int length = (int) (long) ends.get(3); length <= whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      int expected = 0;
      while (expected < ends.size() && ends.get(expected) <= length) {
        expected++;
      }
      try (CommandLog log = open()) {
        assertEquals(heads.get(expected - 1), log.head(), "cut at " + length);
        assertEquals(length - ends.get(expected - 1), log.tornBytes());
        append(log, "after");
        assertEquals(expected + 1, details(log).size());
      }
    }
  }

  @Test
  void aFlippedBitBeforeTheLastEntryIsDamage() throws IOException {
    long lastStarts = 0;
    try (CommandLog log = open()) {
      for (int entry = 0; entry < 6; entry++) {
        lastStarts = Files.size(file());
        append(log, "entry " + entry);
      }
    }
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < lastStarts; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(file(), flipped);
      int place = at;
      OperationFailed failed =
          assertThrows(OperationFailed.class, this::open, () -> "flipped at " + place);
      assertEquals(FailureCode.CATALOGUE_DAMAGED, failed.code());
      assertTrue(failed.args().getLast().contains("entry "), failed.getMessage());
    }
  }

  @Test
  void whatTheDatabaseHasAppliedIsNeverCut() throws IOException {
    LogHead head;
    try (CommandLog log = open()) {
      append(log, "one", "two");
      head = log.head();
    }
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 1));
    OperationFailed failed =
        assertThrows(OperationFailed.class, () -> CommandLog.open(folder, LogDisk.real(), head));
    assertEquals(FailureCode.CATALOGUE_DAMAGED, failed.code());
  }

  @Test
  void aMissingFileInTheMiddleIsDamage() throws IOException {
    CommandLog.Place small = new CommandLog.Place(folder, 2048);
    LogHead middle = LogHead.NONE;
    try (CommandLog log = CommandLog.open(small, LogDisk.real(), LogHead.NONE)) {
      for (int entry = 0; entry < 40; entry++) {
        append(log, entry + "x".repeat(200));
        middle = entry == 30 ? log.head() : middle;
      }
      assertEquals(40, details(log).size());
    }
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.sorted().toList();
    }
    assertTrue(files.size() > 4, files.toString());
    for (Path file : files) {
      assertTrue(Files.size(file) <= 2048);
    }
    try (CommandLog log = CommandLog.open(small, LogDisk.real(), middle)) {
      assertEquals(40, details(log).size());
      assertEquals(middle.hash(), log.hashOf(31));
      append(log, "more");
      assertEquals(36, log.rows(5, 99).size());
    }
    Files.delete(files.get(2));
    assertEquals(
        FailureCode.CATALOGUE_DAMAGED, assertThrows(OperationFailed.class, this::open).code());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatFailsLeavesNothingAndWhatSucceedsStays(long seed) throws IOException {
    FailingDisk disk = new FailingDisk(seed);
    Random random = new Random(seed);
    List<String> acknowledged = new ArrayList<>();
    int refused = 0;
    try (CommandLog log = CommandLog.open(folder, disk, LogHead.NONE)) {
      disk.rate(0.2);
      for (int at = 0; at < 100; at++) {
        String detail = at + "x".repeat(random.nextInt(2000));
        try {
          append(log, detail, detail + "second");
          acknowledged.add(detail);
          acknowledged.add(detail + "second");
        } catch (OperationFailed failed) {
          assertEquals(FailureCode.CATALOGUE_REFUSED, failed.code(), "seed " + seed);
          refused++;
        }
      }
      assertEquals(acknowledged, details(log), "seed " + seed);
      disk.rate(0);
      append(log, "space again");
      acknowledged.add("space again");
    }
    assertTrue(refused > 10 && acknowledged.size() > 30, "seed " + seed);
    try (CommandLog log = open()) {
      assertEquals(0, log.tornBytes());
      assertEquals(acknowledged, details(log), "seed " + seed);
    }
  }

  @Test
  void aCapsuleIsTheLogFromAnEntryOn(@TempDir Path other) throws IOException {
    try (CommandLog log = open()) {
      append(log, "one", "two", "three");
      byte[] all = TestCatalogue.copy(log, 1);
      assertArrayEquals(Files.readAllBytes(file()), all);
      ByteArrayOutputStream tail = new ByteArrayOutputStream();
      assertEquals(log.head(), log.copyTo(3, tail));
      assertTrue(tail.size() < all.length);
      assertEquals(log.head(), log.copyTo(4, new ByteArrayOutputStream()));
      byte[] torn = java.util.Arrays.copyOf(all, all.length - 3);
      assertEquals(2, Catalogue.restore(other, new ByteArrayInputStream(torn)).index());
      assertThrows(
          OperationFailed.class, () -> Catalogue.restore(other, new ByteArrayInputStream(all)));
      try (CommandLog restored =
          CommandLog.open(other.resolve("log"), LogDisk.real(), LogHead.NONE)) {
        assertEquals(List.of("one", "two"), details(restored));
      }
    }
  }
}
