package com.plexichat.backup.shared.model;

/// Whether the audit chain is unbroken.
///
/// @param firstBad index of the first entry that does not fit; 0: none
public record AuditVerdict(
    boolean unbroken, long entries, long firstBad, int anchorsChecked, int anchorsMatching) {}
