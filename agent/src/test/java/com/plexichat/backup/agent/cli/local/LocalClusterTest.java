package com.plexichat.backup.agent.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.cli.AgentOptions;
import com.plexichat.backup.agent.cli.ClusterAccess;
import com.plexichat.backup.agent.cli.InitOptions;
import com.plexichat.backup.agent.cli.JoinOptions;
import com.plexichat.backup.agent.cli.Launch;
import com.plexichat.backup.agent.cli.LocalActs;
import com.plexichat.backup.agent.cli.Pause;
import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.agent.cli.Timing;
import com.plexichat.backup.agent.cli.local.LocalCluster.Shape;
import com.plexichat.backup.agent.cli.local.LocalCluster.Standing;
import com.plexichat.backup.proto.Invitation;
import com.plexichat.backup.proto.ListPeersAnswer;
import com.plexichat.backup.proto.PeerEntry;
import com.plexichat.backup.proto.PeerState;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import com.plexichat.backup.shared.model.ByteSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Local clusters with real processes that do nothing, and a coordinator that believes everything.
class LocalClusterTest {
  private static final List<String> SLEEPER = List.of("/bin/sh", "-c", "exec sleep 300");

  private static final long FAR = Long.MAX_VALUE;

  @TempDir Path dir;
  private final List<AgentOptions> agents = Collections.synchronizedList(new ArrayList<>());
  private final List<InitOptions> founded = new ArrayList<>();
  private final AtomicLong heard = new AtomicLong(FAR);
  private List<String> command = SLEEPER;

  @AfterEach
  void endAll() {
    if (Files.exists(dir.resolve("d/cluster.json"))) {
      cluster().down();
    }
  }

  private static Shape shape(int count) {
    return new Shape(count, List.of("eu", "us"), false, new ByteSize(1 << 30));
  }

