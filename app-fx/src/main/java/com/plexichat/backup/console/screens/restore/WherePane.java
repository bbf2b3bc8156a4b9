package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.restore.Wish.Overwrite;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/// The second step: which machine, which folder, and what happens to what is there.
final class WherePane extends VBox {
  private final Kit kit;
  private final RestoreModel model;
  private final ComboBox<Peer> hosts;
  private final TextField folder = new TextField();
  private final Label becomes = Fields.note("");
  private final VBox warning = new VBox();
  private final ToggleGroup choices = new ToggleGroup();
  private boolean showing;

  WherePane(Kit kit, RestoreModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    hosts = Fields.choice(this::words);
    hosts.setId("host");
    hosts
        .valueProperty()
        .subscribe(chosen -> {
          if (!showing && chosen != null) {
            model.hostProperty().set(Optional.of(chosen.id()));
          }
        });
    model.hosts().addListener((ListChangeListener<Peer>) _ -> showHosts());
    model.hostProperty().subscribe(_ -> showHosts());
    folder.setId("folder");
    folder.setPromptText("/tmp/restored");
    folder.getStyleClass().add("mono");
    folder.textProperty().bindBidirectional(model.folderProperty());
    VBox target = Fields.labelled(kit.text("restore.folder"), folder, "");
    target.getChildren().add(becomes);
    Label head = Fields.sentence(kit.text("restore.overwrite"));
    head.getStyleClass().add("strong");
    VBox all = new VBox(8, head);
    for (Overwrite one : Overwrite.values()) {
      all.getChildren().add(choice(one));
    }
    getChildren()
        .addAll(
            Fields.labelled(kit.text("restore.host"), hosts, kit.text("restore.hostHelp")),
            target,
            all,
            warning);
    model.wishProperty().subscribe(this::show);
  }

  Node first() {
    return folder;
  }

  private String words(Peer peer) {
    Optional<Backup> backup = model.wishProperty().get().backup();
    return backup.map(Backup::host).filter(peer.name()::equals).isPresent()
        ? kit.text("restore.source", peer.name())
        : peer.name();
  }

  private RadioButton choice(Overwrite one) {
    RadioButton button =
        new RadioButton(
            switch (one) {
              case EMPTY -> kit.text("restore.overwriteEmpty");
              case NEVER -> kit.text("restore.overwriteNever");
              case CHANGED -> kit.text("restore.overwriteChanged");
              case ALWAYS -> kit.text("restore.overwriteAlways");
            });
    button.setId("overwrite-" + one.name().toLowerCase(Locale.ROOT));
    button.setToggleGroup(choices);
    button.setWrapText(true);
    button
        .selectedProperty()
        .subscribe(is -> {
          if (is) {
            model.overwriteProperty().set(one);
          }
        });
    model.overwriteProperty().subscribe(chosen -> button.setSelected(chosen == one));
    return button;
  }

  private void showHosts() {
    showing = true;
    List<Peer> wanted =
        model.wishProperty().get().backup().map(model::hostsFor).orElse(model.hosts());
    if (!hosts.getItems().equals(wanted)) {
      hosts.getItems().setAll(wanted);
    }
    Optional<PeerId> id = model.hostProperty().get();
    wanted.stream()
        .filter(peer -> id.equals(Optional.of(peer.id())))
        .findFirst()
        .ifPresent(hosts::setValue);
    showing = false;
  }

  private void show(Wish wish) {
    showHosts();
    String at = wish.folder().endsWith("/") ? wish.folder() : wish.folder() + "/";
    becomes.setText(
        wish.isInPlace()
            ? kit.text("restore.inPlace")
            : wish.isFolderAbsolute()
                ? kit.text("restore.becomes", at + "home/ana/letter.txt")
                : kit.text("restore.folderHelp"));
    warning.getChildren().clear();
    if (wish.isDestructive()) {
      warning
          .getChildren()
          .add(
              new Banner(
                  Health.AT_RISK,
                  wish.isInPlace() ? kit.text("restore.warnInPlace") : kit.text("restore.warn")));
    }
  }
}
