package com.plexichat.backup.agent.peers;

import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.PeerState;

/// One agent as the coordinator last published it.
///
/// @param endpoint host:port of its main listener
/// @param capacity bytes offered
/// @param used bytes of sealed shards held
/// @param keys its sealing key and its certificate
public record KnownPeer(
    PeerId id,
    String name,
    String endpoint,
    String owner,
    String region,
    String site,
    PeerState state,
    long capacity,
    long used,
    Keys keys) {
  /// Public halves.
  ///
  /// @param sealing hybrid key, the crypto room's encoding
  /// @param certificate DER
  public record Keys(byte[] sealing, byte[] certificate) {
    public static final Keys NONE = new Keys(new byte[0], new byte[0]);

    public Keys {
      sealing = sealing.clone();
      certificate = certificate.clone();
    }

    @Override
    public byte[] sealing() {
      return sealing.clone();
    }

    @Override
    public byte[] certificate() {
      return certificate.clone();
    }
  }

  /// Whether it belongs to the cluster no more.
  public boolean isExpelled() {
    return state == PeerState.REMOVED || state == PeerState.BANNED;
  }
}
