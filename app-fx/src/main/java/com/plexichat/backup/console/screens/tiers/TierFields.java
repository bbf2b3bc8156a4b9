package com.plexichat.backup.console.screens.tiers;

import com.plexichat.backup.shared.model.KeepRules;
import com.plexichat.backup.shared.model.RecoveryClass;
import com.plexichat.backup.shared.model.Tier;
import com.plexichat.backup.shared.model.TierDraft;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What is written of a tier, as it is typed.
final class TierFields {
  private final StringProperty name = new SimpleStringProperty(this, "name", "");
  private final Map<Amount, StringProperty> numbers = new EnumMap<>(Amount.class);
  private final ObjectProperty<RecoveryClass> recovery =
      new SimpleObjectProperty<>(this, "recovery", RecoveryClass.STANDARD);
  private String colour = "";

  /// The numbers that a tier has.
  enum Amount {
    DAYS,
    COPIES,
    DATA,
    PARITY,
    REGION,
    NEWEST,
    LOCK,
    LAST,
    HOURLY,
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY
  }

  /// Empty fields.
  ///
  /// @param changed is told of every change
  TierFields(Runnable changed) {
    for (Amount number : Amount.values()) {
      StringProperty field = new SimpleStringProperty(this, number.name(), "");
      numbers.put(number, field);
      field.addListener((_, _, _) -> changed.run());
    }
    name.addListener((_, _, _) -> changed.run());
    recovery.addListener((_, _, _) -> changed.run());
  }

  /// As it is called, or shall be.
  StringProperty nameProperty() {
    return name;
  }

  StringProperty numberProperty(Amount number) {
    return numbers.getOrDefault(number, name);
  }

  ObjectProperty<RecoveryClass> recoveryProperty() {
    return recovery;
  }

  boolean isNameless() {
    return name.get().isBlank();
  }

  /// Writes what a tier says.
  void fill(Tier from) {
    name.set(from.name());
    colour = from.edition().colour();
    recovery.set(from.edition().recovery());
    KeepRules keep = from.keep();
    Map.ofEntries(
            Map.entry(Amount.DAYS, from.days()),
            Map.entry(Amount.COPIES, from.copies()),
            Map.entry(Amount.DATA, from.dataShards()),
            Map.entry(Amount.PARITY, from.parityShards()),
            Map.entry(Amount.REGION, from.maxCopiesPerRegion()),
            Map.entry(Amount.NEWEST, from.edition().newestKept()),
            Map.entry(Amount.LOCK, from.edition().lockDays()),
            Map.entry(Amount.LAST, keep.last()),
            Map.entry(Amount.HOURLY, keep.hourly()),
            Map.entry(Amount.DAILY, keep.daily()),
            Map.entry(Amount.WEEKLY, keep.weekly()),
            Map.entry(Amount.MONTHLY, keep.monthly()),
            Map.entry(Amount.YEARLY, keep.yearly()))
        .forEach((number, value) -> numberProperty(number).set(String.valueOf(value)));
  }

  /// The first field in which there is no whole number.
  Optional<Amount> noNumber() {
    return Arrays.stream(Amount.values()).filter(which -> number(which).isEmpty()).findFirst();
  }

  private Optional<Integer> number(Amount which) {
    try {
      return Optional.of(Integer.valueOf(numberProperty(which).get().strip()));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private int value(Amount which) {
    return number(which).orElse(0);
  }

  /// As it is written.
  ///
  /// @param version that it is made from
  TierDraft draft(int version) {
    return new TierDraft(
        name.get().strip(),
        version,
        value(Amount.DAYS),
        value(Amount.COPIES),
        value(Amount.DATA),
        value(Amount.PARITY),
        value(Amount.REGION),
        value(Amount.NEWEST),
        value(Amount.LOCK),
        recovery.get().word(),
        colour,
        new TierDraft.Keep(
            value(Amount.LAST),
            value(Amount.HOURLY),
            value(Amount.DAILY),
            value(Amount.WEEKLY),
            value(Amount.MONTHLY),
            value(Amount.YEARLY)));
  }
}
