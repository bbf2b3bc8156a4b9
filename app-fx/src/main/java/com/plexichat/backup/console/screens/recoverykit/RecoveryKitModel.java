package com.plexichat.backup.console.screens.recoverykit;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.LocalCommand;
import com.plexichat.backup.console.state.PassphraseFile;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.KitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The acts around a recovery kit: print its page here, tell the cluster that it was put away.
public final class RecoveryKitModel {
  private final Kit kit;
  private final Session session;
  private final Optional<LocalCommand> command;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> printFailure =
      new ReadOnlyObjectWrapper<>(this, "printFailure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> markFailure =
      new ReadOnlyObjectWrapper<>(this, "markFailure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Path>> printed =
      new ReadOnlyObjectWrapper<>(this, "printed", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<KitStatus>> marked =
      new ReadOnlyObjectWrapper<>(this, "marked", Optional.empty());

  /// @param command empty: there is none on this machine
  public RecoveryKitModel(Kit kit, Session session, Optional<LocalCommand> command) {
    this.kit = kit;
    this.session = session;
    this.command = command;
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<OperationFailed>> printFailureProperty() {
    return printFailure.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<OperationFailed>> markFailureProperty() {
    return markFailure.getReadOnlyProperty();
  }

  /// The page that was written last.
  ReadOnlyObjectProperty<Optional<Path>> printedProperty() {
    return printed.getReadOnlyProperty();
  }

  /// What the cluster answered to the last mark.
  ReadOnlyObjectProperty<Optional<KitStatus>> markedProperty() {
    return marked.getReadOnlyProperty();
  }

  /// Writes the page of a kit file.
  ///
  /// @param passphrase is zeroed
  void print(Path file, char[] passphrase, Path page) {
    printed.set(Optional.empty());
    printFailure.set(Optional.empty());
    busy.set(true);
    kit.tasks()
        .run(
            () -> {
              write(file, passphrase, page);
              return page;
            },
            done -> {
              busy.set(false);
              printed.set(Optional.of(done));
            },
            why -> {
              busy.set(false);
              printFailure.set(Optional.of(why));
            });
  }

  private void write(Path file, char[] passphrase, Path page) throws InterruptedException {
    try (PassphraseFile secret = PassphraseFile.of(passphrase)) {
      LocalCommand program =
          command.orElseThrow(() -> new OperationFailed(FailureCode.LOCAL_COMMAND_MISSING));
      program.run(
          List.of(
              "kit",
              "print",
              "--kit",
              file.toString(),
              "--kit-passphrase-file",
              secret.path().toString(),
              "--out",
              page.toString()),
          _ -> {});
    }
  }

  /// Tells the cluster where the kit lies.
  void mark(String note) {
    markFailure.set(Optional.empty());
    busy.set(true);
    kit.tasks()
        .run(
            () -> session.cluster().markKitStored(note.strip()),
            status -> {
              busy.set(false);
              marked.set(Optional.of(status));
            },
            why -> {
              busy.set(false);
              markFailure.set(Optional.of(why));
            });
  }
}
