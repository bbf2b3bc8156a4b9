package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.VaultId;
import java.util.List;

/// A vault's keys as they lie on every peer: nothing in it opens without the private key of one of
/// the recipients.
///
/// @param host the machine whose data the vault protects
/// @param version counts up with every change
/// @param epochs ascending, without gaps from 1; the last is the current one
/// @param masters the master key, once for each recipient
/// @param chunkKey key of the chunk hash and the gear table, wrapped (RFC 3394) under HKDF(master,
///   "chunk" ‖ vault)
public record KeyRing(
    VaultId vault,
    PeerId host,
    long version,
    List<EpochKey> epochs,
    List<SealedMaster> masters,
    Bytes chunkKey) {
  public KeyRing {
    epochs = List.copyOf(epochs);
    masters = List.copyOf(masters);
  }

  /// One epoch's key, wrapped (RFC 3394) under HKDF(master, "epoch" ‖ vault ‖ epoch u32).
  public record EpochKey(int epoch, Bytes wrapped) {}

  /// The master key in a hybrid envelope.
  ///
  /// @param recipient a peer id, or [KeyRings#RECOVERY]
  public record SealedMaster(String recipient, Bytes sealed) {}
}
