package com.plexichat.backup.agent.planning;

/// What a tier would get from the peers that there are.
///
/// @param ownersNeeded owners beside the source's that a full set of copies takes
/// @param ownersPresent owners beside the source's with a peer that takes shards
/// @param copiesPossible copies that every data shard would have
/// @param lossesSurvived owners that may be lost, whichever they are, with all data still readable;
///   −1 when not everything can be kept
/// @param collusionNumber fewest owners that together could hold k shards of a stripe; 0 when not
///   even all of them could
/// @param sentence two short sentences: what there is, and what would change it
/// @param detail two more: how many losses it survives, and what one more machine adds
public record Verdict(
    Outcome outcome,
    int ownersNeeded,
    int ownersPresent,
    int copiesPossible,
    int lossesSurvived,
    int collusionNumber,
    String sentence,
    String detail) {}
