package com.plexichat.backup.agent.cli.output;

import com.plexichat.backup.agent.cli.output.ProgressText.Standing;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Shows progress on stderr: one line that is rewritten on a terminal, otherwise a line at each new
/// phase and every few seconds. Nothing is invented in between: a line shows what was last told.
public final class ProgressPrinter implements AutoCloseable {
  private static final Duration LIVE = Duration.ofMillis(100);
  private static final Duration PLAIN = Duration.ofSeconds(5);

  private final PrintStream err;
  private final boolean live;
  private final InstantSource clock;
  private Instant last = Instant.MIN;
  private String phase = "";
  private boolean open;

  public ProgressPrinter(PrintStream err, boolean live, InstantSource clock) {
    this.err = err;
    this.live = live;
    this.clock = clock;
  }

  public synchronized void show(Standing at) {
    Instant now = clock.instant();
    boolean due = last.equals(Instant.MIN) || !now.isBefore(last.plus(live ? LIVE : PLAIN));
    boolean newPhase = !at.phase().equals(phase);
    if (!due && !newPhase) {
      return;
    }
    last = now;
    phase = at.phase();
    if (live) {
      // One column stays free: some terminals wrap when the last one is written.
      err.print("\r" + ProgressText.live(at, Block.WIDTH - 1) + "\u001b[K");
      err.flush();
      open = true;
    } else {
      err.println(ProgressText.plain(at, Block.WIDTH));
    }
  }

  /// Removes the live line, so that what comes next begins at the left.
  @Override
  public synchronized void close() {
    if (open) {
      err.print("\r\u001b[K");
      err.flush();
      open = false;
    }
  }
}
