package com.plexichat.backup.agent.peers;

import java.util.List;
import java.util.Set;

/// The peers of a cluster as their coordinator numbered and signed them; verified by who made this
/// record.
///
/// @param version counts up within an epoch
/// @param grant of the coordinator that signed
/// @param revokedSerials hex, lower case
/// @param ringVaults vaults whose key ring each peer must hold
/// @param signed the message as it came, to be stored and shown to others
public record KnownDirectory(
    long version,
    Grant grant,
    List<KnownPeer> peers,
    Set<String> revokedSerials,
    List<String> ringVaults,
    byte[] signed) {
  public KnownDirectory {
    peers = List.copyOf(peers);
    revokedSerials = Set.copyOf(revokedSerials);
    ringVaults = List.copyOf(ringVaults);
    signed = signed.clone();
  }

  @Override
  public byte[] signed() {
    return signed.clone();
  }

  public String clusterId() {
    return grant.clusterId();
  }

  public long epoch() {
    return grant.epoch();
  }

  /// Whether it replaces another: a higher epoch always does, within an epoch a higher version.
  boolean isNewerThan(KnownDirectory other) {
    return epoch() != other.epoch() ? epoch() > other.epoch() : version > other.version;
  }
}
