package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.DeliberateAct;
import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Page;
import com.plexichat.backup.console.kit.PageScroll;
import com.plexichat.backup.console.kit.Screen;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Arriving;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.screens.tiers.TierEditModel.Known;
import com.plexichat.backup.console.screens.tiers.TierEditModel.Verdict;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.LiveCluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.TierVersion;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A tier is changed at the left; what comes of it stands at the right, before anything is kept.
public final class TierEditView extends Screen implements Arriving {
  private static final double FORM_WIDTH = 360;

  private final Kit kit;
  private final TierEditModel model;
  private final LiveCluster live;
  private final Navigator navigator;
  private final StateBadge badge;
  private final DeliberateAct save;
  private final HBox content;
  private final StackPane whole = new StackPane();
  private final TierForm form;
  private final Page page;

  public TierEditView(Kit kit, TierEditModel model, LiveCluster live, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.live = live;
    this.navigator = navigator;
    form = new TierForm(kit, model);
    badge = new StateBadge(Health.UNKNOWN, "");
    badge.setId("tier-version");
    save =
        new DeliberateAct(
            kit,
            "save-tier",
            model.typedProperty(),
            model.reasonProperty(),
            () -> model.save(this::made));
    DetailPanel left =
        new DetailPanel(kit.text("tierEdit.form"), badge)
            .add(new FailureNote(model.failureProperty()))
            .add(form)
            .foot(save);
    left.setId("tier-form");
    left.setPrefWidth(FORM_WIDTH);
    left.setMinWidth(FORM_WIDTH);
    VBox right =
        new VBox(16, new ConsequencePane(kit, model, form), new VersionsCard(kit, model).card());
    PageScroll scroll = new PageScroll(right);
    scroll.setMinWidth(0);
    HBox.setHgrow(scroll, Priority.ALWAYS);
    content = new HBox(16, left, scroll);
    Button back = new Button(kit.text("tierEdit.back"));
    back.setId("back-to-tiers");
    back.setOnAction(_ -> navigator.go(new Target.Tiers()));
    page = new Page(kit.text("tierEdit.title")).actions(back).content(whole);
    page.setId("tier-page");
    model.knownProperty().subscribe(_ -> arrange());
    model.verdictProperty().subscribe(_ -> enable());
    model.typedProperty().subscribe(_ -> enable());
    model.busyProperty().subscribe(_ -> enable());
    model.answersProperty().subscribe(_ -> enable());
  }

  @Override
  public Node root() {
    return page;
  }

  @Override
  protected void attached() {
    follow(live.state(), this::show);
  }

  @Override
  public void arrive(Target target) {
    if (target instanceof Target.Tier(var name)) {
      form.begin(name);
      model.open(name);
    }
  }

  private void show(ClusterState state) {
    model.show(state);
  }

  /// A new tier is a tier like others from now on.
  private void made() {
    if (model.isNew()) {
      navigator.go(new Target.Tier(model.fields().nameProperty().get().strip()));
    }
  }

  private void arrange() {
    Node now =
        switch (model.knownProperty().get()) {
          case Known.Asking _ ->
              new Card("")
                  .content(new EmptyNote(EmptyNote.Kind.LOADING, kit.text("screen.loading"), ""));
          case Known.Told _ -> content;
          case Known.Refused(var why) -> new Card("").content(failed(why));
        };
    if (!whole.getChildren().equals(List.of(now))) {
      whole.getChildren().setAll(now);
      form.focus();
    }
    page.sentence(sentence());
    enable();
  }

  private String sentence() {
    return switch (model.knownProperty().get()) {
      case Known.Told(var versions, _) ->
          versions.isEmpty() ? kit.text("tierEdit.sentenceNew") : sentence(versions.getFirst());
      default -> kit.text("screen.loading");
    };
  }

  private String sentence(TierVersion newest) {
    return kit.text(
        "tierEdit.sentence",
        newest.tier().name(),
        newest.tier().version(),
        newest.sets(),
        kit.figures().count(newest.sets()),
        newest.backups(),
        kit.figures().count(newest.backups()));
  }

  private Node failed(OperationFailed why) {
    return why.code() == FailureCode.NOT_ALLOWED
        ? new EmptyNote(EmptyNote.Kind.NO_PERMISSION, why.sentence(), why.nextAct())
        : new EmptyNote(EmptyNote.Kind.ERROR, why.sentence(), why.nextAct())
            .action(kit.text("backups.retry"), model::load);
  }

  private void enable() {
    boolean changes =
        model.consequence().filter(seen -> !seen.defined().changes().isEmpty()).isPresent();
    badge.show(
        changes ? Health.WORKING : Health.UNKNOWN,
        changes ? kit.text("tierEdit.changedBadge") : kit.text("tierEdit.asIs"));
    save.show(
        kit.text("tierEdit.save", model.nextVersion()),
        kit.text("tierEdit.type", String.valueOf(model.nextVersion())),
        blocked());
    save.enable(model.canSave());
  }

  /// Why nothing can be kept now.
  private String blocked() {
    return switch (model.verdictProperty().get()) {
      case Verdict.Asking _ -> kit.text("tierEdit.notSeen");
      case Verdict.NoNumber(var which) -> kit.text("tierEdit.noNumber", form.words(which));
      case Verdict.Refused(var why) -> why.sentence();
      case Verdict.Good(var seen) ->
          seen.defined().changes().isEmpty() ? kit.text("tierEdit.noChanges") : "";
    };
  }
}
