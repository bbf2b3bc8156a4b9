package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.Durability.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What durability has to read like, from what the command line tells of it.
record DurabilityTold(Walk walk) {
  private String nines(Told of, String name) {
    return walk.figures().nines(of.real(name));
  }

  private static Optional<Told> told(Told tier) {
    return tier.has("durability") ? Optional.of(tier.object("durability")) : Optional.empty();
  }

  private static Optional<Told> worstOf(Told figures) {
    return figures.has("worst_backup")
        ? Optional.of(figures.object("worst_backup"))
        : Optional.empty();
  }

  /// On the dashboard.
  Optional<String> brief(Told tier) {
    return told(tier)
        .map(one ->
            worstOf(one)
                .map(worst ->
                    walk.text(
                        "durability.brief",
                        nines(one, "hardware_nines"),
                        nines(one, "nines"),
                        nines(worst, "nines")))
                .orElseGet(() ->
                    walk.text(
                        "durability.plain", nines(one, "hardware_nines"), nines(one, "nines"))));
  }

  /// On a tier's card.
  String of(Optional<Told> tier) {
    return tier.flatMap(DurabilityTold::told)
        .map(one ->
            walk.text(
                "durability.limited",
                nines(one, "hardware_nines"),
                nines(one, "nines"),
                walk.texts().of(Limit.valueOf(one.text("limited_by").toUpperCase(Locale.ROOT)))))
        .orElseGet(() -> walk.text("durability.none"));
  }

  String worst(Optional<Told> tier) {
    return tier.flatMap(DurabilityTold::told)
        .flatMap(DurabilityTold::worstOf)
        .map(worst ->
            worst.number("machines") == 0
                ? walk.text("durability.worstLost", nines(worst, "nines"))
                : walk.text(
                    "durability.worstOf",
                    nines(worst, "nines"),
                    walk.figures().count(worst.number("copies")),
                    walk.figures().count(worst.number("copies_wanted"))))
        .orElse("–");
  }

  private String duration(Told basis, String name) {
    return walk.figures().duration(Duration.ofMillis(basis.number(name)));
  }

  private String tenths(Told basis, String name) {
    return walk.figures().decimal(basis.real(name));
  }

  private String count(Told basis, String name) {
    return walk.figures().count(basis.number(name));
  }

  /// By the name of each fact.
  Map<String, String> basis(Told basis) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(
        "durability.lost",
        walk.text(
            "durability.lostOf",
            tenths(basis, "machine_loss_pct"),
            tenths(basis, "machine_loss_low_pct"),
            tenths(basis, "machine_loss_high_pct"),
            count(basis, "machines_lost"),
            tenths(basis, "machine_years")));
    rows.put(
        "durability.repair",
        basis.number("repairs_measured") == 0
            ? walk.text("durability.assumed", duration(basis, "repair_ms"))
            : walk.text(
                basis.is("repair_known") ? "durability.measured" : "durability.few",
                duration(basis, "repair_ms"),
                basis.number("repairs_measured"),
                count(basis, "repairs_measured")));
    rows.put("durability.replace", walk.text("durability.assumed", duration(basis, "wait_ms")));
    rows.put(
        "durability.scrub",
        walk.text(
            "durability.scrubOf",
            duration(basis, "scrub_ms"),
            count(basis, "scrubs_told"),
            count(basis, "machines")));
    rows.put("durability.rot", walk.text("durability.percent", tenths(basis, "rot_pct")));
    rows.put(
        "durability.common",
        walk.text("durability.percent", walk.figures().mean(basis.real("common_pct"))));
    return rows;
  }

  /// What the dashboard says of tiers with an alarm, each once.
  Stream<List<String>> alarms(List<Told> tiers) {
    Map<String, Instant> low = new LinkedHashMap<>();
    for (Told tier : tiers) {
      told(tier)
          .flatMap(one -> one.time("alarm_since"))
          .ifPresent(since ->
              low.merge(tier.text("tier"), since, (one, two) -> one.isBefore(two) ? one : two));
    }
    return low.entrySet().stream()
        .map(one ->
            List.of(
                walk.text("Cause.DURABILITY_LOW", 0, one.getKey()),
                walk.text("dashboard.whyDurability"),
                walk.figures().ago(one.getValue())));
  }
}
