package com.plexichat.backup.console.screens.backups;

import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.Sessions.Session;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.Backup;
import com.plexichat.backup.shared.model.Keep;
import com.plexichat.backup.shared.model.KeepKind;
import com.plexichat.backup.shared.model.RetentionChange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// How long one backup is kept, as it is being changed: one change at a time, each with what it
/// asks for.
public final class RetentionModel {
  /// As many digits as days may have.
  private static final int DIGITS = 5;

  private static final String DAYS = "30";

  private final Kit kit;
  private final Session session;
  private final Backup backup;
  private final ReadOnlyObjectWrapper<Form> form =
      new ReadOnlyObjectWrapper<>(this, "form", new Form.None());
  private final ReadOnlyObjectWrapper<Optional<OperationFailed>> failure =
      new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final BooleanProperty answers = new SimpleBooleanProperty(this, "answers");
  private final StringProperty days = new SimpleStringProperty(this, "days", DAYS);
  private final ObjectProperty<LocalDate> until = new SimpleObjectProperty<>(this, "until");
  private final StringProperty name = new SimpleStringProperty(this, "name", "");
  private final StringProperty owner = new SimpleStringProperty(this, "owner", "");
  private final StringProperty reason = new SimpleStringProperty(this, "reason", "");
  private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
  private final BooleanBinding complete;

  /// The change that is in the making.
  sealed interface Form {
    record None() implements Form {}

    record Extend() implements Form {}

    record Pin() implements Form {}

    record Unpin() implements Form {}

    record Hold() implements Form {}

    /// Nobody can end it for a while.
    record Lock() implements Form {}

    record Release(Keep hold) implements Form {}

    record End() implements Form {}
  }

  /// @param backup whose retention it is
  RetentionModel(Kit kit, Session session, Backup backup) {
    this.kit = kit;
    this.session = session;
    this.backup = backup;
    complete =
        Bindings.createBooleanBinding(
            this::isComplete, form, busy, answers, days, name, owner, reason, typed);
    until.subscribe(day -> {
      if (day != null) {
        days.set(String.valueOf(daysTo(day)));
      }
    });
  }

  ReadOnlyObjectProperty<Form> formProperty() {
    return form.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<OperationFailed>> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// Whether the cluster can be asked.
  BooleanProperty answersProperty() {
    return answers;
  }

  StringProperty daysProperty() {
    return days;
  }

  /// The last day of a lock, as it was chosen; the days follow it.
  ObjectProperty<LocalDate> untilProperty() {
    return until;
  }

  /// Until when the days that are written would lock it; empty: they are no number.
  Optional<Instant> lockedUntil() {
    int wanted = wantedDays();
    return wanted > 0
        ? Optional.of(kit.clock().instant().plus(Duration.ofDays(wanted)))
        : Optional.empty();
  }

  /// Whole days from now on, so that the whole of another day is among them; at least one.
  private long daysTo(LocalDate day) {
    Instant end = day.plusDays(1).atStartOfDay(kit.figures().zone()).toInstant();
    Duration left = Duration.between(kit.clock().instant(), end);
    return Math.max(1, left.plusDays(1).minusNanos(1).toDays());
  }

  StringProperty nameProperty() {
    return name;
  }

  StringProperty ownerProperty() {
    return owner;
  }

  StringProperty reasonProperty() {
    return reason;
  }

  /// The backup's number, typed to mean the end of its retention.
  StringProperty typedProperty() {
    return typed;
  }

  /// Whether the change has all that it asks for.
  BooleanBinding completeProperty() {
    return complete;
  }

  String number() {
    return String.valueOf(backup.number());
  }

  private boolean isComplete() {
    return answers.get()
        && !busy.get()
        && switch (form.get()) {
          case Form.None _ -> false;
          case Form.Pin _, Form.Unpin _ -> true;
          case Form.Extend _ -> wantedDays() > 0;
          case Form.Hold _ -> isThere(name) && isThere(owner) && isThere(reason);
          case Form.Release _ -> isThere(reason);
          case Form.Lock _ ->
              wantedDays() > 0 && isThere(reason) && typed.get().strip().equals(number());
          case Form.End _ -> isThere(reason) && typed.get().strip().equals(number());
        };
  }

  private static boolean isThere(StringProperty words) {
    return !words.get().isBlank();
  }

  private int wantedDays() {
    String wanted = days.get().strip();
    return wanted.length() <= DIGITS && wanted.matches("[0-9]+") ? Integer.parseInt(wanted) : 0;
  }

  /// Begins another change; nothing of the one before is kept.
  void open(Form next) {
    until.set(null);
    days.set(DAYS);
    name.set("");
    owner.set("");
    reason.set("");
    typed.set("");
    failure.set(Optional.empty());
    form.set(next);
  }

  /// Asks for the change; it is closed once it was made.
  void change() {
    if (!isComplete()) {
      return;
    }
    String why = reason.get().strip();
    if (form.get() instanceof Form.Lock) {
      int wanted = wantedDays();
      ask(() -> session.cluster().tiering().lock(backup.id(), wanted, why));
      return;
    }
    RetentionChange change =
        switch (form.get()) {
          case Form.None _, Form.Lock _ ->
              throw new IllegalStateException("no such change: " + form.get());
          case Form.Extend _ -> new RetentionChange.Extend(wantedDays());
          case Form.Pin _ -> new RetentionChange.Place(KeepKind.PIN, "", "");
          case Form.Unpin _ -> new RetentionChange.Release(KeepKind.PIN, "");
          case Form.Hold _ ->
              new RetentionChange.Place(KeepKind.HOLD, name.get().strip(), owner.get().strip());
          case Form.Release(Keep hold) -> new RetentionChange.Release(KeepKind.HOLD, hold.name());
          case Form.End _ -> new RetentionChange.End();
        };
    ask(() -> session.cluster().changeRetention(backup.id(), change, why));
  }

  private void ask(Callable<?> act) {
    failure.set(Optional.empty());
    busy.set(true);
    kit.tasks()
        .run(
            act,
            _ -> {
              busy.set(false);
              open(new Form.None());
            },
            refused -> {
              busy.set(false);
              failure.set(Optional.of(refused));
            });
  }
}
