package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.screens.restore.Wish.Scope;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/// The first step: which backup, and how much of it.
final class WhatPane extends VBox {
  private final Kit kit;
  private final RestoreModel model;
  private final ComboBox<Backup> backups;
  private final VBox about = new VBox();
  private final ToggleGroup scopes = new ToggleGroup();
  private final RadioButton path;
  private FactList facts;
  private boolean showing;

  WhatPane(Kit kit, RestoreModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    backups = Fields.choice(this::words);
    backups.setId("backup");
    backups.setPromptText(kit.text("compare.choose"));
    backups
        .valueProperty()
        .subscribe(chosen -> {
          if (!showing && chosen != null) {
            model.backupProperty().set(chosen.id());
          }
        });
    model.backups().addListener((ListChangeListener<Backup>) _ -> showBackups());
    path = scope(Scope.PATH, "scope-path", "");
    RadioButton all = scope(Scope.ALL, "scope-all", kit.text("restore.all"));
    RadioButton some = scope(Scope.GLOBS, "scope-globs", kit.text("restore.some"));
    TextArea globs = Fields.lines(3);
    globs.setId("globs");
    globs.setPromptText("/etc/ssh\n*.odt");
    globs.textProperty().bindBidirectional(model.globsProperty());
    VBox typed = Fields.labelled(kit.text("restore.globs"), globs, kit.text("restore.globsHelp"));
    model.scopeProperty().subscribe(scope -> Fields.shown(typed, scope == Scope.GLOBS));
    getChildren()
        .addAll(
            Fields.labelled(kit.text("restore.backup"), backups, ""),
            about,
            new VBox(8, all, path, some),
            typed);
    model.wishProperty().subscribe(this::show);
    showBackups();
  }

  Node first() {
    return scopes.getSelectedToggle() instanceof RadioButton chosen ? chosen : backups;
  }

  private RadioButton scope(Scope scope, String id, String words) {
    RadioButton button = new RadioButton(words);
    button.setId(id);
    button.setToggleGroup(scopes);
    button.setWrapText(true);
    button
        .selectedProperty()
        .subscribe(is -> {
          if (is) {
            model.scopeProperty().set(scope);
          }
        });
    model.scopeProperty().subscribe(chosen -> button.setSelected(chosen == scope));
    return button;
  }

  private String words(Backup backup) {
    return kit.text(
        "restore.backupWords",
        backup.set(),
        backup.number(),
        kit.figures().exact(backup.created()),
        backup.host());
  }

  private void showBackups() {
    showing = true;
    if (!backups.getItems().equals(model.backups())) {
      backups.getItems().setAll(model.backups());
    }
    Optional<Backup> chosen = model.wishProperty().get().backup();
    if (!Optional.ofNullable(backups.getValue()).equals(chosen)) {
      backups.setValue(chosen.orElse(null));
    }
    showing = false;
  }

  private void show(Wish wish) {
    showBackups();
    boolean named = Wish.isNameable(wish.path());
    Fields.shown(path, named);
    path.setText(kit.text("restore.path", wish.path().shown()));
    about.getChildren().clear();
    wish.backup()
        .ifPresent(backup -> {
          facts = facts(backup);
          about.getChildren().add(facts);
        });
  }

  /// Ages are words of now.
  void age() {
    model
        .wishProperty()
        .get()
        .backup()
        .ifPresent(backup -> {
          facts.show(kit.text("restore.made"), made(backup));
          facts.show(kit.text("restore.tested"), kit.figures().ago(backup.tested()));
        });
  }

  private String made(Backup backup) {
    return kit.text(
        "restore.when", kit.figures().ago(backup.created()), kit.figures().exact(backup.created()));
  }

  private FactList facts(Backup backup) {
    FactList list = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    list.fact(
        kit.text("result.state"),
        new StateBadge(
            backup.state() == BackupState.COMPLETE ? Health.OK : Health.DEGRADED,
            kit.texts().of(backup.state())));
    list.fact(kit.text("restore.made"), made(backup));
    list.fact(kit.text("result.files"), kit.figures().count(backup.counts().files()));
    list.fact(kit.text("result.source"), kit.figures().bytes(backup.counts().sourceBytes()));
    list.fact(kit.text("restore.tested"), kit.figures().ago(backup.tested()));
    return list;
  }
}
