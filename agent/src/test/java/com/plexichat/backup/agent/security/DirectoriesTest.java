package com.plexichat.backup.agent.security;

import static com.plexichat.backup.agent.security.TestCluster.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Directory;
import com.plexichat.backup.proto.EpochGrant;
import com.plexichat.backup.proto.SignedDirectory;
import com.plexichat.backup.shared.failure.FailureCode;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
  private final TestCluster cluster = new TestCluster("c1");
  private final X509Certificate root = cluster.root.certificate();
  private final KeyPair pair = Signing.newKeyPair(cluster.random);
  private final X509Certificate coordinator = cluster.agent(pair, "berlin-1");
  private final EpochGrant grant = grant(3);
  private final Directory directory =
      Directory.newBuilder().setClusterId("c1").setVersion(7).setEpoch(3).build();
  private final SignedDirectory signed = Directories.sign(pair.getPrivate(), directory, grant);

  @Test
  void whatTheCoordinatorSignedIsKnownFromTheRoot() {
    assertEquals(
        new Directories.Verified(directory, grant), Directories.verify(signed, root, "c1"));
    assertEquals(coordinator, EpochGrants.verify(grant, root, "c1"));
  }

  @Test
  void everyFieldOfAGrantIsSigned() {
    TestCluster other = new TestCluster("c1");
    refused(grant.toBuilder().setEpoch(4).build());
    refused(grant.toBuilder().setClusterId("c2").build());
    refused(grant.toBuilder().setCoordinator("f".repeat(32)).build());
    refused(grant.toBuilder().setEndpoint("evil:1").build());
    refused(grant.toBuilder().clearSignature().build());
    refused(
        grant.toBuilder()
            .setCoordinatorCertificate(
                ByteString.copyFrom(Certificates.der(cluster.agent(pair, "other"))))
            .build());
    refused(EpochGrants.sign(other.root.key(), "c1", 3, coordinator, "h:1"));
    refused(EpochGrants.sign(cluster.intermediate.key(), "c1", 3, coordinator, "h:1"));
    refused(EpochGrants.sign(cluster.root.key(), "c2", 3, coordinator, "h:1"));
    refused(EpochGrants.sign(cluster.root.key(), "c1", 0, coordinator, "h:1"));
    refused(EpochGrant.getDefaultInstance());
  }

  @Test
  void aDirectoryStandsOnItsGrant() {
    refused(signed.toBuilder().setEpochGrant(grant(4).toByteString()).build());
    Directory changed = directory.toBuilder().setVersion(8).build();
    refused(signed.toBuilder().setDirectory(changed.toByteString()).build());
    refused(Directories.sign(Signing.newKeyPair(cluster.random).getPrivate(), directory, grant));
    Directory foreign = directory.toBuilder().setClusterId("c2").build();
    refused(Directories.sign(pair.getPrivate(), foreign, grant));
    refused(signed.toBuilder().setEpochGrant(ByteString.copyFromUtf8("\u0001")).build());
    byte[] bare = Signing.sign(pair.getPrivate(), directory.toByteArray());
    refused(signed.toBuilder().setSignature(ByteString.copyFrom(bare)).build());
  }

  @Test
  void directoriesNeverGoBack() {
    Directories.Verified now = Directories.verify(signed, root, "c1");
    Directory later = directory.toBuilder().setVersion(8).build();
    Directory taken = directory.toBuilder().setEpoch(4).setVersion(1).build();
    assertFalse(now.isNewerThan(now));
    assertTrue(new Directories.Verified(later, grant).isNewerThan(now));
    assertFalse(now.isNewerThan(new Directories.Verified(later, grant)));
    assertTrue(new Directories.Verified(taken, grant(4)).isNewerThan(now));
  }

  private EpochGrant grant(long epoch) {
    return EpochGrants.sign(cluster.root.key(), "c1", epoch, coordinator, "192.0.2.7:7443");
  }

  private void refused(EpochGrant bad) {
    assertFails(FailureCode.SIGNATURE_INVALID, () -> EpochGrants.verify(bad, root, "c1"));
  }

  private void refused(SignedDirectory bad) {
    assertFails(FailureCode.SIGNATURE_INVALID, () -> Directories.verify(bad, root, "c1"));
  }
}
