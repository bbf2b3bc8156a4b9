package com.plexichat.backup.agent.crypto;

import com.plexichat.backup.shared.model.Bytes;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;

/// What brings a cluster back from nothing: the root key, with which a new coordinator is
/// appointed, and the recovery key, which opens every vault.
///
/// @param rootScalar the root's private key, 32 bytes
/// @param rootCertificate DER
/// @param recoverySeed of the [HybridKey] that every vault's master is also sealed to
/// @param created to the millisecond
public record RecoveryKit(
    String clusterId,
    String clusterName,
    Secret rootScalar,
    Bytes rootCertificate,
    Secret recoverySeed,
    Instant created)
    implements AutoCloseable {
  public RecoveryKit {
    if (rootScalar.length() != Signing.SCALAR || recoverySeed.length() != HybridKey.SEED) {
      throw new IllegalArgumentException("not the keys of a recovery kit");
    }
    created = Instant.ofEpochMilli(created.toEpochMilli());
  }

  /// A kit with copies of the keys.
  public static RecoveryKit of(
      String clusterId, String clusterName, RootOfTrust root, HybridKey recovery, Instant created) {
    return new RecoveryKit(
        clusterId,
        clusterName,
        Signing.scalar(root.key()),
        root.certificate(),
        recovery.seed(),
        created);
  }

  /// The root's private key and its certificate (DER).
  public record RootOfTrust(PrivateKey key, Bytes certificate) {}

  public PrivateKey rootKey() {
    byte[] scalar = rootScalar.copy();
    try {
      return Signing.privateKey(scalar);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  public HybridKey recoveryKey() {
    byte[] seed = recoverySeed.copy();
    try {
      return HybridKey.fromSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public void close() {
    rootScalar.close();
    recoverySeed.close();
  }
}