  @Test
  void upMakesWhatTheContractSays() throws IOException {
    List<LocalAgent> up = cluster().up(shape(3));
    Path d = dir.resolve("d");
    assertEquals(
        List.of("agent-1", "agent-2", "agent-3"), up.stream().map(LocalAgent::name).toList());
    assertEquals(List.of("eu", "us", "eu"), up.stream().map(LocalAgent::region).toList());
    assertEquals(List.of(true, false, false), up.stream().map(LocalAgent::coordinator).toList());
    assertEquals(d.resolve("agents/agent-2/data"), up.get(1).dataDir());
    assertEquals(3, new HashSet<>(up.stream().map(LocalAgent::endpoint).toList()).size());
    assertEquals(d.resolve("home"), founded.getFirst().contextHome());
    assertEquals(d.resolve("recovery-kit.pxkit"), founded.getFirst().kit());
    assertTrue(agents.stream().allMatch(agent -> agent.timing().equals(Timing.LOCAL)));
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(d.resolve("kit-passphrase")));
    assertEquals(31, Files.size(d.resolve("kit-passphrase")));
    assertTrue(cluster().status().stream().allMatch(Standing::running));
  }

  @Test
  void killStartAndDownFindTheProcessesAgain() throws IOException {
    List<LocalAgent> up = cluster().up(shape(3));
    LocalAgent victim = cluster().kill("agent-2");
    assertEquals(List.of(true, false, true), running());
    // The system lists it until its parent, which is this test, has taken note of its end.
    ProcessHandle.of(victim.pid())
        .ifPresent(ended -> ended.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    LocalAgent again = cluster().start("agent-2");
    assertNotEquals(victim.pid(), again.pid());
    assertEquals(List.of(true, true, true), running());
    assertEquals(again, cluster().start("agent-2"));
    cluster().down();
    assertEquals(List.of(false, false, false), running());
    assertEquals(
        up.stream().map(LocalAgent::peerId).toList(),
        cluster().up(shape(3)).stream().map(LocalAgent::peerId).toList());
    assertEquals(List.of(true, true, true), running());
  }

  @Test
  void aNumberThatCameBackIsNotOurProcess() throws IOException {
    cluster().up(shape(1));
    ClusterFile file = new ClusterFile(dir.resolve("d"));
    LocalAgent real = file.read().getFirst();
    // Another process has this number now: ourselves, started at another time than written.
    file.write(
        List.of(real.running(new AgentProcesses.Running(ProcessHandle.current().pid(), 12345))));
    assertEquals(List.of(false), running());
    cluster().kill("agent-1");
    cluster().down();
    assertTrue(ProcessHandle.current().isAlive());
    file.write(List.of(real));
    assertEquals(List.of(true), running());
  }

  @Test
  void aStateFileReadsAsItWasWritten() {
    ClusterFile file = new ClusterFile(dir);
    LocalAgent odd =
        new LocalAgent(
            "a \"b\"\n",
            "ab",
            "127.0.0.1:1",
            7,
            1_782_907_439_250L,
            Path.of("/h x"),
            Path.of("/d"),
            "",
            "yes",
            "12",
            true);
    file.write(List.of(odd));
    assertEquals(List.of(odd), file.read());
  }

  @Test
  void aMissingOrBrokenStateFileIsTold() throws IOException {
    OperationFailed none = assertThrows(OperationFailed.class, () -> cluster().status());
    assertEquals(FailureCode.NO_LOCAL_CLUSTER, none.code());
    Files.createDirectories(dir.resolve("d"));
    for (String broken :
        List.of("", "[]", "{", "{\"agents\": [{\"name\": 3}]}", "{\"agents\": [1]}")) {
      Files.writeString(dir.resolve("d/cluster.json"), broken);
      OperationFailed failed =
          assertThrows(OperationFailed.class, () -> cluster().status(), broken);
      assertEquals(FailureCode.CONFIG_INVALID, failed.code(), broken);
    }
    Files.delete(dir.resolve("d/cluster.json"));
  }

  @Test
  void anAgentThatEndsIsToldAndNothingIsLeft() {
    command = List.of("/bin/sh", "-c", "echo the port is taken; exit 1");
    heard.set(0); // who ends at once is not heard of
    OperationFailed failed = assertThrows(OperationFailed.class, () -> cluster().up(shape(2)));
    assertEquals(FailureCode.LOCAL_AGENT_ENDED, failed.code());
    assertTrue(failed.sentence().contains("the port is taken"), failed.sentence());
  }

  @Test
  void anUnknownAgentAndAnotherCountAreRefused() throws IOException {
    cluster().up(shape(1));
    assertEquals(
        FailureCode.LOCAL_AGENT_UNKNOWN,
        assertThrows(OperationFailed.class, () -> cluster().kill("agent-9")).code());
    assertEquals(
        FailureCode.USAGE,
        assertThrows(OperationFailed.class, () -> cluster().up(shape(2))).code());
  }

  @Test
  void anAgentIsDeafToTheTerminalsSignals() throws Exception {
    cluster().up(shape(1));
    long pid = new ClusterFile(dir.resolve("d")).read().getFirst().pid();
    assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor());
    assertEquals(0, new ProcessBuilder("kill", "-HUP", Long.toString(pid)).start().waitFor());
    assertEquals(List.of(true), running());
    Process group = new ProcessBuilder("ps", "-o", "sid=", "-p", Long.toString(pid)).start();
    String session =
        new String(group.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .strip();
    assertEquals(Long.toString(pid), session);
  }

  /// The last heartbeat of the process before came just now; the system takes the new one to have
  /// started up to a second earlier than it did.
  @Test
  void aStartIsNotOverWhileOnlyTheProcessBeforeWasHeardOf() throws IOException {
    cluster().up(shape(1));
    cluster().kill("agent-1");
    LocalCluster again = cluster();
    heard.set(InstantSource.system().millis() - 1);
    Thread later =
        Thread.ofVirtual()
            .start(() -> {
              Pause.of(Duration.ofMillis(500));
              heard.set(FAR);
            });
    again.start("agent-1");
    assertEquals(FAR, heard.get());
    later.interrupt();
  }

  private List<Boolean> running() {
    return cluster().status().stream().map(Standing::running).toList();
  }

  private LocalCluster cluster() {
    Surroundings around =
        new Surroundings(
            proxy(LocalActs.class, this::act),
            _ -> proxy(ClusterAccess.class, this::call),
            new Surroundings.Streams(
                new ByteArrayOutputStream(), new PrintStream(new ByteArrayOutputStream()), false),
            InstantSource.system(),
            new Random(3),
            ZoneId.of("UTC"),
            Map.of(),
            new Launch(command, List.of()));
    return new LocalCluster(around, dir.resolve("d"), _ -> {});
  }

  private interface Called {
    @Nullable Object with(Method method, Object[] args);
  }

  private static <T> T proxy(Class<T> type, Called called) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) -> called.with(method, args)));
  }

  private Object act(Method method, Object[] args) {
    return switch (args[0]) {
      case InitOptions options -> {
        founded.add(options);
        agents.add(options.agent());
        yield new LocalActs.Founded("c", "local", id(options.agent()), "f", options.kit());
      }
      case JoinOptions options -> {
        assertEquals("token", options.token());
        agents.add(options.agent());
        yield new LocalActs.Joined("c", id(options.agent()), "e");
      }
      default -> throw new AssertionError(method.getName());
    };
  }

  private static String id(AgentOptions agent) {
    return "id-of-" + agent.name();
  }

  private @Nullable Object call(Method method, Object[] args) {
    return switch (method.getName()) {
      case "invitePeer" -> Invitation.newBuilder().setToken("token").build();
      case "listPeers" -> {
        ListPeersAnswer.Builder answer = ListPeersAnswer.newBuilder();
        Set<String> names = new HashSet<>(agents.stream().map(AgentOptions::name).toList());
        names.addAll(Set.of("agent-1", "agent-2", "agent-3"));
        names.forEach(name ->
            answer.addPeers(
                PeerEntry.newBuilder()
                    .setPeerId("id-of-" + name)
                    .setName(name)
                    .setLastSeenMs(heard.get())
                    .setState(PeerState.ACTIVE)));
        yield answer.build();
      }
      case "close" -> null;
      default -> throw new AssertionError(method.getName());
    };
  }
}
