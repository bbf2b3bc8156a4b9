package com.plexichat.backup.console.screens.recoverykit;

import com.plexichat.backup.console.kit.Banner;
import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Health;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Writes the page to print of a kit file that lies on this machine.
final class PrintCard {
  private final Card card;

  PrintCard(Kit kit, RecoveryKitModel model, FileAsk files) {
    TextField file = field("kit-file", kit.text("recoverykit.file"));
    PasswordField passphrase = new PasswordField();
    passphrase.setId("kit-passphrase");
    passphrase.setAccessibleText(kit.text("recoverykit.passphrase"));
    TextField page = field("kit-page", kit.text("recoverykit.page"));
    GridPane rows = new GridPane(16, 8);
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    rows.getColumnConstraints().addAll(names, values);
    String choose = kit.text("recoverykit.choose");
    row(
        rows,
        kit.text("recoverykit.file"),
        chosen(file, choose, () -> files.open(kit.text("recoverykit.file"))));
    row(rows, kit.text("recoverykit.passphrase"), passphrase);
    row(
        rows,
        kit.text("recoverykit.page"),
        chosen(page, choose, () -> files.save(kit.text("recoverykit.page"), "recovery-kit.pdf")));
    Button print = new Button(kit.text("recoverykit.print"), Icons.PRINT.node());
    print.setId("kit-print");
    print
        .disableProperty()
        .bind(
            model
                .busyProperty()
                .or(
                    Bindings.createBooleanBinding(
                        () ->
                            path(file).isEmpty()
                                || path(page).isEmpty()
                                || passphrase.getText().isEmpty(),
                        file.textProperty(),
                        page.textProperty(),
                        passphrase.textProperty())));
    print.setOnAction(_ -> {
      char[] secret = passphrase.getText().toCharArray();
      passphrase.clear();
      path(file).ifPresent(from -> path(page).ifPresent(to -> model.print(from, secret, to)));
    });
    Label why = RecoveryKitView.line(kit.text("recoverykit.printWhy"));
    why.getStyleClass().add("note");
    VBox done = new VBox();
    model
        .printedProperty()
        .subscribe(told ->
            done.getChildren()
                .setAll(
                    told.stream()
                        .map(to ->
                            new Banner(Health.OK, kit.text("recoverykit.printed", to.toString())))
                        .toList()));
    FailureNote failure = new FailureNote(model.printFailureProperty());
    card = new Card(kit.text("recoverykit.printCard")).content(why, rows, print, done, failure);
    card.setId("kit-print-card");
  }

  Card card() {
    return card;
  }

  private static TextField field(String id, String name) {
    TextField field = new TextField();
    field.setId(id);
    field.setAccessibleText(name);
    return field;
  }

  private static Node chosen(TextField field, String word, Supplier<Optional<Path>> ask) {
    HBox.setHgrow(field, Priority.ALWAYS);
    Button choose = new Button(word);
    choose.setMinWidth(Region.USE_PREF_SIZE);
    choose.setAccessibleText(word + " " + field.getAccessibleText());
    choose.setOnAction(_ -> ask.get().ifPresent(path -> field.setText(path.toString())));
    return new HBox(8, field, choose);
  }

  private static void row(GridPane rows, String name, Node value) {
    Label label = new Label(name);
    label.getStyleClass().add("note");
    label.setLabelFor(value);
    rows.addRow(rows.getRowCount(), label, value);
  }

  private static Optional<Path> path(TextField field) {
    try {
      return Optional.of(field.getText().strip()).filter(text -> !text.isEmpty()).map(Path::of);
    } catch (InvalidPathException unusable) {
      return Optional.empty();
    }
  }
}
