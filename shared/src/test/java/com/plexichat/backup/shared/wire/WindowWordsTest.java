package com.plexichat.backup.shared.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.TimeWindow;
import com.plexichat.backup.shared.model.TimeWindow.Times;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowWordsTest {
  @Test
  void timesAreReadAndWrittenAlike() {
    assertEquals(
        new Times(List.of("fri", "sat", "sun", "mon"), 1_320, 360),
        WindowWords.times("A line", " Fri-Mon 22:00-06:00 "));
    assertEquals(new Times(List.of(), 0, 1_440), WindowWords.times("A line", "24:00-24:00"));
    for (String words : List.of("mon,wed 00:00-24:00", "12:00-13:00", "sun 23:59-00:01")) {
      assertEquals(words, WindowWords.words(WindowWords.times("A line", words)));
    }
    assertEquals(
        "mon-wed,fri-sun 01:00-02:00",
        WindowWords.words(WindowWords.times("A line", "fri-wed 01:00-02:00")));
    assertEquals(
        "sat,sun 01:00-02:00", WindowWords.words(WindowWords.times("", "sat-sun 01:00-02:00")));
    TimeWindow window =
        new TimeWindow("night", List.of(WindowWords.times("A line", "mon-fri 22:00-06:00")));
    assertEquals(window, Timetables.window(Timetables.message(window)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sunday", "mon", "25:00-06:00", "0:00-6", "someday 00:00-06:00", "mon, 1-2"})
  void whatIsNoTimeIsRefused(String words) {
    assertEquals(
        FailureCode.USAGE,
        assertThrows(OperationFailed.class, () -> WindowWords.times("A line", words)).code());
  }
}
