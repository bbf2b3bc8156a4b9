package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobDiagnosis;
import com.plexichat.backup.shared.model.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The jobs of a cluster, and the one that is selected with what came of it, what can be done with
/// it, and what keeps it from going on.
///
/// Why a job does not go on is asked when a person wants to know it, and again whenever the job
/// stands otherwise while the answer is shown.
public final class JobsModel {
  private final Kit kit;
  private final Session session;
  private final ObservableList<Job> jobs = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<Job>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<JobDiagnosis>> diagnosis =
      new ReadOnlyObjectWrapper<>(this, "diagnosis", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyBooleanWrapper answers = new ReadOnlyBooleanWrapper(this, "answers");
  private final BooleanProperty ending = new SimpleBooleanProperty(this, "ending");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final List<Subscription> asked = new ArrayList<>();
  private String selectedId = "";
  private boolean wantsDiagnosis;
  private UnaryOperator<String> names = UnaryOperator.identity();

  public JobsModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
  }

  /// Newest first.
  public ObservableList<Job> jobs() {
    return jobs;
  }

  /// With its result, once that was fetched.
  public ReadOnlyObjectProperty<Optional<Job>> selectedProperty() {
    return selected.getReadOnlyProperty();
  }

  /// Id of the selected job, which may be too new to be among the others; empty: none is.
  String selectedId() {
    return selectedId;
  }

  /// Why the last act was refused.
  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// What keeps the selected job from going on; empty: nobody asked, or there is no answer yet.
  ReadOnlyObjectProperty<Optional<JobDiagnosis>> diagnosisProperty() {
    return diagnosis.getReadOnlyProperty();
  }

  /// Whether an act was asked for and not answered.
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// Whether the cluster answers, so that something can be asked of it.
  ReadOnlyBooleanProperty answersProperty() {
    return answers.getReadOnlyProperty();
  }

  /// Whether it is being asked if the selected job shall really be cancelled.
  BooleanProperty endingProperty() {
    return ending;
  }

  /// Why the next act is done, for the audit chain.
  StringProperty reasonProperty() {
    return reason;
  }

  /// Takes what is known now.
  public void show(ClusterState state) {
    names = state::nameOf;
    answers.set(state.freshness().isCurrent());
    if (!jobs.equals(state.jobs())) {
      jobs.setAll(state.jobs());
    }
    state.job(selectedId).ifPresent(this::update);
  }

  /// What people call a peer.
  String peerName(String id) {
    return names.apply(id);
  }

  /// A job that is listed.
  Optional<Job> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  public long running() {
    return jobs.stream().filter(job -> !job.state().isFinal()).count();
  }

  /// Those that have not ended and do not work either.
  long held() {
    return jobs.stream()
        .filter(job ->
            job.state() == JobState.PAUSED
                || job.state() == JobState.STALLED
                || !job.turn().waitsFor().isEmpty())
        .filter(job -> !job.state().isFinal())
        .count();
  }

  /// Selects a job; its result is asked for when it has one.
  public void select(String id) {
    if (id.equals(selectedId)) {
      return;
    }
    asked.forEach(Subscription::close);
    asked.clear();
    selectedId = id;
    wantsDiagnosis = false;
    busy.set(false);
    ending.set(false);
    reason.set("");
    diagnosis.set(Optional.empty());
    failure.set(Optional.empty());
    selected.set(job(id));
    if (!id.isEmpty() && selected.get().filter(job -> !job.state().isFinal()).isEmpty()) {
      fetch(id);
    }
  }

  private void update(Job told) {
    Optional<Job> before = selected.get();
    boolean ended = told.state().isFinal();
    if (before.isPresent()
        && before.get().result().isPresent()
        && before.get().state() == told.state()) {
      return;
    }
    if (!Optional.of(told).equals(before)) {
      boolean isOther =
          before
              .filter(job -> job.state() == told.state() && job.turn().equals(told.turn()))
              .isEmpty();
      selected.set(Optional.of(told));
      if (ended) {
        ending.set(false);
        fetch(told.id());
      }
      if (isOther && wantsDiagnosis) {
        diagnose();
      }
    }
  }

  private void fetch(String id) {
    kit.tasks()
        .run(
            () -> session.cluster().job(id),
            job -> {
              if (job.id().equals(selectedId)) {
                selected.set(Optional.of(job));
              }
            },
            why -> failure.set(Optional.of(why)));
  }

  public static boolean canCancel(Job job) {
    return !job.state().isFinal() && job.state() != JobState.CANCELLING;
  }

  static boolean canPause(Job job) {
    return canCancel(job) && job.turn().paused().isEmpty();
  }

  static boolean canResume(Job job) {
    return canCancel(job) && job.turn().paused().isPresent();
  }

  static boolean canRestart(Job job) {
    return job.state() == JobState.FAILED || job.state() == JobState.CANCELLED;
  }

  /// Ends it, once that was asked.
  void cancel() {
    String why = reason.get().strip();
    if (ending.get()) {
      ending.set(false);
      order(() -> session.cluster().cancel(selectedId, why));
    }
  }

  void pause() {
    order(() -> session.cluster().pause(selectedId, ""));
  }

  void resume() {
    order(() -> session.cluster().resume(selectedId, ""));
  }

  /// Does the same work once more; the new job is the selected one then.
  void restart() {
    String id = selectedId;
    begin();
    asked.add(
        kit.tasks()
            .run(
                () -> session.cluster().restart(id, ""),
                job -> {
                  busy.set(false);
                  select(job.id());
                },
                this::refused));
  }

  private void order(Callable<Job> act) {
    begin();
    asked.add(
        kit.tasks()
            .run(
                act,
                job -> {
                  busy.set(false);
                  update(job);
                },
                this::refused));
  }

  private void begin() {
    busy.set(true);
    failure.set(Optional.empty());
  }

  private void refused(OperationFailed why) {
    busy.set(false);
    failure.set(Optional.of(why));
  }

  /// Asks what keeps the selected job from going on.
  void diagnose() {
    String id = selectedId;
    wantsDiagnosis = true;
    asked.add(
        kit.tasks()
            .run(
                () -> session.cluster().diagnose(id),
                told -> diagnosis.set(Optional.of(told)),
                this::refused));
  }
}
