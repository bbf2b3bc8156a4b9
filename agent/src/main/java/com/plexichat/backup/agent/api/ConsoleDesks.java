package com.plexichat.backup.agent.api;

import com.plexichat.backup.agent.policy.RetentionDesk;

/// Who does the work behind the Console service.
public record ConsoleDesks(
    JobDesk acts,
    RetentionDesk retention,
    PruneDesk prunes,
    MemberDesk members,
    VaultDesk vaults,
    CertificateDesk certificates,
    PeerFigures peers,
    AuditAnswers audit,
    WatchDesk watches,
    MapDesk map) {}
