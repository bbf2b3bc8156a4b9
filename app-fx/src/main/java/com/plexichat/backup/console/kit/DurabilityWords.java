package com.plexichat.backup.console.kit;

import com.plexichat.backup.shared.model.Durability;
import com.plexichat.backup.shared.model.Durability.Basis;
import com.plexichat.backup.shared.model.Durability.WorstBackup;
import java.util.LinkedHashMap;
import java.util.Map;

/// How durability is told, everywhere the same.
public record DurabilityWords(Kit kit) {
  /// "8.5 nines against failing machines, 4.0 with common causes; limited by common causes".
  public String of(Durability durability) {
    String hardware = kit.figures().nines(durability.hardwareNines());
    String all = kit.figures().nines(durability.nines());
    return durability
        .limit()
        .map(limit -> kit.text("durability.limited", hardware, all, kit.texts().of(limit)))
        .orElseGet(() -> kit.text("durability.plain", hardware, all));
  }

  /// "6.2 nines, 2 of 3 copies".
  public String worst(WorstBackup worst) {
    String nines = kit.figures().nines(worst.nines());
    String copies = kit.figures().count(worst.copies());
    String wanted = kit.figures().count(worst.copiesWanted());
    return worst.machines() == 0
        ? kit.text("durability.worstLost", nines)
        : kit.text("durability.worstOf", nines, copies, wanted);
  }

  /// "8.5 nines against failing machines, 4.0 with common causes, the worst backup 6.2".
  public String brief(Durability durability) {
    String hardware = kit.figures().nines(durability.hardwareNines());
    String all = kit.figures().nines(durability.nines());
    return durability
        .worst()
        .map(worst ->
            kit.text("durability.brief", hardware, all, kit.figures().nines(worst.nines())))
        .orElseGet(() -> kit.text("durability.plain", hardware, all));
  }

  /// All that is to be known of it at a glance: what limits it, and how the worst backup stands.
  public String whole(Durability durability) {
    StringBuilder whole = new StringBuilder(of(durability)).append('.');
    durability
        .worst()
        .ifPresent(worst ->
            whole
                .append('\n')
                .append(kit.text("durability.worst"))
                .append(": ")
                .append(worst(worst))
                .append('.'));
    return whole.append('\n').append(kit.text("durability.means")).toString();
  }

  /// What it was reckoned from, by name; in order.
  public Map<String, String> basis(Basis basis) {
    Figures figures = kit.figures();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(
        kit.text("durability.lost"),
        kit.text(
            "durability.lostOf",
            figures.decimal(basis.machineLossPercent()),
            figures.decimal(basis.machineLossLowPercent()),
            figures.decimal(basis.machineLossHighPercent()),
            figures.count(basis.machinesLost()),
            figures.decimal(basis.machineYears())));
    rows.put(
        kit.text("durability.repair"),
        basis.repairsMeasured() == 0
            ? kit.text("durability.assumed", figures.duration(basis.repair()))
            : repairs(basis));
    rows.put(
        kit.text("durability.replace"),
        kit.text("durability.assumed", figures.duration(basis.replace())));
    rows.put(
        kit.text("durability.scrub"),
        kit.text(
            "durability.scrubOf",
            figures.duration(basis.scrub()),
            figures.count(basis.scrubsTold()),
            figures.count(basis.machines())));
    rows.put(
        kit.text("durability.rot"),
        kit.text("durability.percent", figures.decimal(basis.rotPercent())));
    rows.put(
        kit.text("durability.common"),
        kit.text("durability.percent", figures.mean(basis.commonPercent())));
    return rows;
  }

  private String repairs(Basis basis) {
    String took = kit.figures().duration(basis.repair());
    int repairs = basis.repairsMeasured();
    String count = kit.figures().count(repairs);
    return basis.repairKnown()
        ? kit.text("durability.measured", took, repairs, count)
        : kit.text("durability.few", took, repairs, count);
  }
}
