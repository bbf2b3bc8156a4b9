package com.plexichat.backup.console.screens.audit;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.MonoId;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Room;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.AuditLine;
import com.plexichat.backup.shared.model.AuditVerdict;
import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The audit chain, newest first. What is older is read as it comes into sight.
public final class AuditView extends Screen {
  /// A moment to the second with its zone.
  private static final double TIME_WIDTH = 190;

  private static final double DETAIL_WIDTH = 140;
  private static final double ROOM_FOR_HASHES = 60;

  private final Kit kit;
  private final AuditModel model;
  private final LiveCluster live;
  private final BooleanProperty silent = new SimpleBooleanProperty(this, "silent", true);
  private final TableView<AuditLine> table;
  private final Label count = new Label();
  private final Button older;
  private final VBox verdict = new VBox();
  private final StackPane content = new StackPane();
  private final Node chain;
  private final Page page;

  public AuditView(Kit kit, AuditModel model, LiveCluster live) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    table = DataTable.of(kit.text("audit.table"), none(), _ -> {});
    table.setId("audit");
    table.getColumns().setAll(columns());
    table.setItems(model.shown());
    table.setRowFactory(_ -> new Row());
    TextField filter = new TextField();
    filter.setId("audit-filter");
    filter.setPromptText(kit.text("audit.filter"));
    filter.setAccessibleText(kit.text("audit.filter"));
    filter.textProperty().addListener((_, _, text) -> model.filter(text));
    HBox.setHgrow(filter, Priority.ALWAYS);
    older = new Button(kit.text("audit.older"));
    older.setId("audit-older");
    older.setMinWidth(Region.USE_PREF_SIZE);
    older.setOnAction(_ -> model.older());
    older.disableProperty().bind(silent.or(model.busyProperty()));
    older.managedProperty().bind(older.visibleProperty());
    count.getStyleClass().addAll("note", "small");
    count.setMinWidth(Region.USE_PREF_SIZE);
    HBox bar = new HBox(16, filter, count, older);
    bar.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    chain =
        new Card(kit.text("audit.table"))
            .content(bar, new FailureNote(model.failureProperty()), table);
    VBox.setVgrow(content, Priority.ALWAYS);
    Button verify = new Button(kit.text("audit.verify"), Icons.VERIFY.node());
    verify.setId("audit-verify");
    verify.setDefaultButton(true);
    verify.disableProperty().bind(silent.or(model.busyProperty()));
    verify.setOnAction(_ -> model.verify());
    page =
        new Page(kit.text("audit.title"))
            .sentence(kit.text("audit.asking"))
            .actions(verify)
            .content(new VBox(16, verdict, content));
    page.setId("audit-page");
    model.verdictProperty().subscribe(this::told);
    model.verdictProperty().subscribe(_ -> arrange());
    model.failureProperty().subscribe(_ -> arrange());
    model.busyProperty().subscribe(_ -> arrange());
    model.shown().addListener((Observable _) -> arrange());
  }

  private List<TableColumn<AuditLine, ?>> columns() {
    TableColumn<AuditLine, String> time =
        DataTable.text(kit.text("audit.time"), 215, line -> kit.figures().exact(line.at()));
    time.setMinWidth(TIME_WIDTH);
    TableColumn<AuditLine, String> hash =
        DataTable.node(kit.text("audit.hash"), 150, AuditLine::hash, AuditView::hash);
    TableColumn<AuditLine, String> detail =
        DataTable.node(kit.text("audit.detail"), 290, AuditLine::detail, AuditView::detail);
    detail.setMinWidth(DETAIL_WIDTH);
    Room.needs(table, ROOM_FOR_HASHES, List.of(hash));
    return List.of(
        DataTable.<AuditLine, Long>number(
            kit.text("audit.entry"), 70, AuditLine::index, kit.figures()::count),
        time,
        DataTable.text(kit.text("audit.actor"), 130, AuditLine::actor),
        DataTable.text(kit.text("audit.act"), 150, AuditLine::act),
        hash,
        detail);
  }

  private static Node hash(AuditLine line) {
    Label hash = new Label(MonoId.shortened(line.hash()));
    hash.getStyleClass().add("mono");
    hash.setTooltip(new Tooltip(line.hash()));
    hash.setAccessibleText(line.hash());
    return hash;
  }

  private static Node detail(AuditLine line) {
    Label detail = new Label(line.detail());
    detail.setTooltip(new Tooltip(line.detail()));
    return detail;
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    model.verify();
    follow(live.state(), state -> silent.set(!state.freshness().isCurrent()));
  }

  private void told(Optional<AuditVerdict> told) {
    verdict.setManaged(told.isPresent());
    verdict.getChildren().setAll(told.stream().map(this::banner).toList());
    told.ifPresent(one ->
        page.sentence(
            one.unbroken()
                ? kit.text("audit.sentence", kit.figures().count(one.entries()))
                : kit.text("audit.sentenceBroken", kit.figures().count(one.firstBad()))));
  }

  private Banner banner(AuditVerdict told) {
    String anchors = kit.text("audit.anchors", told.anchorsMatching(), told.anchorsChecked());
    Banner banner =
        told.unbroken()
            ? new Banner(
                Health.OK, kit.text("audit.unbroken", kit.figures().count(told.entries()), anchors))
            : new Banner(
                Health.LOST,
                kit.text("audit.broken", kit.figures().count(told.firstBad()), anchors));
    banner.setId("audit-verdict");
    return banner;
  }

  private void arrange() {
    Optional<OperationFailed> failure = model.failureProperty().get();
    Node next = chain;
    if (model.loaded() == 0 && failure.isPresent()) {
      page.sentence("");
      next = new Card("").content(failed(failure.get()));
    } else if (model.loaded() == 0 && model.verdictProperty().get().isEmpty()) {
      next =
          new Card("").content(new EmptyNote(EmptyNote.Kind.LOADING, kit.text("audit.asking"), ""));
    }
    table.setPlaceholder(none());
    content.getChildren().setAll(next);
    count.setText(
        model.isFiltered()
            ? kit.text(
                "audit.filtered",
                kit.figures().count(model.shown().size()),
                kit.figures().count(model.loaded()))
            : kit.text("audit.loaded", kit.figures().count(model.loaded())));
    older.setVisible(model.hasOlder());
  }

  private EmptyNote none() {
    return model.loaded() == 0
        ? new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("audit.empty"), kit.text("audit.emptyWhy"))
        : new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("audit.none"), kit.text("audit.noneWhy"));
  }

  private Node failed(OperationFailed why) {
    return why.code() == FailureCode.NOT_ALLOWED
        ? new EmptyNote(EmptyNote.Kind.NO_PERMISSION, why.sentence(), why.nextAct())
        : new EmptyNote(EmptyNote.Kind.ERROR, why.sentence(), why.nextAct())
            .action(kit.text("backups.retry"), model::verify);
  }

  /// One of the oldest lines brings the page before them when it comes into sight.
  private final class Row extends TableRow<AuditLine> {
    @Override
    protected void updateItem(AuditLine line, boolean empty) {
      super.updateItem(line, empty);
      if (!empty && line != null && model.isNearOldest(line) && !model.isFiltered()) {
        FxBridge.later(model::older);
      }
    }
  }
}
