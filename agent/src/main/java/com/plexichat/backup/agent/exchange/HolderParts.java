package com.plexichat.backup.agent.exchange;

import com.plexichat.backup.agent.storage.CapsuleFiles;
import com.plexichat.backup.agent.storage.RingFiles;
import com.plexichat.backup.agent.storage.ShardStore;

/// What an agent keeps for others: shards, capsules and key rings; and whom it knows for long
/// enough to let shards go at once.
public record HolderParts(
    ShardStore store, CapsuleFiles capsules, RingFiles rings, Approvers approvers) {}
