package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.ProgressLine;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Jobs: a list that lives, and the selected one with its progress or result.
public final class JobsView extends Screen implements Arriving {
  private static final double DETAIL_WIDTH = 340;

  /// The widest word with its sign.
  private static final double STATE_WIDTH = 124;

  /// The longest word.
  private static final double KIND_WIDTH = 140;

  private static final double LITTLE_ROOM = 34;
  private static final double SOME_ROOM = 42;
  private static final double MORE_ROOM = 50;

  private final Kit kit;
  private final JobWords words;
  private final JobsModel model;
  private final LiveCluster live;
  private final JobDetail detail;
  private final EmptyNote none;
  private final Node choose;
  private final TableView<Job> table;
  private final StackPane side = new StackPane();
  private final Page page;
  private boolean following;

  public JobsView(Kit kit, JobsModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.words = new JobWords(kit);
    this.model = model;
    this.live = live;
    this.none =
        new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("jobs.none"), kit.text("jobs.noneWhy"));
    this.choose =
        new Card("")
            .content(
                new EmptyNote(
                    EmptyNote.Kind.EMPTY, kit.text("jobs.choose"), kit.text("jobs.chooseWhy")));
    this.detail = new JobDetail(kit, model, navigator);
    EmptyNote asking = new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), "");
    table =
        DataTable.of(
            kit.text("jobs.table"), asking, job -> navigator.go(new Target.Jobs(job.id())));
    table.setId("jobs");
    columns();
    table.setItems(model.jobs());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(job -> {
          if (job != null && !following) {
            model.select(job.id());
          }
        });
    side.setPrefWidth(DETAIL_WIDTH);
    side.setMinWidth(DETAIL_WIDTH);
    Card list = new Card("").content(table);
    VBox.setVgrow(table, Priority.ALWAYS);
    HBox.setHgrow(list, Priority.ALWAYS);
    page = new Page(kit.text("jobs.title")).content(new HBox(16, list, side));
    model.selectedProperty().subscribe(this::detail);
    model.diagnosisProperty().subscribe(_ -> detail(model.selectedProperty().get()));
    model.jobs().addListener((Observable _) -> keepSelection());
  }

  private void columns() {
    TableColumn<Job, String> state =
        DataTable.node(
            kit.text("jobs.state"),
            STATE_WIDTH,
            words::state,
            job -> new StateBadge(JobWords.health(job.state()), words.state(job)));
    state.setMinWidth(STATE_WIDTH);
    TableColumn<Job, String> kind = DataTable.text(kit.text("jobs.kind"), 150, words::kind);
    kind.setMinWidth(KIND_WIDTH);
    TableColumn<Job, Double> progress =
        DataTable.node(
            kit.text("jobs.progress"),
            140,
            job -> job.progress().fraction().orElse(0.0),
            this::progress);
    TableColumn<Job, Instant> started =
        DataTable.number(
            kit.text("jobs.started"),
            120,
            job -> job.started().orElse(Instant.MAX),
            when -> when.equals(Instant.MAX) ? "" : kit.figures().ago(when));
    TableColumn<Job, Duration> took =
        DataTable.number(kit.text("jobs.took"), 110, this::took, kit.figures()::duration);
    TableColumn<Job, String> by = DataTable.text(kit.text("jobs.by"), 100, JobWords::by);
    table.getColumns().setAll(List.of(kind, state, progress, started, took, by));
    Room.needs(table, LITTLE_ROOM, List.of(progress));
    Room.needs(table, SOME_ROOM, List.of(took));
    Room.needs(table, MORE_ROOM, List.of(by));
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Jobs(var id) && !id.isEmpty()) {
      model.select(id);
      keepSelection();
    }
  }

  private void show(ClusterState state) {
    following = true;
    model.show(state);
    following = false;
    if (state.isKnown()) {
      table.setPlaceholder(none);
    }
    table.refresh();
    page.sentence(
        state.isKnown()
            ? kit.text("jobs.sentence", model.running(), model.jobs().size(), model.held())
            : kit.text("screen.loading"));
  }

  /// New rows come at the top; the selected job stays selected, also while it has no row yet.
  private void keepSelection() {
    String id = model.selectedId();
    for (int row = 0; row < model.jobs().size(); row++) {
      if (model.jobs().get(row).id().equals(id)) {
        table.getSelectionModel().select(row);
        return;
      }
    }
    table.getSelectionModel().clearSelection();
  }

  private Node progress(Job job) {
    if (job.state().isFinal()) {
      return new HBox();
    }
    ProgressLine.Progress now = words.progress(job);
    return ProgressLine.brief(
        now, Double.isNaN(now.share()) ? "" : kit.figures().percent(Math.floor(now.share() * 100)));
  }

  private Duration took(Job job) {
    Instant end = job.ended().orElseGet(kit.clock()::instant);
    return job.started().map(start -> Duration.between(start, end)).orElse(Duration.ZERO);
  }

  private void detail(Optional<Job> job) {
    Node now = job.map(detail::of).orElse(choose);
    if (!side.getChildren().equals(List.of(now))) {
      side.getChildren().setAll(now);
    }
  }
}
