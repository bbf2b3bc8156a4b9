package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.StripeSpares;
import com.plexichat.backup.agent.ledger.Views;
import com.plexichat.backup.agent.planning.PeerView;
import com.plexichat.backup.agent.planning.SpareCopies;
import com.plexichat.backup.agent.planning.SpareCopies.Spare;
import com.plexichat.backup.proto.CategoryFigures;
import com.plexichat.backup.proto.PlannedCopy;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PruneCategory;
import com.plexichat.backup.shared.model.StripeId;
import com.plexichat.backup.shared.wire.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Copies that needed stripes can do without, as a plan shows them: all are counted, the first are
/// named.
final class PruneSpares {
  static final int SHOWN = 2_000;

  private final Map<PeerId, PeerView> peers;
  private final Map<PruneCategory, CategoryFigures.Builder> figures = new TreeMap<>();
  private final List<PlannedCopy> going = new ArrayList<>();
  private final List<PlannedCopy> staying = new ArrayList<>();
  private final int named;
  private long stripes;

  private PruneSpares(Catalogue catalogue, Set<PruneCategory> asked, int named) {
    this.peers =
        Views.peers(catalogue.peers().all()).stream()
            .collect(Collectors.toMap(PeerView::id, Function.identity()));
    this.named = named;
    Set<PruneCategory> categories = EnumSet.of(PruneCategory.REDUNDANT, PruneCategory.CORRUPTED);
    categories.retainAll(asked);
    for (PruneCategory category : categories) {
      figures.put(category, CategoryFigures.newBuilder().setCategory(category.word()));
    }
  }

  /// @param asked of which redundant and corrupted count here
  static PruneSpares of(Catalogue catalogue, Set<PruneCategory> asked) {
    PruneSpares spares = new PruneSpares(catalogue, asked, SHOWN);
    if (!spares.figures.isEmpty()) {
      catalogue.spares().walk(spares::add);
    }
    return spares;
  }

  /// Those of some stripes, each named.
  static PruneSpares of(
      Catalogue catalogue, Set<PruneCategory> asked, Collection<StripeId> stripes) {
    PruneSpares spares = new PruneSpares(catalogue, asked, Integer.MAX_VALUE);
    catalogue.spares().get(stripes).forEach(spares::add);
    return spares;
  }

  private record ShardCategory(int index, PruneCategory category) {}

  private void add(StripeSpares.Found found) {
    boolean touched = false;
    Set<ShardCategory> shards = new HashSet<>();
    for (Spare spare : SpareCopies.of(Views.stripe(found.stripe()), peers)) {
      CategoryFigures.Builder counts = figures.get(spare.category());
      if (counts == null) {
        continue;
      }
      long bytes = found.stripe().shards().get(spare.index()).length();
      boolean goes = spare.goes() && !found.isBusy();
      String reason =
          spare.goes() && !goes ? "A backup or a repair is at its stripe." : spare.reason();
      List<PlannedCopy> list = goes ? going : staying;
      if (list.size() < named) {
        list.add(
            PlannedCopy.newBuilder()
                .setCategory(spare.category().word())
                .setStripe(Ids.message(found.stripe().id()))
                .setIndex(spare.index())
                .setPeerId(spare.peer().hex())
                .setBytes(bytes)
                .setReason(reason)
                .build());
      }
      if (goes) {
        boolean isNext = shards.add(new ShardCategory(spare.index(), spare.category()));
        touched = true;
        counts
            .setShards(counts.getShards() + (isNext ? 1 : 0))
            .setCopies(counts.getCopies() + 1)
            .setBytes(counts.getBytes() + bytes);
      } else {
        counts.setKept(counts.getKept() + 1);
      }
    }
    stripes += touched ? 1 : 0;
  }

  List<CategoryFigures> figures() {
    return figures.values().stream().map(CategoryFigures.Builder::build).toList();
  }

  /// The first of those that go.
  List<PlannedCopy> going() {
    return List.copyOf(going);
  }

  /// The first of those that stay although they are bad, or are not needed.
  List<PlannedCopy> staying() {
    return List.copyOf(staying);
  }

  /// Stripes of which copies go.
  long stripes() {
    return stripes;
  }

  long copies() {
    return figures.values().stream().mapToLong(CategoryFigures.Builder::getCopies).sum();
  }

  long bytes() {
    return figures.values().stream().mapToLong(CategoryFigures.Builder::getBytes).sum();
  }
}
