package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.StripeId;

/// A stripe as a map of all stripes shows it.
///
/// @param number sequential in this catalogue, from 1
/// @param firstShard number of shard 0; the others follow
/// @param tier name of the tier that asks for its copies; empty: none
/// @param origin number of the backup that made it; 0: none is known
/// @param wanted copies of a data shard; 0: no live backup needs it
/// @param copies each packed: index << 24 | peer number << 4 | code of its state
/// @param gone it does not belong to what was asked any more; the rest says nothing then
@SuppressWarnings("ArrayRecordComponent") // a million of them; never compared
public record MapRow(
    long number,
    StripeId id,
    long firstShard,
    int k,
    int m,
    String tier,
    int origin,
    int wanted,
    int[] copies,
    boolean gone) {}
