package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.transport.Caller.Kind;
import com.plexichat.backup.proto.AgentsGrpc;
import com.plexichat.backup.proto.ConsoleGrpc;
import com.plexichat.backup.proto.CoordinationGrpc;
import com.plexichat.backup.proto.EnrolmentGrpc;
import com.plexichat.backup.proto.JobsGrpc;
import com.plexichat.backup.proto.PeersGrpc;
import com.plexichat.backup.proto.PrunesGrpc;
import com.plexichat.backup.proto.RetentionGrpc;
import com.plexichat.backup.proto.Right;
import com.plexichat.backup.proto.SchedulesGrpc;
import com.plexichat.backup.proto.SettingsGrpc;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who may call what, for every method on the wire.
class GatekeeperTest {
  /// Services that people ask.
  private static final List<String> PEOPLE =
      List.of("Console", "Jobs", "Prunes", "Retention", "Schedules", "Settings");

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1000);
  private static final PeerId ONE = new PeerId("1".repeat(32));
  private static final PeerId TWO = new PeerId("2".repeat(32));
  private static final Standing STANDING =
      new Standing(Optional.of(ONE), 3, Set.of("bad"), Set.of(new PeerId("3".repeat(32))));

  private final Gatekeeper gatekeeper = new Gatekeeper();

  private static List<MethodDescriptor<?, ?>> methods() {
    List<MethodDescriptor<?, ?>> all = new ArrayList<>();
    Stream.of(
            PeersGrpc.getServiceDescriptor(),
            CoordinationGrpc.getServiceDescriptor(),
            AgentsGrpc.getServiceDescriptor(),
            ConsoleGrpc.getServiceDescriptor(),
            EnrolmentGrpc.getServiceDescriptor(),
            JobsGrpc.getServiceDescriptor(),
            PrunesGrpc.getServiceDescriptor(),
            RetentionGrpc.getServiceDescriptor(),
            SchedulesGrpc.getServiceDescriptor(),
            SettingsGrpc.getServiceDescriptor())
        .map(ServiceDescriptor::getMethods)
        .forEach(all::addAll);
    return all;
  }

  private static Caller agent(PeerId id) {
    return new Caller(Kind.AGENT, id.hex(), Set.of(), "a", LATER);
  }

  private static Caller person(Role... roles) {
    return new Caller(Kind.PERSON, "ada", Set.of(roles), "b", LATER);
  }

  private boolean allows(Right right, Caller caller) {
    return gatekeeper.refusal(right, caller, STANDING, NOW).isEmpty();
  }

  @Test
  void everyMethodTakesARight() {
    assertTrue(methods().size() > 50, () -> "only " + methods().size());
    for (MethodDescriptor<?, ?> method : methods()) {
      assertNotEquals(
          Right.RIGHT_UNSPECIFIED, Gatekeeper.rightOf(method), method.getFullMethodName());
    }
  }

  @Test
  void ownMarshallersKeepTheRight() {
    assertEquals(Right.PEER, Gatekeeper.rightOf(PeersMethods.PUT));
    assertEquals(Right.PEER, Gatekeeper.rightOf(PeersMethods.GET));
    assertEquals(Right.PEER, Gatekeeper.rightOf(PeersMethods.CONTRIBUTE));
    assertEquals(Right.COORDINATE, Gatekeeper.rightOf(PeersMethods.PUT_CAPSULE));
    assertEquals(Right.COORDINATE, Gatekeeper.rightOf(PeersMethods.GET_CAPSULE));
  }

  @Test
  void everyMethodForEveryKindOfCaller() {
    for (MethodDescriptor<?, ?> method : methods()) {
      Right right = Gatekeeper.rightOf(method);
      String service = method.getServiceName();
      String name = method.getFullMethodName();
      boolean isForPeople =
          service != null && PEOPLE.stream().anyMatch(one -> service.endsWith("." + one));
      boolean isEnrolment = service != null && service.endsWith(".Enrolment");
      assertEquals(isForPeople, allows(right, person(Role.ADMINISTRATOR)), name);
      assertEquals(!isForPeople && !isEnrolment, allows(right, agent(ONE)), name);
      assertEquals(right == Right.PEER, allows(right, agent(TWO)), name);
      assertEquals(isEnrolment, allows(right, Caller.stranger("127.0.0.1")), name);
      assertEquals(false, allows(right, person()), name);
    }
  }

  @Test
  void rolesGiveWhatTheTableSays() {
    Map<Role, Set<Right>> expected =
        Map.of(
            Role.AUDIT_VIEWER, EnumSet.of(Right.VIEW),
            Role.NETWORK_ADMINISTRATOR, EnumSet.of(Right.VIEW, Right.ADMIT));
    expected.forEach((role, rights) -> {
      for (Right right : Right.values()) {
        assertEquals(rights.contains(right), allows(right, person(role)), role + " " + right);
      }
    });
  }

  @Test
  void namesNoRightTwice() {
    for (Right right : Right.values()) {
      if (right != Right.RIGHT_UNSPECIFIED && right != Right.UNRECOGNIZED) {
        assertEquals(
            right.name(), com.plexichat.backup.shared.model.Right.valueOf(right.name()).name());
      }
    }
  }

  @Test
  void anotherAgentThanTheCoordinatorIsFenced() {
    OperationFailed why =
        gatekeeper.refusal(Right.COORDINATE, agent(TWO), STANDING, NOW).orElseThrow();
    assertEquals(FailureCode.FENCED, why.code());
    assertEquals("3", why.args().get(1));
    Standing none = Standing.NOBODY;
    assertTrue(gatekeeper.refusal(Right.COORDINATE, agent(ONE), none, NOW).isPresent());
  }

  @Test
  void whoLostItsStandingMayNothing() {
    Caller revoked = new Caller(Kind.PERSON, "ada", Set.of(Role.ADMINISTRATOR), "bad", LATER);
    Caller removed = agent(new PeerId("3".repeat(32)));
    for (Right right : Right.values()) {
      assertEquals(false, allows(right, revoked));
      assertEquals(false, allows(right, removed));
    }
    assertEquals(
        FailureCode.CERTIFICATE_REFUSED,
        gatekeeper.gone(agent(ONE), STANDING, LATER.plusSeconds(1)).orElseThrow().code());
    assertTrue(gatekeeper.gone(agent(ONE), STANDING, LATER).isEmpty());
  }
}
