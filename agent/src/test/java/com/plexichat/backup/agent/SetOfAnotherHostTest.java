package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.plexichat.backup.agent.RealCluster.Ended;
import com.plexichat.backup.proto.CreateBackupRequest;
import com.plexichat.backup.proto.SetSpec;
import com.plexichat.backup.shared.client.AgentClient;
import com.plexichat.backup.shared.client.Channels;
import com.plexichat.backup.shared.client.Context;
import com.plexichat.backup.shared.client.ContextStore;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody takes over another machine's set, by the command line or without it.
@Tag("ci")
class SetOfAnotherHostTest {
  @Test
  void itIsRefusedAndStaysAsItWas(@TempDir Path dir) throws Exception {
    try (RealCluster cluster = RealCluster.up(dir.resolve("c"), 3)) {
      Ended made = cluster.run("set", "create", "docs", "--host", "agent-2", "--path", "/srv");
      assertEquals(0, made.code(), made::toString);
      Json before = cluster.json("set", "show", "docs");
      for (String host : new String[] {"agent-3", "agent-1"}) {
        Ended taken =
            cluster.run(
                "backup", "create", "--set", "docs", "--host", host, "--path", "/etc", "--wait");
        assertEquals(1, taken.code(), taken::toString);
        assertEquals("SET_ELSEWHERE", taken.failure());
      }
      Ended unsaid = cluster.run("backup", "create", "--set", "docs", "--path", "/etc", "--wait");
      assertEquals("SET_ELSEWHERE", unsaid.failure(), unsaid::toString);
      assertEquals(
          FailureCode.SET_ELSEWHERE, byCall(cluster, cluster.member("agent-3").peerId(), "/etc"));
      assertEquals(FailureCode.SET_ELSEWHERE, byCall(cluster, "agent-3", ""));
      assertEquals(before.toString(), cluster.json("set", "show", "docs").toString());
      assertEquals(0, cluster.json("backup", "list", "--all").list("backups").size());
    }
  }

  private static FailureCode byCall(RealCluster cluster, String host, String path)
      throws Exception {
    SetSpec.Builder set = SetSpec.newBuilder().setName("docs").setHost(host);
    if (!path.isEmpty()) {
      set.addPaths(ByteString.copyFromUtf8(path));
    }
    CreateBackupRequest ask = CreateBackupRequest.newBuilder().setSet(set).build();
    ContextStore store = new ContextStore(cluster.home());
    Context context = store.used();
    try (Channels channels = new Channels(store.identity(context), InstantSource.system())) {
      AgentClient client = new AgentClient(channels, context.endpoint(), null);
      return assertThrows(OperationFailed.class, () -> client.ask(stub -> stub.createBackup(ask)))
          .code();
    }
  }
}
