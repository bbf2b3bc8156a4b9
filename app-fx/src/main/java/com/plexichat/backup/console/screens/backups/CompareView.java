package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.Words;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.backups.CompareModel.Kind;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Difference;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Two backups of one machine, and what became of each path between them.
public final class CompareView extends Screen implements Arriving {
  private static final double CHOICE_EM = 25;

  private final Kit kit;
  private final CompareModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final ComboBox<String> from = Fields.choice(this::name);
  private final ComboBox<String> to = Fields.choice(this::name);
  private final TableView<Difference> table;
  private final StreamLine line;
  private final Page page;
  private boolean following;

  public CompareView(Kit kit, CompareModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    table = new DifferenceTable(kit).of(this::open);
    table.setItems(model.shown());
    line =
        new StreamLine(kit, table, model.stream(), model::again)
            .note(this::note)
            .remark(() ->
                model.isCut()
                    ? kit.text("compare.cut", kit.figures().count(CompareModel.MOST))
                    : "");
    Card card = line.card(choices(), new ChangeFilter(kit, model).root());
    page = new Page(kit.text("compare.title")).sentence(kit.text("compare.sentence")).content(card);
    model.filterProperty().subscribe(_ -> line.show());
  }

  private Node choices() {
    choice(from, "compare-from", kit.text("compare.from"));
    choice(to, "compare-to", kit.text("compare.to"));
    HBox row =
        new HBox(
            8, label(kit.text("compare.from"), from), from, label(kit.text("compare.to"), to), to);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Label label(String words, Node of) {
    Label label = new Label(words);
    label.getStyleClass().add("note");
    label.setLabelFor(of);
    label.setMinWidth(Label.USE_PREF_SIZE);
    return label;
  }

  private void choice(ComboBox<String> box, String id, String name) {
    box.setId(id);
    box.setAccessibleText(name);
    box.setStyle("-fx-pref-width: " + CHOICE_EM + "em; -fx-max-width: " + CHOICE_EM + "em");
    box.setMinWidth(0);
    box.setPromptText(kit.text("compare.choose"));
    // For one that is not among the choices yet.
    box.setConverter(new Words<>(this::name));
    HBox.setHgrow(box, Priority.SOMETIMES);
    box.valueProperty().addListener((_, _, _) -> chosen());
  }

  private String name(String id) {
    return live.state()
        .get()
        .backup(id)
        .map(one ->
            kit.text(
                "compare.backup",
                kit.text("backups.name", one.set(), one.number()),
                kit.figures().exact(one.created())))
        .orElseGet(() -> MonoId.shortened(id));
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
    if (target instanceof Target.Compare(var older, var newer)) {
      model.compare(older, newer);
      select();
      line.show();
    }
  }

  private void show(ClusterState state) {
    List<String> ids = model.backups().stream().map(Backup::id).toList();
    if (!from.getItems().equals(ids)) {
      following = true;
      from.getItems().setAll(ids);
      to.getItems().setAll(ids);
      following = false;
      select();
    }
  }

  private void select() {
    following = true;
    from.setValue(Optional.of(model.from()).filter(id -> !id.isEmpty()).orElse(null));
    to.setValue(Optional.of(model.to()).filter(id -> !id.isEmpty()).orElse(null));
    following = false;
  }

  private void chosen() {
    if (!following) {
      navigator.replace(new Target.Compare(value(from), value(to)));
    }
  }

  private static String value(ComboBox<String> box) {
    return Optional.ofNullable(box.getValue()).orElse("");
  }

  /// What is gone is looked at where it still was.
  private void open(Difference one) {
    String backup = Kind.of(one) == Kind.REMOVED ? model.from() : model.to();
    navigator.go(new Target.Contents(backup, PathTrail.parent(one.path())));
  }

  private EmptyNote note(Streamed.State state) {
    return switch (state) {
      case Streamed.Idle _ -> asked();
      case Streamed.Reading _ ->
          new EmptyNote(EmptyNote.Kind.LOADING, kit.text("compare.comparing"), "");
      default -> new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("compare.none"), "");
    };
  }

  private EmptyNote asked() {
    boolean same = !model.from().isEmpty() && model.from().equals(model.to());
    return same
        ? new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("compare.same"), "")
        : new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("compare.two"), kit.text("compare.twoWhy"));
  }
}
