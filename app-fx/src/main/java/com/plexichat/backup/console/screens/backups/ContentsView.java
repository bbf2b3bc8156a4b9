package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Entry;
import com.plexichat.backup.shared.model.FilePath;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

/// The tree of a backup, a folder at a time: Enter opens one, Backspace goes up.
public final class ContentsView extends Screen implements Arriving {
  private static final double DETAIL_WIDTH = 340;

  /// What downloads: how, and where to.
  public record Downloads(DownloadModel model, SavePlace place) {}

  private final Kit kit;
  private final ContentsModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final EntryDetail detail;
  private final TableView<Entry> table;
  private final TrailBar trail;
  private final StackPane side = new StackPane();
  private final Page page;
  private boolean answers = true;

  public ContentsView(
      Kit kit, ContentsModel model, LiveCluster live, Navigator navigator, Downloads downloads) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    this.detail =
        new EntryDetail(kit, navigator, new DownloadBox(kit, downloads.model(), downloads.place()));
    table = new EntryTable(kit).folder(this::opened);
    table.setItems(model.entries());
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    table.getSelectionModel().selectedItemProperty().subscribe(_ -> detail());
    trail = new TrailBar(kit, this::go);
    Card card =
        new StreamLine(kit, table, model.stream(), model::read).note(this::note).card(trail);
    HBox.setHgrow(card, Priority.ALWAYS);
    card.setMinWidth(0);
    side.setPrefWidth(DETAIL_WIDTH);
    side.setMinWidth(DETAIL_WIDTH);
    Button backup = new Button(kit.text("contents.backup"), Icons.BACKUPS.node());
    backup.setId("to-backup");
    backup.setOnAction(_ -> navigator.go(new Target.Backups("", model.backupId())));
    page = new Page(kit.text("contents.title")).actions(backup).content(new HBox(16, card, side));
    model.stream().stateProperty().subscribe(this::sort);
    model.stream().stateProperty().subscribe(_ -> detail());
    model.entries().addListener((ListChangeListener<Entry>) _ -> came());
    model.folderProperty().subscribe(_ -> folder());
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
    whileShown(model.stream()::stop);
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Contents(var backup, var path)) {
      model.open(backup, path);
      sentence();
      table.requestFocus();
    }
  }

  private void go(FilePath path) {
    navigator.go(new Target.Contents(model.backupId(), path));
  }

  private void opened(Entry entry) {
    if (entry.isDirectory()) {
      go(entry.path());
    }
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.BACK_SPACE) {
      if (!PathTrail.isRoot(model.folderProperty().get())) {
        go(PathTrail.parent(model.folderProperty().get()));
      }
      event.consume();
    }
  }

  private void show(ClusterState state) {
    boolean now = state.freshness().isCurrent() || !state.isKnown();
    if (now != answers) {
      answers = now;
      detail();
    }
    sentence();
    // Ages are words of now.
    table.refresh();
  }

  private void folder() {
    table.getSortOrder().clear();
    trail.show(model.folderProperty().get());
    detail();
  }

  private void sentence() {
    page.sentence(
        model
            .backup()
            .map(one ->
                kit.text(
                    "contents.sentence",
                    kit.text("backups.name", one.set(), one.number()),
                    one.host(),
                    kit.figures().exact(one.created())))
            .orElseGet(
                () -> kit.text("contents.sentenceUnknown", MonoId.shortened(model.backupId()))));
  }

  /// One is always selected, so that the keys begin somewhere: the folder one came from, else the
  /// first.
  private void came() {
    if (!model.entries().isEmpty()) {
      var selection = table.getSelectionModel();
      model
          .cameFrom()
          .filter(_ -> selection.getSelectedIndex() <= 0)
          .ifPresentOrElse(
              entry -> {
                selection.clearAndSelect(model.entries().indexOf(entry));
                table.scrollTo(Math.max(0, selection.getSelectedIndex() - 3));
              },
              () -> {
                if (selection.isEmpty()) {
                  selection.selectFirst();
                }
              });
    }
  }

  private EmptyNote note(Streamed.State state) {
    return switch (state) {
      case Streamed.Done _ -> new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("contents.empty"), "");
      case Streamed.Stopped _ ->
          new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("contents.notRead"), "")
              .action(kit.text("backups.retry"), model::read);
      default -> new EmptyNote(EmptyNote.Kind.LOADING, kit.text("contents.loading"), "");
    };
  }

  private void sort(Streamed.State state) {
    if (state instanceof Streamed.Done && !table.getSortOrder().isEmpty()) {
      table.sort();
    }
  }

  private void detail() {
    Entry selected = table.getSelectionModel().getSelectedItem();
    side.getChildren()
        .setAll(
            selected == null
                ? detail.of(model.here(), true, why())
                : detail.of(selected, false, why()));
  }

  /// Why nothing can be done with what is shown; empty: it can.
  private String why() {
    if (!answers) {
      return kit.text("backups.silent");
    }
    return model.isRead() ? "" : kit.text("contents.notYet");
  }
}
