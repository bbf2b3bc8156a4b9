package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.JobStarted;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Sets above, the selected set's backups below, and at the right what is selected.
public final class BackupsView extends Screen implements Arriving {
  private static final double DETAIL_WIDTH = 376;

  /// Heights in em of a table row and of what is about the rows of the sets' card.
  private static final double ROW_EM = 3.1;

  private static final double AROUND_EM = 7.8;
  private static final double TITLE_EM = 1.538;
  private static final double BODY_PX = 13;

  /// Share of the height that sets may take; the rest is their backups'.
  private static final double SETS_SHARE = 0.45;

  /// "2 min ago" grows old even when nothing changes.
  private static final Duration AGES = Duration.seconds(20);

  private final Kit kit;
  private final BackupsModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final TableView<SetRow> sets;
  private final TableView<Backup> backups;
  private final Card setCard;
  private final Card backupCard;
  private final StackPane side = new StackPane();
  private final StackPane content = new StackPane();
  private final HBox masterDetail;
  private final VBox notes = new VBox(8);
  private final Page page;
  private final Timeline ages = new Timeline(new KeyFrame(AGES, _ -> renew()));
  private Optional<SetDetail> setDetail = Optional.empty();
  private Optional<BackupDetail> backupDetail = Optional.empty();
  private boolean following;

  public BackupsView(Kit kit, BackupsModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    sets = new SetTable(kit).of(_ -> focusBackups());
    backups = new BackupTable(kit).of(this::open);
    setCard = new Card(kit.text("backups.sets")).content(sets);
    backupCard = new Card(kit.text("backups.title")).content(backups);
    sort(sets, model.sets());
    sort(backups, model.backups());
    sets.getSelectionModel().selectedItemProperty().subscribe(this::setChosen);
    sets.addEventHandler(
        MouseEvent.MOUSE_CLICKED, _ -> setChosen(sets.getSelectionModel().getSelectedItem()));
    backups.getSelectionModel().selectedItemProperty().subscribe(this::backupChosen);
    VBox.setVgrow(backupCard, Priority.ALWAYS);
    VBox lists = new VBox(16, setCard, backupCard);
    HBox.setHgrow(lists, Priority.ALWAYS);
    lists.setMinWidth(0);
    side.setPrefWidth(DETAIL_WIDTH);
    side.setMinWidth(DETAIL_WIDTH);
    masterDetail = new HBox(16, lists, side);
    page = new Page(kit.text("backups.title")).actions(search(), newSet()).content(content);
    content.heightProperty().subscribe(_ -> divide());
    ages.setCycleCount(Animation.INDEFINITE);
    model.setProperty().subscribe(_ -> detail());
    model.backupProperty().subscribe(_ -> detail());
    model
        .certificateProperty()
        .subscribe(_ -> backupDetail.ifPresent(BackupDetail::showCertificate));
    model.wholeProperty().subscribe(_ -> backupDetail.ifPresent(BackupDetail::showWarnings));
    model.failureProperty().subscribe(_ -> notes());
    model.startedProperty().subscribe(_ -> notes());
  }

  private Button search() {
    Button search = new Button(kit.text("backups.search"), Icons.SEARCH.node());
    search.setId("search-backups");
    search.setOnAction(_ -> navigator.go(new Target.Find("")));
    return search;
  }

  private Button newSet() {
    Button newSet = new Button(kit.text("backups.newSet"), Icons.ADD.node());
    newSet.setId("new-set");
    newSet.setOnAction(_ -> navigator.go(new Target.NewSet()));
    return newSet;
  }

  private static <T> void sort(TableView<T> table, ObservableList<T> rows) {
    SortedList<T> sorted = new SortedList<>(rows);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
  }

  private static <T> Optional<T> selected(TableView<T> table) {
    return Optional.ofNullable(table.getSelectionModel().getSelectedItem());
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
    ages.play();
  }

