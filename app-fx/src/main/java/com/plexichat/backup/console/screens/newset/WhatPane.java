package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// The first step: machine, name, paths and what is left out.
final class WhatPane extends VBox {
  private final Kit kit;
  private final NewSetModel model;
  private final TextField name = new TextField();
  private final Label taken = Fields.note("");
  private final ComboBox<Peer> hosts;
  private boolean showing;

  WhatPane(Kit kit, NewSetModel model) {
    super(16);
    this.kit = kit;
    this.model = model;
    name.setId("set-name");
    name.textProperty().bindBidirectional(model.nameProperty());
    hosts = Fields.choice(this::words);
    hosts.setId("host");
    hosts.valueProperty().subscribe(this::chosen);
    model.hosts().addListener((ListChangeListener<Peer>) _ -> showHosts());
    model.hostProperty().subscribe(_ -> showHosts());
    TextArea paths = Fields.lines(4);
    paths.setId("paths");
    paths.setPromptText(kit.text("newSet.pathsPrompt"));
    paths.textProperty().bindBidirectional(model.pathsProperty());
    TextArea excludes = Fields.lines(3);
    excludes.setId("excludes");
    excludes.setPromptText(kit.text("newSet.excludesPrompt"));
    excludes.textProperty().bindBidirectional(model.excludesProperty());
    VBox named = Fields.labelled(kit.text("newSet.name"), name, kit.text("newSet.nameHelp"));
    named.getChildren().add(taken);
    getChildren()
        .addAll(
            named,
            Fields.labelled(kit.text("newSet.host"), hosts, ""),
            Fields.labelled(kit.text("newSet.paths"), paths, kit.text("newSet.pathsHelp")),
            Fields.labelled(
                kit.text("newSet.excludes"), excludes, kit.text("newSet.excludesHelp")));
    model.draftProperty().subscribe(this::show);
  }

  /// Where typing begins.
  Node first() {
    return name;
  }

  private String words(Peer peer) {
    return peer.coordinator() ? kit.text("newSet.coordinator", peer.name()) : peer.name();
  }

  private void chosen(Peer peer) {
    if (!showing && peer != null) {
      model.hostProperty().set(Optional.of(peer.id()));
    }
  }

  private void showHosts() {
    showing = true;
    if (!hosts.getItems().equals(model.hosts())) {
      hosts.getItems().setAll(model.hosts());
    }
    Optional<PeerId> wanted = model.hostProperty().get();
    model.hosts().stream()
        .filter(peer -> wanted.equals(Optional.of(peer.id())))
        .findFirst()
        .ifPresent(hosts::setValue);
    showing = false;
  }

  /// A name that is in use is told before anybody is asked.
  private void show(Draft draft) {
    String words =
        draft
            .otherHost(model.state())
            .map(other -> kit.text("newSet.takenBy", other))
            .orElseGet(() ->
                model.state().set(draft.name()).isPresent() ? kit.text("newSet.replaces") : "");
    taken.setText(words);
    Fields.shown(taken, !words.isEmpty());
  }
}
