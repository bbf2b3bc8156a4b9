package com.plexichat.backup.console.screens.welcome;

import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Live;
import com.plexichat.backup.console.state.LocalCommand;
import com.plexichat.backup.console.state.Sessions;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The saved clusters, and the ways to a first one.
public final class WelcomeModel {
  private static final int TRIAL_AGENTS = 6;

  private final Kit kit;
  private final Sessions sessions;
  private final Optional<LocalCommand> command;
  private final Path trial;
  private final ObservableList<Context> saved = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper(this, "progress", "");
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());

  /// @param command empty: there is none on this machine
  /// @param trial folder of the cluster to try things with
  public WelcomeModel(Kit kit, Sessions sessions, Optional<LocalCommand> command, Path trial) {
    this.kit = kit;
    this.sessions = sessions;
    this.command = command;
    this.trial = trial;
  }

  public ObservableList<Context> saved() {
    return saved;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// What is being done, as it goes on.
  public ReadOnlyStringProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Why the cluster that was used last was not opened at the start.
  public Live<Optional<OperationFailed>> notOpened() {
    return sessions.notOpened();
  }

  /// Shows it, where nothing newer went wrong.
  void tell(Optional<OperationFailed> notOpened) {
    if (notOpened.isPresent() && failure.get().isEmpty()) {
      failure.set(notOpened);
    }
  }

  /// Reads the saved clusters anew.
  public void load() {
    kit.tasks().run(sessions::saved, saved::setAll, why -> failure.set(Optional.of(why)));
  }

  public void open(Context context) {
    begin(
        kit.text("welcome.opening", context.clusterName()),
        () -> {
          sessions.open(context);
          return context;
        });
  }

  public void forget(Context context) {
    begin(
        kit.text("welcome.forgetting", context.clusterName()),
        () -> {
          sessions.forget(context);
          return context;
        });
  }

  /// Starts a cluster of agents on this machine, or the one that was started before, and opens it.
  public void tryHere() {
    begin(
        kit.text("welcome.starting"),
        () -> {
          LocalCommand local =
              command.orElseThrow(() -> new OperationFailed(FailureCode.LOCAL_COMMAND_MISSING));
          local.run(
              List.of(
                  "local",
                  "up",
                  "--dir",
                  trial.toString(),
                  "--agents",
                  Integer.toString(TRIAL_AGENTS)),
              this::tell);
          sessions.adopt(new ContextStore(trial.resolve("home")));
          return trial;
        });
  }

  private void tell(String line) {
    FxBridge.run(() -> progress.set(line));
  }

  private void begin(String what, Callable<?> work) {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    progress.set(what);
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            work,
            _ -> {
              busy.set(false);
              load();
            },
            this::failed);
  }

  private void failed(OperationFailed why) {
    busy.set(false);
    failure.set(Optional.of(why));
    load();
  }
}
