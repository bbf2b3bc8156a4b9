package com.plexichat.backup.agent.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.crypto.Signing;
import com.plexichat.backup.proto.Approval;
import com.plexichat.backup.proto.PlanConsent;
import com.plexichat.backup.proto.PrunePlan;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.Role;
import com.plexichat.backup.shared.wire.Consents;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two people are two people, whoever passes on what they signed.
class ApprovalsTest {
  private static final String CLUSTER = "c1";

  private Instant now = Instant.parse("2026-02-03T04:05:06Z");
  private final TestPeople people = new TestPeople(CLUSTER, () -> now);
  private final Identity anna = people.person("anna", Role.ADMINISTRATOR);
  private final Identity ben = people.person("ben", Role.BACKUP_ADMINISTRATOR);
  private final PrunePlan plan =
      PrunePlan.newBuilder()
          .setClusterId(CLUSTER)
          .setMadeMs(now.toEpochMilli())
          .setBytes(70)
          .setTrashedBytes(30)
          .setReclaimBytes(100)
          .build();
  private final PlanConsent consent = Consents.of(plan);

  private Approval by(Identity person) {
    return person.consent(consent);
  }

  private void assertRefused(Approval... approvals) {
    TestCluster.assertFails(
        FailureCode.SIGNATURE_INVALID, () -> people.approvals().ofTwo(List.of(approvals)));
  }

  private void assertConsented() {
    List<Approvals.Given> given = people.approvals().ofTwo(List.of(by(anna), by(ben)));
    assertEquals(List.of("anna", "ben"), given.stream().map(Approvals.Given::person).toList());
    assertEquals(consent, given.getFirst().consent());
    assertEquals(Approvals.keyHash(ben.certificate()), given.getLast().key());
  }

  @Test
  void twoPeopleConsentToOnePlan() {
    assertConsented();
    assertEquals(100, consent.getBytes());
    assertEquals("ben", people.approvals().given(by(ben)).person());
    PrunePlan approved = plan.toBuilder().addApprovals(by(anna)).build();
    assertEquals(consent, Consents.of(approved), "who approved it is not part of it");
  }

  @Test
  void onePersonIsNotTwo() {
    assertRefused();
    assertRefused(by(anna));
    assertRefused(by(anna), by(anna));
    assertRefused(by(anna), by(people.person("anna", Role.ADMINISTRATOR)));
    KeyPair same = Signing.newKeyPair(new SecureRandom());
    assertRefused(
        by(people.person("one", same, Role.ADMINISTRATOR)),
        by(people.person("two", same, Role.ADMINISTRATOR)));
  }

  @Test
  void whoMayNotHaveBackupsPrunedApprovesNothing() {
    assertRefused(by(anna), by(people.person("carl", Role.NETWORK_ADMINISTRATOR)));
    assertRefused(by(anna), by(people.person("dora")));
    Identity stranger = new TestPeople(CLUSTER, () -> now).person("ben", Role.ADMINISTRATOR);
    assertRefused(by(anna), by(stranger));
    assertRefused(by(anna), by(ben).toBuilder().clearChain().build());
  }

  @Test
  void whatWasNotSignedDoesNotCount() {
    PlanConsent more = consent.toBuilder().setBytes(101).build();
    assertRefused(by(anna), by(ben).toBuilder().setConsent(more.toByteString()).build());
    assertRefused(by(anna), ben.consent(more));
    assertRefused(by(anna), by(ben).toBuilder().setSignature(ByteString.EMPTY).build());
    PlanConsent elsewhere = consent.toBuilder().setClusterId("c2").build();
    assertRefused(anna.consent(elsewhere), ben.consent(elsewhere));
  }

  @Test
  void whoIsGoneOrTooLateDoesNotCount() {
    String serial = RootTrust.serial(ben.certificate());
    people.revoked.add(serial);
    assertRefused(by(anna), by(ben));
    people.revoked.clear();
    now = now.plus(Duration.ofDays(1)).minusMillis(1);
    assertConsented();
    now = now.plusMillis(1);
    assertRefused(by(anna), by(ben));
  }
}
