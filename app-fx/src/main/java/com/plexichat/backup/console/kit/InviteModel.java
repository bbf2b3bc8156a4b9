package com.plexichat.backup.console.kit;

import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Invitation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// An invitation of a peer in the making, and the one that was made. It holds no controls.
public final class InviteModel {
  /// How long a token may be good for.
  public static final List<Duration> LIVES =
      List.of(Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), Duration.ofDays(7));

  private final Kit kit;
  private final Cluster cluster;
  private final StringProperty owner = new SimpleStringProperty(this, "owner", "");
  private final StringProperty region = new SimpleStringProperty(this, "region", "");
  private final StringProperty site = new SimpleStringProperty(this, "site", "");
  private final ObjectProperty<Duration> life =
      new SimpleObjectProperty<>(this, "life", LIVES.get(2));
  private final IntegerProperty uses = new SimpleIntegerProperty(this, "uses", 1);
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<Optional<Invitation>> invitation =
      new ReadOnlyObjectWrapper<>(this, "invitation", Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());

  public InviteModel(Kit kit, Cluster cluster) {
    this.kit = kit;
    this.cluster = cluster;
  }

  /// Who could read the machine's disk; empty: only itself.
  public StringProperty ownerProperty() {
    return owner;
  }

  public StringProperty regionProperty() {
    return region;
  }

  public StringProperty siteProperty() {
    return site;
  }

  public ObjectProperty<Duration> lifeProperty() {
    return life;
  }

  /// How many machines may join with it.
  public IntegerProperty usesProperty() {
    return uses;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<Invitation>> invitationProperty() {
    return invitation.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  public void invite() {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    failure.set(Optional.empty());
    String by = owner.get().strip();
    String in = region.get().strip();
    String at = site.get().strip();
    Duration good = life.get();
    int times = uses.get();
    kit.tasks()
        .run(
            () -> cluster.invitePeer(by, in, at, good, times),
            made -> {
              busy.set(false);
              invitation.set(Optional.of(made));
            },
            why -> {
              busy.set(false);
              failure.set(Optional.of(why));
            });
  }
}
