package com.plexichat.backup.console.screens.welcome;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.shared.model.EnrolmentToken;
import java.util.HexFormat;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Connect by address and token: what the token says is shown before anybody is asked.
public final class ConnectView extends Screen {
  private static final double WIDTH = 640;

  private final Kit kit;
  private final TextArea token = new TextArea();
  private final VBox reading = new VBox();
  private final Page page;

  public ConnectView(Kit kit, ConnectModel model, Navigator navigator) {
    this.kit = kit;
    token.setId("token");
    token.setWrapText(true);
    token.setPrefRowCount(4);
    token.getStyleClass().add("mono");
    token.textProperty().bindBidirectional(model.pastedProperty());
    TextField address = new TextField();
    address.setId("address");
    address.setPromptText(kit.text("connect.addressPrompt"));
    address.textProperty().bindBidirectional(model.addressProperty());
    Button connect = new Button(kit.text("connect.do"));
    connect.setId("connect-now");
    connect.setDefaultButton(true);
    connect.setOnAction(_ -> model.connect());
    connect
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> model.busyProperty().get() || model.tokenProperty().get().isEmpty(),
                model.busyProperty(),
                model.tokenProperty()));
    Button back = new Button(kit.text("act.back"));
    back.setCancelButton(true);
    back.setOnAction(_ -> navigator.back());
    ProgressBar bar = new ProgressBar();
    bar.visibleProperty().bind(model.busyProperty());
    model.tokenProperty().subscribe(this::show);
    Card card =
        new Card(kit.text("connect.card"))
            .content(
                labelled(kit.text("connect.token"), token),
                reading,
                labelled(kit.text("connect.address"), address),
                new FailureNote(model.failureProperty()),
                new HBox(8, connect, back, bar));
    card.setMaxWidth(WIDTH);
    page =
        new Page(kit.text("connect.title"))
            .sentence(kit.text("connect.sentence"))
            .content(new VBox(card));
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    token.requestFocus();
  }

  private static Node labelled(String name, Control field) {
    Label label = new Label(name);
    label.setLabelFor(field);
    field.setAccessibleText(name);
    return new VBox(4, label, field);
  }

  private void show(Optional<EnrolmentToken> read) {
    reading.getChildren().clear();
    if (read.isEmpty()) {
      Label none = new Label(kit.text("connect.noToken"));
      none.getStyleClass().addAll("note", "small");
      reading.getChildren().add(none);
      return;
    }
    CopyWords words = new CopyWords(kit.text("copy.do"), kit.text("copy.done"));
    reading
        .getChildren()
        .add(
            new FactList(words)
                .fact(kit.text("connect.at"), read.get().endpoint())
                .id(
                    kit.text("connect.fingerprint"),
                    HexFormat.of().formatHex(read.get().rootFingerprint().toArray())));
  }
}
