package com.plexichat.backup.agent.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a holder keeps what it was told to remove, whoever told it.
///
/// @param least in its own time
/// @param servedMs that time: [ServedTime]
public record TrashRule(Duration least, LongSupplier servedMs) {}
