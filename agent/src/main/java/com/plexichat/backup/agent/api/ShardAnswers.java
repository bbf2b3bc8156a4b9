package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.catalogue.Catalogue;
import com.plexichat.backup.agent.catalogue.ShardFilter;
import com.plexichat.backup.proto.ListShardsPage;
import com.plexichat.backup.proto.ListShardsRequest;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.wire.Ids;
import com.plexichat.backup.shared.wire.Shards;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Shards as messages, page by page, and the past of one stripe.
record ShardAnswers(Catalogue catalogue, PeerFigures peers, InstantSource time) {
  private static final int PAGE = 2_000;

  /// @param backup id of the one whose shards are meant
  void list(ListShardsRequest ask, Optional<String> backup, Consumer<ListShardsPage> pages) {
    ShardFilter filter =
        new ShardFilter(
            backup,
            Messages.given(ask.getStatus()).map(ShardAnswers::copyState),
            Messages.given(ask.getPeer()).map(peer -> catalogue.peers().get(peer).id()),
            Messages.given(ask.getTier()),
            ask.getStripe().isEmpty()
                ? Optional.empty()
                : Optional.of(Ids.stripe(ask.getStripe())));
    ListShardsPage.Builder page = ListShardsPage.newBuilder();
    catalogue
        .shards()
        .forEach(
            filter,
            time.millis(),
            row -> {
              page.addShards(peers.proven(Messages.shard(row)));
              if (page.getShardsCount() == PAGE) {
                pages.accept(page.build());
                page.clear();
              }
            });
    filter
        .stripe()
        .map(catalogue.history()::of)
        .ifPresent(past -> {
          past.events().forEach(event -> page.addHistory(Shards.message(event)));
          page.setHistoryEarlier(past.earlier());
        });
    pages.accept(page.build());
  }

  private static CopyState copyState(String name) {
    try {
      return CopyState.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new OperationFailed(e, FailureCode.USAGE, "There is no copy state " + name + ".");
    }
  }
}
