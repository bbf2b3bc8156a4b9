package com.plexichat.backup.console.screens.shardmap;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Target.ShardFocus;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.console.state.ShardCells;
import com.plexichat.backup.console.state.ShardCells.Grouping;
import com.plexichat.backup.console.state.ShardColours;
import com.plexichat.backup.console.state.ShardColours.Colouring;
import com.plexichat.backup.console.state.ShardGrid;
import com.plexichat.backup.console.state.Subscription;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.JobStarted;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeDetail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// The cells of the map as they are now: fetched whole once, then only what changed; laid out and
/// coloured beside the toolkit's thread.
public final class ShardMapModel {
  private final Kit kit;
  private final Session session;
  private final ShardCells.Names names;
  private final ObjectProperty<Grouping> grouping =
      new SimpleObjectProperty<>(this, "grouping", Grouping.TIER);
  private final ObjectProperty<Colouring> colouring =
      new SimpleObjectProperty<>(this, "colouring", Colouring.HEALTH);
  private final ReadOnlyObjectWrapper<Optional<Shown>> shown =
      new ReadOnlyObjectWrapper<>(this, "shown", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<JobStarted>> started =
      new ReadOnlyObjectWrapper<>(this, "started", Optional.empty());

  // What is below is touched by one fetch at a time, see `fetching`.
  private ShardGrid grid = new ShardGrid();
  private ShardGrid.Snapshot snapshot = ShardGrid.Snapshot.EMPTY;
  private ClusterState state = ClusterState.LOADING;
  private ShardFocus focus = ShardFocus.ALL;
  private boolean fetching;
  private boolean again;

  /// What the map shows.
  public record Shown(ShardCells cells, ShardColours colours, Colouring by, Grouping lanes) {
    /// Whether colours are those of a shard's first copy, for it can have only one.
    boolean isOfFirstCopies() {
      return lanes != Grouping.PEER && (by == Colouring.PEER || by == Colouring.REGION);
    }
  }

  public ShardMapModel(Kit kit, Session session) {
    this.kit = kit;
    this.session = session;
    this.names = new ShardCells.Names(kit.text("shards.unneeded"), kit.text("shards.unknown"));
    grouping.subscribe(this::refresh);
    colouring.subscribe(this::refresh);
  }

  public ObjectProperty<Grouping> groupingProperty() {
    return grouping;
  }

  public ObjectProperty<Colouring> colouringProperty() {
    return colouring;
  }

  /// Empty before anything was fetched.
  public ReadOnlyObjectProperty<Optional<Shown>> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  /// The job that was asked for last.
  public ReadOnlyObjectProperty<Optional<JobStarted>> startedProperty() {
    return started.getReadOnlyProperty();
  }

  public ClusterState state() {
    return state;
  }

  /// Takes what is known now.
  public void show(ClusterState now) {
    boolean peersChanged =
        !now.peers().stream()
            .map(peer -> peer.id().hex() + peer.state())
            .toList()
            .equals(state.peers().stream().map(peer -> peer.id().hex() + peer.state()).toList());
    boolean freshnessChanged = now.freshness().isCurrent() != state.freshness().isCurrent();
    state = now;
    if (now.stripesIndex() > snapshot.logIndex() || shown.get().isEmpty() || peersChanged) {
      refresh();
    } else if (freshnessChanged) {
      refresh();
    }
  }

  /// Shows only the stripes of a backup, or all.
  public void focus(ShardFocus next) {
    if (next.equals(focus)) {
      return;
    }
    boolean other = !next.backup().equals(focus.backup());
    focus = next;
    next.peer().ifPresent(_ -> grouping.set(Grouping.PEER));
    if (other) {
      grid = new ShardGrid();
      snapshot = ShardGrid.Snapshot.EMPTY;
      shown.set(Optional.empty());
    }
    refresh();
  }

  public ShardFocus focus() {
    return focus;
  }

  /// Asks again who proved what when, if that is shown: proofs change nothing else on the map.
  void renewProofs() {
    if (colouring.get() == Colouring.PROOF_AGE) {
      refresh();
    }
  }

  /// Fetches what changed, lays out and colours; one at a time.
  public void refresh() {
    if (!state.isKnown()) {
      return;
    }
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    again = false;
    ClusterState now = state;
    ShardGrid into = grid;
    ShardGrid.Snapshot before = snapshot;
    String backup = focus.backup();
    Grouping by = grouping.get();
    Colouring colour = colouring.get();
    run(
        () -> {
          ShardGrid.Snapshot read = before;
          if (now.freshness().isCurrent()
              && (now.stripesIndex() > before.logIndex()
                  || before.logIndex() == 0
                  || colour == Colouring.PROOF_AGE)) {
            session.cluster().map(before.logIndex(), backup, into::take);
            read = into.copy();
          }
          ShardCells cells = ShardCells.of(read, now, by, names);
          ShardColours colours = ShardColours.of(cells, now, colour, kit.clock().instant());
          return new Shown(cells, colours, colour, by);
        },
        result -> arrived(into, result),
        this::failed);
  }

  private void arrived(ShardGrid from, Shown result) {
    fetching = false;
    if (from.equals(grid)) {
      snapshot = result.cells().snapshot();
      failure.set(Optional.empty());
      shown.set(Optional.of(result));
    } else {
      again = true;
    }
    goOn();
  }

  /// Shows why something could not be told.
  void refused(OperationFailed why) {
    failure.set(Optional.of(why));
  }

  private void failed(OperationFailed why) {
    fetching = false;
    failure.set(Optional.of(why));
    goOn();
  }

  private void goOn() {
    if (again) {
      refresh();
    }
  }

  /// A stripe with the names and proofs of its shards, and its history.
  public Subscription stripe(
      MapStripe stripe, Consumer<StripeDetail> done, Consumer<OperationFailed> refused) {
    return run(() -> session.cluster().stripe(stripe.id()), done, refused);
  }

  public void repair(List<ShardId> shards) {
    act(() -> session.cluster().repair(shards));
  }

  public void verify(String backup) {
    act(() -> session.cluster().verify(backup, "hash"));
  }

  private void act(Callable<JobStarted> act) {
    started.set(Optional.empty());
    failure.set(Optional.empty());
    run(act, job -> started.set(Optional.of(job)), why -> failure.set(Optional.of(why)));
  }

  private <T> Subscription run(
      Callable<T> work, Consumer<? super T> done, Consumer<OperationFailed> refused) {
    return kit.tasks().run(work, done, refused);
  }
}