  @Override
  protected void detached() {
    ages.stop();
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Backups(var set, var backup)) {
      // Rows that go away let the tables select others: that is nobody's wish.
      following = true;
      if (!backup.isEmpty()) {
        model.selectBackup(backup);
      } else if (!set.isEmpty()) {
        model.selectSet(set);
      }
      following = false;
      select();
    }
  }

  private void show(ClusterState state) {
    following = true;
    model.show(state);
    following = false;
    select();
    divide();
    detail();
    sentence(state);
    if (!state.isKnown()) {
      fill(unknown(state));
    } else if (model.sets().isEmpty()) {
      fill(nothing());
    } else {
      fill(masterDetail);
    }
    age();
  }

  /// As many sets as there is room for, and no more room than they take.
  private void divide() {
    double em = em();
    double room = content.getHeight() * SETS_SHARE / em - AROUND_EM;
    double rows = Math.clamp(Math.floor(room / ROW_EM), 1, Math.max(1, model.sets().size()));
    setCard.setMinHeight((rows * ROW_EM + AROUND_EM) * em);
    setCard.setMaxHeight(setCard.getMinHeight());
  }

  /// The size of text now, as the style sheet has it.
  private double em() {
    return page.lookup(".screen-title") instanceof Label title
        ? title.getFont().getSize() / TITLE_EM
        : BODY_PX;
  }

  private void fill(Node node) {
    if (!content.getChildren().equals(List.of(node))) {
      content.getChildren().setAll(node);
    }
  }

  private Node unknown(ClusterState state) {
    return new Card("").content(UnknownNote.of(kit, state.freshness(), live::retry));
  }

  private Node nothing() {
    return new Card("")
        .content(
            new EmptyNote(
                    EmptyNote.Kind.EMPTY, kit.text("backups.noSets"), kit.text("backups.noSetsWhy"))
                .action(kit.text("backups.newSet"), () -> navigator.go(new Target.NewSet())));
  }

  private void sentence(ClusterState state) {
    int backups = model.sets().stream().mapToInt(SetRow::backups).sum();
    long lost = model.sets().stream().filter(row -> row.newest().isEmpty()).count();
    page.sentence(
        !state.isKnown()
            ? kit.text("screen.loading")
            : model.sets().isEmpty()
                ? kit.text("backups.noSets")
                : kit.text("backups.sentence", model.sets().size(), backups, lost));
  }

  private void renew() {
    age();
    model.renewCertificate();
  }

  /// Ages are words of now.
  private void age() {
    sets.refresh();
    backups.refresh();
  }

  /// The tables select what the model has.
  private void select() {
    following = true;
    choose(sets, model.setProperty().get(), SetRow::name);
    choose(backups, model.backupProperty().get(), Backup::id);
    following = false;
  }

  private static <T> void choose(TableView<T> table, Optional<T> wanted, Function<T, String> key) {
    Optional<String> now = selected(table).map(key);
    if (wanted.isEmpty()) {
      table.getSelectionModel().clearSelection();
    } else if (!now.equals(wanted.map(key))) {
      for (int row = 0; row < table.getItems().size(); row++) {
        if (key.apply(table.getItems().get(row)).equals(key.apply(wanted.get()))) {
          table.getSelectionModel().clearAndSelect(row);
          table.scrollTo(Math.max(0, row - 2));
        }
      }
    }
  }

  private void setChosen(@Nullable SetRow row) {
    if (!following && row != null) {
      navigator.replace(new Target.Backups(row.name(), ""));
    }
  }

  private void backupChosen(@Nullable Backup one) {
    if (!following && one != null) {
      navigator.replace(new Target.Backups(one.set(), one.id()));
    }
  }

  private void focusBackups() {
    backups.requestFocus();
    if (backups.getSelectionModel().isEmpty()) {
      backups.getSelectionModel().selectFirst();
    }
  }

  private void open(Backup one) {
    if (one.state().isListed()) {
      navigator.go(new Target.Contents(one.id(), PathTrail.ROOT));
    }
  }

  private void detail() {
    backupCard.title(
        model
            .setProperty()
            .get()
            .map(row -> kit.text("backups.of", row.name()))
            .orElse(kit.text("backups.title")));
    Optional<Backup> backup = model.backupProperty().get();
    if (backup.isPresent()) {
      show(backup.get());
    } else {
      backupDetail = Optional.empty();
      model.setProperty().get().ifPresent(this::show);
    }
  }

  private void show(Backup backup) {
    setDetail = Optional.empty();
    if (backupDetail.filter(one -> one.id().equals(backup.id())).isEmpty()) {
      BackupDetail made = new BackupDetail(kit, model, navigator, backup);
      backupDetail = Optional.of(made);
      side.getChildren().setAll(made.panel(backup, notes));
      made.showCertificate();
      made.showWarnings();
    }
    backupDetail.get().show(backup);
  }

  private void show(SetRow row) {
    if (setDetail.filter(one -> one.name().equals(row.name())).isEmpty()) {
      SetDetail made = new SetDetail(kit, model, navigator, row);
      setDetail = Optional.of(made);
      side.getChildren().setAll(made.panel(notes));
    }
    setDetail.get().show(row);
  }

  /// What came of the last act.
  private void notes() {
    notes.getChildren().clear();
    if (model.failureProperty().get().isPresent()) {
      FailureNote note = new FailureNote();
      note.show(model.failureProperty().get());
      notes.getChildren().add(note);
    }
    model.startedProperty().get().ifPresent(this::began);
    notes.setVisible(!notes.getChildren().isEmpty());
    notes.setManaged(notes.isVisible());
  }

  private void began(JobStarted job) {
    String words = job.resumed() ? kit.text("backups.resumed") : kit.text("backups.started");
    Banner banner =
        new Banner(Health.WORKING, words)
            .action(kit.text("backups.openJob"), () -> navigator.go(new Target.Jobs(job.jobId())));
    banner.setId("started");
    notes.getChildren().add(banner);
  }
}
