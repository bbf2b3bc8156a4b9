package com.plexichat.backup.console.kit;

import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.JobState;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// One job that a screen started, from its acceptance to what it came to. It holds no controls.
///
/// The job belongs to the cluster: nothing here ends it but [#cancel].
public final class JobRun {
  private final Kit kit;
  private final Cluster cluster;
  private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
  private final ReadOnlyObjectWrapper<Optional<Job>> job =
      new ReadOnlyObjectWrapper<>(this, "job", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyBooleanWrapper over = new ReadOnlyBooleanWrapper(this, "over");
  private String jobId = "";

  /// A run that has not begun.
  public JobRun(Kit kit, Cluster cluster) {
    this.kit = kit;
    this.cluster = cluster;
  }

  /// Whether the cluster was asked and has not answered.
  public ReadOnlyBooleanProperty askingProperty() {
    return asking.getReadOnlyProperty();
  }

  /// The id of the job that was accepted; empty: none was.
  public String jobId() {
    return jobId;
  }

  /// The job as far as it is; with its result once it has ended and that was fetched.
  public ReadOnlyObjectProperty<Optional<Job>> jobProperty() {
    return job.getReadOnlyProperty();
  }

  /// Why the last thing asked of it was refused.
  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Whether it has ended and what it came to was asked for.
  public ReadOnlyBooleanProperty overProperty() {
    return over.getReadOnlyProperty();
  }

  /// Asks for the job; a refusal goes to `refused` and to [#failureProperty].
  public void start(Callable<JobStarted> ask, Consumer<? super OperationFailed> refused) {
    if (asking.get()) {
      return;
    }
    clear();
    asking.set(true);
    kit.tasks()
        .run(
            () -> cluster.job(ask.call().jobId()),
            accepted -> {
              asking.set(false);
              jobId = accepted.id();
              take(accepted);
            },
            why -> {
              asking.set(false);
              failure.set(Optional.of(why));
              refused.accept(why);
            });
  }

  /// Takes what the cluster tells of it.
  public void show(ClusterState state) {
    state.job(jobId).ifPresent(this::take);
  }

  private void take(Job told) {
    if (job.get().filter(before -> before.state().isFinal()).isPresent()) {
      return;
    }
    job.set(Optional.of(told));
    if (told.state().isFinal() && told.result().isEmpty()) {
      fetch(told.id());
    } else if (told.state().isFinal()) {
      over.set(true);
    }
  }

  /// What a job came to is told to who asks for it alone.
  private void fetch(String id) {
    kit.tasks()
        .run(
            () -> cluster.job(id),
            whole -> {
              if (id.equals(jobId)) {
                job.set(Optional.of(whole));
                over.set(true);
              }
            },
            why -> {
              if (id.equals(jobId)) {
                failure.set(Optional.of(why));
                over.set(true);
              }
            });
  }

  /// Whether it can be asked to end.
  public boolean canCancel() {
    return job.get()
        .filter(one -> !one.state().isFinal() && one.state() != JobState.CANCELLING)
        .isPresent();
  }

  /// Asks it to end.
  public void cancel() {
    failure.set(Optional.empty());
    String id = jobId;
    kit.tasks().run(() -> cluster.cancel(id, ""), this::take, why -> failure.set(Optional.of(why)));
  }

  /// Forgets the job; it goes on.
  public void clear() {
    jobId = "";
    job.set(Optional.empty());
    failure.set(Optional.empty());
    over.set(false);
  }
}
