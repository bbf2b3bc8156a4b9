package com.plexichat.backup.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.api.WatchValues.Next;
import com.plexichat.backup.agent.api.WatchValues.Reading;
import com.plexichat.backup.proto.Change;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// One value a key, and what a reader is told of it however late it comes.
class WatchValuesTest {
  private final WatchValues values = new WatchValues();

  private static WatchValues.Key key(int number) {
    return new WatchValues.Key("set", "s" + number);
  }

  private static Change value(String host) {
    return Change.newBuilder().setSet(SetSpec.newBuilder().setHost(host)).build();
  }

  private void put(int key, String host) {
    values.put(key(key), value(host), 7);
  }

  private List<Change> rest(Reading reading) throws InterruptedException {
    List<Change> told = new ArrayList<>();
    for (Next next = reading.next(0, true); next.item().isPresent(); next = reading.next(0, true)) {
      told.add(next.item().get().change());
      reading.told(next.item().get());
    }
    return told;
  }

  private static List<String> hosts(List<Change> changes) {
    return changes.stream()
        .map(change ->
            change.hasGone() ? "-" + change.getGone().getKey() : change.getSet().getHost())
        .toList();
  }

  @Test
  void onlyWhatDiffersIsAChange() throws Exception {
    put(1, "a");
    put(2, "b");
    Reading reading = values.reading(OptionalLong.empty());
    assertEquals(List.of("a", "b"), hosts(rest(reading)));
    assertEquals(2, reading.position());
    put(1, "a");
    assertEquals(List.of(), rest(reading));
    values.repeat(key(1), value("a"), 8);
    List<Change> again = rest(reading);
    assertEquals(List.of("a"), hosts(again));
    assertEquals(3, again.getFirst().getRevision());
    assertEquals(8, again.getFirst().getAtMs());
  }

  @Test
  void aSlowReaderGetsEachKeyOnceAndAsItIs() throws Exception {
    Reading reading = values.reading(OptionalLong.empty());
    for (int round = 0; round < 1_000; round++) {
      put(1, "a" + round);
      put(2, "b" + round);
    }
    List<Change> told = rest(reading);
    assertEquals(List.of("a999", "b999"), hosts(told));
    assertEquals(2_000, told.getLast().getRevision());
  }

  @Test
  void whoComesBackHearsOfWhatIsGoneAndWhoIsNewDoesNot() throws Exception {
    put(1, "a");
    put(2, "b");
    put(3, "c");
    values.remove(key(2), 7);
    values.remove(key(2), 7);
    values.remove(key(9), 7);
    assertEquals(List.of("s1", "s3"), values.names("set"));
    assertEquals(Optional.empty(), values.value(key(2)));
    assertEquals(List.of("-s2"), hosts(rest(values.reading(OptionalLong.of(3)))));
    assertEquals(List.of("a", "c"), hosts(rest(values.reading(OptionalLong.empty()))));
    put(2, "again");
    assertEquals(List.of("again"), hosts(rest(values.reading(OptionalLong.of(3)))));
  }

  @Test
  void marksAreBoundedAndWhoMissedOneIsToldAllAnew() throws Exception {
    put(0, "stays");
    int most = WatchValues.MARKS;
    for (int number = 1; number <= most + 1; number++) {
      put(number, "x");
    }
    long before = most + 2L;
    Reading reading = values.reading(OptionalLong.of(before));
    for (int number = 1; number <= most; number++) {
      values.remove(key(number), 7);
    }
    assertTrue(values.reaches(before));
    values.remove(key(most + 1), 7);
    assertFalse(values.reaches(before));
    assertTrue(values.reaches(before + 1));
    assertFalse(values.reaches(before + most + 2), "a revision that was never told");
    assertTrue(reading.next(0, true).anew());
    assertEquals(List.of("stays"), hosts(rest(reading)));
  }

  @Test
  void wholeIsToldBehindTheLastValueAndOnlyOnce() throws Exception {
    put(1, "a");
    Reading reading = values.reading(OptionalLong.empty());
    values.setWhole(true);
    Next first = reading.next(0, false);
    assertFalse(first.whole());
    reading.told(first.item().orElseThrow());
    assertTrue(reading.next(0, false).whole());
    assertTrue(reading.next(0, true).item().isEmpty());
    values.setWhole(false);
    assertFalse(reading.next(0, false).whole());
  }

  @Test
  void whoReadsLearnsThatTheValuesCannotBeHad() {
    Reading reading = values.reading(OptionalLong.empty());
    values.fail();
    OperationFailed failed = assertThrows(OperationFailed.class, () -> reading.next(0, true));
    assertEquals(FailureCode.INTERRUPTED, failed.code());
  }
}
