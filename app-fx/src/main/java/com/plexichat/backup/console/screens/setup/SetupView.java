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
import com.plexichat.backup.console.kit.Wizard.Mark;
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
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The guided set-up of a new cluster. Each step says from the cluster itself whether it is done,
/// so that one may come and go.
public final class SetupView extends Screen {
  private final Kit kit;
  private final FoundingModel founding;
  private final Optional<GuideModel> guide;
  private final Navigator navigator;
  private final Wizard<Step> wizard;
  private final CoordinatorPane coordinator;
  private final Optional<PeersPane> peers;
  private final Optional<KitPane> paper;
  private final Label backup = Fields.sentence("");
  private final Label restore = Fields.sentence("");
  private final Card facts;
  private final Page page;
  private Step step = Step.COORDINATOR;

  /// @param guide of the cluster that is open; empty: none is
  public SetupView(
      Kit kit, FoundingModel founding, Optional<GuideModel> guide, Navigator navigator) {
    this.kit = kit;
    this.founding = founding;
    this.guide = guide;
    this.navigator = navigator;
    facts = new Card(kit.text("setup.cluster"));
    coordinator = new CoordinatorPane(kit, founding);
    peers = guide.map(one -> new PeersPane(kit, one));
    paper = guide.map(one -> new KitPane(kit, one, founding));
    wizard = new Wizard<>(kit, new FailureNote(founding.failureProperty()), this::turn);
    steps();
    wizard.leave().setOnAction(_ -> navigator.back());
    wizard.side(facts);
    page = new Page(kit.text("setup.title")).sentence(kit.text("setup.sentence")).content(wizard);
    guide.ifPresent(one -> one.checks().foundProperty().subscribe(_ -> rail()));
    turn(guide.map(GuideModel::step).orElse(Step.COORDINATOR));
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

  private void steps() {
    Node first = guide.isPresent() ? founded() : coordinator;
    Node none = new VBox();
    wizard
        .step(
            Step.COORDINATOR,
            kit.text("setup.coordinator"),
            kit.text("setup.coordinatorWhy"),
            first)
        .step(
            Step.PEERS,
            kit.text("setup.peers"),
            kit.text("setup.peersWhy"),
            peers.map(Node.class::cast).orElse(none))
        .step(
            Step.TIERS,
            kit.text("setup.tiers"),
            kit.text("setup.tiersWhy"),
            guide.<Node>map(one -> new TiersPane(kit, one)).orElse(none))
        .step(
            Step.KIT,
            kit.text("setup.kit"),
            kit.text("setup.kitWhy"),
            paper.map(Node.class::cast).orElse(none))
        .step(Step.BACKUP, kit.text("setup.backup"), kit.text("setup.backupWhy"), backup)
        .step(Step.RESTORE, kit.text("setup.restore"), kit.text("setup.restoreWhy"), restore);
  }

  private void show(ClusterState state) {
    guide.ifPresent(one -> one.show(state));
    rail();
    foot();
    affected(state);
  }

  private void turn(Step next) {
    step = next;
    guide.ifPresent(one -> one.stand(step));
    wizard.turn(step);
    show(guide.map(one -> one.stateProperty().get()).orElse(ClusterState.LOADING));
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

  private Node founded() {
    return new VBox(
        12,
        new HBox(new StateBadge(Health.OK, kit.text("setup.founded"))),
        Fields.sentence(kit.text("setup.foundedWhy")));
  }

  private boolean done(Step which) {
    return guide.filter(one -> one.isDone(which)).isPresent();
  }

  private void rail() {
    backup.setText(done(Step.BACKUP) ? kit.text("setup.backupDone") : kit.text("setup.backupTodo"));
    restore.setText(
        done(Step.RESTORE) ? kit.text("setup.restoreDone") : kit.text("setup.restoreTodo"));
    Map<Step, Mark> marks = new EnumMap<>(Step.class);
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
      marks.put(one, new Mark(state, note));
    }
    wizard.marks(marks);
  }

  private void foot() {
    if (guide.isEmpty()) {
      foundingFoot();
      return;
    }
    boolean answers = guide.filter(one -> one.answersProperty().get()).isPresent();
    wizard.safe(answers ? kit.text("setup.safe") : kit.text("wizard.noAnswer"));
    if (step == Step.RESTORE) {
      wizard.foot(
          true,
          done(step)
              ? new Press(
                  kit.text("setup.finish"), () -> navigator.go(new Target.Dashboard()), true)
              : new Press(
                  kit.text("setup.testRestore"),
                  this::testRestore,
                  guide.flatMap(GuideModel::newest).isPresent()));
      return;
    }
    Press next = new Press(kit.text("wizard.next"), wizard::next, true);
    if (step == Step.BACKUP && !done(step)) {
      wizard.foot(
          true,
          Optional.of(next),
          new Press(kit.text("setup.newSet"), () -> navigator.go(new Target.NewSet()), true));
    } else {
      wizard.foot(step != Step.COORDINATOR, next);
    }
  }

  private void foundingFoot() {
    wizard.safe(
        founding.busyProperty().get() ? kit.text("setup.safeBusy") : kit.text("setup.safeBefore"));
    wizard.foot(
        false,
        coordinator.isHere()
            ? new Press(
                kit.text("setup.found"),
                () -> founding.found(kit.texts(), coordinator.take()),
                founding.isPossible() && !founding.busyProperty().get() && coordinator.isComplete())
            : new Press(
                kit.text("welcome.connect"), () -> navigator.go(new Target.Connect()), true));
  }

  private void testRestore() {
    guide
        .flatMap(GuideModel::newest)
        .map(Backup::id)
        .ifPresent(id -> navigator.go(new Target.Restore(id, FilePath.NONE)));
  }

  private static long backups(ClusterState state) {
    return state.backups().stream().filter(one -> !one.state().isGone()).count();
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
    list.fact(kit.text("setup.backups"), kit.figures().count(backups(state)));
    facts.content(list);
  }
}
