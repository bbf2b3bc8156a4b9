package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.prune.PruneModel.Planning;
import com.plexichat.backup.console.screens.prune.PruneModel.Trash;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Planned;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What goes, what stays and what lies in the trash, one list at a time; beside it the plan with
/// its gates, the job that works on the trash, or the selected prune.
public final class PruneView extends Screen {
  private static final double SIDE_WIDTH = 376;

  private final Kit kit;
  private final PruneModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final PruneWords words;
  private final PruneFilter filter;
  private final Button plan = new Button();
  private final SegmentedChoice<Listed> lists;
  private final TableView<Planned> goes;
  private final TableView<Planned> stays;
  private final TableView<Prune> trash;
  private final Node untold;
  private final StackPane list = new StackPane();
  private final StackPane side = new StackPane();
  private final StackPane content = new StackPane();
  private final AskPane askPane;
  private final PlanPane planPane;
  private final TrashPane trashPane;
  private final RunPane runPane;
  private final HBox masterDetail;
  private final Page page;
  private boolean following;

  /// Which list is in sight.
  public enum Listed {
    GOES,
    STAYS,
    TRASH
  }

  public PruneView(Kit kit, PruneModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    words = new PruneWords(kit);
    filter = new PruneFilter(kit, model, words);
    PruneTables tables = new PruneTables(kit);
    goes = tables.goes(none(kit.text("prune.goesNone"), kit.text("prune.goesNoneWhy")), this::open);
    stays =
        tables.stays(none(kit.text("prune.staysNone"), kit.text("prune.staysNoneWhy")), this::open);
    untold = none(kit.text("prune.staysUntold"), kit.text("prune.staysUntoldWhy"));
    trash =
        tables.trash(
            none(kit.text("prune.trashNone"), kit.text("prune.trashNoneWhy")), model::backupNames);
    trash.setItems(model.prunes());
    trash
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(chosen -> {
          if (!following && chosen != null) {
            model.select(Optional.of(chosen));
          }
        });
    lists = new SegmentedChoice<>(kit.text("prune.lists"), List.of(Listed.values()), this::name);
    lists.setId("prune-lists");
    askPane = new AskPane(kit, model);
    planPane = new PlanPane(kit, model, words);
    trashPane = new TrashPane(kit, model, words, navigator);
    runPane = new RunPane(kit, model, navigator);
    side.setPrefWidth(SIDE_WIDTH);
    side.setMinWidth(SIDE_WIDTH);
    Card card = new Card("").content(lists, list);
    VBox.setVgrow(card, Priority.ALWAYS);
    VBox master = new VBox(16, askPane.root(), card);
    HBox.setHgrow(master, Priority.ALWAYS);
    master.setMinWidth(0);
    masterDetail = new HBox(16, master, side);
    plan.setText(kit.text("prune.planAnew"));
    plan.setGraphic(Icons.RETRY.node());
    plan.setId("plan-prune");
    plan.setOnAction(_ -> model.plan());
    page = new Page(kit.text("prune.title")).actions(filter.root(), plan).content(content);
    page.setId("prune-page");
    watch();
  }

  private static EmptyNote none(String title, String why) {
    return new EmptyNote(EmptyNote.Kind.EMPTY, title, why);
  }

  private void watch() {
    lists.valueProperty().subscribe(_ -> arrange());
    model.planningProperty().subscribe(_ -> planned());
    // What takes two people is planned where it is asked for.
    model
        .two()
        .kindProperty()
        .map(kind -> kind == TwoPeople.Kind.USUAL)
        .subscribe(usual -> {
          Fields.shown(plan, usual);
          plan.setDefaultButton(usual);
        });
    model.trashProperty().subscribe(_ -> arrange());
    model.selectedProperty().subscribe(this::selected);
    model.typedProperty().subscribe(_ -> enable());
    model.sweepTypedProperty().subscribe(_ -> enable());
    model.run().jobProperty().subscribe(_ -> arrange());
    model.run().askingProperty().subscribe(_ -> arrange());
    model.run().overProperty().subscribe(_ -> arrange());
    model.run().failureProperty().subscribe(_ -> enable());
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    model.arrive();
    follow(live.state(), this::show);
  }

  private void show(ClusterState state) {
    model.show(state);
    filter.show();
    // How long ago something was goes on while nothing else changes.
    goes.refresh();
    stays.refresh();
    trash.refresh();
    arrange();
  }

