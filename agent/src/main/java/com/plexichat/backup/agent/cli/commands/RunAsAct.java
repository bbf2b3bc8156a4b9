package com.plexichat.backup.agent.cli.commands;

import com.plexichat.backup.agent.cli.Surroundings;
import com.plexichat.backup.shared.failure.FailureCode;
import com.plexichat.backup.shared.failure.OperationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// `plexichat run-as NAME …`: the tool names of the runbooks. None of them runs in this version;
/// each is refused with the command that comes nearest.
@Command(name = "run-as", description = "Run as a tool that a runbook names.", hidden = true)
final class RunAsAct implements Callable<Integer> {
  private static final Map<String, String> NEAREST =
      Map.ofEntries(
          Map.entry("plexichat-backup-cli", "backup list"),
          Map.entry("plexichat-cli", "backup list"),
          Map.entry("plexichat-config-restore", "backup restore"),
          Map.entry("plexichat-data-recovery", "backup certificate"),
          Map.entry("plexichat-database-restore", "backup restore"),
          Map.entry("plexichat-disaster-recovery", "agent recover"),
          Map.entry("plexichat-emergency-restore", "backup restore"),
          Map.entry("plexichat-geo-distributor", "distribution status"),
          Map.entry("plexichat-integrity-restore", "integrity repair"),
          Map.entry("plexichat-integrity-verifier", "integrity check"),
          Map.entry("plexichat-load-balancer", "distribution status"),
          Map.entry("plexichat-network-restore", "peer list"),
          Map.entry("plexichat-peer-manager", "peer list"),
          Map.entry("plexichat-rebalance-cli", "distribution status"),
          Map.entry("plexichat-recovery-cli", "agent recover"),
          Map.entry("plexichat-shard-manager", "shard list"),
          Map.entry("plexichat-shard-reconstruction", "integrity repair"),
          Map.entry("plexichat-system-restore", "backup restore"));

  @Parameters(index = "0", paramLabel = "NAME", description = "The tool's name.")
  String name = "";

  @Unmatched List<String> rest = new ArrayList<>();

  /// Takes what every command is made from, though it needs nothing of it.
  RunAsAct(@SuppressWarnings("unused") Surroundings around) {}

  @Override
  public Integer call() {
    String nearest = NEAREST.get(name);
    if (nearest == null) {
      throw new OperationFailed(FailureCode.USAGE, "No runbook names a tool " + name + ".");
    }
    throw new OperationFailed(
        FailureCode.TOOL_NOT_YET, name, "The nearest command is `plexichat " + nearest + "`.");
  }
}
