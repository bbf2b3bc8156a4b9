package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.ProgressLine;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.shared.model.Job;
import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What goes on now, as far as it is.
final class RunningCard implements Part {
  private static final int SHOWN = 4;

  private final Kit kit;
  private final DashboardWords words;
  private final JobWords jobs;
  private final Card card;
  private final LineList<Job, Line> lines;
  private final EmptyNote none;
  private final EmptyNote loading;
  private final Hyperlink all = new Hyperlink();
  private ClusterState state = ClusterState.LOADING;

  RunningCard(Kit kit, DashboardWords words, Navigator navigator) {
    this.kit = kit;
    this.words = words;
    this.jobs = new JobWords(kit);
    card = new Card(kit.text("dashboard.running"));
    card.setId("running");
    all.setOnAction(_ -> navigator.go(new Target.Jobs("")));
    card.action(all);
    loading = Part.loading(kit);
    none =
        new EmptyNote(
            EmptyNote.Kind.EMPTY, kit.text("dashboard.idle"), kit.text("dashboard.idleWhy"));
    lines =
        new LineList<>(
            Job::id,
            Line::new,
            (line, job) -> {
              show(line, job);
              line.opens(() -> navigator.go(new Target.Jobs(job.id())));
            });
  }

  @Override
  public Card card() {
    return card;
  }

  private void show(Line line, Job job) {
    line.name.setText(words.job(job, state));
    Health health = state.freshness().isCurrent() ? JobWords.health(job.state()) : Health.UNKNOWN;
    ProgressLine.Progress far = jobs.progress(job);
    line.progress
        .show(
            new ProgressLine.Progress(
                far.phase(), far.share(), amount(job, far), far.rate(), far.left()))
        .health(health);
    line.setAccessibleText(line.name.getText() + ", " + jobs.state(job.state()));
  }

  /// Bytes alone where they are known: there is little room.
  private String amount(Job job, ProgressLine.Progress far) {
    Job.Progress at = job.progress();
    return at.bytesTotal() > 0
        ? kit.text(
            "job.of", kit.figures().bytes(at.bytesDone()), kit.figures().bytes(at.bytesTotal()))
        : far.amount();
  }

  @Override
  public void show(ClusterState next) {
    state = next;
    List<Job> running = next.jobs().stream().filter(job -> !job.state().isFinal()).toList();
    lines.show(running.stream().limit(SHOWN).toList());
    all.setText(kit.text("dashboard.allRunning", kit.figures().count(running.size())));
    all.setVisible(running.size() > SHOWN);
    Part.fill(card, !next.isKnown() ? loading : running.isEmpty() ? none : lines);
  }

  private static final class Line extends OpeningBox {
    private final Label name = new Label();
    private final ProgressLine progress = new ProgressLine();

    Line() {
      this(new VBox(4));
    }

    private Line(VBox box) {
      super(box);
      name.getStyleClass().add("strong");
      box.getChildren().addAll(name, progress);
    }
  }
}
