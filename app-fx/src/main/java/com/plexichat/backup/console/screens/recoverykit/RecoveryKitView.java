package com.plexichat.backup.console.screens.recoverykit;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KitStatus;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The recovery kit: what it is, whether it lies in a safe place, and the way there.
public final class RecoveryKitView extends Screen {
  private static final double WIDEST = 880;

  private final Kit kit;
  private final RecoveryKitModel model;
  private final LiveCluster live;
  private final BooleanProperty silent = new SimpleBooleanProperty(this, "silent", true);
  private final VBox warning = new VBox();
  private final Card status;
  private final Card mark;
  private final Node markForm;
  private final Page page;
  private Optional<KitStatus> shown = Optional.empty();

  public RecoveryKitView(Kit kit, RecoveryKitModel model, LiveCluster live, FileAsk files) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    status = new Card(kit.text("recoverykit.status"));
    status.setId("kit-status");
    mark = new Card(kit.text("recoverykit.mark"));
    mark.setId("kit-mark");
    markForm = markForm();
    mark.content(markForm);
    VBox cards =
        new VBox(16, warning, status, about(), new PrintCard(kit, model, files).card(), mark);
    cards.setMaxWidth(WIDEST);
    warning.managedProperty().bind(warning.visibleProperty());
    page =
        new Page(kit.text("recoverykit.title"))
            .sentence(kit.text("screen.loading"))
            .content(new PageScroll(new VBox(cards)));
    page.setId("recovery-kit");
    warning.setVisible(false);
    status.content(new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), ""));
    model.markedProperty().subscribe(told -> told.ifPresent(this::show));
    model.markFailureProperty().subscribe(this::refused);
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
  }

  private void show(ClusterState state) {
    silent.set(!state.freshness().isCurrent());
    state.kit().filter(told -> !Optional.of(told).equals(shown)).ifPresent(this::show);
  }

  private void show(KitStatus told) {
    shown = Optional.of(told);
    page.sentence(
        told.stored() ? kit.text("recoverykit.stored") : kit.text("recoverykit.notStored"));
    warning.setVisible(!told.stored());
    warning.getChildren().setAll(new Banner(Health.DEGRADED, kit.text("recoverykit.warning")));
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(
        kit.text("recoverykit.isStored"),
        told.stored() ? kit.text("recoverykit.yes") : kit.text("recoverykit.no"));
    if (told.stored()) {
      facts.fact(kit.text("recoverykit.by"), told.by());
      told.when()
          .ifPresent(when -> facts.fact(kit.text("recoverykit.when"), kit.figures().exact(when)));
      facts.fact(
          kit.text("recoverykit.where"),
          told.note().isEmpty() ? kit.text("recoverykit.noNote") : told.note());
    }
    status.content(facts);
  }

  private Card about() {
    VBox lines =
        new VBox(
            8,
            line(kit.text("recoverykit.what")),
            line(kit.text("recoverykit.can")),
            line(kit.text("recoverykit.cannot")));
    return new Card(kit.text("recoverykit.about")).content(lines);
  }

  static Label line(String words) {
    Label line = new Label(words);
    line.setWrapText(true);
    line.setMinHeight(Region.USE_PREF_SIZE);
    return line;
  }

  private Node markForm() {
    TextField note = new TextField();
    note.setId("kit-note");
    note.setPromptText(kit.text("recoverykit.notePrompt"));
    note.setAccessibleText(kit.text("recoverykit.where"));
    HBox.setHgrow(note, Priority.ALWAYS);
    Button store = new Button(kit.text("recoverykit.markDo"));
    store.setId("kit-mark-stored");
    store.setDefaultButton(true);
    store.setMinWidth(Region.USE_PREF_SIZE);
    store.disableProperty().bind(silent.or(model.busyProperty()).or(note.textProperty().isEmpty()));
    store.setOnAction(_ -> model.mark(note.getText()));
    Label why = line(kit.text("recoverykit.markWhy"));
    why.getStyleClass().add("note");
    Label silence = line(kit.text("recoverykit.silent"));
    silence.getStyleClass().add("note");
    silence.visibleProperty().bind(silent);
    silence.managedProperty().bind(silent);
    FailureNote failure = new FailureNote(model.markFailureProperty());
    return new VBox(12, why, new HBox(8, note, store), silence, failure);
  }

  private void refused(Optional<OperationFailed> failure) {
    boolean forbidden = failure.filter(why -> why.code() == FailureCode.NOT_ALLOWED).isPresent();
    mark.content(
        forbidden
            ? new EmptyNote(
                EmptyNote.Kind.NO_PERMISSION,
                failure.map(OperationFailed::sentence).orElse(""),
                failure.map(OperationFailed::nextAct).orElse(""))
            : markForm);
  }
}
