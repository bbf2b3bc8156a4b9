package com.plexichat.backup.console;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import java.nio.file.Path;
import java.time.Instant;
import javafx.scene.control.TableView;
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

  private static String shown(ConsoleRig rig) {
    return Seen.node(rig.scene().getRoot(), ".detail-panel .card-title")
        .map(Seen::in)
        .map(Seen::words)
        .map(Object::toString)
        .orElse("");
  }
}
