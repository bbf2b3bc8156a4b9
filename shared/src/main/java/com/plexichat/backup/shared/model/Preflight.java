package com.plexichat.backup.shared.model;

/// What a tier would get on today's peers.
///
/// @param outcome COMPLETE, UNDER_PROTECTED or FAILED
/// @param sentence what these machines protect, and what one more adds
public record Preflight(
    BackupState outcome,
    String sentence,
    int ownersNeeded,
    int ownersPresent,
    int copiesPossible,
    int collusionNumber,
    Tier tier) {}
