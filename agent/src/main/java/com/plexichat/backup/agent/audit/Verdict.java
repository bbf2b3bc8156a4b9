package com.plexichat.backup.agent.audit;

/// What verifying the chain found.
///
/// @param unbroken whether nothing was edited, removed, inserted, reordered or cut off, as far as
///   the chain, its checkpoints and the anchors can tell
/// @param entries whole and rightly chained, from the first on
/// @param firstBad index of the first entry that is not what it was; 0: none
/// @param why in one sentence; empty when unbroken
/// @param anchorsChecked anchors that were there to compare
/// @param anchorsMatching of those, the ones whose entry has their hash
/// @param checkpoints signatures that were verified
public record Verdict(
    boolean unbroken,
    long entries,
    long firstBad,
    String why,
    int anchorsChecked,
    int anchorsMatching,
    long checkpoints) {}
