package com.plexichat.backup.shared.model;

import java.util.Optional;

/// What a tier would get on today's peers.
///
/// @param outcome COMPLETE, UNDER_PROTECTED or FAILED
/// @param sentence what these machines protect, and what one more adds
/// @param durability of what would be stored, however much it is; empty: not all of it could be
public record Preflight(
    BackupState outcome,
    String sentence,
    int ownersNeeded,
    int ownersPresent,
    int copiesPossible,
    int collusionNumber,
    Tier tier,
    Optional<Durability> durability) {}
