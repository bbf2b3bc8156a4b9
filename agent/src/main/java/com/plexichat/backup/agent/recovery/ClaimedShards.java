package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.content.ContentReader;
import com.plexichat.backup.agent.exchange.PeerCalls;
import com.plexichat.backup.agent.exchange.ReadReports;
import com.plexichat.backup.agent.exchange.ShardFetcher;
import com.plexichat.backup.proto.LocateAnswer;
import com.plexichat.backup.shared.model.CopyState;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.ShardId;
import com.plexichat.backup.shared.model.StripeId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads shards where their claims say that they lie, while there is no catalogue to ask.
///
/// One reader for each vault. What a reader remembers grows with the stripes that it met, so it is
/// replaced now and then.
final class ClaimedShards implements Locator, AutoCloseable {
  private static final String PURPOSE = "rebuild";
  private static final Duration HEDGE_AFTER = Duration.ofSeconds(2);
  private static final long MEMORY = 48L << 20;
  private static final int STRIPES_A_READER = 2_000;
  private static final int BAD_KEPT = 10_000;

  private final ClaimSpool spool;
  private final Peers peers;
  private final ClaimSource source;
  private final RecoveredVaults vaults;
  private final ShardFetcher fetcher;
  private final Map<Copy, CopyState> bad = new ConcurrentHashMap<>();
  private final Map<Integer, Reader> readers = new HashMap<>();
  private int met;

  /// Where the claims are and whom they are of.
  record Found(ClaimSpool spool, Peers peers, RecoveredVaults vaults) {}

  /// A copy that a reader found missing or wrong.
  record Copy(ShardId shard, PeerId peer) {}

  private record Reader(StripeShards shards, ContentReader contents) {}

  ClaimedShards(Found found, ClaimSource source, PeerCalls calls) {
    this.spool = found.spool();
    this.peers = found.peers();
    this.vaults = found.vaults();
    this.source = source;
    this.fetcher = new ShardFetcher(calls, new Reports(), HEDGE_AFTER);
  }

  /// Sealed shards of a vault's stripes.
  StripeShards shards(int vault) {
    return reader(vault).shards();
  }

  /// What is sealed in a vault's stripes.
  ContentReader contents(int vault) {
    return reader(vault).contents();
  }

  /// The copies that were claimed and are not there, or not what they should be.
  Map<Copy, CopyState> bad() {
    return bad;
  }

  private Reader reader(int vault) {
    if (met++ >= STRIPES_A_READER) {
      met = 0;
      close();
    }
    return readers.computeIfAbsent(vault, this::open);
  }

  private Reader open(int vault) {
    LocatedBackup located = new LocatedBackup(vaults.get(vault).vault().id().hex(), PURPOSE, this);
    StripeShards shards =
        new StripeShards(located, fetcher, new ReadTally(new Reports()), Duration.ZERO);
    return new Reader(shards, new ContentReader(vaults.get(vault).vault(), shards, MEMORY));
  }

  /// A vault's facts; its stripes are located one by one.
  @Override
  public Located locate(String vault, String purpose) {
    return new Located.Pages().add(LocateAnswer.newBuilder().setVault(vault).build()).whole();
  }

  @Override
  public Located locate(Collection<StripeId> stripes, String purpose) {
    LocateAnswer.Builder answer =
        LocateAnswer.newBuilder().setTicket(source.ticket(List.copyOf(stripes)));
    for (StripeId stripe : stripes) {
      FoundStripe.of(spool.of(stripe)).ifPresent(found -> answer.addStripes(found.located(peers)));
    }
    return new Located.Pages().add(answer.build()).whole();
  }

  @Override
  public void close() {
    readers.values().forEach(reader -> reader.contents().close());
    readers.clear();
  }

  private final class Reports implements ReadReports {
    @Override
    public void read(PeerId peer, long bytes) {
      // What a rebuild reads is not accounted for by peer.
    }

    @Override
    public void bad(ShardId shard, PeerId peer, CopyState state) {
      if (bad.size() < BAD_KEPT) {
        bad.put(new Copy(shard, peer), state);
      }
    }
  }
}
