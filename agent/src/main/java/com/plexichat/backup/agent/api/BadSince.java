package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ShardRow;
import com.plexichat.backup.proto.DamageFigures;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeEvent;
import com.plexichat.backup.shared.model.StripeEventKind;
import com.plexichat.backup.shared.model.StripeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Bad copies, and since when the log has them as bad.
final class BadSince {
  /// The most stripes of which the log is read.
  private static final int MOST = 256;

  private static final Set<StripeEventKind> BAD =
      EnumSet.of(StripeEventKind.MISSING, StripeEventKind.CORRUPT, StripeEventKind.QUARANTINED);

  private final Map<StripeId, List<Copy>> byStripe = new LinkedHashMap<>();
  private long notAsked;

  private record Copy(int index, PeerId peer) {}

  void add(ShardRow shard, PeerId peer) {
    if (byStripe.size() < MOST || byStripe.containsKey(shard.stripe())) {
      byStripe
          .computeIfAbsent(shard.stripe(), _ -> new ArrayList<>())
          .add(new Copy(shard.index(), peer));
    } else {
      notAsked++;
    }
  }

  DamageFigures.Builder look(Catalogue catalogue, long nowMs) {
    DamageFigures.Builder into = DamageFigures.newBuilder().setUnknown(notAsked);
    byStripe.forEach((stripe, copies) -> {
      List<StripeEvent> past = catalogue.history().of(stripe).events();
      for (Copy copy : copies) {
        Optional<Instant> since = since(past, copy);
        if (since.isEmpty()) {
          into.setUnknown(into.getUnknown() + 1);
        } else {
          count(into, Duration.between(since.get(), Instant.ofEpochMilli(nowMs)));
        }
      }
    });
    return into;
  }

  /// The oldest of the newest events that all say that it is bad.
  private static Optional<Instant> since(List<StripeEvent> newestFirst, Copy copy) {
    Optional<Instant> since = Optional.empty();
    for (StripeEvent event : newestFirst) {
      if (event.peer().filter(copy.peer()::equals).isEmpty()
          || !event.indexes().contains(copy.index())) {
        continue;
      }
      if (!BAD.contains(event.kind())) {
        break;
      }
      since = Optional.of(event.at());
    }
    return since;
  }

  private static void count(DamageFigures.Builder into, Duration age) {
    if (age.compareTo(Duration.ofDays(1)) <= 0) {
      into.setLastDay(into.getLastDay() + 1);
    } else if (age.compareTo(Duration.ofDays(7)) <= 0) {
      into.setLastWeek(into.getLastWeek() + 1);
    } else if (age.compareTo(Duration.ofDays(30)) <= 0) {
      into.setLastMonth(into.getLastMonth() + 1);
    } else {
      into.setLonger(into.getLonger() + 1);
    }
  }
}
