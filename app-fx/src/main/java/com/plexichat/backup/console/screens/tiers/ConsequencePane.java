package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DurabilityWords;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.SegmentedChoice;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.kit.TierCard;
import com.plexichat.backup.console.screens.tiers.ForecastChart.Shown;
import com.plexichat.backup.console.screens.tiers.TierEditModel.Consequence;
import com.plexichat.backup.console.screens.tiers.TierEditModel.Verdict;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Preflight;
import com.plexichat.backup.shared.model.RetentionForecast;
import com.plexichat.backup.shared.model.RetentionForecast.Day;
import com.plexichat.backup.shared.model.TierVersion;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What would come of a tier's next version: whether it can be placed, what it keeps less, the year
/// to come, and which backups would change. All of it is the coordinator's answer.
final class ConsequencePane extends VBox {
  private static final int BACKUPS_SHOWN = 8;

  /// A name and what is beside it are read together.
  private static final int PAIRS_EM = 60;

  private final Kit kit;
  private final TierEditModel model;
  private final TierForm form;
  private final StateBadge badge;
  private final Card card;
  private final Card year;
  private final KeptCalendar calendar;
  private final Card kept;
  private final Card backups;
  private final ForecastChart chart;
  private final SegmentedChoice<Shown> shown;
  private final Label told = Fields.sentence("");
  private final FlowPane legend = new FlowPane();
  private final Label basis = Fields.note("");

  ConsequencePane(Kit kit, TierEditModel model, TierForm form) {
    super(16);
    this.kit = kit;
    this.model = model;
    this.form = form;
    badge = new StateBadge(Health.UNKNOWN, kit.text("tiers.asking"));
    badge.setId("draft-placeable");
    card = new Card(kit.text("tierEdit.consequence")).action(badge);
    card.setId("consequence");
    chart = new ForecastChart(kit.figures());
    chart.setId("forecast");
    shown = new SegmentedChoice<>(kit.text("tierEdit.shown"), List.of(Shown.values()), this::name);
    shown.setId("forecast-of");
    told.setId("forecast-told");
    legend.getStyleClass().add("legend");
    legend
        .getChildren()
        .setAll(
            entry(true, kit.text("tierEdit.asWritten")), entry(false, kit.text("tierEdit.asItIs")));
    year =
        new Card(kit.text("tierEdit.year"))
            .action(shown)
            .content(new VBox(12, told, legend, chart, basis));
    calendar = new KeptCalendar(kit);
    calendar.setId("kept-calendar");
    kept = new Card(kit.text("tierEdit.calendar")).content(calendar);
    backups = new Card(kit.text("tierEdit.changed"));
    backups.setId("would-change");
    getChildren().setAll(card, year, kept, backups);
    shown.valueProperty().subscribe(_ -> model.consequence().ifPresent(this::year));
    model.verdictProperty().subscribe(this::show);
  }

  private static Node entry(boolean isDraft, String words) {
    HBox line = new HBox(8, ForecastChart.sample(isDraft), new Label(words));
    line.getStyleClass().addAll("time-chart", "card-header");
    return line;
  }

  private String name(Shown one) {
    return switch (one) {
      case BYTES -> kit.text("tierEdit.bytes");
      case BACKUPS -> kit.text("tierEdit.backups");
    };
  }

  private void show(Verdict verdict) {
    Optional<Consequence> seen = model.consequence();
    Fields.shown(year, seen.flatMap(Consequence::forecast).isPresent());
    Fields.shown(kept, seen.flatMap(Consequence::forecast).isPresent());
    Fields.shown(backups, seen.flatMap(Consequence::changed).isPresent());
    switch (verdict) {
      case Verdict.Asking _ -> {
        badge.show(Health.UNKNOWN, kit.text("tiers.asking"));
        card.content(
            model.isNew() && model.fields().nameProperty().get().isBlank()
                ? new EmptyNote(
                    EmptyNote.Kind.EMPTY,
                    kit.text("tierEdit.nameFirst"),
                    kit.text("tierEdit.nameFirstWhy"))
                : new EmptyNote(EmptyNote.Kind.LOADING, kit.text("tierEdit.asking"), ""));
      }
      case Verdict.NoNumber(var which) -> {
        badge.show(Health.AT_RISK, kit.text("tierEdit.bad"));
        card.content(Fields.sentence(kit.text("tierEdit.noNumber", form.words(which))));
      }
      case Verdict.Refused(var why) -> {
        badge.show(Health.AT_RISK, kit.text("tierEdit.bad"));
        FailureNote note = new FailureNote();
        note.show(Optional.of(why));
        card.content(note);
      }
      case Verdict.Good(var consequence) -> {
        good(consequence);
        year(consequence);
        consequence.forecast().ifPresent(calendar::show);
        changed(consequence);
      }
    }
  }

