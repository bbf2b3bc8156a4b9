package com.plexichat.backup.console.screens.newset;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.BackupSet;
import com.plexichat.backup.shared.model.SetPreview;
import com.plexichat.backup.shared.model.Tier;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

/// What a draft would read and leave out, counted on its host whenever its paths and patterns have
/// been left alone for a moment.
final class Counting {
  private static final Duration MOMENT = Duration.millis(600);

  private final Kit kit;
  private final Cluster cluster;
  private final PauseTransition moment = new PauseTransition(MOMENT);
  private final ReadOnlyObjectWrapper<Stand> stand =
      new ReadOnlyObjectWrapper<>(this, "stand", new Stand.Nothing());
  private Optional<BackupSet> meant = Optional.empty();
  private Subscription asked = () -> {};

  /// How far a counting is.
  sealed interface Stand {
    /// There is nothing to count.
    record Nothing() implements Stand {}

    record Asking() implements Stand {}

    record Counted(SetPreview preview) implements Stand {}

    record Refused(OperationFailed why) implements Stand {}
  }

  Counting(Kit kit, Cluster cluster) {
    this.kit = kit;
    this.cluster = cluster;
    moment.setOnFinished(_ -> ask());
  }

  ReadOnlyObjectProperty<Stand> standProperty() {
    return stand.getReadOnlyProperty();
  }

  /// Why the paths cannot be backed up as they are; empty: nothing such is known. That a count was
  /// not allowed or nobody answered says nothing of the paths.
  Optional<OperationFailed> refusal() {
    return stand.get() instanceof Stand.Refused(var why) && isOfPaths(why.code())
        ? Optional.of(why)
        : Optional.empty();
  }

  private static boolean isOfPaths(FailureCode code) {
    return switch (code) {
      case PATH_MISSING, PATH_UNREADABLE, PATH_NOT_ABSOLUTE, USAGE -> true;
      default -> false;
    };
  }

  /// Counts anew when what is counted has become other.
  void edited(Draft draft) {
    // Name and tier change nothing in what is read.
    Optional<BackupSet> now =
        Optional.of(draft)
            .filter(Draft::hasPaths)
            .map(Draft::set)
            .map(set ->
                new BackupSet("preview", set.host(), set.paths(), set.excludes(), Tier.SILVER));
    if (now.equals(meant)) {
      return;
    }
    meant = now;
    asked.close();
    moment.stop();
    if (now.isEmpty()) {
      stand.set(new Stand.Nothing());
    } else {
      stand.set(new Stand.Asking());
      moment.playFromStart();
    }
  }

  /// Asks once more what was refused.
  void again() {
    asked.close();
    stand.set(new Stand.Asking());
    ask();
  }

  private void ask() {
    meant.ifPresent(set ->
        asked =
            kit.tasks()
                .run(
                    () -> cluster.preview(set),
                    preview -> stand.set(new Stand.Counted(preview)),
                    why -> stand.set(new Stand.Refused(why))));
  }
}
