package com.plexichat.backup.console.screens.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.Sample;
import com.plexichat.backup.console.SampleFacts;
import com.plexichat.backup.console.SamplePrunes;
import com.plexichat.backup.console.kit.Figures;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Tasks;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.screens.prune.PruneModel.Planning;
import com.plexichat.backup.console.screens.prune.PruneModel.Trash;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Freshness;
import com.plexichat.backup.console.state.Settings;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Change;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PruneCategory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// What can be pruned, when it may be, and what comes of it: no control is made.
class PruneModelTest {
  private final Tasks tasks = new Tasks();
  private final SampleFacts facts = new SampleFacts(SampleFacts.NOW);
  private final Sample cluster = SamplePrunes.answering(new Sample(facts.troubled()), facts);

  // Made before each test.
  @SuppressWarnings("NullAway.Init")
  private PruneModel model;

  @BeforeEach
  void start() throws Exception {
    FxToolkit.registerPrimaryStage();
    InstantSource clock = InstantSource.fixed(SampleFacts.NOW);
    Texts texts = new Texts(Locale.ENGLISH);
    Kit kit = new Kit(texts, new Figures(texts, Settings.DEFAULT, clock), tasks, clock);
    cluster.answer("job", args -> running((String) args[0], "prune"));
    fx(() -> model = new PruneModel(kit, cluster.session()));
  }

  @AfterEach
  void end() {
    cluster.close();
    tasks.close();
  }

  private static void fx(Runnable act) {
    WaitForAsyncUtils.waitForAsyncFx(30_000, act);
  }

