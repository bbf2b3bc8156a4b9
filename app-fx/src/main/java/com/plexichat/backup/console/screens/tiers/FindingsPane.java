package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.shared.model.RetentionFindings;
import com.plexichat.backup.shared.model.RetentionFindings.Finding;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Where retention is not as tiers and people say, each with what to do.
final class FindingsPane {
  private final Kit kit;
  private final TableView<Finding> table;
  private final Label says = Fields.sentence("");
  private final Label next = Fields.sentence("");
  private final Card card;

  FindingsPane(Kit kit, RulesModel model, Navigator navigator) {
    this.kit = kit;
    table =
        DataTable.of(
            kit.text("findings.title"),
            new EmptyNote(
                EmptyNote.Kind.EMPTY, kit.text("findings.none"), kit.text("findings.noneWhy")),
            one -> {
              if (!one.backup().isEmpty()) {
                navigator.go(new Target.Backups(one.set(), one.backup()));
              }
            });
    table.setId("findings");
    TableColumn<Finding, String> kind =
        DataTable.text(kit.text("findings.kind"), 150, one -> one.kind().replace('_', ' '));
    TableColumn<Finding, String> set = DataTable.text(kit.text("findings.set"), 120, Finding::set);
    TableColumn<Finding, String> what =
        DataTable.text(kit.text("findings.what"), 420, Finding::sentence);
    table.getColumns().setAll(List.of(kind, set, what));
    next.setId("finding-next");
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(one ->
            next.setText(
                one == null ? "" : kit.text("findings.next", one.sentence(), one.nextAct())));
    Button again = new Button(kit.text("findings.again"));
    again.setId("audit-again");
    again.setOnAction(_ -> model.audit());
    VBox.setVgrow(table, Priority.ALWAYS);
    card = new Card(kit.text("findings.title")).action(again).content(says, next, table);
    model.findingsProperty().subscribe(told -> told.ifPresent(this::show));
    model.answersProperty().subscribe(is -> again.setDisable(!is));
  }

  Node root() {
    return card;
  }

  private void show(RetentionFindings told) {
    table.getItems().setAll(told.findings());
    if (!told.findings().isEmpty()) {
      table.getSelectionModel().select(0);
    }
    Fields.shown(next, !told.findings().isEmpty());
    says.setText(
        kit.text(
            "findings.sentence",
            told.total(),
            kit.figures().count(told.total()),
            told.checked().size(),
            kit.figures().time(told.at())));
  }
}
