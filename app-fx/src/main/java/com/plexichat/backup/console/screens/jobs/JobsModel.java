package com.plexichat.backup.console.screens.jobs;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobState;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The jobs of a cluster, and the one that is selected with what came of it.
public final class JobsModel {
  private final Kit kit;
  private final Session session;
  private final ObservableList<Job> jobs = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<Job>> selected =
      new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private String selectedId = "";
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

  /// Takes what is known now.
  public void show(ClusterState state) {
    names = state::nameOf;
    if (!jobs.equals(state.jobs())) {
      jobs.setAll(state.jobs());
    }
    state.job(selectedId).ifPresent(this::update);
  }

  /// What people call a peer.
  String peerName(String id) {
    return names.apply(id);
  }

  public long running() {
    return jobs.stream().filter(job -> !job.state().isFinal()).count();
  }

  /// Selects a job; its result is asked for when it has one.
  public void select(String id) {
    if (id.equals(selectedId)) {
      return;
    }
    selectedId = id;
    failure.set(Optional.empty());
    selected.set(jobs.stream().filter(job -> job.id().equals(id)).findFirst());
    if (!id.isEmpty() && selected.get().filter(job -> !job.state().isFinal()).isEmpty()) {
      fetch(id);
    }
  }

  private void update(Job told) {
    Optional<Job> before = selected.get();
    boolean ended = told.state().isFinal();
    if (before.isPresent() && before.get().result().isPresent()) {
      return;
    }
    if (!Optional.of(told).equals(before)) {
      selected.set(Optional.of(told));
      if (ended) {
        fetch(told.id());
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

  public void cancel(Job job) {
    kit.tasks()
        .run(
            () -> session.cluster().cancel(job.id(), ""),
            this::update,
            why -> failure.set(Optional.of(why)));
  }
}
