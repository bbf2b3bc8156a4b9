package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The list of jobs and the one beside it.
class JobsTest {
  @TempDir Path home;

  private final SampleFacts facts = new SampleFacts(Instant.now());
  private final Sample sample = new Sample(facts.healthy());

  /// Who starts a job and opens it at once is there before the list has heard of it.
  @Test
  void aJobThatIsOpenedBeforeItIsListedIsTheOneThatIsShown() throws Exception {
    Job listed = facts.job("j-77", "verify", JobState.DONE, "", 6);
    Job fresh = facts.job("j-99", "repair", JobState.RUNNING, "", 0);
    sample.answer("job", args -> args[0].equals(fresh.id()) ? fresh : listed);
    try (ConsoleRig rig = ConsoleRig.open(home, sample)) {
      sample.tell(new Change.OfJob(listed));
      rig.go(new Target.Jobs(listed.id()));
      rig.await("the one that is listed", () -> shown(rig).contains("Verification"));
      rig.go(new Target.Jobs(fresh.id()));
      rig.await("the fresh one", () -> shown(rig).contains("Repair"));
      sample.tell(new Change.OfJob(fresh));
      TableView<?> table = (TableView<?>) rig.awaitNode("#jobs");
      rig.await("it is listed", () -> table.getItems().contains(fresh));
      rig.await("still the fresh one", () -> shown(rig).contains("Repair"));
    }
  }

  /// It rests, says why, and goes on; then it is cancelled, which is asked twice and never by
  /// Enter.
  @Test
  void aJobIsPausedDiagnosedResumedAndCancelled() throws Exception {
    Job running = facts.job("j-21", "prune", JobState.RUNNING, "", 12);
    Job paused = SampleJobs.paused(facts);
    sample
        .answer("job", _ -> running)
        .answer("pause", _ -> paused)
        .answer("resume", _ -> running)
        .answer("diagnose", _ -> SampleJobs.diagnosis(facts, paused))
        .answer("cancel", _ -> running.with(JobState.CANCELLING, running.turn()));
    try (ConsoleRig rig = ConsoleRig.open(home, sample)) {
      sample.tell(new Change.OfJob(running));
      rig.go(new Target.Jobs(running.id()));
      rig.fire("#pause-job");
      rig.awaitWords("Paused by margit");
      rig.awaitWords("The auditors look at it.");
      sample.tell(new Change.OfJob(paused));
      rig.awaitWords("one of which rests or waits");
      rig.fire("#why-job");
      rig.awaitNode("#finding-paused");
      rig.awaitWords("Resume below lets it go on.");
      rig.awaitWords("Known from: paused by person:margit");
      rig.fire("#resume-job");
      rig.awaitUsable("#pause-job");
      rig.await("asked again", () -> sample.calls("diagnose").size() == 2);
      rig.awaitUsable("#cancel-job");
      rig.robot().interact(rig.awaitUsable("#cancel-job")::requestFocus);
      rig.robot().push(KeyCode.ENTER);
      rig.fire("#cancel-job");
      rig.awaitNode("#cancel-job-sure");
      rig.robot().interact(rig.awaitNode("#cancel-job-sure")::requestFocus);
      rig.robot().push(KeyCode.ENTER);
      assertEquals(0, sample.calls("cancel").size(), "neither the first press nor Enter ends it");
      rig.type("#cancel-job-reason", "the wrong plan");
      rig.fire("#cancel-job-sure");
      rig.awaitWords("Cancelling");
      assertEquals(
          List.of("j-21", "the wrong plan"), sample.calls("cancel").getFirst().arguments());
    }
  }

  @Test
  void whoWaitsSaysBehindWhomAndWhatFailedIsDoneAgain() throws Exception {
    Job failed = facts.job("j-16", "verify", JobState.FAILED, "", 70);
    Job again = SampleJobs.waiting(facts);
    sample.answer("job", args -> args[0].equals("j-16") ? failed : again);
    sample.answer("restart", _ -> again);
    try (ConsoleRig rig = ConsoleRig.open(home, sample)) {
      sample.tell(new Change.OfJob(failed), new Change.OfJob(SampleJobs.paused(facts)));
      rig.go(new Target.Jobs("j-16"));
      rig.fire("#restart-job");
      rig.awaitWords("It waits until 2 other jobs rest or end.");
      rig.awaitWords("Behind: Prune j-21");
      rig.fire("#behind-j-21");
      rig.awaitWords("Paused by margit");
    }
  }

  private static String shown(ConsoleRig rig) {
    return Seen.node(rig.scene().getRoot(), ".detail-panel .card-title")
        .map(Seen::in)
        .map(Seen::words)
        .map(Object::toString)
        .orElse("");
  }
}
