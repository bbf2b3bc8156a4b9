package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.FxBridge;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.Texts;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.LocalCommand;
import com.plexichat.backup.console.state.PassphraseFile;
import com.plexichat.backup.console.state.Sessions;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.ShellLine;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.console.state.ThisMachine;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A cluster before it is there: what its coordinator on this machine is told. It outlives the
/// screen, because a new screen is made when the cluster opens, and in another language. It never
/// holds a passphrase.
public final class FoundingModel {
  private static final long LONGEST_START_S = 90;
  private static final int PORT = 7443;

  private final Kit kit;
  private final Sessions sessions;
  private final Optional<LocalCommand> command;
  private final Path home;
  private final StringProperty cluster = new SimpleStringProperty(this, "cluster", "");
  private final StringProperty machine = new SimpleStringProperty(this, "machine", "");
  private final StringProperty listen = new SimpleStringProperty(this, "listen", "");
  private final StringProperty enrol = new SimpleStringProperty(this, "enrol", "");
  private final StringProperty agentHome = new SimpleStringProperty(this, "agentHome", "");
  private final StringProperty data = new SimpleStringProperty(this, "data", "");
  private final StringProperty capacity = new SimpleStringProperty(this, "capacity", "");
  private final StringProperty kitFile = new SimpleStringProperty(this, "kitFile", "");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper(this, "progress", "");
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private boolean asked;

  /// @param command empty: this machine has no agent
  /// @param home of the console: where the administrator's context goes
  public FoundingModel(Kit kit, Sessions sessions, Optional<LocalCommand> command, Path home) {
    this.kit = kit;
    this.sessions = sessions;
    this.command = command;
    this.home = home;
    agentHome.set(home.resolve("agent").toString());
    data.set(home.resolve("agent").resolve("data").toString());
    kitFile.set(home.resolve("recovery-kit.pxkit").toString());
  }

  /// Asks the system how this machine is called; once.
  void begin() {
    if (asked) {
      return;
    }
    asked = true;
    kit.tasks()
        .run(
            ThisMachine::find,
            found -> {
              propose(machine, found.name());
              propose(listen, found.address() + ":" + PORT);
              propose(enrol, found.address() + ":" + (PORT + 1));
            },
            why -> failure.set(Optional.of(why)));
  }

  private static void propose(StringProperty field, String value) {
    if (field.get().isEmpty()) {
      field.set(value);
    }
  }

  StringProperty clusterProperty() {
    return cluster;
  }

  StringProperty machineProperty() {
    return machine;
  }

  /// host:port at which members reach each other.
  StringProperty listenProperty() {
    return listen;
  }

  /// host:port at which new members come with their token.
  StringProperty enrolProperty() {
    return enrol;
  }

  /// Folder of the agent's settings and key.
  StringProperty agentHomeProperty() {
    return agentHome;
  }

  StringProperty dataProperty() {
    return data;
  }

  /// Such as 500G; empty: the agent chooses.
  StringProperty capacityProperty() {
    return capacity;
  }

