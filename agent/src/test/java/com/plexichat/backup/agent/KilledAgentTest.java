package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real agents, struck by `strace` at the system calls of a backup, a restore, a repair and
/// catalogue commits: killed, told EIO or ENOSPC, or lied to about a sync.
///
/// `-Dkills.seed=N` begins with this seed, `-Dkills.count=N` ends after so many points,
/// `-Dkills.points=…` runs one round with these points alone.
class KilledAgentTest {
  private static final int POINTS = Integer.getInteger("kills.count", 400);

  @Test
  @Tag("soak")
  void whatIsAcknowledgedSurvivesForAsLongAsOneLikes(@TempDir Path dir) throws Exception {
    long seed = Long.getLong("kills.seed", new SecureRandom().nextLong() >>> 16);
    rounds(seed, dir, POINTS, Long.getLong("soak.minutes", 1L));
  }

  private static void rounds(long seed, Path dir, int points, long minutes) throws Exception {
    KillTally.line("kills seed", Long.toString(seed));
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    KillRounds rounds = new KillRounds(seed, dir);
    try {
      rounds.learn();
      String given = System.getProperty("kills.points", "");
      if (!given.isEmpty()) {
        List<KillPoint> all = Arrays.stream(given.split(",")).map(KillPoint::of).toList();
        rounds.run(all.getFirst().flow(), all);
      }
      while (given.isEmpty() && (rounds.tally.points < points || System.nanoTime() < until)) {
        rounds.roundOfEach();
      }
      rounds.checkAll();
    } finally {
      rounds.tally.print(rounds.scene());
      rounds.scene().cluster.close();
    }
    assertTrue(rounds.tally.points > 0);
  }
}
