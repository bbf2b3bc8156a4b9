package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import java.util.Optional;

/// The facts of the cluster itself.
///
/// @param rootCertificate DER
/// @param recoveryKey public half of the recovery kit's hybrid key
/// @param rebuilt whether the chain was started anew from headers and records
/// @param epoch highest fencing epoch taken; 0 before the first
/// @param coordinator who took it
/// @param grant EpochGrant message of that epoch; empty before the first
/// @param sequence highest order sequence that any reservation used
public record ClusterRow(
    String id,
    String name,
    Bytes rootCertificate,
    Bytes recoveryKey,
    boolean rebuilt,
    long epoch,
    Optional<PeerId> coordinator,
    Bytes grant,
    KitRow kit,
    long sequence) {

  /// Whether somebody said where the recovery kit lies.
  ///
  /// @param storedMs epoch milliseconds; 0: never
  /// @param storedBy actor of that entry
  public record KitRow(long storedMs, String storedBy, String note) {
    public boolean stored() {
      return storedMs != 0;
    }
  }
}
