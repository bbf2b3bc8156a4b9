package com.plexichat.backup.console.screens.shardmap;

import com.plexichat.backup.console.kit.HealthColours;
import com.plexichat.backup.console.kit.Kit;
import com.plexichat.backup.console.state.ClusterState;
import com.plexichat.backup.console.state.Health;
import com.plexichat.backup.console.state.ShardCells;
import com.plexichat.backup.console.state.ShardColours.Meaning;
import com.plexichat.backup.console.state.ShardColours.ProofAge;
import com.plexichat.backup.console.state.ShardGrid;
import com.plexichat.backup.shared.model.MapPage.MapStripe;
import com.plexichat.backup.shared.model.Peer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Words and colours of the map's values and cells.
final class ShardWords {
  /// For names (tiers, peers, regions): twelve hues that differ in lightness too.
  private static final int[] NAMED_DARK = {
    0xff388bfd,
    0xff3fb950,
    0xffd29922,
    0xffa371f7,
    0xff39c5cf,
    0xffdb61a2,
    0xfff0883e,
    0xff7ee787,
    0xff79c0ff,
    0xffe3b341,
    0xffbc8cff,
    0xffff9bce
  };

  private static final int[] NAMED_LIGHT = {
    0xff0969da,
    0xff1a7f37,
    0xff9a6700,
    0xff8250df,
    0xff1b7c83,
    0xffbf3989,
    0xffbc4c00,
    0xff4ac26b,
    0xff54aeff,
    0xffd4a72c,
    0xffc297ff,
    0xffff80c8
  };
  private static final int UNNEEDED_DARK = 0xff21262d;
  private static final int UNNEEDED_LIGHT = 0xffd0d7de;

  private final Kit kit;

  ShardWords(Kit kit) {
    this.kit = kit;
  }

  /// Colours by value.
  static int[] palette(List<Meaning> meanings, boolean dark) {
    int[] colours = new int[meanings.size()];
    int named = 0;
    for (int value = 0; value < colours.length; value++) {
      colours[value] =
          switch (meanings.get(value)) {
            case Meaning.Unneeded _ -> dark ? UNNEEDED_DARK : UNNEEDED_LIGHT;
            case Meaning.NoCopy _ -> HealthColours.argb(Health.AT_RISK, dark);
            case Meaning.NoPlace _ -> HealthColours.argb(Health.UNKNOWN, dark);
            case Meaning.OfHealth(var health) -> HealthColours.argb(health, dark);
            case Meaning.OfAge(var age) -> HealthColours.argb(health(age), dark);
            case Meaning.Named _ -> {
              int[] hues = dark ? NAMED_DARK : NAMED_LIGHT;
              yield hues[named++ % hues.length];
            }
          };
    }
    return colours;
  }

  /// The same lightness without the hue, by the weights of ITU-R BT.601.
  static int[] greys(int[] palette) {
    return Arrays.stream(palette)
        .map(argb -> {
          int grey =
              (299 * (argb >> 16 & 0xff) + 587 * (argb >> 8 & 0xff) + 114 * (argb & 0xff)) / 1000;
          return (argb & 0xff000000) | grey << 16 | grey << 8 | grey;
        })
        .toArray();
  }

  /// The values that are hatched.
  static int[] hatched(List<Meaning> meanings) {
    return IntStream.range(0, meanings.size())
        .filter(value ->
            meanings.get(value).equals(new Meaning.OfHealth(Health.UNKNOWN))
                || meanings.get(value).equals(new Meaning.NoPlace()))
        .toArray();
  }

  private static Health health(ProofAge age) {
    return switch (age) {
      case HOUR, DAY -> Health.OK;
      case WEEK -> Health.WORKING;
      case MONTH -> Health.DEGRADED;
      case OLDER -> Health.AT_RISK;
      case NEVER -> Health.UNKNOWN;
    };
  }

  String word(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Unneeded _ -> kit.text("shards.unneeded");
      case Meaning.NoCopy _ -> kit.text("shards.noCopy");
      case Meaning.NoPlace _ -> kit.text("shards.unknown");
      case Meaning.OfHealth(var health) -> kit.texts().of(health);
      case Meaning.OfAge(var age) -> kit.texts().of(age);
      case Meaning.Named(var name) -> name;
    };
  }

  /// One line of what a cell is, for the pointer and for screen readers.
  String cell(ShardCells cells, int cell, ClusterState state) {
    MapStripe stripe = cells.stripe(cell);
    Health health = health(cells, cell, state);
    String peer =
        cells.peer(cell) < 0
            ? ""
            : cells
                .snapshot()
                .peer(cells.peer(cell))
                .flatMap(state::peer)
                .map(Peer::name)
                .map(name -> " · " + name)
                .orElse("");
    return kit.text(
        "shards.cell",
        kit.figures().count(stripe.firstShard() + cells.index(cell)),
        kit.texts().of(health),
        cells.snapshot().tier(stripe).isEmpty()
            ? kit.text("shards.unneeded")
            : cells.snapshot().tier(stripe),
        peer);
  }

  static Health health(ShardCells cells, int cell, ClusterState state) {
    return state.freshness().isCurrent()
        ? ShardGrid.health(cells.stripe(cell), cells.snapshot().counting(state))[cells.index(cell)]
        : Health.UNKNOWN;
  }
}
