package com.plexichat.backup.agent.api;

/// Who does the work behind the Console service.
public record ConsoleDesks(
    JobDesk acts,
    MemberDesk members,
    VaultDesk vaults,
    CertificateDesk certificates,
    PeerFigures peers,
    AuditAnswers audit,
    WatchDesk watches,
    MapDesk map) {}
