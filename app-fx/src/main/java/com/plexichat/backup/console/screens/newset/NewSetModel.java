package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.JobRun;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.TierChecks;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Tier;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A backup set on its way from nothing to its first backup.
public final class NewSetModel {
  /// Steps in their order.
  enum Step {
    WHAT,
    PROTECTION,
    REVIEW,
    PROGRESS,
    REPORT
  }

  private final Kit kit;
  private final Session session;
  private final Counting counting;
  private final TierChecks checks;
  private final JobRun run;
  private final StringProperty name = new SimpleStringProperty(this, "name", "");
  private final StringProperty paths = new SimpleStringProperty(this, "paths", "");
  private final StringProperty excludes = new SimpleStringProperty(this, "excludes", "");
  private final ObjectProperty<Tier> tier = new SimpleObjectProperty<>(this, "tier", Tier.SILVER);
  private final ObjectProperty<Optional<PeerId>> host =
      new SimpleObjectProperty<>(this, "host", Optional.empty());
  private final ObservableList<Peer> hosts = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Step> step =
      new ReadOnlyObjectWrapper<>(this, "step", Step.WHAT);
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<BackupSet>> saved =
      new ReadOnlyObjectWrapper<>(this, "saved", Optional.empty());
  private final ReadOnlyObjectWrapper<Draft> draft;
  private ClusterState state = ClusterState.LOADING;

  public NewSetModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    this.counting = new Counting(kit, session.cluster());
    this.checks = new TierChecks(kit, session.cluster());
    this.run = new JobRun(kit, session.cluster());
    this.draft = new ReadOnlyObjectWrapper<>(this, "draft", made());
    name.subscribe(_ -> edited());
    paths.subscribe(_ -> edited());
    excludes.subscribe(_ -> edited());
    tier.subscribe(_ -> edited());
    host.subscribe(_ -> edited());
    run.overProperty()
        .subscribe(is -> {
          if (is) {
            step.set(Step.REPORT);
          }
        });
  }

  StringProperty nameProperty() {
    return name;
  }

  /// Absolute paths on the host, one a line.
  StringProperty pathsProperty() {
    return paths;
  }

  /// Patterns of what is left out, one a line.
  StringProperty excludesProperty() {
    return excludes;
  }

  ObjectProperty<Tier> tierProperty() {
    return tier;
  }

  ObjectProperty<Optional<PeerId>> hostProperty() {
    return host;
  }

  /// Machines that can be backed up now.
  ObservableList<Peer> hosts() {
    return hosts;
  }

  ReadOnlyObjectProperty<Step> stepProperty() {
    return step.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Draft> draftProperty() {
    return draft.getReadOnlyProperty();
  }

  /// What stands in the way at the step that is shown.
  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// The set as the cluster keeps it, once it was saved without a backup.
  ReadOnlyObjectProperty<Optional<BackupSet>> savedProperty() {
    return saved.getReadOnlyProperty();
  }

  Counting counting() {
    return counting;
  }

  TierChecks checks() {
    return checks;
  }

  JobRun run() {
    return run;
  }

  ClusterState state() {
    return state;
  }

  /// Takes what is known of the cluster now.
  void show(ClusterState now) {
    state = now;
    var up = now.peers().stream().filter(peer -> peer.state().takesShards()).toList();
    Optional<PeerId> chosen = host.get();
    if (!hosts.equals(up)) {
      hosts.setAll(up);
      host.set(chosen);
    }
    if (chosen.isEmpty()) {
      host.set(
          up.stream()
              .filter(Peer::coordinator)
              .findFirst()
              .or(() -> up.stream().findFirst())
              .map(Peer::id));
    }
    edited();
    run.show(now);
    checkTiers();
  }

  private void checkTiers() {
    host.get().ifPresent(id -> checks.ask(id.hex(), state));
  }

  private Draft made() {
    return new Draft(
        name.get().strip(),
        host.get().flatMap(id -> state.peer(id)),
        Draft.lines(paths.get()),
        Draft.lines(excludes.get()),
        tier.get());
  }

  private void edited() {
    Draft before = draft.get();
    Draft now = made();
    if (now.equals(before)) {
      return;
    }
    draft.set(now);
    counting.edited(now);
    checkTiers();
    if (step.get() == Step.WHAT) {
      failure.set(Optional.empty());
    }
  }

  /// Whether the step that is shown has all it takes.
  boolean isComplete() {
    Draft now = draft.get();
    return switch (step.get()) {
      case WHAT -> !now.name().isEmpty() && now.hasPaths();
      case PROTECTION -> true;
      case REVIEW -> state.freshness().isCurrent() && !run.askingProperty().get();
      case PROGRESS, REPORT -> false;
    };
  }

  /// Goes on, unless something can be told to be wrong already.
  void next() {
    switch (step.get()) {
      case WHAT -> {
        failure.set(draft.get().problem(state).or(counting::refusal));
        if (failure.get().isEmpty()) {
          step.set(Step.PROTECTION);
        }
      }
      case PROTECTION -> go(Step.REVIEW);
      default -> {}
    }
  }

  /// Back to a step that was done; from the progress of a job there is no way back to its making.
  void go(Step to) {
    if (step.get().compareTo(Step.PROGRESS) < 0) {
      failure.set(Optional.empty());
      step.set(to);
    }
  }

  void backUpNow() {
    BackupSet set = draft.get().set();
    failure.set(Optional.empty());
    saved.set(Optional.empty());
    run.start(() -> session.cluster().backUp(set), this::refused);
    step.set(Step.PROGRESS);
  }

  void saveOnly() {
    BackupSet set = draft.get().set();
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            () -> session.cluster().define(set),
            kept -> {
              saved.set(Optional.of(kept));
              step.set(Step.REPORT);
            },
            this::refused);
  }

  /// A refusal is shown where it can be mended.
  private void refused(OperationFailed why) {
    step.set(
        switch (why.code()) {
          case PATH_MISSING,
              PATH_UNREADABLE,
              PATH_NOT_ABSOLUTE,
              NAME_INVALID,
              SET_ELSEWHERE,
              HOST_GONE,
              PEER_UNKNOWN,
              USAGE ->
              Step.WHAT;
          case TOO_FEW_OWNERS, UNDER_PROTECTED, NO_SPACE -> Step.PROTECTION;
          default -> Step.REVIEW;
        });
    failure.set(Optional.of(why));
  }

  /// From the report of a backup that failed back to what it was made of.
  void mend() {
    run.clear();
    step.set(Step.WHAT);
  }

  /// An empty wizard for the next set.
  void renew() {
    run.clear();
    saved.set(Optional.empty());
    failure.set(Optional.empty());
    step.set(Step.WHAT);
    name.set("");
    paths.set("");
    excludes.set("");
    tier.set(Tier.SILVER);
  }
}
