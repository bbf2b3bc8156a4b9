package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.StepRail;
import com.plexichat.backup.console.kit.Wizard;
import com.plexichat.backup.console.kit.Wizard.Press;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.setup.GuideModel.Step;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.ClusterFacts;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The guided set-up of a new cluster. Each step says from the cluster itself whether it is done,
/// so that one may come and go.
public final class SetupView extends Screen {
  private static final List<Step> STEPS = List.of(Step.values());

  private final Kit kit;
  private final FoundingModel founding;
  private final Optional<GuideModel> guide;
  private final Navigator navigator;
  private final Wizard wizard;
  private final CoordinatorPane coordinator;
  private final Optional<PeersPane> peers;
  private final Optional<TiersPane> tiers;
  private final Optional<KitPane> paper;
  private final Card facts;
  private final Page page;
  private Step step = Step.COORDINATOR;
  private boolean shownDone;

  /// @param guide of the cluster that is open; empty: none is
  public SetupView(
      Kit kit, FoundingModel founding, Optional<GuideModel> guide, Navigator navigator) {
    this.kit = kit;
    this.founding = founding;
    this.guide = guide;
    this.navigator = navigator;
    facts = new Card(kit.text("setup.cluster"));
    wizard = new Wizard(kit, number -> turn(STEPS.get(number)));
    coordinator = new CoordinatorPane(kit, founding);
    peers = guide.map(one -> new PeersPane(kit, one));
    tiers = guide.map(one -> new TiersPane(kit, one));
    paper = guide.map(one -> new KitPane(kit, one, founding));
    wizard.leave().setOnAction(_ -> navigator.back());
    wizard.side(facts);
    page = new Page(kit.text("setup.title")).sentence(kit.text("setup.sentence")).content(wizard);
    guide.ifPresent(one -> one.checks().foundProperty().subscribe(_ -> rail()));
    guide.ifPresent(one -> step = Step.PEERS);
    turn(step);
    coordinator.onChange(this::foot);
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    founding.begin();
    guide.ifPresent(one -> follow(one.session().live().state(), this::show));
    focus();
  }

  private void show(ClusterState state) {
    guide.ifPresent(one -> one.show(state));
    if (done(step) != shownDone) {
      shownDone = done(step);
      wizard.step(name(step), why(step), content(step));
    }
    rail();
    foot();
    affected(state);
  }

  private void turn(Step next) {
    step = next;
    shownDone = done(step);
    wizard.step(name(step), why(step), content(step));
    rail();
    foot();
    affected(guide.map(one -> one.stateProperty().get()).orElse(ClusterState.LOADING));
    focus();
  }

  private void focus() {
    switch (step) {
      case COORDINATOR -> wizard.focus(guide.isEmpty() ? coordinator.first() : wizard.leave());
      case PEERS -> peers.ifPresent(pane -> wizard.focus(pane.first()));
      case KIT -> paper.ifPresent(pane -> wizard.focus(pane.first()));
      default -> wizard.focus();
    }
  }

  /// What could not be done here before the cluster answered is told at every step.
  private Node content(Step which) {
    return guide.isEmpty()
        ? coordinator
        : new VBox(16, new FailureNote(founding.failureProperty()), part(which));
  }

  private Node part(Step which) {
    return switch (which) {
      case COORDINATOR -> guide.isPresent() ? founded() : coordinator;
      case PEERS -> peers.map(Node.class::cast).orElse(coordinator);
      case TIERS -> tiers.map(Node.class::cast).orElse(coordinator);
      case KIT -> paper.map(Node.class::cast).orElse(coordinator);
      case BACKUP ->
          done(Step.BACKUP)
              ? Fields.sentence(kit.text("setup.backupDone"))
              : Fields.sentence(kit.text("setup.backupTodo"));
      case RESTORE ->
          done(Step.RESTORE)
              ? Fields.sentence(kit.text("setup.restoreDone"))
              : Fields.sentence(kit.text("setup.restoreTodo"));
    };
  }

  private Node founded() {
    return new VBox(
        12,
        new HBox(new StateBadge(Health.OK, kit.text("setup.founded"))),
        Fields.sentence(kit.text("setup.foundedWhy")));
  }

  private boolean done(Step which) {
    return guide.filter(one -> one.isDone(which)).isPresent();
  }

