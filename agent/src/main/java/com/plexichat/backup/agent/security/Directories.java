package com.plexichat.backup.agent.security;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.plexichat.backup.agent.crypto.Hkdf;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// The cluster's list of peers, signed by the coordinator, whose epoch the root granted: an agent
/// that knows only the root can tell a true directory, wherever it got it from.
public final class Directories {
  private static final String PURPOSE = "PXDIRECTORY1";

  private Directories() {}

  /// Signs a directory.
  ///
  /// @param key the coordinator's agent key, whose certificate the grant names
  public static SignedDirectory sign(PrivateKey key, Directory directory, EpochGrant grant) {
    ByteString bytes = directory.toByteString();
    return SignedDirectory.newBuilder()
        .setDirectory(bytes)
        .setSignature(ByteString.copyFrom(Signing.sign(key, message(bytes))))
        .setEpochGrant(grant.toByteString())
        .build();
  }

  /// The directory and the grant that it stands on. SIGNATURE_INVALID.
  public static Verified verify(SignedDirectory signed, X509Certificate root, String clusterId) {
    try {
      EpochGrant grant = EpochGrant.parseFrom(signed.getEpochGrant());
      X509Certificate coordinator = EpochGrants.verify(grant, root, clusterId);
      if (!Signing.verify(
          coordinator.getPublicKey(),
          message(signed.getDirectory()),
          signed.getSignature().toByteArray())) {
        throw invalid("the coordinator of its epoch did not sign it", null);
      }
      Directory directory = Directory.parseFrom(signed.getDirectory());
      if (!directory.getClusterId().equals(clusterId) || directory.getEpoch() != grant.getEpoch()) {
        throw invalid("it is of another cluster or epoch", null);
      }
      return new Verified(directory, grant);
    } catch (InvalidProtocolBufferException e) {
      throw invalid("it cannot be read", e);
    }
  }

  /// What [#verify] proved.
  public record Verified(Directory directory, EpochGrant grant) {
    /// Whether this one takes the other's place: a higher epoch, or the same with a higher version.
    /// A directory never goes back.
    public boolean isNewerThan(Verified other) {
      int epochs = Long.compare(grant.getEpoch(), other.grant.getEpoch());
      return epochs != 0 ? epochs > 0 : directory.getVersion() > other.directory.getVersion();
    }
  }

  private static byte[] message(ByteString directory) {
    return Hkdf.info(PURPOSE, directory.toByteArray());
  }

  private static OperationFailed invalid(String why, @Nullable Throwable cause) {
    return new OperationFailed(cause, FailureCode.SIGNATURE_INVALID, "The directory", why);
  }
}
