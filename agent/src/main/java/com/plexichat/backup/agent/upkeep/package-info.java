/// Prune, repair, rebalance, drain, scrub and challenges. It works on sealed shards, without keys
/// and without content, and deletes last.
@NullMarked
package com.plexichat.backup.agent.upkeep;

import org.jspecify.annotations.NullMarked;
