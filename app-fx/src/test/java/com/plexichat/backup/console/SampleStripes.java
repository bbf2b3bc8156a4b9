package com.plexichat.backup.console;

import com.plexichat.backup.shared.model.ByteSize;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.MapPage;
import com.plexichat.backup.shared.model.Shard;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeDetail;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEvent.Cause;
import com.plexichat.backup.shared.model.StripeEventKind;
import com.plexichat.backup.shared.model.StripeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The stripes of the made-up cluster: its map, and what is told of each.
final class SampleStripes {
  private SampleStripes() {}

  /// A map of 240 stripes, here and there with copies that are not well.
  static MapPage map(SampleFacts facts) {
    List<MapPage.MapPeer> peers =
        IntStream.range(0, 7)
            .mapToObj(
                i -> new MapPage.MapPeer(i, SampleFacts.peerId(i), Optional.of(facts.ago(60L * i))))
            .toList();
    List<MapPage.MapStripe> stripes = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      int tier = 1 + i % 4;
      stripes.add(
          new MapPage.MapStripe(
              i, new StripeId(7, i), 10L * i, 8, 2, tier, i % 3, 2, copies(i), false));
    }
    return new MapPage(
        4_711,
        true,
        peers,
        List.of("", "bronze", "silver", "gold", "critical"),
        List.of(
            new MapPage.Origin(0, SampleFacts.backupId("documents", 4), "documents"),
            new MapPage.Origin(1, SampleFacts.backupId("databases", 12), "databases"),
            new MapPage.Origin(2, SampleFacts.backupId("home", 1), "home")),
        stripes);
  }

  private static int[] copies(int stripe) {
    return IntStream.range(0, 18)
        .map(at -> {
          int index = at < 16 ? at / 2 : at - 8;
          CopyState state =
              switch ((stripe * 18 + at) % 97) {
                case 3 -> CopyState.MISSING;
                case 31 -> CopyState.STALE;
                case 47 -> CopyState.CORRUPT;
                case 71 -> CopyState.PENDING;
                default -> CopyState.OK;
              };
          return index << 24 | (stripe + at) % 7 << 4 | state.code();
        })
        .toArray();
  }

  /// Written by a backup, then a copy was found damaged, made anew elsewhere, and one is under way.
  static StripeDetail stripe(SampleFacts facts, StripeId stripe) {
    List<StripeEvent> history = new ArrayList<>();
    Cause repair = new Cause("", "job-repair-7", "repair", "repair");
    history.add(event(facts, 2, StripeEventKind.ORDERED, 5, List.of(4), repair));
    history.add(event(facts, 3, StripeEventKind.WRITTEN, 4, List.of(3), repair));
    history.add(
        event(
            facts,
            5,
            StripeEventKind.CORRUPT,
            2,
            List.of(3, 4),
            new Cause("", "", "", "it failed a challenge")));
    Cause backup = Cause.backup(SampleFacts.backupId("documents", 4));
    for (int peer = 0; peer < 6; peer++) {
      history.add(
          event(
              facts,
              600,
              StripeEventKind.WRITTEN,
              peer,
              List.of(peer, peer + 1, peer + 4),
              backup));
    }
    return new StripeDetail(shards(facts, stripe), history, 3);
  }

  private static StripeEvent event(
      SampleFacts facts,
      long minutes,
      StripeEventKind kind,
      int peer,
      List<Integer> indexes,
      Cause cause) {
    return new StripeEvent(
        4_711 - minutes,
        facts.ago(minutes),
        kind,
        Optional.of(SampleFacts.peerId(peer)),
        indexes,
        cause);
  }

  static List<Shard> shards(SampleFacts facts, StripeId stripe) {
    return IntStream.range(0, 10)
        .mapToObj(i ->
            new Shard(
                new ShardId(stripe.low(), i, 3, 4),
                10 * stripe.low() + i,
                stripe,
                i,
                i > 7,
                new ByteSize(1_048_576),
                "silver",
                List.of(
                    new Shard.Copy(
                        SampleFacts.peerId(i % 7), CopyState.OK, Optional.of(facts.ago(90))),
                    new Shard.Copy(
                        SampleFacts.peerId((i + 1) % 7), CopyState.OK, Optional.empty()))))
        .toList();
  }
}