  private String name(Step which) {
    return switch (which) {
      case COORDINATOR -> kit.text("setup.coordinator");
      case PEERS -> kit.text("setup.peers");
      case TIERS -> kit.text("setup.tiers");
      case KIT -> kit.text("setup.kit");
      case BACKUP -> kit.text("setup.backup");
      case RESTORE -> kit.text("setup.restore");
    };
  }

  private String why(Step which) {
    return switch (which) {
      case COORDINATOR -> kit.text("setup.coordinatorWhy");
      case PEERS -> kit.text("setup.peersWhy");
      case TIERS -> kit.text("setup.tiersWhy");
      case KIT -> kit.text("setup.kitWhy");
      case BACKUP -> kit.text("setup.backupWhy");
      case RESTORE -> kit.text("setup.restoreWhy");
    };
  }

  private void rail() {
    List<StepRail.Step> all = new ArrayList<>();
    for (Step one : Step.values()) {
      boolean done = done(one);
      StepRail.State state =
          one == step
              ? StepRail.State.CURRENT
              : done
                  ? StepRail.State.DONE
                  : guide.isPresent() ? StepRail.State.OPEN : StepRail.State.AHEAD;
      String note =
          guide.isEmpty() ? "" : done ? kit.text("setup.done") : kit.text("setup.notDone");
      all.add(new StepRail.Step(name(one), note, state));
    }
    wizard.steps(all);
  }

  private void foot() {
    if (guide.isEmpty()) {
      foundingFoot();
      return;
    }
    Optional<Press> back =
        step == Step.COORDINATOR
            ? Optional.empty()
            : press(kit.text("wizard.back"), () -> turn(STEPS.get(STEPS.indexOf(step) - 1)), true);
    Optional<Press> next =
        step == Step.RESTORE
            ? Optional.empty()
            : press(kit.text("wizard.next"), () -> turn(STEPS.get(STEPS.indexOf(step) + 1)), true);
    boolean answers = guide.filter(one -> one.answersProperty().get()).isPresent();
    wizard.safe(answers ? kit.text("setup.safe") : kit.text("wizard.noAnswer"));
    switch (step) {
      case BACKUP ->
          wizard.foot(
              back,
              done(step) ? Optional.empty() : next,
              done(step)
                  ? next
                  : press(kit.text("setup.newSet"), () -> navigator.go(new Target.NewSet()), true));
      case RESTORE ->
          wizard.foot(
              back,
              Optional.empty(),
              done(step)
                  ? press(
                      kit.text("setup.finish"), () -> navigator.go(new Target.Dashboard()), true)
                  : press(
                      kit.text("setup.testRestore"),
                      this::testRestore,
                      guide.flatMap(GuideModel::newest).isPresent()));
      default -> wizard.foot(back, Optional.empty(), next);
    }
  }

  private void foundingFoot() {
    wizard.safe(
        founding.busyProperty().get() ? kit.text("setup.safeBusy") : kit.text("setup.safeBefore"));
    wizard.foot(
        Optional.empty(),
        Optional.empty(),
        coordinator.isHere()
            ? press(
                kit.text("setup.found"),
                () -> founding.found(coordinator.take()),
                founding.isPossible() && !founding.busyProperty().get() && coordinator.isComplete())
            : press(kit.text("welcome.connect"), () -> navigator.go(new Target.Connect()), true));
  }

  private static Optional<Press> press(String words, Runnable run, boolean can) {
    return Optional.of(new Press(words, run, can));
  }

  private void testRestore() {
    guide
        .flatMap(GuideModel::newest)
        .map(Backup::id)
        .ifPresent(id -> navigator.go(new Target.Restore(id, FilePath.NONE)));
  }

  private void affected(ClusterState state) {
    Optional<ClusterFacts> known = state.facts();
    if (known.isEmpty()) {
      facts.content(
          Fields.note(guide.isEmpty() ? kit.text("setup.noCluster") : kit.text("screen.loading")));
      return;
    }
    FactList list = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    list.fact(kit.text("setup.cluster"), known.get().name());
    list.fact(
        kit.text("setup.coordinator"),
        state.peers().stream().filter(Peer::coordinator).map(Peer::name).findFirst().orElse(""));
    list.fact(kit.text("setup.peers"), kit.figures().count(state.peers().size()));
    list.fact(kit.text("setup.sets"), kit.figures().count(state.sets().size()));
    list.fact(kit.text("setup.backups"), kit.figures().count(state.backups().size()));
    facts.content(list);
  }
}
