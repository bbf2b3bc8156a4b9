package com.plexichat.backup.agent.security;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// Grants that make an agent the coordinator of an epoch. Only the cluster's root signs them: a
/// takeover takes the recovery kit.
public final class EpochGrants {
  private static final byte[] PURPOSE = "PXGRANT1".getBytes(StandardCharsets.US_ASCII);

  private EpochGrants() {}

  /// A signed grant for the agent of the certificate.
  public static EpochGrant sign(
      PrivateKey root, String clusterId, long epoch, X509Certificate coordinator, String endpoint) {
    EpochGrant grant =
        EpochGrant.newBuilder()
            .setClusterId(clusterId)
            .setEpoch(epoch)
            .setCoordinator(Signing.peerId(coordinator.getPublicKey()).hex())
            .setEndpoint(endpoint)
            .setCoordinatorCertificate(ByteString.copyFrom(Certificates.der(coordinator)))
            .build();
    return grant.toBuilder()
        .setSignature(ByteString.copyFrom(Signing.sign(root, message(grant))))
        .build();
  }

  /// The coordinator's certificate that the grant proves. SIGNATURE_INVALID when the root did not
  /// sign it, it is of another cluster, or its certificate is not that peer's.
  ///
  /// The certificate's dates do not matter here: the grant is for the key, which outlives them, and
  /// the connection checks them.
  public static X509Certificate verify(EpochGrant grant, X509Certificate root, String clusterId) {
    if (!Signing.verify(root.getPublicKey(), message(grant), grant.getSignature().toByteArray())) {
      throw invalid("the cluster's root did not sign it");
    }
    if (!grant.getClusterId().equals(clusterId) || grant.getEpoch() < 1) {
      throw invalid("it is of another cluster");
    }
    X509Certificate coordinator =
        Certificates.parse("The coordinator", grant.getCoordinatorCertificate().toByteArray());
    if (!Signing.peerId(coordinator.getPublicKey()).hex().equals(grant.getCoordinator())) {
      throw invalid("its certificate is another agent's");
    }
    return coordinator;
  }

  private static byte[] message(EpochGrant grant) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PURPOSE);
    write(out, grant.getClusterIdBytes());
    out.writeBytes(ByteBuffer.allocate(8).putLong(grant.getEpoch()).array());
    write(out, grant.getCoordinatorBytes());
    write(out, grant.getEndpointBytes());
    write(out, grant.getCoordinatorCertificate());
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, ByteString bytes) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.size()).array());
    out.writeBytes(bytes.toByteArray());
  }

  private static OperationFailed invalid(String why) {
    return new OperationFailed(FailureCode.SIGNATURE_INVALID, "The coordinator's grant", why);
  }
}