  /// Where the recovery kit is written, and read when it is printed.
  StringProperty kitFileProperty() {
    return kitFile;
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// What is being done, as it goes on.
  ReadOnlyStringProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Whether this machine can found a cluster.
  boolean isPossible() {
    return command.isPresent();
  }

  boolean isComplete() {
    return List.of(cluster, machine, listen, enrol, agentHome, data, kitFile).stream()
        .noneMatch(field -> field.get().isBlank());
  }

  /// What will be run here; the passphrase is not among it.
  String lines() {
    return ShellLine.of(join("plexichat", init()))
        + "\n"
        + ShellLine.of("plexichat", "agent", "run", "--home", at(agentHome));
  }

  /// What is run on another machine that shall coordinate.
  String linesElsewhere() {
    return String.join(
        "\n",
        ShellLine.of(
            "plexichat",
            "agent",
            "init",
            "--coordinator",
            "--cluster",
            at(cluster).isEmpty() ? "NAME" : at(cluster),
            "--listen",
            "HOST:" + PORT,
            "--enrol-listen",
            "HOST:" + (PORT + 1)),
        "plexichat agent run",
        "plexichat person invite YOUR-NAME --role administrator");
  }

  private static List<String> join(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  private List<String> init() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "agent",
                "init",
                "--coordinator",
                "--cluster",
                at(cluster),
                "--name",
                at(machine),
                "--home",
                at(agentHome),
                "--data",
                at(data),
                "--listen",
                at(listen),
                "--enrol-listen",
                at(enrol),
                "--kit",
                at(kitFile),
                "--context-home",
                home.toString()));
    if (!at(capacity).isEmpty()) {
      words.addAll(List.of("--capacity", at(capacity)));
    }
    return words;
  }

  private static String at(StringProperty field) {
    return field.get().strip();
  }

  /// Founds the cluster here, starts its agent, and opens it.
  ///
  /// @param texts in which it is told how that goes
  /// @param passphrase of the recovery kit; zeroed
  void found(Texts texts, char[] passphrase) {
    if (busy.get()) {
      return;
    }
    List<String> init = init();
    Path agent = Path.of(at(agentHome));
    begin(() -> {
      LocalCommand local =
          command.orElseThrow(() -> new OperationFailed(FailureCode.LOCAL_COMMAND_MISSING));
      tell(texts.text("setup.founding"));
      try (PassphraseFile file = PassphraseFile.of(passphrase)) {
        List<String> words = new ArrayList<>(init);
        words.addAll(List.of("--kit-passphrase-file", file.path().toString()));
        local.run(words, this::tell);
      }
      tell(texts.text("setup.starting"));
      Path log = agent.resolve("agent.log");
      Process process = local.leave(List.of("agent", "run", "--home", agent.toString()), log);
      sessions.openLast();
      awaitAnswer(process, log, texts);
      return agent;
    });
  }

  /// Prints the page of the kit.
  ///
  /// @param texts in which it is told how that goes
  /// @param passphrase of the recovery kit; zeroed
  void print(Texts texts, char[] passphrase, Path page, Runnable done) {
    String file = at(kitFile);
    begin(() -> {
      LocalCommand local =
          command.orElseThrow(() -> new OperationFailed(FailureCode.LOCAL_COMMAND_MISSING));
      tell(texts.text("setup.printing"));
      try (PassphraseFile secret = PassphraseFile.of(passphrase)) {
        local.run(
            List.of(
                "kit",
                "print",
                "--kit",
                file,
                "--kit-passphrase-file",
                secret.path().toString(),
                "--out",
                page.toString()),
            this::tell);
      }
      FxBridge.run(done);
      return page;
    });
  }

  private void begin(Callable<?> work) {
    busy.set(true);
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            work,
            _ -> busy.set(false),
            why -> {
              busy.set(false);
              failure.set(Optional.of(why));
            });
  }

  private void tell(String line) {
    FxBridge.run(() -> progress.set(line));
  }

  /// Waits until the agent answers or ends.
  private void awaitAnswer(Process process, Path log, Texts texts) throws InterruptedException {
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    Subscription watching =
        sessions
            .open()
            .get()
            .map(Session::live)
            .map(live ->
                live.state()
                    .watch((ClusterState state) -> {
                      if (state.freshness().isCurrent()) {
                        answered.complete(true);
                      }
                    }))
            .orElse(() -> {});
    CompletableFuture<Boolean> gone = process.onExit().thenApply(_ -> answered.complete(false));

    try (watching) {
      if (!answered.get(LONGEST_START_S, TimeUnit.SECONDS)) {
        throw ended(process, log);
      }
      gone.cancel(false);
    } catch (TimeoutException | ExecutionException late) {
      throw new OperationFailed(
          late, FailureCode.UNREACHABLE, at(listen), texts.text("setup.noAnswer", log));
    }
  }

  private static OperationFailed ended(Process process, Path log) {
    String last;
    try {
      List<String> lines = Files.readAllLines(log);
      last = lines.isEmpty() ? "" : lines.getLast();
    } catch (IOException unread) {
      last = log.toString();
    }
    return new OperationFailed(
        FailureCode.LOCAL_COMMAND_FAILED,
        "plexichat agent run",
        Integer.toString(process.exitValue()),
        last);
  }
}
