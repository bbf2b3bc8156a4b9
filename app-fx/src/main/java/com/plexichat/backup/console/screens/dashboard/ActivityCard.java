package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Card;
import com.plexichat.backup.console.kit.EmptyNote;
import com.plexichat.backup.console.kit.JobWords;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javafx.scene.control.Hyperlink;

/// What ended, the newest first, with what came of it in a word.
final class ActivityCard implements Part {
  private static final int SHOWN = 6;
  private static final int SHOWN_WITH_ROOM = 11;

  private final Kit kit;
  private final DashboardWords words;
  private final JobWords jobs;
  private final Card card;
  private final LineList<Job, EntryLine> lines;
  private final EmptyNote none;
  private final EmptyNote loading;
  private ClusterState state = ClusterState.LOADING;
  private int most = SHOWN;

  ActivityCard(Kit kit, DashboardWords words, Navigator navigator) {
    this.kit = kit;
    this.words = words;
    this.jobs = new JobWords(kit);
    card = new Card(kit.text("dashboard.activity"));
    card.setId("activity");
    Hyperlink all = new Hyperlink(kit.text("dashboard.allJobs"));
    all.setOnAction(_ -> navigator.go(new Target.Jobs("")));
    card.action(all);
    loading = Part.loading(kit);
    none =
        new EmptyNote(
            EmptyNote.Kind.EMPTY, kit.text("dashboard.quiet"), kit.text("dashboard.quietWhy"));
    lines =
        new LineList<>(
            Job::id,
            EntryLine::new,
            (line, job) -> {
              line.show(entry(job));
              line.opens(() -> navigator.go(new Target.Jobs(job.id())));
            });
  }

  @Override
  public Card card() {
    return card;
  }

  /// Those that have ended, the newest first.
  static List<Job> ended(ClusterState state) {
    return state.jobs().stream()
        .filter(job -> job.state().isFinal())
        .sorted(Comparator.comparing((Job job) -> job.ended().orElse(Instant.EPOCH)).reversed())
        .toList();
  }

  private EntryLine.Words entry(Job job) {
    String word = jobs.state(job.state());
    String more =
        job.failure()
            .map(trouble -> kit.text("dashboard.because", word, trouble.sentence()))
            .orElseGet(() ->
                job.started()
                    .flatMap(start -> job.ended().map(end -> Duration.between(start, end)))
                    .map(took -> kit.text("dashboard.took", word, kit.figures().duration(took)))
                    .orElse(word));
    return new EntryLine.Words(
        JobWords.health(job.state()),
        words.job(job, state),
        more,
        job.ended().map(kit.figures()::ago).orElse(""),
        job.ended().map(kit.figures()::exact).orElse(""));
  }

  @Override
  public void roomy(boolean is) {
    most = is ? SHOWN_WITH_ROOM : SHOWN;
    show(state);
  }

  @Override
  public void show(ClusterState next) {
    state = next;
    List<Job> ended = ended(next);
    lines.show(ended.stream().limit(most).toList());
    Part.fill(card, !next.isKnown() ? loading : ended.isEmpty() ? none : lines);
  }
}
