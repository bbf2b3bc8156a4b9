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
  private final Map<Number, StringProperty> numbers = new EnumMap<>(Number.class);
  private final ObjectProperty<RecoveryClass> recovery =
      new SimpleObjectProperty<>(this, "recovery", RecoveryClass.STANDARD);
  private String colour = "";

  /// The numbers that a tier has.
  enum Number {
    DAYS,
    COPIES,
    DATA,
    PARITY,
    REGION,
    NEWEST,
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
    for (Number number : Number.values()) {
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

  StringProperty numberProperty(Number number) {
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
            Map.entry(Number.DAYS, from.days()),
            Map.entry(Number.COPIES, from.copies()),
            Map.entry(Number.DATA, from.dataShards()),
            Map.entry(Number.PARITY, from.parityShards()),
            Map.entry(Number.REGION, from.maxCopiesPerRegion()),
            Map.entry(Number.NEWEST, from.edition().newestKept()),
            Map.entry(Number.LAST, keep.last()),
            Map.entry(Number.HOURLY, keep.hourly()),
            Map.entry(Number.DAILY, keep.daily()),
            Map.entry(Number.WEEKLY, keep.weekly()),
            Map.entry(Number.MONTHLY, keep.monthly()),
            Map.entry(Number.YEARLY, keep.yearly()))
        .forEach((number, value) -> numberProperty(number).set(String.valueOf(value)));
  }

  /// The first field in which there is no whole number.
  Optional<Number> noNumber() {
    return Arrays.stream(Number.values()).filter(which -> number(which).isEmpty()).findFirst();
  }

  private Optional<Integer> number(Number which) {
    try {
      return Optional.of(Integer.valueOf(numberProperty(which).get().strip()));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private int value(Number which) {
    return number(which).orElse(0);
  }

  /// As it is written.
  ///
  /// @param version that it is made from
  TierDraft draft(int version) {
    return new TierDraft(
        name.get().strip(),
        version,
        value(Number.DAYS),
        value(Number.COPIES),
        value(Number.DATA),
        value(Number.PARITY),
        value(Number.REGION),
        value(Number.NEWEST),
        recovery.get().word(),
        colour,
        new TierDraft.Keep(
            value(Number.LAST),
            value(Number.HOURLY),
            value(Number.DAILY),
            value(Number.WEEKLY),
            value(Number.MONTHLY),
            value(Number.YEARLY)));
  }
}
