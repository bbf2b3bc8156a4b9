package com.plexichat.backup.agent.peers;

import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.SignedDirectory;

/// The peers of a cluster as their coordinator numbered and signed them; whoever makes this record
/// has verified both signatures.
///
/// @param signed as it came, to be stored and shown to others
/// @param directory what was signed
/// @param grant of the coordinator that signed
public record KnownDirectory(SignedDirectory signed, Directory directory, EpochGrant grant) {
  public long epoch() {
    return grant.getEpoch();
  }

  public long version() {
    return directory.getVersion();
  }

  /// Whether it replaces another: a higher epoch always does, within an epoch a higher version.
  public boolean isNewerThan(KnownDirectory other) {
    return epoch() != other.epoch() ? epoch() > other.epoch() : version() > other.version();
  }
}
