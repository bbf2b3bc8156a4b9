package com.plexichat.backup.console.screens.dashboard;

import com.plexichat.backup.console.kit.Icons;
import com.plexichat.backup.console.kit.KeyFigure;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.nav.Navigator;
import com.plexichat.backup.console.nav.Target;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Protection;
import java.util.List;
import java.util.Optional;

/// The four key figures. Each opens what it is made of; read aloud, it is exact to the byte.
final class FigureRow {
  private static final double TIGHT = 85;
  private static final double FULL = 95;

  private final Kit kit;
  private final KeyFigure coverage;
  private final KeyFigure guarded;
  private final KeyFigure atRisk;
  private final KeyFigure capacity;

  FigureRow(Kit kit, Navigator navigator) {
    this.kit = kit;
    coverage = new KeyFigure(Icons.VERIFY, kit.text("dashboard.coverage"));
    coverage.setId("fig-coverage");
    coverage.opens(() -> navigator.go(new Target.Tiers()));
    guarded = new KeyFigure(Icons.BACKUPS, kit.text("dashboard.protected"));
    guarded.setId("fig-protected");
    guarded.opens(() -> navigator.go(new Target.Backups("", "")));
    atRisk = new KeyFigure(Icons.AT_RISK, kit.text("dashboard.atRisk"));
    atRisk.setId("fig-at-risk");
    atRisk.opens(() -> navigator.go(DashboardWords.unhealthyShards()));
    capacity = new KeyFigure(Icons.STORAGE, kit.text("dashboard.capacity"));
    capacity.setId("fig-capacity");
    capacity.opens(() -> navigator.go(new Target.Peers(Optional.empty())));
  }

  List<KeyFigure> all() {
    return List.of(coverage, guarded, atRisk, capacity);
  }

  void show(ClusterState state) {
    if (!state.isKnown()) {
      all().forEach(figure -> figure.show(Health.UNKNOWN, "–", ""));
      return;
    }
    Overview now = Overview.of(state);
    boolean current = state.freshness().isCurrent();
    Health shards =
        now.shards() == 0
            ? Health.UNKNOWN
            : state.distribution().map(Protection::health).orElse(Health.UNKNOWN);
    coverage(now, current ? shards : Health.UNKNOWN);
    guarded(now, current ? guardedHealth(now) : Health.UNKNOWN);
    atRisk(now, current ? shards : Health.UNKNOWN);
    capacity(now, current ? capacityHealth(now) : Health.UNKNOWN);
  }

  private void coverage(Overview now, Health health) {
    if (now.shards() == 0) {
      coverage.show(health, "–", kit.text("dashboard.noneStored"));
      return;
    }
    coverage.show(
        health,
        kit.figures().percent(now.coveredPercent()),
        kit.text("dashboard.meanCopies", kit.figures().mean(now.meanCopies())));
    coverage.setAccessibleText(
        kit.text(
            "dashboard.coverageExact",
            kit.figures().count(now.covered()),
            kit.figures().count(now.shards()),
            kit.figures().count(now.copies())));
  }

  private static Health guardedHealth(Overview now) {
    if (now.sets() == 0) {
      return Health.UNKNOWN;
    }
    return now.protectedSets() < now.sets() ? Health.AT_RISK : Health.OK;
  }

  private void guarded(Overview now, Health health) {
    String sets =
        now.protectedSets() == now.sets()
            ? kit.text("dashboard.allSets", now.sets())
            : kit.text("dashboard.someSets", now.protectedSets(), now.sets());
    guarded.show(
        health,
        kit.figures().bytes(now.sourceBytes()),
        kit.text("dashboard.stored", sets, kit.figures().bytes(now.used())));
    guarded.setAccessibleText(
        kit.text(
            "dashboard.protectedExact",
            kit.figures().count(now.sourceBytes()),
            now.protectedSets(),
            now.sets(),
            kit.figures().count(now.used())));
  }

  private void atRisk(Overview now, Health health) {
    String note = kit.text("dashboard.allCopies");
    if (now.lost() > 0) {
      note = kit.text("dashboard.ofThemLost", kit.figures().count(now.lost()));
    } else if (now.under() > 0) {
      note = kit.text("dashboard.noneLost");
    } else if (now.shards() == 0) {
      note = kit.text("dashboard.noneStored");
    }
    atRisk.show(health, kit.figures().count(now.under()), note);
    atRisk.setAccessibleText(
        kit.text(
            "dashboard.atRiskExact",
            kit.figures().count(now.under()),
            kit.figures().count(now.lost()),
            kit.figures().count(now.shards())));
  }

  private static Health capacityHealth(Overview now) {
    if (now.offered() == 0) {
      return Health.UNKNOWN;
    }
    return now.usedPercent() >= FULL
        ? Health.AT_RISK
        : now.usedPercent() >= TIGHT ? Health.DEGRADED : Health.OK;
  }

  private void capacity(Overview now, Health health) {
    String percent = now.offered() == 0 ? "–" : kit.figures().percent(now.usedPercent());
    capacity.show(
        health,
        percent,
        kit.text(
            "dashboard.usedOf",
            kit.figures().bytes(now.used()),
            kit.figures().bytes(now.offered())));
    capacity.setAccessibleText(
        kit.text(
            "dashboard.capacityExact",
            kit.figures().count(now.used()),
            kit.figures().count(now.offered())));
  }
}
