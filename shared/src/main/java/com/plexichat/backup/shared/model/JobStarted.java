package com.plexichat.backup.shared.model;

/// A job that was accepted.
///
/// @param resumed an interrupted one goes on
public record JobStarted(String jobId, String backupId, boolean resumed) {}
