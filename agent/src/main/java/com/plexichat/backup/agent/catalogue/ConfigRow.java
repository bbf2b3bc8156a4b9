package com.plexichat.backup.agent.catalogue;

import java.util.Map;

/// One version of the configuration.
///
/// @param changed what it says anew; an empty value: the usual one again
/// @param by who made it
public record ConfigRow(
    int version, Map<String, String> changed, long atMs, String by, String why) {}
