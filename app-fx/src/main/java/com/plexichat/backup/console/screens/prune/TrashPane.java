package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DeliberateAct;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Prune;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Amount;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What one prune left in the trash and how it comes back; and below it the end of what has lain
/// there for its time.
final class TrashPane {
  /// More backups than this are told by their count.
  private static final int NAMED = 40;

  private final Kit kit;
  private final PruneModel model;
  private final PruneWords words;
  private final Navigator navigator;
  private final VBox one = new VBox(12);
  private final Label due = Fields.sentence("");
  private final DeliberateAct sweep;
  private final Button back = new Button();
  private final VBox sweeping;
  private final StateBadge badge = new StateBadge(Health.UNKNOWN, "");
  private final DetailPanel panel;
  private boolean sure;

  TrashPane(Kit kit, PruneModel model, PruneWords words, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.words = words;
    this.navigator = navigator;
    sweep =
        new DeliberateAct(
            kit, "sweep-trash", model.sweepTypedProperty(), model.reasonProperty(), model::sweep);
    due.setId("due");
    back.setId("roll-back");
    back.setMaxWidth(Double.MAX_VALUE);
    back.setWrapText(true);
    back.setMinHeight(Button.USE_PREF_SIZE);
    back.setOnAction(_ -> back());
    sweeping = new VBox(8, due, sweep);
    panel =
        new DetailPanel(kit.text("prune.trashOf"), badge)
            .add(new FailureNote(model.run().failureProperty()))
            .add(one)
            .section(kit.text("prune.sweeping"), sweeping);
    panel.setId("trash-detail");
  }

  Node root() {
    return panel;
  }

  /// Shows what is selected now; a rollback is meant anew for each.
  void show(Optional<Prune> selected) {
    sure = false;
    one.getChildren().clear();
    Fields.shown(badge, selected.isPresent());
    selected.ifPresentOrElse(
        this::facts,
        () ->
            one.getChildren()
                .add(
                    new EmptyNote(
                        EmptyNote.Kind.EMPTY,
                        kit.text("prune.trashNone"),
                        kit.text("prune.trashNoneWhy"))));
    enable();
  }

  private void facts(Prune prune) {
    boolean isDue = prune.isDue(kit.clock().instant());
    badge.show(
        isDue ? Health.DEGRADED : Health.OK,
        isDue ? kit.text("prune.isDue") : kit.text("prune.canComeBack"));
    FactList list = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    list.fact(kit.text("prune.at"), kit.figures().exact(prune.at()));
    list.fact(kit.text("prune.until"), kit.figures().exact(prune.until()));
    list.fact(kit.text("prune.size"), words.bytes(prune.amount()));
    list.fact(kit.text("prune.in"), words.copiesAndStripes(prune.amount()));
    if (!prune.backups().isEmpty()) {
      list.fact(kit.text("prune.backups"), names(prune.backups()));
    }
    one.getChildren().add(list);
    if (prune.jobId().isEmpty()) {
      one.getChildren().add(Fields.note(kit.text("prune.ofFolds")));
      return;
    }
    Button job = new Button(kit.text("prune.openJob"));
    job.setId("open-prune");
    job.setMaxWidth(Double.MAX_VALUE);
    job.setOnAction(_ -> navigator.go(new Target.Jobs(prune.jobId())));
    list.id(kit.text("prune.job"), prune.jobId());
    one.getChildren().addAll(Fields.note(kit.text("prune.backWhy")), new VBox(8, back, job));
  }

  private String names(List<String> backups) {
    String shown =
        backups.stream().limit(NAMED).map(model::backupName).collect(Collectors.joining("\n"));
    return backups.size() <= NAMED
        ? shown
        : shown + "\n" + kit.text("prune.more", kit.figures().count(backups.size() - NAMED));
  }

  /// A second press is asked for.
  private void back() {
    if (sure) {
      model.selectedProperty().get().ifPresent(model::rollBack);
    }
    sure = !sure;
    enable();
  }

  private void sweep() {
    List<Prune> all = model.due();
    Amount amount = PruneModel.amount(all);
    Optional<Instant> next =
        model.prunes().stream().map(Prune::until).min(Comparator.naturalOrder());
    due.setText(
        !all.isEmpty()
            ? kit.text("prune.due", words.copies(amount), words.bytes(amount))
            : next.map(when -> kit.text("prune.dueFrom", kit.figures().exact(when)))
                .orElseGet(() -> kit.text("prune.dueNothing")));
    String blocked =
        model.made().isEmpty()
            ? kit.text("prune.gatesUnknown")
            : words.blocked(model.made().map(PrunePlan::closed).orElse(List.of()));
    sweep.show(
        kit.text("prune.sweep", amount.copies(), kit.figures().count(amount.copies())),
        kit.text("prune.typeCopies", String.valueOf(amount.copies())),
        blocked);
    Fields.shown(sweep, !all.isEmpty());
  }

  /// What can be done now.
  void enable() {
    Optional<Prune> prune = model.selectedProperty().get();
    back.setText(sure ? kit.text("prune.backSure") : kit.text("prune.back"));
    back.setDisable(prune.filter(model::canRollBack).isEmpty());
    sweep();
    sweep.enable(model.canSweep());
  }
}
