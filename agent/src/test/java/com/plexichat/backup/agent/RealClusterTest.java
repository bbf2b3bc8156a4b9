package com.plexichat.backup.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.plexichat.backup.agent.RealCluster.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rig itself: its agents are processes that it starts, kills, starts again and ends.
class RealClusterTest {
  @Test
  void agentsAreProcessesThatAllEnd(@TempDir Path dir) throws Exception {
    List<Member> members;
    try (RealCluster cluster = RealCluster.up(dir.resolve("c"), 4)) {
      members = cluster.members();
      assertEquals(4, members.size());
      assertTrue(members.stream().allMatch(Member::isRunning));
      cluster.kill("agent-3");
      assertFalse(cluster.member("agent-3").isRunning());
      cluster.restart("agent-3");
      assertTrue(cluster.member("agent-3").isRunning());
      Path source = Files.createDirectories(dir.resolve("source"));
      Files.writeString(source.resolve("a"), "a");
      Json backup =
          cluster.json(
              "backup",
              "create",
              "--set",
              "s",
              "--tier",
              "bronze",
              "--path",
              source.toString(),
              "--wait");
      assertEquals("complete", backup.text("state"));
      assertEquals(1, backup.number("files"));
      assertEquals("BACKUP_UNKNOWN", cluster.run("backup", "show", "no-such").failure());
      members = cluster.members();
    }
    assertTrue(members.stream().noneMatch(Member::isRunning));
  }
}
