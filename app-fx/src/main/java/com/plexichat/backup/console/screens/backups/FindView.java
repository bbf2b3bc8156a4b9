package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Entry;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// Search over all backups: what matches appears as it is found.
public final class FindView extends Screen implements Arriving {
  private final Kit kit;
  private final FindModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final TextField field = new TextField();
  private final ComboBox<String> sets = new ComboBox<>();
  private final Button search = new Button();
  private final TableView<Entry> table;
  private final Page page;

  public FindView(Kit kit, FindModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    table = new EntryTable(kit).found(this::backup, this::open);
    table.setItems(model.found());
    Card card =
        new StreamLine(kit, table, model.stream(), model::search)
            .note(this::note)
            .remark(() ->
                model.isCut() ? kit.text("find.cut", kit.figures().count(FindModel.MOST)) : "")
            .card(asking());
    page = new Page(kit.text("find.title")).sentence(kit.text("find.sentence")).content(card);
  }

  private Node asking() {
    field.setId("glob");
    field.setPromptText(kit.text("find.prompt"));
    field.setAccessibleText(kit.text("find.glob"));
    field.textProperty().bindBidirectional(model.globProperty());
    HBox.setHgrow(field, Priority.ALWAYS);
    sets.setId("only-set");
    sets.setStyle("-fx-pref-width: 16em; -fx-min-width: 10em");
    sets.setAccessibleText(kit.text("find.set"));
    sets.setConverter(words());
    sets.valueProperty().bindBidirectional(model.setProperty());
    search.setText(kit.text("find.do"));
    search.setGraphic(Icons.SEARCH.node());
    search.setId("search");
    search.setDefaultButton(true);
    search.setOnAction(_ -> begin());
    search.setMinWidth(Button.USE_PREF_SIZE);
    search.disableProperty().bind(field.textProperty().map(String::isBlank));
    HBox row = new HBox(8, field, sets, search);
    row.setAlignment(Pos.CENTER_LEFT);
    Label hint = new Label(kit.text("find.hint"));
    hint.getStyleClass().addAll("note", "small");
    hint.setWrapText(true);
    return new VBox(8, row, hint);
  }

  private StringConverter<String> words() {
    return new StringConverter<>() {
      @Override
      public String toString(String set) {
        return set == null || set.isEmpty() ? kit.text("find.allSets") : set;
      }

      @Override
      public String fromString(String set) {
        return set;
      }
    };
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
    if (target instanceof Target.Find(var glob) && !glob.isEmpty()) {
      boolean again = glob.equals(model.globProperty().get()) && !model.found().isEmpty();
      model.globProperty().set(glob);
      if (!again) {
        model.search();
      }
    }
    field.requestFocus();
    field.end();
  }

  /// The place in the history is the search itself, so that the way back leads to it.
  private void begin() {
    Target here = new Target.Find(model.globProperty().get());
    if (here.equals(navigator.current().get())) {
      model.search();
    } else {
      model.found().clear();
      navigator.replace(here);
    }
  }

  private void show(ClusterState state) {
    List<String> all = new ArrayList<>(List.of(""));
    all.addAll(model.sets());
    if (!sets.getItems().equals(all)) {
      String chosen = model.setProperty().get();
      sets.getItems().setAll(all);
      model.setProperty().set(all.contains(chosen) ? chosen : "");
    }
    table.refresh();
  }

  private String backup(Entry entry) {
    return model
        .backup(entry.backupId())
        .map(one ->
            kit.text(
                "find.of",
                kit.text("backups.name", one.set(), one.number()),
                kit.figures().ago(one.created())))
        .orElse(entry.backupId());
  }

  private void open(Entry entry) {
    navigator.go(new Target.Contents(entry.backupId(), PathTrail.parent(entry.path())));
  }

  private EmptyNote note(Streamed.State state) {
    return switch (state) {
      case Streamed.Idle _ ->
          new EmptyNote(
              EmptyNote.Kind.EMPTY, kit.text("find.nothingAsked"), kit.text("find.examples"));
      case Streamed.Reading _ ->
          new EmptyNote(
              EmptyNote.Kind.LOADING, kit.text("find.searching"), kit.text("find.searchingWhy"));
      default ->
          new EmptyNote(
              EmptyNote.Kind.EMPTY,
              kit.text("find.none", model.globProperty().get()),
              kit.text("find.examples"));
    };
  }
}