  private static <T> T fx(Callable<T> ask) {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, ask);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> fx(condition));
  }

  private Job running(String id, String kind) {
    return facts.job(id, kind, JobState.RUNNING, "", 1);
  }

  private void show(Job... jobs) {
    List<Change.What> told = new ArrayList<>(facts.troubled());
    for (Job job : jobs) {
      told.add(new Change.OfJob(job));
    }
    ClusterState state = SampleFacts.state(new Freshness.Current(), told);
    fx(() -> model.show(state));
  }

  /// A plan is on the table, and the trash was looked into.
  private void planned() throws Exception {
    show();
    await(() -> model.made().isPresent() && model.trashProperty().get() instanceof Trash.Known);
  }

  @Test
  void aPlanRunsOnlyWhenItsNumberWasTyped() throws Exception {
    planned();
    for (String typed : List.of("", "2", "33", "three")) {
      fx(() -> model.typedProperty().set(typed));
      fx(() -> model.runPlan());
      assertFalse(fx(() -> model.canRun()), typed);
    }
    fx(() -> model.typedProperty().set(" 3 "));
    fx(() -> model.reasonProperty().set(" space "));
    assertTrue(fx(() -> model.canRun()));
    fx(() -> model.runPlan());
    await(() -> model.run().jobId().equals("j-prune"));
    assertEquals(
        List.of(List.of("7c1f0a9be24d5368", "space")),
        cluster.calls("runPrune").stream().map(Sample.Call::arguments).toList());
    assertFalse(fx(() -> model.canRun()), "one at a time");
    Prune trashed = fx(() -> model.prunes().getFirst());
    assertFalse(fx(() -> model.canRollBack(trashed)), "one at a time");
  }

  @Test
  void aClosedGateKeepsItFromRunning() throws Exception {
    cluster.answer("planPrune", _ -> SamplePrunes.blocked(facts));
    planned();
    fx(() -> model.typedProperty().set("3"));
    assertFalse(fx(() -> model.canRun()));
    assertEquals("G15", fx(() -> model.blocking().orElseThrow().name()));
    fx(() -> model.sweepTypedProperty().set("96"));
    assertFalse(fx(() -> model.canSweep()));
    assertTrue(fx(() -> model.canRollBack(model.prunes().getFirst())), "a rollback needs no gate");
  }

  @Test
  void aPlanThatIsRefusedAsStaleTakesAFreshOne() throws Exception {
    cluster.answer(
        "runPrune",
        _ -> {
          throw new OperationFailed(FailureCode.PLAN_STALE, "7c1f", "backup b stays.");
        });
    planned();
    fx(() -> model.typedProperty().set("3"));
    fx(() -> model.runPlan());
    await(() -> model.isOutdated());
    assertFalse(fx(() -> model.canRun()));
    fx(() -> model.plan());
    await(() -> model.made().isPresent());
    assertFalse(fx(() -> model.isOutdated()));
    assertEquals("", fx(() -> model.typedProperty().get()), "typed for the plan before");
  }

  @Test
  void anotherChoiceIsPlannedAnewAndALateAnswerIsForgotten() throws Exception {
    planned();
    cluster.answer(
        "planPrune",
        args ->
            args[1].equals("documents")
                ? SamplePrunes.nothing(facts)
                : SamplePrunes.blocked(facts));
    fx(() -> {
      model.choose("", List.of("gold"));
      model.choose("documents", List.of("gold"));
    });
    await(() -> model.made().filter(plan -> plan.id().equals("5d20a1")).isPresent());
    await(cluster::isIdle);
    WaitForAsyncUtils.waitForFxEvents();
    assertEquals("5d20a1", fx(() -> model.made().orElseThrow().id()));
    fx(() -> model.typedProperty().set("0"));
    assertFalse(fx(() -> model.canRun()), "nothing would change");
  }

  @Test
  void otherCategoriesArePlannedAnewAndNoneMeansTheUsual() throws Exception {
    planned();
    fx(() -> model.take(Set.of(PruneCategory.CORRUPTED)));
    await(() -> model.made().isPresent());
    assertEquals(Set.of(PruneCategory.CORRUPTED), taken());
    int plans = cluster.calls("planPrune").size();
    fx(() -> model.take(Set.of(PruneCategory.CORRUPTED)));
    assertEquals(plans, cluster.calls("planPrune").size(), "the same is not planned again");
    fx(() -> model.take(Set.of()));
    await(() -> model.made().isPresent());
    assertEquals(PruneCategory.USUAL, taken());
  }

  private Object taken() {
    return cluster.calls("planPrune").getLast().arguments().getLast();
  }

  @Test
  void whatIsDueIsSweptWhenItsCopiesWereTyped() throws Exception {
    planned();
    assertEquals(1, fx(() -> model.due().size()));
    fx(() -> model.sweepTypedProperty().set("95"));
    fx(() -> model.sweep());
    assertFalse(fx(() -> model.canSweep()));
    fx(() -> model.sweepTypedProperty().set("96"));
    fx(() -> model.sweep());
    await(() -> model.run().jobId().equals("j-sweep"));
    assertEquals(1, cluster.calls("sweepTrash").size());
  }

  @Test
  void aJobOfTheTrashThatWasBegunElsewhereIsShownAndWhatItDidIsLookedAt() throws Exception {
    planned();
    show(running("j-else", "rollback"));
    await(() -> model.run().jobId().equals("j-else"));
    cluster.answer("job", _ -> SamplePrunes.done(facts, "j-else", "rollback"));
    cluster.answer("prunes", _ -> List.of());
    show(facts.job("j-else", "rollback", JobState.DONE, "", 1));
    await(() -> model.run().overProperty().get() && model.prunes().isEmpty());
    int plans = cluster.calls("planPrune").size();
    fx(() -> model.plan());
    await(() -> model.isIdle() && model.made().isPresent());
    assertEquals(plans + 1, cluster.calls("planPrune").size());
    // What is told late of a job that was put away does not bring it back.
    show(running("j-else", "rollback"));
    assertTrue(fx(() -> model.isIdle()));
  }

  @Test
  void whatFoldsLeftCannotBeBroughtBack() throws Exception {
    planned();
    List<Boolean> can =
        fx(() ->
            IntStream.range(0, 3)
                .mapToObj(at -> model.canRollBack(model.prunes().get(at)))
                .toList());
    assertEquals(List.of(true, false, true), can);
    fx(() -> model.rollBack(model.prunes().get(1)));
    assertEquals(0, cluster.calls("rollBackPrune").size());
    fx(() -> model.rollBack(model.prunes().getFirst()));
    await(() -> model.run().jobId().equals("j-back"));
    assertEquals(
        "01HZX9GJ5R0T8WQ4", cluster.calls("rollBackPrune").getFirst().arguments().getFirst());
  }

  @Test
  void aRefusalOfThePlanLeavesTheTrashToBeSeen() throws Exception {
    cluster.answer(
        "planPrune",
        _ -> {
          throw new OperationFailed(FailureCode.NOT_ALLOWED, "margit", "RETAIN");
        });
    show();
    await(() -> model.planningProperty().get() instanceof Planning.Refused);
    await(() -> model.prunes().size() == 3);
    assertEquals(
        Optional.of("01HZX9GJ5R0T8WQ4"),
        fx(() -> model.selectedProperty().get().map(Prune::jobId)));
    fx(() -> model.sweepTypedProperty().set("96"));
    assertFalse(fx(() -> model.canSweep()), "the gates are not known");
  }

  @Test
  void nothingIsAskedOfAClusterThatDoesNotAnswer() throws Exception {
    planned();
    fx(() ->
        model.show(
            SampleFacts.state(
                new Freshness.Stale(Optional.of(SampleFacts.NOW), Optional.of(Sample.gone())),
                facts.troubled())));
    fx(() -> model.typedProperty().set("3"));
    assertFalse(fx(() -> model.canRun()));
    assertFalse(fx(() -> model.canRollBack(model.prunes().getFirst())));
  }
}
