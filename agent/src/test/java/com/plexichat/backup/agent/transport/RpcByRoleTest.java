package com.plexichat.backup.agent.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.plexichat.backup.agent.transport.RpcMatrix.Outcome;
import com.plexichat.backup.proto.Right;
import com.plexichat.backup.shared.client.Identity;
import com.plexichat.backup.shared.client.RootTrust;
import com.plexichat.backup.shared.client.TlsContexts;
import com.plexichat.backup.shared.model.PeerId;
import com.plexichat.backup.shared.model.Role;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every method on the wire for everybody who may come, over real TLS, against services that would
/// serve all of them: only the door stands between.
class RpcByRoleTest {
  private final TestCluster cluster = new TestCluster("c1");
  private final Identity chief = cluster.agent("chief");
  private final Identity expelled = cluster.agent("expelled");
  private final Identity revoked = cluster.person("eve", Role.ADMINISTRATOR);
  private final Standing standing =
      new Standing(
          chief.peerId(),
          1,
          Set.of(RootTrust.serial(revoked.certificate())),
          Set.of(expelled.peerId().orElseThrow()));
  private final AgentServer server =
      AgentServer.open(
          TestCluster.anyPort(),
          new AgentServer.Doors(
              cluster.agent("beta"), new Gatekeeper(), () -> standing, TestCluster.CLOCK),
          services());

  private long calls;
  private long refused;
  private long wronglyServed;
  private long wronglyRefused;

  @AfterEach
  void closes() {
    server.close();
  }

  /// Each method answers everybody with nothing.
  private static List<ServerServiceDefinition> services() {
    Map<String, ServerServiceDefinition.Builder> services = new TreeMap<>();
    for (MethodDescriptor<?, ?> method : RpcMatrix.methods()) {
      services
          .computeIfAbsent(
              String.valueOf(method.getServiceName()), ServerServiceDefinition::builder)
          .addMethod(RpcMatrix.raw(method), (call, _) -> served(call));
    }
    return services.values().stream().map(ServerServiceDefinition.Builder::build).toList();
  }

  private static ServerCall.Listener<byte[]> served(ServerCall<byte[], byte[]> call) {
    call.sendHeaders(new Metadata());
    call.sendMessage(new byte[0]);
    call.close(Status.OK, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private SslContext tls(Optional<Identity> identity) {
    return TlsContexts.client(
        identity.isPresent() ? identity.get() : null,
        new RootTrust(cluster.root(), TestCluster.CLOCK, _ -> false, null));
  }

  private String endpoint() {
    return TestCluster.endpoint(server.port());
  }

  /// Nobody who is refused at the handshake gets a word in, whatever they would say.
  private void assertShut(String who, Optional<Identity> identity) {
    SslContext tls = tls(identity);
    for (MethodDescriptor<?, ?> method : RpcMatrix.methods()) {
      count(who, method, RpcMatrix.knock(endpoint(), tls, method), false);
    }
  }

  private void assertRights(String who, Identity identity, Set<Right> rights) {
    ManagedChannel channel = RpcMatrix.channel(endpoint(), tls(Optional.of(identity)));
    try {
      for (MethodDescriptor<?, ?> method : RpcMatrix.methods()) {
        boolean may = rights.contains(Gatekeeper.rightOf(method));
        count(who, method, RpcMatrix.call(channel, method), may);
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private void count(String who, MethodDescriptor<?, ?> method, Outcome outcome, boolean may) {
    boolean isServed = outcome == Outcome.SERVED;
    calls++;
    refused += isServed ? 0 : 1;
    wronglyServed += isServed && !may ? 1 : 0;
    wronglyRefused += !isServed && may ? 1 : 0;
    assertEquals(may, isServed, () -> who + " called " + method.getFullMethodName());
  }

  @Test
  void everyMethodForEverybody() {
    Map<String, Optional<Identity>> shut = new LinkedHashMap<>();
    shut.put("nobody", Optional.empty());
    shut.put("a self-signed one", Optional.of(cluster.selfSigned()));
    shut.put(
        "another cluster's agent",
        Optional.of(new TestCluster("c1").trusting(cluster.root(), "beta")));
    shut.put("an expired agent", Optional.of(old("alpha")));
    shut.put("a revoked administrator", Optional.of(revoked));
    shut.forEach(this::assertShut);
    assertRights("an expelled agent", expelled, Set.of());
    assertRights("an agent", cluster.agent("alpha"), Set.of(Right.PEER));
    assertRights("the coordinator", chief, Set.of(Right.PEER, Right.COORDINATE));
    assertRights("a person without a role", cluster.person("nil"), Set.of());
    List<Role> roles = new ArrayList<>(List.of(Role.values()));
    roles.forEach(
        role -> assertRights(role.name(), cluster.person("ada", role), RpcMatrix.rights(role)));
    System.out.printf(
        "rpc x role: %d calls, %d refused, %d wrongly served, %d wrongly refused (%d methods, %d"
            + " callers)%n",
        calls,
        refused,
        wronglyServed,
        wronglyRefused,
        RpcMatrix.methods().size(),
        shut.size() + 4 + roles.size());
  }

  private Identity old(String name) {
    return cluster.agent(name, TestCluster.NOW.minus(Duration.ofDays(400)));
  }

  @Test
  void somebodyElsesNameInOnesOwnCertificateIsNoMembership() {
    // A person's certificate names no peer and a peer's names no person, whatever they are called.
    PeerId peer = chief.peerId().orElseThrow();
    assertRights("a person called as a peer", cluster.person(peer.hex()), Set.of());
  }
}
