package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told to have happened, and when.
class NoticesTest {
  private static final Duration NEARLY_A_MINUTE = Duration.ofSeconds(57);

  @TempDir Path home;

  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final Sample sample = new Sample(facts.healthy());

  private static Job ended(Job job, Instant at) {
    return new Job(
        job.id(),
        job.kind(),
        job.state(),
        job.reason(),
        job.phase(),
        job.progress(),
        job.started(),
        Optional.of(at),
        job.askedBy(),
        job.host(),
        job.backupId(),
        job.failure(),
        job.result());
  }

  /// What one console heard late did not happen late.
  @Test
  void whatEndedIsAsOldAsItsEndAndGrowsOlder() throws Exception {
    try (ConsoleRig rig = ConsoleRig.open(home, sample)) {
      sample.tell(
          new Change.OfJob(
              ended(
                  facts.job("j-99", "repair", JobState.DONE, "", 6),
                  Instant.now().minus(NEARLY_A_MINUTE))));
      rig.awaitWords("one new");
      rig.fire("#notices");
      rig.awaitWords("Done: Repair");
      rig.await("its age", () -> List.of("57 s ago", "58 s ago", "59 s ago").contains(age(rig)));
      rig.await(
          "a minute",
          () -> {
            // Whoever is heard of again moves the clock of the screens.
            sample.tell(new SampleFacts(Instant.now()).peerHeard());
            return age(rig).equals("1 min ago");
          });
    }
  }

  private static String age(ConsoleRig rig) {
    return Seen.words(Seen.in(rig.scene().getRoot().lookup(".notices"))).getLast();
  }
}
