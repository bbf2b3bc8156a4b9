package com.plexichat.backup.agent.catalogue;

/// What opening the catalogue found and did.
///
/// @param entries in the log
/// @param tornBytes of an unfinished write that were cut off the end
/// @param replayed entries that the database did not have
/// @param rebuilt why the database was made anew; empty when it was not
public record Opening(long entries, long tornBytes, long replayed, String rebuilt) {}
