package com.plexichat.backup.console.screens.restore;

import com.plexichat.backup.console.kit.JobRun;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.screens.restore.Wish.Overwrite;
import com.plexichat.backup.console.screens.restore.Wish.Scope;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Certificate;
import com.plexichat.backup.shared.model.FilePath;
import com.plexichat.backup.shared.model.Job;
import com.plexichat.backup.shared.model.JobResult;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.RestoreAsk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A restore from the wish to the list of what is not whole.
public final class RestoreModel {
  /// Steps in their order.
  enum Step {
    WHAT,
    WHERE,
    PREVIEW,
    PROGRESS,
    RESULT
  }

  private final Kit kit;
  private final Session session;
  private final JobRun preview;
  private final JobRun run;
  private final StringProperty backup = new SimpleStringProperty(this, "backup", "");
  private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(this, "scope", Scope.ALL);
  private final StringProperty globs = new SimpleStringProperty(this, "globs", "");
  private final ObjectProperty<Optional<PeerId>> host =
      new SimpleObjectProperty<>(this, "host", Optional.empty());
  private final StringProperty folder = new SimpleStringProperty(this, "folder", "");
  private final ObjectProperty<Overwrite> overwrite =
      new SimpleObjectProperty<>(this, "overwrite", Overwrite.EMPTY);
  private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
  private final ObservableList<Peer> hosts = FXCollections.observableArrayList();
  private final ObservableList<Backup> backups = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Step> step =
      new ReadOnlyObjectWrapper<>(this, "step", Step.WHAT);
  private final ReadOnlyObjectWrapper<Optional<Job.Trouble>> trouble =
      new ReadOnlyObjectWrapper<>(this, "trouble", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Certificate>> certificate =
      new ReadOnlyObjectWrapper<>(this, "certificate", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> noCertificate =
      new ReadOnlyObjectWrapper<>(this, "noCertificate", Optional.empty());
  private final ReadOnlyObjectWrapper<Wish> wish;
  private FilePath path = FilePath.NONE;
  private ClusterState state = ClusterState.LOADING;
  private Optional<RestoreAsk> previewed = Optional.empty();
  private String certified = "";
  private Subscription asked = () -> {};

  public RestoreModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    this.preview = new JobRun(kit, session.cluster());
    this.run = new JobRun(kit, session.cluster());
    this.wish = new ReadOnlyObjectWrapper<>(this, "wish", made());
    backup.subscribe(_ -> edited());
    scope.subscribe(_ -> edited());
    globs.subscribe(_ -> edited());
    host.subscribe(_ -> edited());
    folder.subscribe(_ -> edited());
    overwrite.subscribe(_ -> edited());
    preview.overProperty().subscribe(is -> ended(is, preview));
    run.overProperty().subscribe(is -> ended(is, run));
  }

  /// Id of the backup; empty while none is chosen.
  StringProperty backupProperty() {
    return backup;
  }

  ObjectProperty<Scope> scopeProperty() {
    return scope;
  }

  /// Patterns of what is wanted, one a line.
  StringProperty globsProperty() {
    return globs;
  }

  ObjectProperty<Optional<PeerId>> hostProperty() {
    return host;
  }

  StringProperty folderProperty() {
    return folder;
  }

  ObjectProperty<Overwrite> overwriteProperty() {
    return overwrite;
  }

  /// The name of the host, typed by who means to overwrite what is there.
  StringProperty typedProperty() {
    return typed;
  }

  /// Machines that can be restored to now.
  ObservableList<Peer> hosts() {
    return hosts;
  }

  /// Backups that can be restored from, newest first.
  ObservableList<Backup> backups() {
    return backups;
  }

  ReadOnlyObjectProperty<Step> stepProperty() {
    return step.getReadOnlyProperty();
  }

  /// What stands in the way at the step that is shown.
  ReadOnlyObjectProperty<Optional<Job.Trouble>> troubleProperty() {
    return trouble.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<Certificate>> certificateProperty() {
    return certificate.getReadOnlyProperty();
  }

  /// Why there is no certificate.
  ReadOnlyObjectProperty<Optional<OperationFailed>> noCertificateProperty() {
    return noCertificate.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Wish> wishProperty() {
    return wish.getReadOnlyProperty();
  }

  JobRun preview() {
    return preview;
  }

  JobRun run() {
    return run;
  }

  ClusterState state() {
    return state;
  }

  /// Begins a restore of this backup, or of a path in it; one that runs is not disturbed.
  void begin(String id, FilePath wanted) {
    if (step.get() == Step.PROGRESS) {
      return;
    }
    if (step.get() == Step.RESULT || !id.equals(backup.get()) || !wanted.equals(path)) {
      beginAnew();
      path = wanted;
      backup.set(id);
      scope.set(Wish.isNameable(wanted) ? Scope.PATH : Scope.ALL);
      edited();
    }
  }

  private void beginAnew() {
    preview.clear();
    run.clear();
    previewed = Optional.empty();
    trouble.set(Optional.empty());
    typed.set("");
    step.set(Step.WHAT);
  }

  /// Takes what is known of the cluster now.
  void show(ClusterState now) {
    state = now;
    var up = now.peers().stream().filter(peer -> peer.state().counts()).toList();
    if (!hosts.equals(up)) {
      hosts.setAll(up);
    }
    var listed = now.backups().stream().filter(one -> one.state().isListed()).toList();
    if (!backups.equals(listed)) {
      backups.setAll(listed);
    }
    if (host.get().isEmpty()) {
      host.set(up.stream().filter(Peer::coordinator).findFirst().map(Peer::id));
    }
    edited();
    preview.show(now);
    run.show(now);
  }

  private Wish made() {
    return new Wish(
        state.backup(backup.get()),
        scope.get(),
        path,
        globs.get().lines().map(String::strip).filter(line -> !line.isEmpty()).toList(),
        host.get().flatMap(id -> state.peer(id)),
        folder.get().strip(),
        overwrite.get());
  }

  private void edited() {
    Wish now = made();
    if (now.equals(wish.get())) {
      return;
    }
    if (!now.ask(true).equals(wish.get().ask(true)) && step.get().compareTo(Step.PREVIEW) < 0) {
      trouble.set(Optional.empty());
    }
    wish.set(now);
    certify();
  }

  private void certify() {
    String id = wish.get().backup().map(Backup::id).orElse("");
    if (id.equals(certified)) {
      return;
    }
    certified = id;
    asked.close();
    certificate.set(Optional.empty());
    noCertificate.set(Optional.empty());
    if (!id.isEmpty()) {
      ask(id);
    }
  }

  private void ask(String id) {
    asked.close();
    asked =
        kit.tasks()
            .run(
                () -> session.cluster().certificate(id),
                found -> certificate.set(Optional.of(found)),
                why -> noCertificate.set(Optional.of(why)));
  }

  /// Asks for the certificate again: it tells of one moment, and what it says of peers and of the
  /// loss window grows old. What was told before stays until the answer comes.
  void renew() {
    if (state.freshness().isCurrent() && certificate.get().isPresent()) {
      ask(certified);
    }
  }

  /// Whether the step that is shown can be left forwards.
  boolean isComplete() {
    Wish now = wish.get();
    return switch (step.get()) {
      case WHAT ->
          now.backup().isPresent() && (now.scope() != Scope.GLOBS || !now.globs().isEmpty());
      case WHERE -> now.isComplete() && state.freshness().isCurrent();
      case PREVIEW ->
          state.freshness().isCurrent()
              && Outcome.restored(preview).isPresent()
              && !run.askingProperty().get()
              && (!now.isDestructive() || isMeant(now));
      case PROGRESS, RESULT -> false;
    };
  }

  private boolean isMeant(Wish now) {
    return now.host().map(Peer::name).filter(typed.get().strip()::equals).isPresent();
  }

  void next() {
    switch (step.get()) {
      case WHAT -> go(Step.WHERE);
      case WHERE -> {
        go(Step.PREVIEW);
        look();
      }
      default -> {}
    }
  }

  /// Asks what a restore would find, unless just that was asked.
  void look() {
    RestoreAsk ask = wish.get().ask(true);
    boolean stands = Outcome.restored(preview).isPresent() || !preview.overProperty().get();
    if (previewed.equals(Optional.of(ask)) && stands && preview.failureProperty().get().isEmpty()) {
      return;
    }
    previewed = Optional.of(ask);
    typed.set("");
    preview.start(() -> session.cluster().restore(ask), this::refused);
  }

  void restore() {
    RestoreAsk ask = wish.get().ask(false);
    trouble.set(Optional.empty());
    run.start(() -> session.cluster().restore(ask), this::refused);
    step.set(Step.PROGRESS);
  }

  void go(Step to) {
    if (step.get() == Step.PROGRESS) {
      return;
    }
    if (step.get() == Step.RESULT) {
      run.clear();
    }
    trouble.set(Optional.empty());
    step.set(to);
  }

  private void refused(OperationFailed why) {
    stopped(new Job.Trouble(why.code().name(), why.sentence(), why.nextAct()));
  }

  private void ended(boolean over, JobRun which) {
    if (!over) {
      return;
    }
    Optional<Job.Trouble> failed = which.jobProperty().get().flatMap(Job::failure);
    if (which == run) {
      step.set(Step.RESULT);
    } else if (step.get() == Step.PREVIEW) {
      failed.ifPresent(this::stopped);
    }
  }

  /// What stands in the way is shown where it can be mended.
  private void stopped(Job.Trouble why) {
    previewed = Optional.empty();
    step.set(
        Outcome.place(why.code()).orElse(step.get() == Step.PROGRESS ? Step.PREVIEW : step.get()));
    trouble.set(Optional.of(why));
  }

  /// Writes the list of what is not whole.
  void save(Path file, Runnable done) {
    Optional<JobResult.Restored> all = Outcome.restored(run);
    kit.tasks()
        .run(
            () -> {
              try {
                return Files.writeString(file, all.map(Outcome::list).orElse(""));
              } catch (IOException refused) {
                throw new OperationFailed(
                    refused, FailureCode.FILE_UNWRITABLE, file.toString(), refused.toString());
              }
            },
            _ -> done.run(),
            why ->
                trouble.set(
                    Optional.of(
                        new Job.Trouble(why.code().name(), why.sentence(), why.nextAct()))));
  }

  /// Names of peers, for what tells only their ids.
  String name(PeerId id) {
    return state.peer(id).map(Peer::name).orElse(id.hex());
  }

  /// Machines to choose from, with the one of the backup first.
  List<Peer> hostsFor(Backup source) {
    return hosts.stream()
        .sorted((one, other) ->
            Boolean.compare(other.name().equals(source.host()), one.name().equals(source.host())))
        .toList();
  }
}
