/// The shard store on disk: shards, trash, quota and scrub reads. It sees sealed bytes only and
/// never a key.
@NullMarked
package com.plexichat.backup.agent.storage;

import org.jspecify.annotations.NullMarked;
