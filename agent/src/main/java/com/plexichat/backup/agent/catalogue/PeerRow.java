package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;

/// A peer as the log knows it, and what the log says that it holds.
///
/// @param number small number of the peer in this catalogue, from 1
/// @param capacity bytes offered
/// @param coordinator whether it took the highest epoch
/// @param why reason of the last change
/// @param copies that lie there: every state but PENDING and MISSING
/// @param bytes of those copies
/// @param pendingBytes ordered and not acknowledged
public record PeerRow(
    PeerId id,
    int number,
    String name,
    String endpoint,
    String enrolEndpoint,
    String owner,
    String region,
    String site,
    PeerState state,
    long capacity,
    boolean coordinator,
    Bytes sealingKey,
    Bytes certificate,
    long joinedMs,
    long certificateExpiresMs,
    String why,
    long copies,
    long bytes,
    long pendingBytes) {

  /// Bytes that may still be placed there after every reservation; never negative.
  public long freeBytes() {
    return Math.max(0, capacity - bytes - pendingBytes);
  }
}
