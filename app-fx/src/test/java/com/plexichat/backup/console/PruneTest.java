package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A prune as a person does it: refused by a gate, then run, then taken back; and a sweep.
class PruneTest {
  @TempDir Path home;
  private final SampleFacts facts = new SampleFacts(Instant.now());

  // Opened before each test.
  @SuppressWarnings("NullAway.Init")
  private ConsoleRig rig;

  @SuppressWarnings("NullAway.Init")
  private Sample sample;

  @BeforeEach
  void open() throws TimeoutException {
    sample = SamplePrunes.answering(new Sample(facts.healthy()), facts);
    sample.answer("planPrune", _ -> SamplePrunes.blocked(facts));
    sample.answer("job", args -> job((String) args[0], JobState.RUNNING));
    rig = ConsoleRig.open(home, sample);
    rig.go(new Target.Prune());
  }

  @AfterEach
  void close() throws TimeoutException {
    rig.close();
  }

  private Job job(String id, JobState state) {
    return facts.job(id, id.replace("j-", "").replace("back", "rollback"), state, "", 1);
  }

  private void ends(String id) {
    Job done = job(id, JobState.DONE);
    sample.answer("job", _ -> SamplePrunes.done(facts, id, done.kind()));
    sample.tell(new Change.OfJob(done));
    rig.awaitNode("#after-run");
    sample.answer("job", args -> job((String) args[0], JobState.RUNNING));
  }

  private String text(String id) {
    return ((Labeled) rig.awaitNode(id)).getText();
  }

  private void list(int at) {
    List<Node> choices =
        List.copyOf(rig.robot().lookup("#prune-lists > .toggle-button").queryAll());
    rig.robot().interact(((ToggleButton) choices.get(at))::fire);
  }

  @Test
  void aGateRefusesThenItRunsAndIsTakenBack() {
    assertEquals(
        "Gate G15 · Interlock is closed: 3 shards that backups need are lost.",
        text("#run-prune-blocked"));
    assertTrue(rig.awaitNode("#run-prune").isDisabled());
    sample.answer("planPrune", _ -> SamplePrunes.plan(facts));
    rig.fire("#plan-prune");
    rig.awaitNode("#run-prune-number");
    assertTrue(rig.awaitNode("#run-prune").isDisabled(), "nothing is typed");
    rig.robot().clickOn("#run-prune-number").write("3");
    rig.awaitUsable("#run-prune");
    int plans = sample.calls("planPrune").size();
    rig.robot().push(KeyCode.ENTER);
    rig.robot().interact(rig.awaitNode("#run-prune")::requestFocus);
    rig.robot().push(KeyCode.ENTER);
    assertEquals(0, sample.calls("runPrune").size(), "Enter runs nothing");
    assertEquals(plans, sample.calls("planPrune").size(), "nor does it plan anew");
    rig.robot().push(KeyCode.SPACE);
    rig.awaitNode("#prune-job #cancel-job");
    ends("j-prune");
    rig.awaitWords("What went lies in the trash");
    rig.awaitWords("documents #3");
    list(2);
    rig.fire("#after-run");
    rig.awaitUsable("#roll-back");
    rig.fire("#roll-back");
    assertEquals(0, sample.calls("rollBackPrune").size(), "it is asked for twice");
    assertEquals("Yes, bring it back", text("#roll-back"));
    rig.fire("#roll-back");
    rig.awaitNode("#prune-job");
    rig.await("the rollback", () -> sample.asked().contains("rollBackPrune 01HZX9GJ5R0T8WQ4"));
    ends("j-back");
    rig.awaitWords("read byte by byte before it counted again");
  }

  @Test
  void whatIsDueIsSweptDeliberately() {
    sample.answer("planPrune", _ -> SamplePrunes.plan(facts));
    rig.fire("#plan-prune");
    rig.awaitNode("#run-prune-number");
    list(2);
    assertTrue(text("#due").startsWith("96 copies with"), () -> text("#due"));
    rig.type("#sweep-trash-number", "96");
    rig.fire("#sweep-trash");
    rig.await("the sweep", () -> sample.calls("sweepTrash").size() == 1);
    rig.awaitNode("#prune-job #cancel-job");
    ends("j-sweep");
    rig.awaitWords("gone for good");
  }
}
