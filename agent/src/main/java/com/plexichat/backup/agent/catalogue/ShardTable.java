package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.agent.catalogue.Lens.Raw;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;

/// Shards: by name, as a filtered list, and how they lie over the peers.
public final class ShardTable {
  private final Reads reads;
  private final StripeScan scan;

  ShardTable(Reads reads) {
    this.reads = reads;
    this.scan = new StripeScan(reads);
  }

  public Optional<ShardRow> find(ShardId id, long nowMs) {
    return get(List.of(id), nowMs).stream().findFirst();
  }

  /// A batch in the order asked; those that are unknown are left out.
  public List<ShardRow> get(Collection<ShardId> ids, long nowMs) {
    return reads.read(handle -> {
      Lens lens = Lens.load(handle, nowMs);
      Map<ShardId, ShardRuns.Place> places = ShardRuns.find(handle, ids);
      List<ShardRow> rows = new ArrayList<>();
      for (ShardId id : ids) {
        ShardRuns.Place place = places.get(id);
        if (place != null) {
          lens.rows(handle, List.of(place.stripe()))
              .forEach(stripe -> rows.add(stripe.shards().get(place.index())));
        }
      }
      return rows;
    });
  }

  /// Walks the shards that a filter shows, oldest first, page by page. Stripes that no live backup
  /// needs are among them, with target 0.
  public void forEach(ShardFilter filter, long nowMs, Consumer<ShardRow> each) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    Optional<BitSet> needed = filter.backup().map(scan::neededBy);
    Optional<Integer> peer = filter.peer().map(lens::numberOf);
    Consumer<List<Raw>> pages =
        page -> {
          List<Long> numbers =
              page.stream()
                  .filter(raw -> needed.isEmpty() || needed.get().get((int) raw.number()))
                  .filter(raw -> matches(raw, peer, filter.state()))
                  .map(Raw::number)
                  .toList();
          for (int at = 0; at < numbers.size(); at += StripeScan.ROWS) {
            List<Long> some = numbers.subList(at, Math.min(numbers.size(), at + StripeScan.ROWS));
            reads.read(handle -> lens.rows(handle, some)).stream()
                .flatMap(stripe -> stripe.shards().stream())
                .filter(shard -> matches(shard, filter))
                .forEach(each);
          }
        };
    if (filter.stripe().isPresent()) {
      pages.accept(
          reads.read(handle -> Lens.find(handle, filter.stripe().get()).stream().toList()));
    } else {
      scan.forEachPage(pages);
    }
  }

  private static boolean matches(Raw raw, Optional<Integer> peer, Optional<CopyState> state) {
    boolean[] found = {peer.isEmpty() && state.isEmpty()};
    CopySet.visit(
        raw.copies(),
        (_, at, is) ->
            found[0] |=
                (peer.isEmpty() || peer.get() == at) && (state.isEmpty() || state.get() == is));
    return found[0];
  }

  private static boolean matches(ShardRow shard, ShardFilter filter) {
    if (filter.tier().isPresent() && !filter.tier().get().equals(shard.tier())) {
      return false;
    }
    Optional<PeerId> peer = filter.peer();
    Optional<CopyState> state = filter.state();
    return (peer.isEmpty() && state.isEmpty())
        || shard.copies().stream()
            .anyMatch(copy ->
                (peer.isEmpty() || peer.get().equals(copy.peer()))
                    && (state.isEmpty() || state.get() == copy.state()));
  }

  /// How the live shards lie over the peers.
  public DistributionRow distribution(long nowMs) {
    Lens lens = reads.read(handle -> Lens.load(handle, nowMs));
    DistributionCount count = new DistributionCount(lens);
    LongToIntFunction targets = scan.targets(lens);
    scan.forEach(raw -> count.add(raw, targets.applyAsInt(raw.number())));
    return count.row(new PeerTable(reads).all());
  }
}
