package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.ByteSize;

/// How much an agent offers, and the name under which its failures speak of it.
///
/// @param capacity bytes of shards, trash included; an owner's promise of what it gives
/// @param freeReserve bytes of the file system that stay free, because a full disk stops the host
/// @param trash how long what was removed stays, whoever removed it
public record StoreSettings(
    String name, ByteSize capacity, ByteSize freeReserve, TrashRule trash) {}
