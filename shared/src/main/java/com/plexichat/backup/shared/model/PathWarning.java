package com.plexichat.backup.shared.model;

/// A path that needs attention, and why.
public record PathWarning(FilePath path, String code, String message) {}
