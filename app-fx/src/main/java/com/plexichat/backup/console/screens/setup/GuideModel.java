package com.plexichat.backup.console.screens.setup;

import com.plexichat.backup.console.kit.InviteModel;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.kit.TierChecks;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.BackupState;
import com.plexichat.backup.shared.model.Peer;
import com.plexichat.backup.shared.model.Preflight;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// How far a cluster is on the way to a proven restore, told by the cluster alone, and what can be
/// done about it.
public final class GuideModel {
  /// Steps in their order.
  enum Step {
    COORDINATOR,
    PEERS,
    TIERS,
    KIT,
    BACKUP,
    RESTORE
  }

  private final Kit kit;
  private final Session session;
  private final TierChecks checks;
  private final InviteModel invitation;
  private final StringProperty note = new SimpleStringProperty(this, "note", "");
  private Step step = Step.PEERS;
  private final ObservableList<Peer> peers = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper answers = new ReadOnlyBooleanWrapper(this, "answers");
  private final ReadOnlyObjectWrapper<ClusterState> state =
      new ReadOnlyObjectWrapper<>(this, "state", ClusterState.LOADING);
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());

  public GuideModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    this.checks = new TierChecks(kit, session.cluster());
    this.invitation = new InviteModel(kit, session.cluster());
  }

  Session session() {
    return session;
  }

  TierChecks checks() {
    return checks;
  }

  InviteModel invitation() {
    return invitation;
  }

  /// Where one stands in the guide.
  Step step() {
    return step;
  }

  void stand(Step now) {
    step = now;
  }

  /// Where the recovery kit lies.
  StringProperty noteProperty() {
    return note;
  }

  ObservableList<Peer> peers() {
    return peers;
  }

  ReadOnlyObjectProperty<ClusterState> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /// Why the recovery kit could not be marked.
  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// Whether the cluster answers, so that something can be asked of it.
  ReadOnlyBooleanProperty answersProperty() {
    return answers.getReadOnlyProperty();
  }

  /// Takes what is known of the cluster now.
  void show(ClusterState now) {
    if (!peers.equals(now.peers())) {
      peers.setAll(now.peers());
    }
    state.set(now);
    answers.set(now.freshness().isCurrent());
    checks.ask("", now);
  }

  /// Whether the cluster says that a step is done.
  boolean isDone(Step step) {
    ClusterState now = state.get();
    return switch (step) {
      case COORDINATOR -> now.isKnown();
      case PEERS -> now.peers().size() > 1;
      case TIERS ->
          checks.foundProperty().get().values().stream()
              .map(Preflight::outcome)
              .anyMatch(BackupState.COMPLETE::equals);
      case KIT -> now.facts().filter(facts -> facts.kitStored()).isPresent();
      case BACKUP -> newest().isPresent();
      case RESTORE -> now.backups().stream().anyMatch(one -> one.tested().isPresent());
    };
  }

  /// The newest backup that can be restored from.
  Optional<Backup> newest() {
    return state.get().backups().stream().filter(one -> one.state().isListed()).findFirst();
  }

  void markStored() {
    failure.set(Optional.empty());
    String where = note.get().strip();
    kit.tasks()
        .run(
            () -> session.cluster().markKitStored(where),
            _ -> note.set(""),
            why -> failure.set(Optional.of(why)));
  }
}
