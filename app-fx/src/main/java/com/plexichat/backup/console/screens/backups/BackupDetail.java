package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.ProgressLine;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.nav.Target.ShardFocus;
import com.plexichat.backup.console.state.Protection;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The panel of one backup. It is made once for each backup that is selected; what changes of it is
/// changed in place, so that scroll and focus stay.
final class BackupDetail {
  /// As many other backups are offered to compare with; more on the page itself.
  private static final int OFFERED = 12;

  private final Kit kit;
  private final BackupsModel model;
  private final Navigator navigator;
  private final BackupFacts facts;
  private final String id;
  private final StateBadge badge;
  private final ProgressLine progress = new ProgressLine();
  private final Button cancel = new Button();
  private final VBox running = new VBox(8, progress, cancel);
  private final VBox known = new VBox();
  private final RetentionModel keeping;
  private final RetentionBox retention;
  private final VBox certificate = new VBox(12);
  private final VBox warnings = new VBox();
  private final Label why = new Label();
  private final Button restore = new Button();
  private final Button browse = new Button();
  private final Button goOn = new Button();
  private final MenuButton verify = new MenuButton();
  private final MenuButton compare = new MenuButton();
  private final Button shards = new Button();
  private Optional<Job> job = Optional.empty();
  private Optional<Backup> shown = Optional.empty();

  BackupDetail(Kit kit, BackupsModel model, Navigator navigator, Backup first) {
    this.kit = kit;
    this.model = model;
    this.navigator = navigator;
    this.facts = new BackupFacts(kit);
    this.id = first.id();
    this.keeping = model.retention(first);
    this.retention = new RetentionBox(kit, keeping);
    // A change that is in the making is in sight without scrolling.
    keeping.formProperty().subscribe(form -> show(known, form instanceof RetentionModel.Form.None));
    this.badge = new StateBadge(Protection.health(first), facts.state(first));
    restore.setText(kit.text("backups.restore"));
    restore.setId("restore");
    restore.setOnAction(_ -> navigator.go(new Target.Restore(id, FilePath.NONE)));
    browse.setText(kit.text("backups.browse"));
    browse.setId("browse");
    browse.setOnAction(_ -> navigator.go(new Target.Contents(id, PathTrail.ROOT)));
    goOn.setText(kit.text("backups.goOn"));
    goOn.setId("go-on");
    goOn.setOnAction(_ -> model.backUp());
    cancel.setText(kit.text("backups.cancel"));
    cancel.setId("cancel-backup");
    cancel.setOnAction(_ -> job.ifPresent(model::cancel));
    shards.setText(kit.text("backups.shards"));
    shards.setId("shards");
    shards.setOnAction(
        _ -> navigator.go(new Target.ShardMap(new ShardFocus(id, Optional.empty(), false))));
    why.getStyleClass().addAll("note", "small");
    why.setWrapText(true);
    why.setMinHeight(Label.USE_PREF_SIZE);
    why.setWrapText(true);
    why.managedProperty().bind(why.textProperty().isNotEmpty());
    verify();
    compare();
  }

  String id() {
    return id;
  }

  /// The panel, in which the rest stands.
  Node panel(Backup first, Node notes) {
    DetailPanel panel =
        new DetailPanel(kit.text("backups.name", first.set(), first.number()), badge)
            .add(running)
            .add(notes)
            .add(known)
            .add(retention)
            .section(kit.text("backups.certificate"), certificate)
            .add(warnings);
    panel.setId("backup-detail");
    return panel.foot(goOn).foot(restore, browse).foot(compare, verify).foot(why);
  }

  private void verify() {
    verify.setText(kit.text("backups.verify"));
    verify.setGraphic(Icons.VERIFY.node());
    verify.setId("verify");
    for (String depth : BackupsModel.DEPTHS) {
      MenuItem item = new MenuItem(depth(depth));
      item.setId("verify-" + depth);
      item.setOnAction(_ -> model.verify(depth));
      verify.getItems().add(item);
    }
  }

  private String depth(String depth) {
    return switch (depth) {
      case "presence" -> kit.text("backups.depthPresence");
      case "hash" -> kit.text("backups.depthHash");
      case "deep" -> kit.text("backups.depthDeep");
      default -> kit.text("backups.depthReconstruct");
    };
  }

  private void compare() {
    compare.setText(kit.text("backups.compare"));
    compare.setId("compare");
    // Made when it is opened: other backups come and go meanwhile.
    compare.setOnShowing(_ -> offer());
    compare.getItems().setAll(new MenuItem());
  }

  private void offer() {
    compare.getItems().clear();
    model.backups().stream()
        .filter(one -> !one.id().equals(id) && one.state().isListed())
        .limit(OFFERED)
        .forEach(one -> {
          MenuItem item =
              new MenuItem(
                  kit.text(
                      "backups.other",
                      one.number(),
                      kit.figures().ago(one.created()),
                      kit.figures().exact(one.created())));
          item.setOnAction(_ -> navigator.go(order(one)));
          compare.getItems().add(item);
        });
    MenuItem more = new MenuItem(kit.text("backups.compareOther"));
    more.setOnAction(_ -> navigator.go(new Target.Compare("", id)));
    compare.getItems().add(more);
  }

  /// The older one first.
  private Target order(Backup other) {
    boolean before =
        model
            .backupProperty()
            .get()
            .filter(me -> me.created().isBefore(other.created()))
            .isPresent();
    return before ? new Target.Compare(id, other.id()) : new Target.Compare(other.id(), id);
  }

  /// Shows how it is now.
  void show(Backup now) {
    badge.show(Protection.health(now), facts.state(now));
    if (!Optional.of(now).equals(shown)) {
      shown = Optional.of(now);
      replace(known, facts.backup(now));
    }
    job = model.jobOf(now);
    show(running, job.isPresent());
    job.ifPresent(one -> progress.show(new JobWords(kit).progress(one)));
    boolean answers = model.answers();
    keeping.answersProperty().set(answers);
    retention.show(now);
    show(retention, now.state().isListed());
    cancel.setDisable(!answers || job.isEmpty());
    boolean listed = now.state().isListed();
    show(restore, listed);
    show(browse, listed);
    show(verify, listed);
    show(compare, listed);
    show(shards, listed);
    show(goOn, now.state() == BackupState.INTERRUPTED || now.state() == BackupState.FAILED);
    restore.setDefaultButton(listed);
    goOn.setDisable(!model.canBackUp());
    verify.setDisable(!answers);
    restore.setDisable(!answers);
    browse.setDisable(!answers);
    compare.setDisable(!answers);
    why.setText(answers ? "" : kit.text("backups.silent"));
  }

  void showCertificate() {
    certificate.getChildren().setAll(facts.certificate(model.certificateProperty().get()), shards);
  }

  void showWarnings() {
    warnings.getChildren().clear();
    if (model.wholeProperty().get() instanceof Fetched.Got<Backup>(var whole)) {
      facts
          .warnings(whole)
          .ifPresent(list -> {
            Region rule = new Region();
            rule.getStyleClass().add("rule");
            Label head = new Label(kit.text("backups.warnings", whole.warnings().size()));
            head.getStyleClass().add("card-title");
            warnings.getChildren().setAll(rule, new VBox(8, head, list));
            warnings.setSpacing(16);
          });
    }
    show(warnings, !warnings.getChildren().isEmpty());
  }

  private static void replace(VBox box, Node content) {
    box.getChildren().setAll(content);
  }

  private static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
