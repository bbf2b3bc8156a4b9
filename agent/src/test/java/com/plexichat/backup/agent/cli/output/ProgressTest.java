package com.plexichat.backup.agent.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.output.ProgressText.Standing;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Progress lines say what is known, in one line.
class ProgressTest {
  private static final Standing FULL =
      new Standing("backup", "sending", 412, 1000, 412 << 20, 1000L << 20, 94_371_840, 6800);
  private static final Standing VAGUE = new Standing("backup", "walking", 17, 0, 0, 0, 0, -1);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void linesFitAndLoseTheLeastImportantFirst() {
    assertEquals(
        "backup: sending  412/1,000  412 MiB of 1.0 GiB  90 MiB/s  41 %  ETA 7 s",
        ProgressText.plain(FULL, 80));
    assertEquals(
        "backup: sending  [########............]  412/1,000  412 MiB of 1.0 GiB  90 MiB/s  41 % "
            + " ETA 7 s",
        ProgressText.live(FULL, 100));
    assertEquals("backup: sending  41 %  ETA 7 s", ProgressText.live(FULL, 35));
    assertEquals("backup: s…", ProgressText.live(FULL, 10));
    for (int width = 1; width < 120; width++) {
      assertTrue(Printable.width(ProgressText.live(FULL, width)) <= width);
    }
  }

  @Test
  void whatIsNotKnownIsNotShown() {
    assertEquals("backup: walking  17", ProgressText.live(VAGUE, 80));
    assertEquals("restore", ProgressText.live(new Standing("restore", "", 0, 0, 0, 0, 0, -1), 80));
  }

  @Test
  void aLogGetsALineNowAndThen() {
    try (ProgressPrinter printer = printer(false)) {
      printer.show(VAGUE);
      now = now.plusMillis(4999);
      printer.show(VAGUE);
      printer.show(FULL);
      now = now.plus(Duration.ofSeconds(5));
      printer.show(FULL);
      printer.show(FULL);
    }
    assertEquals(
        java.util.List.of(
            "backup: walking  17", ProgressText.plain(FULL, 80), ProgressText.plain(FULL, 80)),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }

  @Test
  void aTerminalsLineIsRewrittenAndRemoved() {
    try (ProgressPrinter printer = printer(true)) {
      printer.show(VAGUE);
      printer.show(VAGUE);
    }
    assertEquals("\rbackup: walking  17\u001b[K\r\u001b[K", err.toString(StandardCharsets.UTF_8));
  }

  private ProgressPrinter printer(boolean live) {
    return new ProgressPrinter(new PrintStream(err, true, StandardCharsets.UTF_8), live, () -> now);
  }
}
