package com.plexichat.backup.agent.ledger;

import com.plexichat.backup.agent.protocol.Receipt;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.StripeId;
import java.util.LinkedHashMap;
import java.util.Map;

/// Copies that repairs made last, and how far the log went then: what their holders said of what
/// lay there before arrives later now and then.
///
/// Bounded: between a question and its answer fewer copies are made. Whoever asks lives no longer
/// than this does.
final class MadeAnew {
  private static final int REMEMBERED = 100_000;

  private record Place(StripeId stripe, int index, PeerId peer) {}

  private final Map<Place, Long> made =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  void add(StripeId stripe, Receipt receipt, long logIndex) {
    receipt
        .shards()
        .forEach(shard -> {
          Place place = new Place(stripe, shard.index(), receipt.peer());
          made.remove(place);
          made.put(place, logIndex);
        });
  }

  /// Whether the copy was made after its holder was asked.
  boolean isSince(LostCopy news) {
    Place place = new Place(news.stripe(), news.index(), news.peer());
    return made.getOrDefault(place, 0L) > news.asOf();
  }
}
