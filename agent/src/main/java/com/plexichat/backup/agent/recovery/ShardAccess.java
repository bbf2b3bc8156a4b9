package com.plexichat.backup.agent.recovery;

import com.plexichat.backup.agent.exchange.PeerCalls;
import com.plexichat.backup.agent.exchange.ReadReports;
import java.time.Duration;

/// How a reader reaches sealed shards.
///
/// @param locator says where they lie
/// @param calls asks the peers that hold them
/// @param reports hears of copies that are missing or wrong
/// @param hedgeAfter how long a holder may be silent before another one is asked as well
/// @param patience how long holders that do not answer are waited for, once, before what only they
///   hold counts as lost
public record ShardAccess(
    Locator locator, PeerCalls calls, ReadReports reports, Duration hedgeAfter, Duration patience) {
  /// For one who waits for an answer: nobody is waited for.
  public ShardAccess(Locator locator, PeerCalls calls, ReadReports reports, Duration hedgeAfter) {
    this(locator, calls, reports, hedgeAfter, Duration.ZERO);
  }

  /// For work that nobody looks at meanwhile.
  public ShardAccess patient(Duration longer) {
    return new ShardAccess(locator, calls, reports, hedgeAfter, longer);
  }
}