  private void good(Consequence seen) {
    TierVersion.Defined defined = seen.defined();
    seen.preflight()
        .ifPresentOrElse(
            one -> badge.show(TierCard.health(one), TierCard.outcome(kit, one)),
            () -> badge.show(Health.UNKNOWN, kit.text("tiers.notTold")));
    FactList facts = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    facts.fact(
        kit.text("tierEdit.changes"),
        defined.changes().isEmpty()
            ? kit.text("tierEdit.noChanges")
            : String.join("\n", defined.changes()));
    if (!defined.weaker().isEmpty()) {
      VBox less = new VBox(4);
      less.setId("keeps-less");
      for (String phrase : defined.weaker()) {
        Label one = Fields.sentence(phrase);
        one.setGraphic(Icons.DEGRADED.stateNode());
        HealthColours.mark(one, Health.DEGRADED);
        less.getChildren().add(one);
      }
      facts.fact(kit.text("tierEdit.keepsLess"), less);
    }
    seen.preflight()
        .ifPresent(one -> {
          facts.fact(kit.text("tierEdit.peers"), one.sentence());
          facts.fact(
              kit.text("tiers.owners"),
              kit.text(
                  "tierEdit.ownersOf",
                  kit.figures().count(one.ownersPresent()),
                  kit.figures().count(one.ownersNeeded())));
          facts.fact(kit.text("tierEdit.collusion"), kit.figures().count(one.collusionNumber()));
        });
    if (!defined.warning().isEmpty()) {
      facts.fact(kit.text("tierEdit.warning"), defined.warning());
    }
    facts.fact(
        kit.text("tierEdit.follow"), kit.text("tierEdit.sets", defined.sets(), defined.sets()));
    DurabilityWords words = new DurabilityWords(kit);
    seen.preflight()
        .flatMap(Preflight::durability)
        .ifPresent(one ->
            facts.fact(
                kit.text("tierEdit.durabilityWritten"),
                kit.text("tierEdit.howeverMuch", words.of(one))));
    facts.fact(
        kit.text("tierEdit.durabilityNow"),
        model.durability().map(words::of).orElseGet(() -> kit.text("durability.none")));
    card.content(facts);
  }

  private void year(Consequence seen) {
    seen.forecast()
        .ifPresent(then -> {
          List<Day> before = model.before().map(RetentionForecast::days).orElse(List.of());
          told.setText(words(then.days(), before));
          chart.show(then, before, shown.valueProperty().get(), told.getText());
          List<RetentionForecast.Cadence> unknown =
              then.sets().stream().filter(set -> set.interval().isEmpty()).toList();
          basis.setText(
              unknown.isEmpty()
                  ? kit.text("tierEdit.basis", then.sets().size())
                  : kit.text(
                      "tierEdit.basisUnknown",
                      unknown.size(),
                      String.join(
                          ", ", unknown.stream().map(RetentionForecast.Cadence::set).toList())));
        });
  }

  private String words(List<Day> then, List<Day> before) {
    if (then.isEmpty()) {
      return "";
    }
    Day last = then.getLast();
    String all =
        kit.text(
            "tierEdit.inAYear",
            last.backups(),
            kit.figures().count(last.backups()),
            kit.figures().bytes(last.bytes()));
    return before.isEmpty()
        ? all
        : all
            + " "
            + kit.text(
                "tierEdit.insteadOf",
                kit.figures().count(before.getLast().backups()),
                kit.figures().bytes(before.getLast().bytes()));
  }

  private void changed(Consequence seen) {
    seen.changed()
        .ifPresent(one -> {
          VBox all = new VBox(8);
          all.getChildren()
              .add(
                  Fields.sentence(
                      one.total() == 0
                          ? kit.text("tierEdit.noneChanges")
                          : kit.text(
                              "tierEdit.wouldChange",
                              one.total(),
                              kit.figures().count(one.total()),
                              one.ended())));
          one.backups().stream()
              .limit(BACKUPS_SHOWN)
              .forEach(backup -> all.getChildren().add(backup(backup)));
          long shown = Math.min(BACKUPS_SHOWN, one.backups().size());
          if (one.total() > shown) {
            all.getChildren()
                .add(
                    Fields.note(
                        kit.text("tierEdit.more", kit.figures().count(one.total() - shown))));
          }
          all.setStyle("-fx-max-width: " + PAIRS_EM + "em");
          backups.content(all);
        });
  }

  private Node backup(TierVersion.Retiered one) {
    String ends =
        one.endsAtOnce()
            ? kit.text("tierEdit.endsNow")
            : one.toEnds()
                .map(when -> kit.text("tierEdit.ends", kit.figures().ago(when)))
                .orElse("");
    String copies =
        one.fromCopies() == one.toCopies()
            ? ""
            : " · " + kit.text("tierEdit.copiesTo", one.fromCopies(), one.toCopies());
    String decided =
        one.decided().isEmpty() ? "" : " · " + kit.text("tierEdit.decided", one.decided());
    return Fields.pair(model.backupName(one), ends + copies + decided);
  }
}
