package com.plexichat.backup.agent.audit;

import java.security.cert.X509Certificate;

/// Port to the cluster's certificates: who could sign a checkpoint.
@FunctionalInterface
public interface CheckpointTrust {
  /// Whether the certificate was a coordinator's of this cluster, expired or not.
  boolean isCoordinator(X509Certificate certificate);
}
