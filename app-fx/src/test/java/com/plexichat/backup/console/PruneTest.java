package com.plexichat.backup.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.PruneCategory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
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

  private void kind(String item) {
    MenuButton menu = (MenuButton) rig.awaitUsable("#prune-categories");
    rig.robot()
        .interact(() ->
            menu.getItems().stream()
                .filter(one -> item.equals(one.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
  }

  private boolean isShown(String id) {
    return Seen.node(rig.scene().getRoot(), id).isPresent();
  }

  @Test
  void anEmergencyTakesTwoPeopleAndThenRuns() {
    sample
        .answer("pruning.planAtOnce", _ -> SamplePrunes.atOnce(facts))
        .answer("pruning.approve", _ -> SamplePrunes.atOnce(facts, "margit"))
        .answer("pruning.planOf", _ -> SamplePrunes.atOnce(facts, "margit", "oskar"));
    kind("prune-emergency");
    rig.awaitWords("Say first what is to be planned");
    rig.type("#plan-size", "much");
    assertTrue(rig.awaitNode("#plan-two").isDisabled(), "that is no size");
    rig.type("#plan-size", "20 GB");
    rig.fire("#plan-two");
    rig.awaitNode("#allow-plan-number");
    assertEquals(
        List.of(List.of(), "", 20L << 30),
        sample.calls("pruning.planAtOnce").getLast().arguments());
    rig.awaitWords("It goes at once and can never be brought back.");
    assertFalse(isShown("#run-prune"), "nobody has allowed it");
    rig.robot().clickOn("#allow-plan-number").write("3").push(KeyCode.ENTER);
    rig.awaitUsable("#allow-plan");
    assertEquals(0, sample.calls("pruning.approve").size(), "Enter allows nothing");
    rig.type("#allow-plan-reason", "disks are full");
    rig.fire("#allow-plan");
    rig.awaitWords("Another person opens this plan by its id, c41d9be07a35f682");
    assertEquals("disks are full", sample.calls("pruning.approve").getLast().arguments().get(1));
    assertFalse(isShown("#allow-plan"), "one person allows once");
    assertFalse(isShown("#run-prune"), "one is not two");
    int plans = sample.calls("pruning.planAtOnce").size();
    rig.go(new Target.Dashboard());
    rig.go(new Target.Prune());
    rig.awaitWords("Both have allowed it");
    assertEquals(plans, sample.calls("pruning.planAtOnce").size(), "it is not made anew");
    rig.type("#run-prune-number", "3");
    rig.fire("#run-prune");
    rig.await("it runs", () -> sample.asked().contains("runPrune c41d9be07a35f682"));
    ends("j-prune");
    rig.fire("#after-run");
    rig.await("what is usual", () -> !isShown("#plan-ask"));
  }

  @Test
  void whatSomebodyElsePlannedIsOpenedAndRefusalsAreTold() {
    sample
        .answer("pruning.planOf", _ -> SamplePrunes.early(facts, "oskar"))
        .answer(
            "pruning.approve",
            _ -> {
              throw new OperationFailed(FailureCode.APPROVAL_REFUSED, "it is of another plan");
            });
    kind("prune-opened");
    rig.type("#plan-open", "c41d9be07a35f682");
    rig.fire("#plan-two");
    rig.awaitWords("oskar");
    rig.awaitWords("3 backups go; that frees");
    assertTrue(sample.asked().contains("pruning.planOf c41d9be07a35f682"));
    rig.type("#allow-plan-number", "3");
    rig.fire("#allow-plan");
    rig.awaitWords("The approval is refused: it is of another plan.");
    list(1);
    rig.awaitWords("What stays is not told here");
    rig.fire("#plan-usual");
    rig.await("what is usual", () -> !isShown("#plan-ask") && isShown("#run-prune"));
  }

  @Test
  void whatEndsEarlyIsPlannedTierByTier() {
    sample.answer(
        "planPrune",
        args ->
            args[2].equals(Set.of(PruneCategory.LOW_VALUE))
                ? SamplePrunes.early(facts)
                : SamplePrunes.plan(facts));
    kind("prune-early");
    assertTrue(rig.awaitNode("#plan-two").isDisabled(), "no tier is chosen");
    tier("bronze");
    rig.fire("#plan-two");
    rig.awaitNode("#allow-plan-number");
    assertEquals(
        List.of(List.of("bronze"), "", Set.of(PruneCategory.LOW_VALUE)),
        sample.calls("planPrune").getLast().arguments());
    rig.awaitWords("All of it goes to the trash first");
  }

  @SuppressWarnings("unchecked")
  private void tier(String name) {
    rig.robot().interact(() -> ((ComboBox<String>) rig.awaitNode("#plan-tier")).setValue(name));
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
