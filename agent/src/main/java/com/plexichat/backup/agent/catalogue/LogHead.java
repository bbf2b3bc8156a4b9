package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;

/// The last entry of a log, or the one that a peer was told of.
///
/// @param index from 1; 0 before the first entry
/// @param hash SHA-256 of the entry's bytes; 32 zero bytes before the first
public record LogHead(long index, Bytes hash) {
  /// The head of an empty log.
  public static final LogHead NONE = new LogHead(0, Bytes.of(new byte[32]));
}
