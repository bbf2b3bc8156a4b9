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
public record ShardAccess(
    Locator locator, PeerCalls calls, ReadReports reports, Duration hedgeAfter) {}
