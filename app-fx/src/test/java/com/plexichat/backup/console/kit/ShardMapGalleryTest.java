package com.plexichat.backup.console.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.console.kit.ShardMapView.Content;
import com.plexichat.backup.console.kit.ShardMapView.Lane;
import com.plexichat.backup.console.kit.ShardMapView.Words;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pictures of the shard map at several zooms in both themes, for people to look at.
class ShardMapGalleryTest extends InAWindow {
  private static final int CELLS = 1_000_000;

  @ParameterizedTest
  @EnumSource(
      value = Settings.Look.class,
      names = {"LIGHT", "DARK"})
  void pictures(Settings.Look mode) {
    String suffix = "-" + mode.name().toLowerCase(Locale.ROOT);
    shown.robot.interact(() -> shown.theme.apply(Settings.DEFAULT.with(mode)));
    ShardMapView view = Shown.onFx(ShardMapView::new);
    byte[] values = values();
    shown.robot.interact(() -> {
      view.palette(Shown.palette(shown.theme.isDark()), Shown.cell(Health.UNKNOWN));
      view.words(
          new Words(
              "Shards",
              _ -> "",
              cell -> "shard " + cell + " · peer-07\ntier gold · proved 2 h ago"));
      view.show(new Content(values, true, lanes(40)));
    });
    shown.show(new javafx.scene.layout.StackPane(new Card("Shard map").content(view)), 1280, 800);
    shown.robot.interact(() ->
        ((javafx.scene.layout.Region) shown.stage.getScene().getRoot())
            .setPadding(new javafx.geometry.Insets(24)));
    shown.screenshot("kit-shards-fit" + suffix);
    shown.robot.interact(() -> view.select(412_345));
    zoomTo(view, 3);
    shown.robot.interact(() -> view.select(412_345));
    shown.screenshot("kit-shards-near" + suffix);
    zoomTo(view, 12);
    shown.robot.interact(() -> view.select(412_345));
    shown.robot.interact(() -> view.hover(700, 300));
    shown.screenshot("kit-shards-close" + suffix);
    shown.robot.interact(() -> {
      byte[] few = java.util.Arrays.copyOf(values, 4000);
      view.show(new Content(few, true, lanes(400, 10)));
    });
    shown.screenshot("kit-shards-stripes" + suffix);
    assertTrue(view.scaleProperty().get() > 3);
  }

  private void zoomTo(ShardMapView view, double scale) {
    while (Shown.onFx(() -> view.scaleProperty().get()) < scale) {
      shown.robot.interact(view::zoomIn);
      shown.settle();
    }
  }

  private static List<Lane> lanes(int count) {
    return lanes(count, CELLS / count);
  }

  private static List<Lane> lanes(int count, int cells) {
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane("peer-%02d".formatted(i), i * cells, cells - i % 3));
    }
    return lanes;
  }

  private static byte[] values() {
    Random random = new Random(1);
    byte[] values = new byte[CELLS];
    for (int i = 0; i < CELLS; i++) {
      int dice = random.nextInt(10_000);
      Health health = Health.OK;
      if (i > 700_000 && i < 725_000) {
        health = Health.UNKNOWN;
      } else if (i > 300_000 && i < 318_000 && random.nextInt(3) > 0) {
        health = random.nextBoolean() ? Health.DEGRADED : Health.AT_RISK;
      } else if (dice < 50) {
        health =
            dice < 1
                ? Health.LOST
                : dice < 3
                    ? Health.AT_RISK
                    : dice < 12 ? Health.DEGRADED : dice < 30 ? Health.REPAIRING : Health.WORKING;
      }
      values[i] = Shown.cell(health);
    }
    return values;
  }
}