  private void open(Planned one) {
    navigator.go(new Target.Backups(one.set(), one.backup()));
  }

  private void planned() {
    goes.getItems().setAll(model.made().map(PrunePlan::removed).orElse(List.of()));
    stays.getItems().setAll(model.made().map(PrunePlan::kept).orElse(List.of()));
    model.made().ifPresent(planPane::show);
    arrange();
  }

  private void selected(Optional<Prune> prune) {
    following = true;
    prune.ifPresentOrElse(
        trash.getSelectionModel()::select, trash.getSelectionModel()::clearSelection);
    following = false;
    trashPane.show(prune);
  }

  private boolean isOpened() {
    return model.two().kindProperty().get() == TwoPeople.Kind.OPENED;
  }

  private String name(Listed one) {
    Optional<PrunePlan> made = model.made();
    return switch (one) {
      case GOES -> counted(kit.text("prune.goes"), made.map(plan -> (long) plan.removed().size()));
      case STAYS ->
          counted(kit.text("prune.stays"), made.filter(_ -> !isOpened()).map(PrunePlan::keptTotal));
      case TRASH ->
          counted(
              kit.text("prune.trash"),
              model.trashProperty().get() instanceof Trash.Known
                  ? Optional.of((long) model.prunes().size())
                  : Optional.empty());
    };
  }

  private String counted(String name, Optional<Long> number) {
    return number
        .map(known -> kit.text("prune.counted", name, kit.figures().count(known)))
        .orElse(name);
  }

  /// Puts what is known where it belongs.
  private void arrange() {
    lists.reword(this::name);
    Listed wanted = lists.valueProperty().get();
    boolean working = !model.isIdle();
    Optional<Node> instead = !model.state().isKnown() ? Optional.of(loading()) : missing(wanted);
    put(
        list,
        instead.orElse(
            switch (wanted) {
              case GOES -> goes;
              case STAYS -> isOpened() ? untold : stays;
              case TRASH -> trash;
            }));
    if (working) {
      runPane.show();
      put(side, runPane.root());
    } else if (instead.isPresent()) {
      side.getChildren().clear();
    } else {
      put(side, wanted == Listed.TRASH ? trashPane.root() : planPane.root());
    }
    boolean alone = side.getChildren().isEmpty();
    side.setVisible(!alone);
    side.setManaged(!alone);
    put(content, masterDetail);
    page.sentence(sentence());
    enable();
  }

  private static void put(StackPane pane, Node node) {
    if (!pane.getChildren().equals(List.of(node))) {
      pane.getChildren().setAll(node);
    }
  }

  private Node loading() {
    return new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), "");
  }

  /// What stands in place of a list that could not be had.
  private Optional<Node> missing(Listed wanted) {
    if (wanted == Listed.TRASH) {
      return switch (model.trashProperty().get()) {
        case Trash.Asking _ -> Optional.of(loading());
        case Trash.Known _ -> Optional.empty();
        case Trash.Refused(var why) -> Optional.of(failed(why, model::look));
      };
    }
    return switch (model.planningProperty().get()) {
      case Planning.Asking _ -> Optional.of(loading());
      case Planning.Waiting _ ->
          Optional.of(none(kit.text("prune.waiting"), kit.text("prune.waitingWhy")));
      case Planning.Made _ -> Optional.empty();
      case Planning.Refused(var why) -> Optional.of(failed(why, model::plan));
    };
  }

  private Node failed(OperationFailed why, Runnable again) {
    return why.code() == FailureCode.NOT_ALLOWED
        ? new EmptyNote(EmptyNote.Kind.NO_PERMISSION, why.sentence(), why.nextAct())
        : new EmptyNote(EmptyNote.Kind.ERROR, why.sentence(), why.nextAct())
            .action(kit.text("backups.retry"), again);
  }

  private String sentence() {
    if (model.run().overProperty().get()) {
      return kit.text("prune.over");
    }
    return switch (model.planningProperty().get()) {
      case Planning.Made(var made) -> words.sentence(made, isOpened());
      case Planning.Asking _ -> kit.text("prune.asking");
      case Planning.Waiting _ -> kit.text("prune.waitingWhy");
      case Planning.Refused _ -> kit.text("prune.refused");
    };
  }

  private void enable() {
    plan.setDisable(!model.answers() || (!model.isIdle() && !model.run().overProperty().get()));
    filter.enable();
    askPane.enable();
    planPane.enable();
    trashPane.enable();
  }
}
