package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Live;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Brings a file, or a folder as a tar archive, to this machine. One at a time; it goes on when the
/// screen is left.
///
/// ```
/// Idle → Running → Whole | Failed | Idle (cancelled)
/// ```
public final class DownloadModel {
  /// Where it stands.
  sealed interface State {}

  record Idle() implements State {}

  /// @param total 0: not known, as of a folder
  record Running(Path to, long bytes, long total, Instant since) implements State {}

  record Whole(Path to, long bytes) implements State {}

  record Failed(OperationFailed why) implements State {}

  private static final char REPLACED = '_';
  private static final String NOT_IN_NAMES = "\\/:*?\"<>|";

  private final Kit kit;
  private final Session session;
  private final PartFile.Disk disk;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", new Idle());
  private Optional<Subscription> running = Optional.empty();

  public DownloadModel(Kit kit, Session session) {
    this(kit, session, file -> Files.newOutputStream(file));
  }

  DownloadModel(Kit kit, Session session, PartFile.Disk disk) {
    this.kit = kit;
    this.session = session;
    this.disk = disk;
  }

  ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  boolean isRunning() {
    return state.get() instanceof Running;
  }

  /// Whether it can be downloaded at all: sockets and devices have no contents.
  static boolean has(Entry entry) {
    return entry.isDirectory() || entry.kind().equals("file");
  }

  /// The name that a file of this machine may have for it.
  static String name(Entry entry) {
    StringBuilder name = new StringBuilder();
    entry
        .path()
        .name()
        .codePoints()
        .forEach(sign ->
            name.appendCodePoint(
                NOT_IN_NAMES.indexOf(sign) >= 0 || Character.isISOControl(sign) ? REPLACED : sign));
    String plain = name.isEmpty() ? "all" : name.toString();
    return entry.isDirectory() ? plain + ".tar" : plain;
  }

  /// Starts; what runs already goes on, and this is not begun.
  void start(Entry entry, Path to) {
    if (isRunning()) {
      return;
    }
    Instant since = kit.clock().instant();
    long total = entry.isDirectory() ? 0 : entry.size();
    Live<Long> bytes = new Live<>(0L);
    state.set(new Running(to, 0, total, since));
    Subscription shown =
        FxBridge.follow(
            bytes,
            came -> {
              if (isRunning()) {
                state.set(new Running(to, came, total, since));
              }
            });
    Subscription work =
        kit.tasks()
            .run(
                () -> download(entry, to, bytes),
                came -> ended(shown, new Whole(to, came)),
                why -> ended(shown, new Failed(why)));
    running =
        Optional.of(() -> {
          work.close();
          ended(shown, new Idle());
        });
  }

  private long download(Entry entry, Path to, Live<Long> bytes) {
    try (PartFile part = new PartFile(to, disk)) {
      session
          .cluster()
          .download(
              entry.backupId(),
              entry.path(),
              (came, _) -> {
                part.write(came);
                bytes.set(bytes.get() + came.length);
              });
      part.whole();
    }
    return bytes.get();
  }

  private void ended(Subscription shown, State last) {
    shown.close();
    running = Optional.empty();
    state.set(last);
  }

  /// Ends it; nothing of it stays on this machine.
  void cancel() {
    running.ifPresent(Subscription::close);
  }

  /// The result was read.
  void forget() {
    if (!isRunning()) {
      state.set(new Idle());
    }
  }
}
