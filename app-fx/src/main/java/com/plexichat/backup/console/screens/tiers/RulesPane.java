package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DataTable;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.SureAct;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.LifecycleRules;
import com.plexichat.backup.shared.model.LifecycleRules.Match;
import com.plexichat.backup.shared.model.LifecycleRules.Rule;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The rules by which a new set gets its tier, what they say of the sets that are there, and beside
/// them the rule that is being written: what it would say stands in the list before it is kept.
final class RulesPane {
  private static final double SIDE_WIDTH = 340;
  private static final double RULES_EM = 18;
  private static final double WOULD_LEAST = 124;

  private final Kit kit;
  private final RulesModel model;
  private final TableView<Rule> rules;
  private final TableView<Match> matches;
  private final Label usual = Fields.note("");
  private final ComboBox<String> tier;
  private final Button put = new Button();
  private final SureAct remove;
  private final StateBadge badge = new StateBadge(Health.UNKNOWN, "");
  private final HBox root;

  RulesPane(Kit kit, RulesModel model) {
    this.kit = kit;
    this.model = model;
    rules = rules();
    matches = matches();
    tier = Fields.choice(name -> name);
    tier.setId("rule-tier");
    tier.valueProperty().bindBidirectional(model.tierProperty());
    remove =
        new SureAct(
            kit,
            "remove-rule",
            new SureAct.Says(
                kit.text("rules.remove"),
                kit.text("rules.removeWhy"),
                kit.text("rules.removeSure")),
            model.removingProperty(),
            model.reasonProperty(),
            model::remove);
    VBox.setVgrow(matches, Priority.ALWAYS);
    Card lists = new Card(kit.text("rules.title")).content(rules, usual, matches);
    lists.setMinWidth(0);
    HBox.setHgrow(lists, Priority.ALWAYS);
    root = new HBox(16, lists, form());
    model.rulesProperty().subscribe(_ -> show());
    model.previewProperty().subscribe(_ -> show());
    model.refusalProperty().subscribe(_ -> show());
    model.answersProperty().subscribe(_ -> show());
    model.patternProperty().subscribe(this::show);
  }

  Node root() {
    return root;
  }

  /// Offers these tiers.
  void offer(List<String> tiers) {
    if (!tier.getItems().equals(tiers)) {
      tier.getItems().setAll(tiers);
    }
  }

  private TableView<Rule> rules() {
    TableView<Rule> table =
        DataTable.of(
            kit.text("rules.title"),
            new EmptyNote(EmptyNote.Kind.EMPTY, kit.text("rules.none"), kit.text("rules.noneWhy")),
            model::take);
    table.setId("rules");
    table.setStyle("-fx-pref-height: " + RULES_EM + "em");
    TableColumn<Rule, Integer> rank =
        DataTable.number(kit.text("rules.rank"), 64, Rule::rank, String::valueOf);
    TableColumn<Rule, String> pattern =
        DataTable.text(kit.text("rules.pattern"), 260, Rule::pattern);
    TableColumn<Rule, String> of = DataTable.text(kit.text("rules.tier"), 120, Rule::tier);
    table.getColumns().setAll(List.of(rank, pattern, of));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(chosen -> {
          if (chosen != null) {
            model.take(chosen);
          }
        });
    return table;
  }

  private TableView<Match> matches() {
    TableView<Match> table =
        DataTable.of(
            kit.text("rules.matches"),
            new EmptyNote(
                EmptyNote.Kind.EMPTY, kit.text("schedule.noSet"), kit.text("rules.noSetWhy")),
            _ -> {});
    table.setId("matches");
    TableColumn<Match, String> set = DataTable.text(kit.text("rules.set"), 160, Match::set);
    TableColumn<Match, String> has = DataTable.text(kit.text("rules.has"), 90, Match::tier);
    TableColumn<Match, String> would =
        DataTable.text(
            kit.text("rules.wouldBe"),
            120,
            one -> one.conflict().isEmpty() ? one.wouldBe() : kit.text("rules.undecided"));
    TableColumn<Match, String> by =
        DataTable.text(
            kit.text("rules.by"),
            200,
            one ->
                !one.conflict().isEmpty()
                    ? one.conflict()
                    : one.pattern().isEmpty() ? kit.text("rules.noRule") : one.pattern());
    would.setMinWidth(WOULD_LEAST);
    table.getColumns().setAll(List.of(set, has, would, by));
    return table;
  }

  private Node form() {
    TextField pattern = new TextField();
    pattern.setId("rule-pattern");
    pattern.getStyleClass().add("mono");
    pattern.textProperty().bindBidirectional(model.patternProperty());
    TextField reason = new TextField();
    reason.setId("rule-reason");
    reason.textProperty().bindBidirectional(model.reasonProperty());
    put.setId("put-rule");
    put.setText(kit.text("rules.put"));
    put.getStyleClass().add("accent");
    put.setMaxWidth(Double.MAX_VALUE);
    put.setOnAction(_ -> model.put());
    DetailPanel panel =
        new DetailPanel(kit.text("rules.rule"), badge)
            .add(
                new VBox(
                    12,
                    Fields.labelled(
                        kit.text("rules.pattern"), pattern, kit.text("rules.patternHelp")),
                    Fields.labelled(kit.text("rules.tier"), tier, ""),
                    Fields.labelled(kit.text("sure.reason"), reason, ""),
                    Fields.note(kit.text("rules.previewHelp"))))
            .add(new FailureNote(model.refusalProperty()))
            .foot(new VBox(8, put, remove));
    panel.setId("rule-form");
    panel.setPrefWidth(SIDE_WIDTH);
    panel.setMinWidth(SIDE_WIDTH);
    panel.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !(event.getTarget() instanceof ComboBox<?>)) {
            event.consume();
          }
        });
    return panel;
  }

  private void show() {
    Optional<LifecycleRules> seen = model.previewProperty().get().or(model.rulesProperty()::get);
    Optional<LifecycleRules> kept = model.rulesProperty().get();
    kept.map(LifecycleRules::rules)
        .filter(now -> !rules.getItems().equals(now))
        .ifPresent(now -> rules.getItems().setAll(now));
    seen.ifPresent(now -> {
      if (!matches.getItems().equals(now.matches())) {
        matches.getItems().setAll(now.matches());
      }
      usual.setText(
          kit.text("rules.usual", now.usual())
              + (now.seeds() ? " " + kit.text("rules.ofProduct") : ""));
    });
    boolean isPreview = model.previewProperty().get().isPresent();
    boolean isRefused = model.refusalProperty().get().isPresent();
    badge.show(
        isRefused ? Health.AT_RISK : isPreview ? Health.WORKING : Health.UNKNOWN,
        isRefused
            ? kit.text("rules.refused")
            : isPreview ? kit.text("rules.preview") : kit.text("rules.nothing"));
    put.setDisable(!model.canPut());
    Fields.shown(remove, model.canRemove());
  }
}
