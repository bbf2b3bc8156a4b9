package com.plexichat.backup.agent.security;

import static com.plexichat.backup.agent.security.TestCluster.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.security.TokenRecord.OfPeer;
import com.plexichat.backup.agent.security.TokenRecord.OfPerson;
import com.plexichat.backup.proto.TokenIssued;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.model.Bytes;
import com.plexichat.backup.shared.model.EnrolmentToken;
import com.plexichat.backup.shared.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {
  private final TestCluster cluster = new TestCluster("c1");
  private final Tokens tokens = new Tokens(cluster.clock, cluster.random);
  private final EnrolmentToken token = tokens.make("192.0.2.7:7443", cluster.root.certificate());

  @Test
  void textComesBack() {
    String text = token.text();
    assertTrue(text.startsWith("pxt1-"), text);
    assertEquals(token, Tokens.parse(text));
    assertEquals(token, Tokens.parse(" " + text.substring(0, 20) + "\n" + text.substring(20)));
    assertEquals(
        Bytes.of(Certificates.fingerprint(cluster.root.certificate())), token.rootFingerprint());
    assertFalse(token.toString().contains(token.secret().hex()));
  }

  @Test
  void everyMistypedSignIsTold() {
    String text = token.text();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'Q' ? 'g' : 'Q';
      String mistyped = text.substring(0, i) + other + text.substring(i + 1);
      assertFails(FailureCode.TOKEN_INVALID, () -> Tokens.parse(mistyped));
    }
    for (int length = 0; length < text.length(); length++) {
      String stump = text.substring(0, length);
      assertFails(FailureCode.TOKEN_INVALID, () -> Tokens.parse(stump));
    }
    assertFails(FailureCode.TOKEN_INVALID, () -> Tokens.parse(text + "A"));
    assertFails(FailureCode.TOKEN_INVALID, () -> Tokens.parse("pxt1-" + "A".repeat(5000)));
  }

  @Test
  void aGoodTokenIsFoundAmongOthers() {
    TokenRecord good = record(token, 1);
    TokenRecord other = record(tokens.make("h:1", cluster.root.certificate()), 1);
    assertEquals(good, tokens.judge(token.secret(), List.of(other, good)));
    assertEquals(good, tokens.judge(token.secret(), List.of(good, other)));
    assertFails(FailureCode.TOKEN_INVALID, () -> tokens.judge(token.secret(), List.of(other)));
    assertFails(FailureCode.TOKEN_INVALID, () -> tokens.judge(token.secret(), List.of()));
  }

  @Test
  void usedAndExpiredAreTold() {
    assertFails(
        FailureCode.TOKEN_USED, () -> tokens.judge(token.secret(), List.of(record(token, 0))));
    TokenRecord fresh = record(token, 1);
    cluster.pass(Duration.ofHours(1).minusNanos(1));
    assertEquals(fresh, tokens.judge(token.secret(), List.of(fresh)));
    cluster.pass(Duration.ofNanos(1));
    assertFails(FailureCode.TOKEN_EXPIRED, () -> tokens.judge(token.secret(), List.of(fresh)));
  }

  @Test
  void theCataloguesFormIsRead() {
    TokenIssued peer =
        TokenIssued.newBuilder()
            .setSecretHash(ByteString.copyFrom(Tokens.hash(token.secret()).toArray()))
            .setExpiresMs(5000)
            .setUses(3)
            .setRegion("eu")
            .build();
    TokenRecord record = TokenRecord.of(peer, 2);
    assertEquals(1, record.usesLeft());
    assertEquals(new OfPeer("", "eu", ""), record.invitation());
    assertEquals(0, TokenRecord.of(peer, 4).usesLeft());
    TokenIssued person = peer.toBuilder().setPerson("eve").addRoles("AUDIT_VIEWER").build();
    assertEquals(
        new OfPerson("eve", Set.of(Role.AUDIT_VIEWER)), TokenRecord.of(person, 0).invitation());
  }

  private TokenRecord record(EnrolmentToken of, int usesLeft) {
    return new TokenRecord(
        Tokens.hash(of.secret()),
        cluster.clock.instant().plus(Duration.ofHours(1)),
        usesLeft,
        new OfPeer("", "eu", "b1"));
  }
}
