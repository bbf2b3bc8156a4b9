package com.plexichat.backup.console.screens.settings;

import com.plexichat.backup.console.kit.Kit;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

/// A choice among all time zones: typing searches, Down goes into what was found, Enter chooses.
final class ZoneChoice {
  private static final double HEIGHT = 148;

  private final Kit kit;
  private final SettingsModel model;
  private final TextField search = new TextField();
  private final ListView<Optional<ZoneId>> found = new ListView<>();
  private final VBox root = new VBox(8, search, found);

  ZoneChoice(Kit kit, SettingsModel model) {
    this.kit = kit;
    this.model = model;
    search.setId("zone");
    search.setPromptText(kit.text("settings.zoneSearch"));
    search.setAccessibleText(kit.text("settings.zoneSearch"));
    search.textProperty().subscribe(this::look);
    search.setOnAction(_ -> {
      if (found.getSelectionModel().getSelectedItem() == null) {
        found.getSelectionModel().selectFirst();
      }
      choose();
    });
    search.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.DOWN) {
        found.requestFocus();
        event.consume();
      }
    });
    found.setId("zones");
    found.setAccessibleText(kit.text("settings.zone"));
    found.getStyleClass().add("choice-list");
    found.setPrefHeight(HEIGHT);
    found.setCellFactory(_ ->
        new ListCell<>() {
          @Override
          protected void updateItem(Optional<ZoneId> zone, boolean empty) {
            super.updateItem(zone, empty);
            setText(empty || zone == null ? "" : name(zone));
          }
        });
    found.setOnMouseClicked(_ -> choose());
    found.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
        choose();
        event.consume();
      }
    });
  }

  Node root() {
    return root;
  }

  private void look(String words) {
    List<Optional<ZoneId>> zones = SettingsModel.zones(words);
    found.getItems().setAll(zones);
    int chosen = zones.indexOf(model.now().zone());
    if (chosen >= 0) {
      found.getSelectionModel().select(chosen);
      found.scrollTo(Math.max(0, chosen - 1));
    }
  }

  private void choose() {
    Optional<ZoneId> chosen = found.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      model.choose(now -> now.withZone(chosen));
    }
  }

  private String name(Optional<ZoneId> zone) {
    return zone.map(one -> kit.text("settings.zoneNamed", one.getId(), model.offset(one)))
        .orElseGet(() -> kit.text("settings.zoneSystem", ZoneId.systemDefault().getId()));
  }
}
