package com.plexichat.backup.agent.catalogue;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.List;

/// A vault and its newest key ring.
///
/// @param host peer whose data it protects
/// @param recipients peer ids, and "recovery", for which the master key is sealed
/// @param signedRing SignedKeyRing message as it was registered
public record VaultRow(
    VaultId id, PeerId host, long version, List<String> recipients, Bytes signedRing) {
  public VaultRow {
    recipients = List.copyOf(recipients);
  }
}
