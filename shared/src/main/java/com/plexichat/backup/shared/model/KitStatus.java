package com.plexichat.backup.shared.model;

import java.time.Instant;
import java.util.Optional;

/// Whether the recovery kit was put away, by whom and where.
public record KitStatus(boolean stored, Optional<Instant> when, String by, String note) {}
