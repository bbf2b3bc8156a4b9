package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real agents, struck by `strace` at the system calls of a backup, a restore, a repair, catalogue
/// commits, a compaction, a prune and its end: killed, told EIO or ENOSPC, or lied to about a sync.
///
/// `-Dkills.seed=N` begins with this seed, `-Dkills.count=N` strikes at least so many points,
/// `-Dkills.points=…` runs one round with these points alone.
class KilledAgentTest {
  private static final int FEW = 48;

  @Test
  @Tag("ci")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void whatIsAcknowledgedSurvives(@TempDir Path dir) throws Exception {
    rounds(Long.getLong("kills.seed", 1), dir, FEW, 0);
  }

  @Test
  @Tag("soak")
  void whatIsAcknowledgedSurvivesForAsLongAsOneLikes(@TempDir Path dir) throws Exception {
    long seed = Long.getLong("kills.seed", new SecureRandom().nextLong() >>> 16);
    rounds(seed, dir, 1, Long.getLong("soak.minutes", 1L));
  }

  private static void rounds(long seed, Path dir, int least, long minutes) throws Exception {
    int points = Integer.getInteger("kills.count", least);
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
    assertTrue(!System.getProperty("kills.points", "").isEmpty() || rounds.tally.points >= points);
  }
}
