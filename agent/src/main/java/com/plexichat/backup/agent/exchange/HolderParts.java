package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.storage.RingFiles;
import com.plexichat.backup.agent.storage.ShardStore;

/// What an agent keeps for others: shards, capsules and key rings.
public record HolderParts(ShardStore store, CapsuleFiles capsules, RingFiles rings) {}
