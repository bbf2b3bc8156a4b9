package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.CopyWords;
import com.plexichat.backup.console.kit.DeliberateAct;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FactList;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.PrunePlan;
import com.plexichat.backup.shared.model.PrunePlan.Consent;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/// A plan beside its lists: what it comes to, the gates, and the deliberate act.
final class PlanPane {
  private final Kit kit;
  private final PruneModel model;
  private final PruneWords words;
  private final StateBadge badge;
  private final VBox facts = new VBox();
  private final GateList gates;
  private final DeliberateAct act;
  private final DeliberateAct allow;
  private final ConsentBox consent;
  private final Button anew = new Button();
  private final DetailPanel panel;

  PlanPane(Kit kit, PruneModel model, PruneWords words) {
    this.kit = kit;
    this.model = model;
    this.words = words;
    badge = new StateBadge(Health.UNKNOWN, "");
    gates = new GateList(kit, words);
    act =
        new DeliberateAct(
            kit, "run-prune", model.typedProperty(), model.reasonProperty(), model::runPlan);
    TwoPeople two = model.two();
    allow =
        new DeliberateAct(
            kit,
            "allow-plan",
            two.typedProperty(),
            two.reasonProperty(),
            () -> model.made().ifPresent(two::allow));
    consent = new ConsentBox(kit, two, () -> model.made().ifPresent(two::lookAgain));
    two.typedProperty().subscribe(_ -> enable());
    two.busyProperty().subscribe(_ -> enable());
    anew.setText(kit.text("prune.planAnew"));
    anew.setId("outdated-plan");
    anew.setOnAction(_ -> model.plan());
    panel =
        new DetailPanel(kit.text("prune.plan"), badge)
            .add(new FailureNote(model.run().failureProperty()))
            .add(facts)
            .add(consent)
            .section(kit.text("prune.gates"), gates)
            .action(anew)
            .foot(new VBox(12, allow, act));
    panel.setId("plan");
  }

  Node root() {
    return panel;
  }

  void show(PrunePlan plan) {
    facts.getChildren().setAll(facts(plan));
    gates.show(plan.gates());
    long number = PruneModel.meant(plan);
    act.show(
        plan.removed().isEmpty()
            ? kit.text("prune.runStripes", number, kit.figures().count(number))
            : kit.text("prune.run", number, kit.figures().count(number)),
        plan.removed().isEmpty()
            ? kit.text("prune.typeStripes", String.valueOf(number))
            : kit.text("prune.type", String.valueOf(number)),
        words.blocked(plan.closed()));
    plan.consent().ifPresent(two -> consent.show(plan, two));
    allow.show(
        kit.text("prune.allow", model.two().person()),
        plan.removed().isEmpty()
            ? kit.text("prune.typeStripes", String.valueOf(number))
            : kit.text("prune.type", String.valueOf(number)),
        "");
    enable();
  }

  private void badge(PrunePlan plan) {
    if (model.isOutdated()) {
      badge.show(Health.DEGRADED, kit.text("prune.outdated"));
    } else if (plan.isEmpty()) {
      badge.show(Health.OK, kit.text("prune.nothingToDo"));
    } else if (plan.closed().isEmpty()) {
      badge.show(Health.OK, kit.text("prune.mayRun"));
    } else {
      badge.show(Health.AT_RISK, kit.text("prune.mayNot"));
    }
  }

  private Node facts(PrunePlan plan) {
    FactList list = new FactList(new CopyWords(kit.text("copy.do"), kit.text("copy.done")));
    if (!plan.isEmpty()) {
      list.fact(kit.text("prune.frees"), words.bytes(plan.frees()));
      list.fact(kit.text("prune.in"), words.copiesAndStripes(plan.frees()));
    }
    plan.consent()
        .filter(Consent::isAtOnce)
        .ifPresent(two -> {
          list.fact(kit.text("prune.wanted"), kit.figures().bytes(two.reclaims()));
          list.fact(kit.text("prune.trashedToo"), kit.figures().bytes(two.trashed()));
        });
    plan.categories().forEach(one -> list.fact(words.category(one.category()), words.share(one)));
    list.fact(kit.text("prune.made"), kit.figures().exact(plan.made()));
    list.id(kit.text("prune.id"), plan.id());
    VBox all = new VBox(12, list);
    boolean atOnce = plan.consent().filter(Consent::isAtOnce).isPresent();
    if (!plan.isEmpty()) {
      all.getChildren()
          .add(Fields.note(atOnce ? kit.text("prune.atOnce") : kit.text("prune.toTrash")));
    }
    if (plan.consent().filter(two -> isShort(plan, two)).isPresent()) {
      all.getChildren().add(Fields.sentence(kit.text("prune.tooLittle")));
    }
    return all;
  }

  private static boolean isShort(PrunePlan plan, Consent two) {
    return plan.frees().bytes() + two.trashed() < two.reclaims();
  }

  /// What can be done now.
  void enable() {
    model.made().ifPresent(this::badge);
    boolean outdated = model.isOutdated();
    boolean empty = model.made().filter(PrunePlan::isEmpty).isPresent();
    Fields.shown(anew, outdated);
    Optional<PrunePlan> asks = model.made().filter(plan -> plan.consent().isPresent());
    boolean missing = asks.flatMap(PrunePlan::consent).filter(two -> !two.isGiven()).isPresent();
    Fields.shown(consent, asks.isPresent() && !empty);
    consent.enable(model.answers() && !model.two().busyProperty().get());
    Fields.shown(
        allow, missing && !outdated && !empty && asks.filter(model.two()::isMine).isEmpty());
    allow.enable(model.answers() && asks.filter(model.two()::canAllow).isPresent());
    Fields.shown(act, !outdated && !empty && !missing);
    act.enable(model.canRun());
    anew.setDisable(!model.answers());
  }
}
