package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Sets, the backups of the one that is selected, and the selected backup with its certificate.
public final class BackupsModel {
  /// How thoroughly a backup can be verified, as the agent spells it.
  static final List<String> DEPTHS = List.of("presence", "hash", "deep", "reconstruct");

  private final Kit kit;
  private final Session session;
  private final ObservableList<SetRow> sets = FXCollections.observableArrayList();
  private final ObservableList<Backup> backups = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ClusterState> state =
      new ReadOnlyObjectWrapper<>(this, "state", ClusterState.LOADING);
  private final ReadOnlyObjectWrapper<Optional<SetRow>> set =
      new ReadOnlyObjectWrapper<>(this, "set", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Backup>> backup =
      new ReadOnlyObjectWrapper<>(this, "backup", Optional.empty());
  private final ReadOnlyObjectWrapper<Fetched<Certificate>> certificate =
      new ReadOnlyObjectWrapper<>(this, "certificate", new Fetched.None<>());
  private final ReadOnlyObjectWrapper<Fetched<Backup>> whole =
      new ReadOnlyObjectWrapper<>(this, "whole", new Fetched.None<>());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<JobStarted>> started =
      new ReadOnlyObjectWrapper<>(this, "started", Optional.empty());
  private final List<Subscription> asked = new ArrayList<>();
  private String setName = "";
  private String backupId = "";

  public BackupsModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
  }

  /// By name.
  public ObservableList<SetRow> sets() {
    return sets;
  }

  /// Of the selected set, newest first.
  public ObservableList<Backup> backups() {
    return backups;
  }

  public ReadOnlyObjectProperty<ClusterState> stateProperty() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<SetRow>> setProperty() {
    return set.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<Backup>> backupProperty() {
    return backup.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Fetched<Certificate>> certificateProperty() {
    return certificate.getReadOnlyProperty();
  }

  /// The selected backup with its warnings.
  ReadOnlyObjectProperty<Fetched<Backup>> wholeProperty() {
    return whole.getReadOnlyProperty();
  }

  /// Why the last act was refused.
  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// The job that the last act began.
  public ReadOnlyObjectProperty<Optional<JobStarted>> startedProperty() {
    return started.getReadOnlyProperty();
  }

  /// Takes what is known now.
  public void show(ClusterState now) {
    state.set(now);
    Rows.bring(sets, SetRow.of(now), SetRow::name);
    if (!now.isKnown()) {
      return;
    }
    if (!backupId.isEmpty()) {
      setName = now.backup(backupId).map(Backup::set).orElse(setName);
    }
    if (setName.isEmpty() && !sets.isEmpty()) {
      setName = sets.getFirst().name();
    }
    showSelected();
  }

  /// Selects a set, and none of its backups.
  public void selectSet(String name) {
    if (name.equals(setName) && backupId.isEmpty()) {
      return;
    }
    setName = name;
    select("");
  }

  /// Selects a backup and its set; the certificate is asked for.
  ///
  /// @param id it may not be known yet
  public void selectBackup(String id) {
    if (id.equals(backupId)) {
      return;
    }
    setName = state.get().backup(id).map(Backup::set).orElse(setName);
    select(id);
  }

  private void select(String id) {
    backupId = id;
    failure.set(Optional.empty());
    started.set(Optional.empty());
    forget();
    showSelected();
    if (!id.isEmpty() && state.get().isKnown() && backup.get().isEmpty()) {
      failure.set(Optional.of(new OperationFailed(FailureCode.BACKUP_UNKNOWN, id)));
    }
  }

  private void showSelected() {
    Rows.bring(backups, state.get().backupsOf(setName), Backup::id);
    set.set(sets.stream().filter(row -> row.name().equals(setName)).findFirst());
    Optional<Backup> before = backup.get();
    backup.set(state.get().backup(backupId));
    if (!before.equals(backup.get())) {
      backup.get().ifPresent(now -> changed(before, now));
    }
  }

  /// Asks for what a selected backup is told about only when it is looked at, again when that may
  /// have become another.
  private void changed(Optional<Backup> before, Backup now) {
    boolean same =
        before.isPresent()
            && before.get().id().equals(now.id())
            && before.get().state() == now.state()
            && before.get().restorable() == now.restorable();
    if (!same) {
      fetch();
    }
  }

  /// Asks for certificate and warnings of the selected backup anew.
  void fetch() {
    forget();
    String id = backupId;
    backup
        .get()
        .ifPresent(now -> {
          if (now.state().isListed()) {
            fetch(certificate, () -> session.cluster().certificate(id));
          }
          fetch(whole, () -> session.cluster().backup(id));
        });
  }

  /// Asks for the certificate again: it tells of one moment, and what it says of peers and of the
  /// loss window grows old. What was told before stays until the answer comes.
  void renewCertificate() {
    if (answers() && certificate.get() instanceof Fetched.Got<Certificate>) {
      String id = backupId;
      ask(certificate, () -> session.cluster().certificate(id));
    }
  }

  private <T> void fetch(ReadOnlyObjectWrapper<Fetched<T>> into, Callable<T> question) {
    into.set(new Fetched.Asked<>());
    ask(into, question);
  }

  private <T> void ask(ReadOnlyObjectWrapper<Fetched<T>> into, Callable<T> question) {
    asked.add(
        kit.tasks()
            .run(
                question,
                value -> into.set(new Fetched.Got<>(value)),
                why -> into.set(new Fetched.Refused<>(why))));
  }

  private void forget() {
    asked.forEach(Subscription::close);
    asked.clear();
    certificate.set(new Fetched.None<>());
    whole.set(new Fetched.None<>());
  }

  /// The job that makes a backup, while it goes on.
  public Optional<Job> jobOf(Backup one) {
    return state.get().jobs().stream()
        .filter(job ->
            job.kind().equals("backup")
                && !job.state().isFinal()
                && (job.id().equals(one.jobId()) || job.backupId().equals(one.id())))
        .findFirst();
  }

  /// Whether the cluster answers, so that something can be asked of it.
  public boolean answers() {
    return state.get().freshness().isCurrent();
  }

  /// Whether a backup of the selected set can be begun: why not is told by the view.
  public boolean canBackUp() {
    return answers()
        && set.get().filter(row -> row.set().isPresent()).isPresent()
        && backups.stream().noneMatch(one -> one.state() == BackupState.RUNNING);
  }

  /// Backs up the selected set; an interrupted backup goes on.
  public void backUp() {
    String name = setName;
    act(() -> session.cluster().backUpAgain(name));
  }

  /// How long a backup is kept, to be changed.
  RetentionModel retention(Backup one) {
    return new RetentionModel(kit, session, one);
  }

  public void verify(String depth) {
    String id = backupId;
    act(() -> session.cluster().verify(id, depth));
  }

  public void cancel(Job job) {
    act(() -> {
      session.cluster().cancel(job.id(), "");
      return new JobStarted("", job.backupId(), false);
    });
  }

  private void act(Callable<JobStarted> act) {
    failure.set(Optional.empty());
    started.set(Optional.empty());
    String set = setName;
    String id = backupId;
    kit.tasks()
        .run(
            act,
            job -> {
              if (set.equals(setName) && id.equals(backupId)) {
                started.set(Optional.of(job).filter(one -> !one.jobId().isEmpty()));
              }
            },
            why -> failure.set(Optional.of(why)));
  }
}
