package com.plexichat.backup.console.screens.prune;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.client.Cluster;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.PrunePlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Plans that take two people: what they are made of, and the consent of the one who looks at one.
/// Such a plan is not made anew by itself, because that would lose who has consented to it.
public final class TwoPeople {
  private final Kit kit;
  private final Session session;
  private final Consumer<PrunePlan> standing;
  private final ReadOnlyObjectWrapper<Kind> kind =
      new ReadOnlyObjectWrapper<>(this, "kind", Kind.USUAL);
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final StringProperty size = new SimpleStringProperty(this, "size", "");
  private final StringProperty tier = new SimpleStringProperty(this, "tier", "");
  private final StringProperty id = new SimpleStringProperty(this, "id", "");
  private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");

  /// What a plan is made of.
  enum Kind {
    /// What has ended and what nothing needs: nobody is asked.
    USUAL,
    /// Backups of sets of low priority, before their time.
    EARLY,
    /// As much as it takes, at once.
    EMERGENCY,
    /// What another person planned.
    OPENED
  }

  /// @param standing gets the plan as it stands now
  TwoPeople(Kit kit, Session session, Consumer<PrunePlan> standing) {
    this.kit = kit;
    this.session = session;
    this.standing = standing;
  }

  ReadOnlyObjectProperty<Kind> kindProperty() {
    return kind.getReadOnlyProperty();
  }

  /// Chooses what plans are made of.
  ///
  /// @return whether that is another choice
  boolean choose(Kind chosen) {
    boolean other = kind.get() != chosen;
    size.set("");
    id.set("");
    kind.set(chosen);
    return other;
  }

  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// How much is to come free at once, as it is written: "20 GB".
  StringProperty sizeProperty() {
    return size;
  }

  /// The one tier whose backups end early.
  StringProperty tierProperty() {
    return tier;
  }

  /// Of the plan that somebody made.
  StringProperty idProperty() {
    return id;
  }

  /// What was typed to mean the consent.
  StringProperty typedProperty() {
    return typed;
  }

  StringProperty reasonProperty() {
    return reason;
  }

  /// What was typed belongs to one plan.
  void forget() {
    typed.set("");
    reason.set("");
    failure.set(Optional.empty());
  }

  /// What is asked of the cluster; empty: something is not said yet.
  Optional<Callable<PrunePlan>> question(
      List<String> tiers, String set, Set<PruneCategory> categories) {
    Cluster cluster = session.cluster();
    return switch (kind.get()) {
      case USUAL -> Optional.of(() -> cluster.planPrune(tiers, set, categories));
      case EARLY -> {
        String of = tier.get();
        yield of.isEmpty()
            ? Optional.empty()
            : Optional.of(
                () -> cluster.planPrune(List.of(of), set, Set.of(PruneCategory.LOW_VALUE)));
      }
      case EMERGENCY ->
          bytes().map(wanted -> () -> cluster.pruning().planAtOnce(tiers, set, wanted));
      case OPENED -> {
        String of = id.get().strip();
        yield of.isEmpty() ? Optional.empty() : Optional.of(() -> cluster.pruning().planOf(of));
      }
    };
  }

  /// Whether all is said that a plan needs.
  boolean isComplete() {
    return question(List.of(), "", Set.of()).isPresent();
  }

  private Optional<Long> bytes() {
    try {
      return Optional.of(ByteSize.parse(size.get()).bytes()).filter(wanted -> wanted > 0);
    } catch (IllegalArgumentException noSize) {
      return Optional.empty();
    }
  }

  /// Whether who looks at a plan has consented to it.
  boolean isMine(PrunePlan plan) {
    return plan.consent().filter(two -> two.approvedBy().contains(session.person())).isPresent();
  }

  String person() {
    return session.person();
  }

  boolean canAllow(PrunePlan plan) {
    return !busy.get()
        && !isMine(plan)
        && plan.consent().filter(two -> !two.isGiven()).isPresent()
        && typed.get().strip().equals(String.valueOf(PruneModel.meant(plan)));
  }

  /// Consents to a plan as it was shown.
  void allow(PrunePlan plan) {
    if (canAllow(plan)) {
      String why = reason.get().strip();
      ask(plan, () -> session.cluster().pruning().approve(plan, why));
    }
  }

  /// Whether somebody else has consented meanwhile.
  void lookAgain(PrunePlan plan) {
    if (!busy.get()) {
      ask(plan, () -> session.cluster().pruning().planOf(plan.id()));
    }
  }

  private void ask(PrunePlan plan, Callable<PrunePlan> act) {
    busy.set(true);
    failure.set(Optional.empty());
    kit.tasks()
        .run(
            act,
            now -> {
              busy.set(false);
              forget();
              standing.accept(plan.standing(now));
            },
            why -> {
              busy.set(false);
              failure.set(Optional.of(why));
            });
  }
}
