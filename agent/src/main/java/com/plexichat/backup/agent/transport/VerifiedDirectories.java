package com.plexichat.backup.agent.transport;

import com.plexichat.backup.agent.peers.KnownDirectory;
import com.plexichat.backup.agent.security.Directories;
import com.plexichat.backup.proto.SignedDirectory;
import java.security.cert.X509Certificate;

/// The way from a directory that came over the network, or from disk, to one that may be believed.
public final class VerifiedDirectories {
  private VerifiedDirectories() {}

  /// Checks both signatures. Fails with SIGNATURE_INVALID.
  public static KnownDirectory verified(
      SignedDirectory signed, X509Certificate root, String clusterId) {
    Directories.Verified verified = Directories.verify(signed, root, clusterId);
    return new KnownDirectory(signed, verified.directory(), verified.grant());
  }
}
