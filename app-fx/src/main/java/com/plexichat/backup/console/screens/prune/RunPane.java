package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.DetailPanel;
import com.plexichat.backup.console.kit.FailureNote;
import com.plexichat.backup.console.kit.Fields;
import com.plexichat.backup.console.kit.JobPane;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.ResultView;
import com.plexichat.backup.console.kit.StateBadge;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Job;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The job that works on the trash, in place: how far it is, and what it came to.
final class RunPane {
  private final Kit kit;
  private final PruneModel model;
  private final Navigator navigator;
  private final JobWords words;
  private final JobPane going;
  private final StackPane root = new StackPane();
  private String shown = "";

  RunPane(Kit kit, PruneModel model, Navigator navigator) {
    this.kit = kit;
    this.model = model;
    this.navigator = navigator;
    words = new JobWords(kit);
    going = new JobPane(kit, model.run());
  }

  Node root() {
    return root;
  }

  /// Shows the job as it is now. The panel is made anew only when the job is another or has ended,
  /// so that the focus stays.
  void show() {
    Optional<Job> job = model.run().jobProperty().get();
    Optional<Job> ended = job.filter(_ -> model.run().overProperty().get());
    String now = model.run().jobId() + ended.isPresent();
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    StateBadge badge =
        job.map(one -> new StateBadge(JobWords.health(one.state()), words.state(one.state())))
            .orElseGet(() -> new StateBadge(Health.WORKING, ""));
    // While it goes on, the pane below tells its state.
    Fields.shown(badge, ended.isPresent());
    DetailPanel panel =
        new DetailPanel(job.map(words::kind).orElseGet(() -> kit.text("prune.starting")), badge);
    panel.setId("prune-job");
    ended.ifPresentOrElse(
        one -> {
          came(panel, one);
          goOn(panel);
        },
        () -> panel.add(going).add(Fields.note(kit.text("prune.canLeave"))));
    toJob(panel);
    root.getChildren().setAll(panel);
  }

  private void came(DetailPanel panel, Job job) {
    FailureNote failure = new FailureNote();
    failure.tell(job.failure());
    panel.add(failure);
    panel.add(new FailureNote(model.run().failureProperty()));
    job.result()
        .ifPresent(result ->
            panel.add(
                new VBox(
                    12,
                    Fields.sentence(says(job.kind())),
                    new ResultView(kit, model.state()::nameOf).of(result))));
  }

  private String says(String kind) {
    return switch (kind) {
      case "prune" -> kit.text("prune.donePrune");
      case "rollback" -> kit.text("prune.doneBack");
      default -> kit.text("prune.doneSweep");
    };
  }

  private void goOn(DetailPanel panel) {
    Button on = new Button(kit.text("prune.goOn"));
    on.setId("after-run");
    on.setOnAction(_ -> model.plan());
    panel.action(on);
  }

  private void toJob(DetailPanel panel) {
    Button open = new Button(kit.text("prune.openJob"));
    open.setId("open-job");
    open.setDisable(model.run().jobId().isEmpty());
    open.setOnAction(_ -> navigator.go(new Target.Jobs(model.run().jobId())));
    panel.action(open);
  }
}
